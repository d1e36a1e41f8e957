/**
 * @file The library in the real window with many photos: unlocking, scrolling, opening, selecting, memory. Frame times stand beside those of
 * an empty page scrolled the same way in the same window: what the machine can do without us.
 */
import type { Page } from 'playwright';
import { launch, type Running } from '../e2e/support/app.ts';
import { lock, passphraseField } from '../e2e/support/job.ts';
import { argon2id } from '../../src/main/engine/crypto/index.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { libraryPassphrase } from '../support/large-library.ts';
import { framesSince, sightsAfter, watchFrames, type Frames } from './library-probe.ts';
import { benchVault } from './library-vault.ts';
import { emptyPage, Hand, memoryOf, openVault, pageThreadTime, size } from './library-window.ts';
import { median, quantile, timed, type Figure } from './report.ts';
import { passphrase } from './vault.ts';

const unlocks = 3;
const opened = 12;
/** Reach of a frame and of a blank tile, in ms. */
const frameReach = 32;
const blankReach = 150;

/** Measures a vault of so many photos, made first where there is none from an earlier run of the same code. */
export async function benchLibrary(photos: number): Promise<Figure[]> {
  const vault = await benchVault(photos);
  const run = await launch();
  try {
    let page = await openVault(run, vault);
    run.app.context().setDefaultTimeout(60_000);
    const yardstick = await scrollNothing(run, page);
    console.error('unlocking …');
    const unlocked = await unlocking(run, page, photos);
    page = unlocked.page;
    const afterUnlock = await memoryOf(run);
    const scrolled = await scrolling(run, page, yardstick);
    const afterScrolling = await memoryOf(run);
    const figures = [
      ...unlocked.figures,
      ...scrolled,
      ...(await viewing(page)),
      ...(await sections(run, page, photos)),
    ];
    const atEnd = await memoryOf(run);
    const complaints = run.complaints.filter((text) => !text.startsWith('request:'));
    if (complaints.length > 0) throw new Error(`the window complained:\n${complaints.join('\n')}`);
    return [
      ...figures,
      megabytes('memory of the engine after unlocking', afterUnlock.engine, 300),
      megabytes('  and at the end', atEnd.engine, 300),
      megabytes('memory of the window (renderer) after unlocking', afterUnlock.renderer),
      megabytes('  after scrolling through all', afterScrolling.renderer),
      megabytes('  and at the end', atEnd.renderer),
      megabytes('memory of the main process at the end', atEnd.main),
    ];
  } finally {
    await run.end();
  }
}

function megabytes(name: string, bytes: number, most?: number): Figure {
  return { name, value: bytes / 1e6, unit: 'MB', ...(most === undefined ? {} : { reach: most }) };
}

interface Watched extends Frames {
  /** ms of processor time that the page's thread used, a frame. */
  readonly processor: number;
}

async function handOf(page: Page): Promise<Hand> {
  return new Hand(await page.context().newCDPSession(page));
}

/** Watches frames while `work` goes on and until tiles have had time to be filled. */
async function watched(run: Running, page: Page, work: () => Promise<void>): Promise<Watched> {
  await watchFrames(page);
  const before = await pageThreadTime(run);
  await work();
  await page.waitForTimeout(700);
  const used = (await pageThreadTime(run)) - before;
  const frames = await framesSince(page);
  return { ...frames, processor: (1000 * used) / Math.max(1, frames.deltas.length) };
}

async function scrollNothing(run: Running, page: Page): Promise<Watched> {
  const clear = await emptyPage(page);
  const hand = await handOf(page);
  const frames = await watched(run, page, () => hand.wheel(300, 60));
  await clear();
  return frames;
}

async function unlocking(
  run: Running,
  first: Page,
  photos: number,
): Promise<{ page: Page; figures: Figure[] }> {
  const derivations: number[] = [];
  const tile: number[] = [];
  const all: number[] = [];
  let page = first;
  for (let round = 0; round < unlocks; round += 1) {
    if (round > 0) page = await lock(run, page);
    derivations.push(
      1000 *
        (await timed(async () =>
          (await argon2id(passphrase(), Buffer.alloc(16, round), standardCosts.standard)).dispose(),
        )),
    );
    await passphraseField(page).fill(libraryPassphrase);
    const seen = await sightsAfter(page, 'keydown', ['first tile', 'all tiles'], () =>
      page.keyboard.press('Enter'),
    );
    tile.push(seen['first tile'] ?? NaN);
    all.push(seen['all tiles'] ?? NaN);
  }
  const derivation = { name: 'key derivation', value: median(derivations) };
  const more = (times: readonly number[]): number =>
    median(times.map((time, at) => time - (derivations[at] ?? 0)));
  return {
    page,
    figures: [
      {
        name: `unlock to first picture, ${String(photos)} photos`,
        value: median(tile),
        unit: 'ms',
        yardstick: derivation,
      },
      { name: '  more than the key derivation', value: more(tile), unit: 'ms', reach: 1000 },
      { name: 'unlock to every picture in view', value: median(all), unit: 'ms', yardstick: derivation },
      { name: '  more than the key derivation', value: more(all), unit: 'ms', reach: 1000 },
    ],
  };
}

async function scrolling(run: Running, page: Page, nothing: Watched): Promise<Figure[]> {
  const hand = await handOf(page);
  const height = await page.getByRole('listbox', { name: 'Photos' }).evaluate((list) => {
    const scroller = list.closest('.scroller');
    return scroller?.scrollHeight ?? 0;
  });
  const track = { x: size.width - 10, top: 62, bottom: size.height - 14 };
  const home = async (): Promise<void> => {
    await page.keyboard.press('Home');
    await page.waitForTimeout(1000);
  };
  const figures: Figure[] = frameFigures('an empty page, by wheel', nothing);
  const ways: readonly (readonly [string, () => Promise<void>])[] = [
    ['by wheel, 60 px a step', () => hand.wheel(600, 60)],
    ['by wheel, all of it in 40 s', () => hand.wheel(2500, Math.ceil(height / 2500))],
    ['by the scrubber, all of it in 10 s', () => hand.drag(track.x, track.top, track.bottom, 600)],
    ['by Page Down held for 10 s', () => hand.hold('PageDown', 34, 330)],
  ];
  for (const [name, work] of ways) {
    console.error(`scrolling ${name} …`);
    await home();
    const frames = await watched(run, page, work);
    figures.push(...frameFigures(name, frames, nothing), ...blankFigures(frames));
  }
  await home();
  return figures;
}

function frameFigures(
  name: string,
  { deltas, longTasks, own, processor }: Watched,
  beside?: Watched,
): Figure[] {
  const line = (what: string, share: number, reach?: number): Figure => ({
    name: what,
    value: quantile(deltas, share),
    unit: 'ms',
    ...(beside === undefined
      ? {}
      : { yardstick: { name: 'empty page', value: quantile(beside.deltas, share) } }),
    ...(reach === undefined ? {} : { reach }),
  });
  return [
    line(`frames ${name}, p50`, 0.5),
    line('  p95', 0.95),
    line('  p99', 0.99, beside === undefined ? undefined : frameReach),
    line('  longest', 1),
    { name: '  tasks over 50 ms', value: longTasks.length, unit: '' },
    {
      name: '  processor time of the page, a frame',
      value: processor,
      unit: 'ms',
      ...(beside === undefined ? {} : { yardstick: { name: 'empty page', value: beside.processor } }),
    },
    { name: '  the watching itself, p99', value: quantile(own, 0.99), unit: 'ms' },
  ];
}

function blankFigures({ blanks, missed }: Frames): Figure[] {
  return [
    { name: '  tile blank, p50', value: quantile(blanks, 0.5), unit: 'ms' },
    { name: '  tile blank, p99', value: quantile(blanks, 0.99), unit: 'ms', reach: blankReach },
    { name: '  tile blank, longest', value: quantile(blanks, 1), unit: 'ms' },
    {
      name: '  left the view before they were drawn',
      value: (100 * missed) / Math.max(1, blanks.length),
      unit: '%',
    },
  ];
}

/** Opens photos one after the other from the grid, each for the first time, and goes back. */
async function viewing(page: Page): Promise<Figure[]> {
  console.error('opening photos …');
  const thumbnail: number[] = [];
  const picture: number[] = [];
  const back: number[] = [];
  for (let round = 0; round < opened; round += 1) {
    // Every fourth: the viewer has fetched its neighbours.
    const tile = page.locator(`[role=option][aria-posinset="${String(2 + round * 4)}"]`);
    await tile.scrollIntoViewIfNeeded();
    await page.waitForTimeout(400);
    const seen = await sightsAfter(page, 'click', ['viewer thumbnail', 'viewer picture'], () => tile.click());
    thumbnail.push(seen['viewer thumbnail'] ?? NaN);
    picture.push(seen['viewer picture'] ?? NaN);
    await page.waitForTimeout(400);
    const gone = await sightsAfter(page, 'keydown', ['no viewer'], () => page.keyboard.press('Escape'));
    back.push(gone['no viewer'] ?? NaN);
  }
  return [
    { name: 'open a photo: preview', value: median(thumbnail), unit: 'ms', reach: 100 },
    { name: '  longest', value: quantile(thumbnail, 1), unit: 'ms' },
    { name: 'open a photo: original of 12 megapixels', value: median(picture), unit: 'ms', reach: 250 },
    { name: '  longest', value: quantile(picture, 1), unit: 'ms' },
    { name: 'back from the viewer', value: median(back), unit: 'ms', reach: 100 },
  ];
}

async function sections(run: Running, page: Page, photos: number): Promise<Figure[]> {
  console.error('opening sections …');
  const sidebar = page.getByRole('navigation', { name: 'Sections' });
  const album = await sightsAfter(page, 'click', ['all tiles'], () =>
    sidebar.getByRole('treeitem', { name: /^Half/u }).click(),
  );
  const everything = await sightsAfter(page, 'click', ['all tiles'], () =>
    sidebar.getByRole('button', { name: /^Photos/u }).click(),
  );
  await page.locator('[role=option]').first().focus();
  const selected = await watched(run, page, () => page.keyboard.press('Control+a'));
  await page
    .getByRole('toolbar')
    .getByText(`${photos.toLocaleString('en')} `)
    .first()
    .waitFor();
  const cleared = await watched(run, page, () => page.keyboard.press('Escape'));
  return [
    {
      name: `open an album of ${String(Math.floor(photos / 2))} photos`,
      value: album['all tiles'] ?? NaN,
      unit: 'ms',
    },
    { name: 'back to all photos', value: everything['all tiles'] ?? NaN, unit: 'ms' },
    { name: 'select all: longest frame', value: quantile(selected.deltas, 1), unit: 'ms' },
    { name: 'clear the selection: longest frame', value: quantile(cleared.deltas, 1), unit: 'ms' },
  ];
}
