/** @file Films, Live Photos and what moves, in the window: their picture, playing, winding; turning for good, slideshow. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import { motionPhoto } from '../support/motion.ts';
import { BLUE, plain, quarters, RED, scene, type Rgb } from '../support/pictures.ts';
import { film, filmColours } from '../support/webm.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { expectCount, freshVault, importFolder, lock, tiles, unlock } from './support/job.ts';
import { openPhoto, unplayableFilm, viewerOf } from './support/viewer.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const pictures = path.join(home, 'Pictures');
let run: Running;
let page: Page;
let passphrase: string;

const viewer = (): Locator => viewerOf(page);
const open = (name: string): Promise<void> => openPhoto(page, name);
const video = (): Locator => viewer().locator('video');
const time = (): Promise<number> => video().evaluate((film: HTMLVideoElement) => film.currentTime);
const tile = (kind: string): Locator => tiles(page).and(page.getByLabel(new RegExp(`^${kind}`, 'u')));

/** Colour in the middle of what is on screen, as RGB. */
async function colourOf(place: Locator): Promise<[number, number, number]> {
  const { data, info } = await sharp(await place.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height * 0.8) * info.width + Math.floor(info.width / 2)) * 3;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

/** The second of the film that shows this colour, and the colour, so that a failure tells it. */
function secondOf([r, g, b]: readonly [number, number, number]): string {
  const second = filmColours.findIndex((colour) => {
    const value = parseInt(colour.slice(1), 16);
    return [r - (value >> 16), g - ((value >> 8) & 255), b - (value & 255)].every(
      (off) => Math.abs(off) < 24,
    );
  });
  return `${second} of ${r},${g},${b}`;
}

test.beforeAll(async () => {
  mkdirSync(pictures);
  const write = (name: string, bytes: Buffer): void => {
    writeFileSync(path.join(pictures, name), bytes);
    utimesSync(path.join(pictures, name), new Date('2024-05-06'), new Date('2024-05-06'));
  };
  const short = film();
  short.writeDoubleBE(2000, short.indexOf(Buffer.from('4489', 'hex')) + 10); // says so: short enough for a Live Photo
  write('walk.webm', film());
  write('IMG_1.JPG', await scene(900, 600));
  write('IMG_1.MOV', short);
  write('PXL_1.MP.jpg', motionPhoto(await scene(900, 600, 2), film()));
  write('turn.png', await quarters(600, 400).png().toBuffer());
  const still = (background: Rgb): Promise<Buffer> => plain(300, 200, background).png().toBuffer();
  write(
    'moving.gif',
    await sharp([await still(RED), await still(BLUE)], { join: { animated: true } })
      .gif({ delay: [600, 600], loop: 0 })
      .toBuffer(),
  );
  write('hevc.mp4', unplayableFilm());
  run = await launch();
  ({ page, passphrase } = await freshVault(run, home));
  await importFolder(run, page, pictures);
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('a film gets its first picture that is not black; Live Photos and films are marked', async () => {
  await expectCount(page, 6);
  const picture = tile('Video').locator('img.shown');
  await expect(picture).toHaveCount(1, { timeout: 15_000 });
  expect(secondOf(await colourOf(picture))).toMatch(/^0 of/u);
  // One with its film beside it, one with its film inside.
  await expect(tile('Live Photo')).toHaveCount(2);
  for (const kind of ['Video', 'Live Photo'])
    await expect(tile(kind).locator('.badge').first()).toBeVisible();
});

test('a film plays, winds, and is silenced by keys; its bar is labelled', async () => {
  await open('walk.webm');
  const where = viewer().getByRole('slider', { name: 'Place in the film' });
  await expect(where).toHaveAttribute('aria-valuetext', '0:00 of 0:06');
  expect(await time()).toBe(0);
  await page.keyboard.press('k');
  await expect.poll(time).toBeGreaterThan(0.3);
  await page.keyboard.press('Space');
  const stopped = await time();
  await page.waitForTimeout(300);
  expect(await time()).toBe(stopped);

  await where.focus();
  await page.keyboard.press('Home');
  await expect.poll(time).toBe(0);
  const histogram = viewer().getByRole('img', { name: /^Histogram/u });
  const shape = (): Promise<string> => histogram.evaluate((drawn) => drawn.innerHTML);
  const toggleInfo = async (): Promise<void> => {
    await viewer().focus();
    await page.keyboard.press('i');
    await where.focus();
  };
  await toggleInfo();
  await expect(histogram).toBeVisible();
  const atBeginning = await shape();
  await page.keyboard.press('ArrowRight');
  await expect.poll(time).toBe(5);
  await expect.poll(shape).not.toBe(atBeginning); // it is that of the moment
  await toggleInfo();
  await expect.poll(async () => secondOf(await colourOf(video()))).toMatch(/^5 of/u);
  await page.keyboard.press('End');
  await expect(where).toHaveAttribute('aria-valuetext', '0:06 of 0:06');
  await expect.poll(time).toBe(6);
  await expect.poll(async () => secondOf(await colourOf(video()))).toMatch(/^5 of/u);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(time).toBe(1);
  await page.keyboard.press('ArrowRight');
  await expect.poll(time).toBe(6);
  await page.mouse.click(300, 300); // away from the bar; plays
  await page.keyboard.press('k');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(time).toBeLessThan(1.5);
  await expect(where).toHaveAttribute('aria-valuetext', /^0:0[01] of 0:06$/u);
  const box = await where.boundingBox();
  if (box === null) throw new Error('no scrub bar');
  await page.mouse.click(box.x + box.width * 0.42, box.y + box.height / 2);
  await expect.poll(time).toBeGreaterThan(2.3);
  await expect.poll(async () => secondOf(await colourOf(video()))).toMatch(/^2 of/u);

  await page.keyboard.press('m');
  expect(await video().evaluate((film: HTMLVideoElement) => film.muted)).toBe(true);
  await expectAccessible(run, page, 'a film');
  // The arrows alone lead on, and what was chosen stays for the next film.
  await viewer().focus();
  await open('turn.png');
  await expect(video()).toHaveCount(0);
  await open('walk.webm');
  expect(await video().evaluate((film: HTMLVideoElement) => film.muted)).toBe(true);
});

test('a film that cannot be played is kept, says so, and can be exported', async () => {
  await open('hevc.mp4');
  await expect(viewer().getByText(/keeps this film, byte for byte, but cannot play it/u)).toBeVisible();
  await expect(viewer().getByRole('button', { name: 'Export…' }).last()).toBeVisible();
});

test('a Live Photo moves while its badge is held, and by the keyboard', async () => {
  await open('IMG_1.JPG');
  const badge = viewer().getByRole('button', { name: 'Play the Live Photo' });
  // What floats over the picture goes when the pointer has long been still: on a busy machine that is soon.
  await expect(async () => {
    await page.mouse.move(400, 300);
    await page.mouse.move(400, 310);
    await badge.hover({ timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  await expect(video()).toHaveClass(/shown/u);
  expect(await video().evaluate((film: HTMLVideoElement) => film.muted)).toBe(true);
  await page.mouse.down();
  await expect.poll(() => video().evaluate((film: HTMLVideoElement) => film.muted)).toBe(false);
  await expect.poll(time).toBeGreaterThan(0);
  await page.mouse.up();
  await expect(video()).toHaveCount(0);
  await page.mouse.move(400, 500);
  await expect(video()).toHaveCount(0);
  await badge.focus();
  await page.keyboard.press('Enter');
  await expect(badge).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(time).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await expect(video()).toHaveCount(0);
  await expectAccessible(run, page, 'a Live Photo');
});

test('a motion photo, with its film in the same file, moves as well', async () => {
  await open('PXL_1.MP.jpg');
  const badge = viewer().getByRole('button', { name: 'Play the Live Photo' });
  await badge.focus();
  await page.keyboard.press('Enter');
  await expect(badge).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(time).toBeGreaterThan(0);
  await expect(video()).toHaveClass(/shown/u);
  await page.keyboard.press('Enter');
  await expect(video()).toHaveCount(0);
});

test('an animated picture moves', async () => {
  await open('moving.gif');
  const picture = viewer().locator('.stage img').last();
  const red = async (): Promise<boolean> => {
    const [r, , b] = await colourOf(picture);
    return r > b;
  };
  // The small picture gives way to the whole one: a look at the moment between finds neither.
  const turns = (to: boolean): Promise<void> =>
    expect(async () => expect(await red()).toBe(to)).toPass({ intervals: [100], timeout: 15_000 });
  await turns(true);
  await turns(false);
  await turns(true);
});

test('a photo is turned for good, in the viewer and in the grid', async () => {
  await open('turn.png');
  const shape = async (place: Locator): Promise<number> => {
    const box = await place.boundingBox();
    return box === null ? 0 : Math.round((box.width / box.height) * 100);
  };
  const picture = viewer().locator('.stage img').last();
  await expect.poll(() => shape(picture)).toBe(150);
  await page.keyboard.press('r');
  await expect.poll(() => shape(picture)).toBe(67);
  await page.keyboard.press('Escape');
  page = await lock(run, page);
  await unlock(page, passphrase);
  const turned = tiles(page).locator('.turn-1 img.shown');
  await expect(turned).toHaveCount(1);
  expect(await shape(turned)).toBeLessThan(75);
  // The quarter that was at the bottom left is at the top left now.
  const { data, info } = await sharp(await turned.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const seen = (x: number, y: number): number[] => {
    const at = (Math.floor(info.height * y) * info.width + Math.floor(info.width * x)) * 3;
    return [...data.subarray(at, at + 3)].map((value) => Math.round(value / 64));
  };
  const upright = await quarters(600, 400).rotate(90).removeAlpha().raw().toBuffer();
  const wanted = (x: number, y: number): number[] => {
    const at = (Math.floor(600 * y) * 400 + Math.floor(400 * x)) * 3;
    return [...upright.subarray(at, at + 3)].map((value) => Math.round(value / 64));
  };
  for (const [x, y] of [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const)
    expect(seen(x, y)).toEqual(wanted(x, y));
  await open('turn.png');
  await page.keyboard.press('Shift+r');
  await expect.poll(() => shape(viewer().locator('.stage img').last())).toBe(150);
});

test('a slideshow goes on by itself, through films, and ends after the last', async () => {
  await viewer().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('s');
  const bar = viewer().getByRole('group', { name: 'Slideshow' });
  await page.mouse.move(500, 400);
  await bar.getByText('3 s').click();
  await expect(viewer().getByRole('button', { name: 'Info' })).toHaveCount(0);
  const label = await viewer().getAttribute('aria-label');
  await expect(viewer()).not.toHaveAttribute('aria-label', label ?? '', { timeout: 8000 });
  await expectAccessible(run, page, 'slideshow');
  await expect(bar).toHaveCount(0, { timeout: 30_000 });
  await expect(viewer().getByText('6 of 6', { exact: true })).toBeVisible();
  // The keyboard was at the menu, which a slideshow takes away: it goes to no other button.
  const more = viewer().getByRole('button', { name: 'More' });
  await more.press('Enter');
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await page.keyboard.press('s');
  await expect(bar).toBeVisible();
  await expect(viewer()).toBeFocused();
  await bar.getByRole('button', { name: 'Pause' }).focus();
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(viewer()).toBeFocused();
  await expect(viewer()).toBeVisible();
});
