/** @file The timeline of a large library in the real window: days, scrubber, sizes, placeholders, requests, selecting, coming back, new photos. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { libraryPassphrase, makeLibrary } from '../support/large-library.ts';
import { scene } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { resize, willChoose } from './support/dialogs.ts';
import { expectCount, expectDrawn, importFolder, tiles, unlock } from './support/job.ts';
import { processesUnder } from './support/job-processes.ts';

const photos = 3000;
let running: Running;
let page: Page;
let folder: string;

// One window for all of them: the library takes a while to make.

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = temporaryFolder();
  const vault = await makeLibrary({ folder, photos, pictures: 35, originals: 60, inAlbum: 0 });
  running = await launch();
  page = await running.page();
  await resize(running, 1280, 800);
  await willChoose(running, vault);
  await page.getByRole('button', { name: /^Open a vault/u }).click();
  await unlock(page, libraryPassphrase);
  await expectCount(page, photos);
});

test.afterAll(async () => {
  await running.end();
  rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(async () => {
  // From wherever the test before left the keyboard.
  await scrubber().focus();
  await page.keyboard.press('Home');
  await expectDrawn(page);
});

const scroller = (): Locator => page.locator('.scroller').filter({ has: page.getByRole('listbox') });
const scrubber = (): Locator => page.getByRole('slider', { name: 'Timeline' });
const offset = (): Promise<number> => scroller().evaluate((element) => element.scrollTop);
const toolbar = (): Locator => page.getByRole('toolbar');

/** Scrolls as the wheel does, and waits until nothing moves. */
async function wheel(by: number): Promise<void> {
  await page.mouse.move(640, 450);
  await page.mouse.wheel(0, by);
  await atRest();
}

async function atRest(): Promise<void> {
  await expect(async () => {
    const before = await offset();
    await page.waitForTimeout(150);
    expect(await offset()).toBe(before);
  }).toPass();
}

interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Every photo that is in view, as a person would take it for: where it stands in the window. */
function inView(): Promise<readonly Box[]> {
  return tiles(page).evaluateAll((all) =>
    all
      .map((tile) => {
        const { x, y, width, height } = tile.getBoundingClientRect();
        return { id: tile.getAttribute('data-photo') ?? '', x, y, width, height };
      })
      .filter(({ y, height, width }) => width > 0 && y + height > 48 && y < innerHeight),
  );
}

/** Lets `work` go on while no bytes of photos come: the engine stands still. */
async function withoutPictures(work: () => Promise<void>): Promise<void> {
  const engines = processesUnder(running.app.process().pid, 'engine');
  expect(engines).toHaveLength(1);
  for (const engine of engines) process.kill(engine, 'SIGSTOP');
  try {
    await work();
  } finally {
    for (const engine of engines) process.kill(engine, 'SIGCONT');
  }
}

test('the day stays on top while its photos are there, and selects all of them', async () => {
  await wheel(900);
  const box = await scroller().boundingBox();
  const heads = page.getByRole('button', { name: /^Select all of/u });
  const sticking = await heads.evaluateAll((all, top) => {
    const at = all.findIndex((head) => Math.abs(head.getBoundingClientRect().top - top) <= 8);
    return at;
  }, box?.y ?? 0);
  expect(sticking).toBeGreaterThanOrEqual(0);
  const head = heads.nth(sticking);
  const label = (await head.getAttribute('aria-label')) ?? '';
  const count = Number(/([\d,]+) photos?$/u.exec(label)?.[1]?.replace(',', ''));
  await head.click();
  await expect(head).toHaveAttribute('aria-pressed', 'true');
  await expect(toolbar().getByText(`${String(count)} selected`)).toBeVisible();
  await head.click();
  await expect(toolbar().getByText(/selected$/u)).toHaveCount(0);
});

test('rows of a day are as wide as one another, and tiles are handed on, not made for each photo', async () => {
  await page.keyboard.press('PageDown');
  await expectDrawn(page);
  const rows = Map.groupBy(await inView(), ({ y }) => Math.round(y));
  const ends = [...rows.values()].map((row) => Math.max(...row.map(({ x, width }) => Math.round(x + width))));
  // The last row of a day need not be full, and short days share a row: most are.
  const widest = Math.max(...ends);
  expect(ends.filter((end) => Math.abs(end - widest) <= 1).length).toBeGreaterThan(ends.length / 2);
  for (const row of rows.values()) expect(new Set(row.map(({ height }) => Math.round(height))).size).toBe(1);
  await page.keyboard.press('End');
  await expectDrawn(page);
  expect(await page.locator('.tiles > *').count()).toBeLessThan(photos / 6);
});

test('the scrubber goes through the years by key, by mouse, and says where it is', async () => {
  await expect(scrubber()).toHaveAttribute('aria-valuetext', 'April 2025');
  await expect(scrubber()).toHaveAttribute('aria-orientation', 'vertical');
  await scrubber().focus();
  await page.keyboard.press('ArrowDown');
  await expect(scrubber()).toHaveAttribute('aria-valuetext', 'March 2025');
  await page.keyboard.press('ArrowUp');
  await expect(scrubber()).toHaveAttribute('aria-valuetext', 'April 2025');
  await page.keyboard.press('PageDown');
  await expect(scrubber()).toHaveAttribute('aria-valuetext', 'December 2024');
  await page.keyboard.press('End');
  await expect(scrubber()).toHaveAttribute('aria-valuenow', '100');
  await expectDrawn(page);
  await page.keyboard.press('Home');
  await expect(scrubber()).toHaveAttribute('aria-valuenow', '0');

  const box = await scrubber().boundingBox();
  if (box === null) throw new Error('there is no scrubber');
  await page.mouse.move(box.x + 50, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 50, box.y + box.height / 2, { steps: 10 });
  await page.mouse.up();
  await expect.poll(async () => Number(await scrubber().getAttribute('aria-valuenow'))).toBeGreaterThan(45);
  expect(Number(await scrubber().getAttribute('aria-valuenow'))).toBeLessThan(55);
  await expectDrawn(page);

  // A wheel or a touchpad over it scrolls as it does over the photos.
  const here = await offset();
  await page.mouse.wheel(0, 120);
  await expect.poll(offset).toBe(here + 120);
});

test('G goes to a date as people say it, in the timeline and in the viewer, and tells beforehand where that is', async () => {
  await page.locator('[role=option][aria-posinset="1"]').focus();
  await page.keyboard.press('g');
  const dialog = page.getByRole('dialog', { name: 'Go to a date' });
  await expect(dialog.getByLabel('Date')).toBeFocused();
  await page.keyboard.type('beach');
  await expect(dialog.getByRole('status')).toContainText('no date that is understood');
  await expect(dialog.getByRole('button', { name: 'Go', exact: true })).toBeDisabled();
  await dialog.getByLabel('Date').fill('nov 2024');
  await expect(dialog.getByRole('status')).toHaveText(/^November 2024: [\d,]+ photos?$/u);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(scrubber()).toHaveAttribute('aria-valuetext', 'November 2024');
  const focused = page.locator('[role=option]:focus');
  await expect(focused).toHaveAttribute('aria-label', /November/u);
  await expect(focused).toBeInViewport({ ratio: 1 });

  // Of these there is an original.
  await page.keyboard.press('Home');
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.locator('.viewer img').first()).toBeVisible();
  await page.keyboard.press('g');
  await expect(dialog.getByLabel('Date')).toBeFocused();
  await page.keyboard.type('1.1.2190');
  await expect(dialog.getByRole('status')).toContainText('no photo. The nearest one before is of');
  await page.keyboard.press('Enter');
  await expect(page.locator('.viewer').getByRole('status')).toContainText('1 of 3,000');
  await page.keyboard.press('Escape');
  await expect(page.locator('.viewer')).toHaveCount(0);
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  expect(await offset()).toBe(0);
});

test('the size of the grid changes around the photo that the eye rests on', async () => {
  await wheel(3000);
  const before = await inView();
  const rest = before.find(({ y, height }) => y <= 300 && y + height > 300);
  const slider = page.getByRole('slider', { name: 'Size of the pictures' });
  await slider.fill('300');
  await expect.poll(async () => (await inView()).length).toBeLessThan(before.length);
  const larger = await inView();
  expect(larger.map(({ id }) => id)).toContain(rest?.id);
  await slider.fill('200');
  await expect.poll(async () => (await inView()).length).toBeGreaterThan(larger.length);
  expect((await inView()).map(({ id }) => id)).toContain(rest?.id);

  // A pinch on a touchpad, which is the wheel with Ctrl: around the pointer.
  const height = Number(await slider.inputValue());
  const under = (await inView()).find(
    ({ x, y, ...box }) => x <= 640 && x + box.width > 640 && y <= 450 && y + box.height > 450,
  );
  // As a touchpad tells of it: Playwright's wheel with Ctrl would scroll besides.
  await scroller().evaluate((element) =>
    element.dispatchEvent(
      new WheelEvent('wheel', { deltaY: -200, ctrlKey: true, clientX: 640, clientY: 450, bubbles: true }),
    ),
  );
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(height);
  await atRest();
  const now = (await inView()).find(({ id }) => id === under?.id);
  expect(now).toBeDefined();
  expect(now?.y).toBeLessThan(450);
  expect((now?.y ?? 0) + (now?.height ?? 0)).toBeGreaterThan(450);
  await slider.fill('200');
});

test('before a picture comes its colour is there, then its blurred shape, then the picture', async () => {
  await withoutPictures(async () => {
    await scrubber().focus();
    await page.keyboard.press('End');
    await expect
      .poll(() =>
        tiles(page).evaluateAll((all) => {
          const seen = all.filter((tile) => {
            const { width, bottom, top } = tile.getBoundingClientRect();
            return width > 0 && bottom > 48 && top < innerHeight;
          });
          const without = seen.filter((tile) => {
            const frame = tile.querySelector<HTMLElement>('.frame');
            const canvas = tile.querySelector('canvas');
            const colored = frame?.style.backgroundColor.startsWith('rgb(') === true;
            return !colored || canvas === null || canvas.hidden || tile.querySelector('img.shown') !== null;
          });
          return { seen: seen.length > 0, without: without.length };
        }),
      )
      .toEqual({ seen: true, without: 0 });
  });
  await expectDrawn(page);
});

test('scrolling fast asks for what is looked at, and takes back what is not', async () => {
  const asked = new Set<string>();
  const failed = new Set<string>();
  const isThumb = (url: string): boolean => url.startsWith('vault-media://thumb/');
  page.on('request', (request) => isThumb(request.url()) && asked.add(request.url()));
  page.on('requestfailed', (request) => isThumb(request.url()) && failed.add(request.url()));
  const box = await scrubber().boundingBox();
  if (box === null) throw new Error('there is no scrubber');
  await page.mouse.move(box.x + 50, box.y + 14);
  await page.mouse.down();
  // From frame to frame, as a hand is: however long a step takes to get here from outside.
  await scrubber().evaluate(async (element, { x, y, height }) => {
    for (let step = 1; step <= 40; step += 1) {
      const clientY = y + 14 + ((height - 28) * step) / 40;
      element.dispatchEvent(new PointerEvent('pointermove', { clientX: x + 50, clientY, bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, box);
  await page.mouse.up();
  await expectDrawn(page);
  // All of the library passed by; it would be three thousand.
  expect(asked.size).toBeLessThan(photos / 4);

  await withoutPictures(async () => {
    // What was under way for tiles out of view has come by now, or waits.
    await page.waitForTimeout(300);
    asked.clear();
    // Where nobody has been yet.
    await page.mouse.click(box.x + 50, box.y + box.height * 0.371);
    await expect.poll(() => asked.size).toBeGreaterThan(0);
    await page.waitForTimeout(300);
    // Never more at once than the engine can be busy with.
    expect(asked.size).toBeLessThanOrEqual(12);
    const first = new Set(asked);
    await page.mouse.click(box.x + 50, box.y + box.height * 0.81);
    await expect.poll(() => [...first].filter((url) => !failed.has(url))).toEqual([]);
  });
  await expectDrawn(page);
});

test('the viewer leads back to exactly where one was', async () => {
  await page.locator('[role=option][aria-posinset="1"]').focus();
  for (let row = 0; row < 5; row += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await atRest();
  const focused = page.locator('[role=option]:focus');
  const id = await focused.getAttribute('data-photo');
  const [before, box] = [await offset(), await focused.boundingBox()];
  expect(before).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await expect(page.locator('.viewer img').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.viewer')).toHaveCount(0);
  await expect(focused).toHaveAttribute('data-photo', id ?? '');
  expect(await offset()).toBe(before);
  expect(await focused.boundingBox()).toEqual(box);
});

test('a frame drawn over photos selects what it touches; with Shift a range', async () => {
  await wheel(900);
  const boxes = (await inView()).filter(({ y, height }) => y > 100 && y + height < 780);
  const left = Math.min(...boxes.map(({ x }) => x));
  const to = { x: left + 350, y: 500 };
  const from = { x: left - 10, y: 160 };
  const touched = (await inView()).filter(
    ({ x, y, width, height }) => x < to.x && x + width > from.x && y < to.y && y + height > from.y,
  );
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await expect(page.locator('.rubber-band')).toBeVisible();
  await page.mouse.up();
  await expect(page.locator('.rubber-band')).toHaveCount(0);
  await expect(toolbar().getByText(`${String(touched.length)} selected`)).toBeVisible();
  const selected = tiles(page).and(page.locator('[aria-selected=true]'));
  const ids = await selected.evaluateAll((all) => all.map((tile) => tile.getAttribute('data-photo')));
  expect(ids.toSorted()).toEqual(touched.map(({ id }) => id).toSorted());

  // Escape while it is drawn puts back what was selected.
  await page.mouse.move(from.x, 700);
  await page.mouse.down();
  await page.mouse.move(to.x, 600, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(toolbar().getByText(`${String(touched.length)} selected`)).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(toolbar().getByText(/selected$/u)).toHaveCount(0);
  await scrubber().focus();
  await page.keyboard.press('Home');
  const tile = (position: number): Locator =>
    page.locator(`[role=option][aria-posinset="${String(position)}"]`);
  await tile(2).click({ modifiers: ['Control'] });
  await tile(9).click({ modifiers: ['Shift'] });
  await expect(toolbar().getByText('8 selected')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a frame drawn to the edge of the window goes on below it', async () => {
  const seen = (await inView()).length;
  const left = Math.min(...(await inView()).map(({ x }) => x));
  await page.mouse.move(left - 10, 300);
  await page.mouse.down();
  await page.mouse.move(1150, 795, { steps: 6 });
  await expect
    .poll(async () =>
      Number(
        /^\d+/u.exec(
          await toolbar()
            .getByText(/selected$/u)
            .innerText(),
        )?.[0],
      ),
    )
    .toBeGreaterThan(seen);
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await expect(toolbar().getByText(/selected$/u)).toHaveCount(0);
});

test('photos that come in do not move what is looked at, nor what is selected', async () => {
  const more = path.join(folder, 'more');
  mkdirSync(more);
  for (let number = 1; number <= 6; number += 1)
    writeFileSync(path.join(more, `New ${String(number)}.jpg`), await scene(640, 480, 40 + number));
  await wheel(5000);
  const before = await inView();
  const middle = before.filter(({ y, height }) => y > 100 && y + height < 560).slice(0, 2);
  for (const { id } of middle) await page.locator(`[data-photo="${id}"]`).click({ modifiers: ['Control'] });
  await importFolder(running, page, more);
  await expect(toolbar().getByText('2 selected')).toBeVisible();
  for (const { id } of middle)
    await expect(page.locator(`[data-photo="${id}"]`)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expectCount(page, photos + 6);
  await page.getByRole('region', { name: 'Activity' }).getByRole('button', { name: 'Dismiss' }).click();
  const after = new Map((await inView()).map((box) => [box.id, box]));
  const rest = before.filter(({ y, height }) => y > 100 && y + height < 780);
  expect(rest.length).toBeGreaterThan(0);
  for (const box of rest) expect(after.get(box.id)).toEqual(box);
});

test('the smallest window shows no more than its width', async () => {
  await resize(running, 900, 600);
  await page.waitForFunction(() => innerWidth === 900);
  await expectDrawn(page);
  // The photos are laid out for a width after the window has it.
  const tooWide = (): Promise<string[]> =>
    page.evaluate(() =>
      [document.documentElement, document.body, ...document.querySelectorAll('.scroller, main')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.className),
    );
  await expect.poll(tooWide).toEqual([]);
  const wide = async (): Promise<unknown[]> =>
    (await inView()).filter(({ x, width }) => x + width > 900 - 60);
  await expect.poll(wide).toEqual([]);
  await resize(running, 1280, 800);
  await page.waitForFunction(() => innerWidth === 1280);
});

test('favourites, moving pictures and raw ones are marked, for the eye and for the ear', async () => {
  const favourite = tiles(page).filter({ has: page.locator('.heart') });
  await expect(favourite.first()).toHaveAttribute('aria-label', /, favourite$/u);
  await expect(tiles(page).getByText('Animated', { exact: true }).first()).toBeAttached();
  await scrubber().focus();
  await page.keyboard.press('End');
  const raw = tiles(page).filter({ has: page.getByText('RAW', { exact: true }) });
  await expect(raw.first()).toHaveAttribute('aria-label', /^Raw photo/u);
  expect(running.complaints).toEqual([]);
});
