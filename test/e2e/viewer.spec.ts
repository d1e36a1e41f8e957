/** @file The viewer's own ways, in the window: zoom, pinch, pan, next and previous without a flash, how much is decoded, what is deleted, filmstrip, full screen. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { CDPSession, Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import { quarters, scene } from '../support/pictures.ts';
import { film } from '../support/webm.ts';
import { temporaryFolder, type Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { chooseFromMenu, resize } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { drawn, framesSeen, watchFrames } from './support/frames-seen.ts';
import { expectCount, goHome, importFolder, lock, tiles } from './support/job.ts';
import { openPhoto, unplayableFilm, viewerOf } from './support/viewer.ts';

let run: Running;
let page: Page;
/** For what no person has at hand here: fingers on the screen, another screen, a moment between two movements. */
let devTools: CDPSession;

/** 12 megapixels. */
let large: Buffer;

vaultForAll(
  (given) => ({ run, page } = given),
  async () => {
    large = await sharp(await scene(1008, 756, 2))
      .resize(4032, 3024)
      .jpeg({ quality: 90 })
      .toBuffer();
    return {
      'IMG_1.jpg': await scene(900, 600),
      'hevc.mp4': unplayableFilm(),
      'turn.png': await quarters(600, 400).png().toBuffer(),
      'walk.webm': film(),
      'IMG_2.jpg': large,
    };
  },
);

type Point = readonly [number, number];

const viewer = (): Locator => viewerOf(page);
/** Where the picture goes when it is zoomed and moved. */
const moved = (): Locator => viewer().locator('.stage .picture');

async function place(of: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await of.boundingBox();
  if (box === null) throw new Error('it is not there');
  return box;
}

const width = async (): Promise<number> => (await place(moved())).width;

/** How much of the picture, across and down, is left of and above a point of the window. */
async function under([x, y]: Point): Promise<Point> {
  const box = await place(moved());
  return [(x - box.x) / box.width, (y - box.y) / box.height];
}

/** Of a picture half as wide again as high, when all of it is seen. */
async function fittedWidth(): Promise<number> {
  const stage = await place(viewer().locator('.stage').first());
  return Math.min(stage.width, stage.height * 1.5, 1200);
}

/** Where the left edge of the picture is, once it has come to rest. */
function atRest(): Promise<number> {
  return moved().evaluate(async (element) => {
    const left = (): number => element.getBoundingClientRect().x;
    let same = 0;
    while (same < 4) {
      const before = left();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      same = left() === before ? same + 1 : 0;
    }
    return left();
  });
}

/** Of the menu behind the bar. */
async function choose(share: string): Promise<void> {
  await page.mouse.move(500, 300);
  await page.mouse.move(500, 400); // the bar is there again, should it have gone
  await viewer().getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: share }).click();
}

/** Fingers on the screen, one step after the other. */
async function touch(...steps: readonly (readonly Point[])[]): Promise<void> {
  for (const [at, fingers] of steps.entries()) {
    const type = at === 0 ? 'touchStart' : fingers.length === 0 ? 'touchEnd' : 'touchMove';
    const touchPoints = fingers.map(([x, y], id) => ({ x, y, id }));
    await devTools.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}

/** Drags by so many pixels within 64 ms and lets go so much later, as the events tell the time: however busy the machine is. */
async function drag(by: number, heldFor: number): Promise<void> {
  const began = Date.now();
  const send = (type: string, x: number, ms: number): Promise<unknown> =>
    devTools.send('Input.dispatchMouseEvent', {
      type: type as 'mouseMoved', // one of three, all of which it takes
      x,
      y: 400,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: type === 'mouseMoved' ? 0 : 1,
      timestamp: (began + ms) / 1000,
    });
  await send('mousePressed', 600, 0);
  for (const step of [1, 2, 3, 4]) await send('mouseMoved', 600 + (by * step) / 4, 16 * step);
  await send('mouseReleased', 600 + by, 64 + heldFor);
}

for (const [across, down] of [
  [1280, 800],
  [900, 600],
] as const)
  test(`zooming keeps what is under the pointer or between the fingers, a push goes on after it, at ${across} × ${down}`, async () => {
    devTools = await page.context().newCDPSession(page);
    await expectCount(page, 5);
    await resize(run, across, down);
    await page.waitForFunction((wanted) => innerWidth === wanted, across);
    await openPhoto(page, 'turn.png');
    await expect(viewer().locator('.stage .layer img[src*="original"]')).toHaveCount(1);
    await expect.poll(width).toBeCloseTo(await fittedWidth(), 0);
    await atRest();
    const point: Point = [down, down * 0.6];
    const stays = async (wanted: Point, margin: number): Promise<void> => {
      const [x, y] = await under(point);
      expect(Math.abs(x - wanted[0]) + Math.abs(y - wanted[1])).toBeLessThan(margin);
    };
    const [wanted, whole] = [await under(point), await width()];
    await page.mouse.move(...point);
    await page.mouse.wheel(0, -200);
    await expect.poll(width).toBeGreaterThan(whole * 1.4);
    await stays(wanted, 0.004);
    // A pinch on a touchpad comes as a wheel with Ctrl.
    const wheeled = await width();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -30);
    await page.keyboard.up('Control');
    await expect.poll(width).toBeGreaterThan(wheeled * 1.3);
    await stays(wanted, 0.004);
    const pinched = await width();
    const spread = (by: number): Point[] => [
      [point[0] - by, point[1]],
      [point[0] + by, point[1]],
    ];
    await touch(spread(50), spread(60), spread(70), spread(80), []);
    await expect.poll(width).toBeGreaterThan(pinched * 1.5);
    await stays(wanted, 0.01);

    const before = await atRest();
    await drag(80, 10);
    await expect.poll(async () => (await place(moved())).x).toBeGreaterThan(before + 100);
    const pushed = await atRest();
    expect(pushed).toBeGreaterThan(before + 180);
    // Held still before it is let go, or where nothing is to move by itself, it stays.
    await drag(-80, 100);
    expect(await atRest()).toBeCloseTo(pushed - 80, 0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await drag(-80, 10);
    expect(await atRest()).toBeCloseTo(pushed - 160, 0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.keyboard.press('z');
    await expect.poll(width).toBeCloseTo(whole, 0);
    await page.keyboard.press('Escape');
    await expect(viewer()).toHaveCount(0);
  });

test('fill, 400 %, filmstrip and histogram', async () => {
  await resize(run, 1280, 800);
  await page.waitForFunction(() => innerWidth === 1280);
  await openPhoto(page, 'turn.png');
  const picture = viewer().locator('.stage img').last();
  const width = async (): Promise<number> => Math.round((await picture.boundingBox())?.width ?? 0);
  const stage = await viewer().locator('.stage').first().boundingBox();
  const fitted = Math.round(Math.min(stage?.width ?? 0, (stage?.height ?? 0) * 1.5));
  await expect.poll(width).toBe(fitted);
  await page.keyboard.press('Shift+z');
  await expect.poll(width).toBe(Math.round(Math.max(stage?.width ?? 0, (stage?.height ?? 0) * 1.5)));
  await choose('400%');
  await expect.poll(width).toBe(2400);
  await choose('100%');
  await expect.poll(width).toBe(600);
  // On a screen with twice the pixels one of the picture's is still one of the screen's: half the size.
  const twice = { width: 0, height: 0, mobile: false, deviceScaleFactor: 2 };
  await devTools.send('Emulation.setDeviceMetricsOverride', twice);
  await page.waitForFunction(() => devicePixelRatio === 2);
  await choose('100%');
  await expect.poll(width).toBe(300);
  await devTools.send('Emulation.clearDeviceMetricsOverride');
  await page.waitForFunction(() => devicePixelRatio === 1);
  await choose('100%');
  await expect.poll(width).toBe(600);
  await choose('Fit the window');
  await expect.poll(width).toBe(fitted);
  await page.keyboard.press('Shift+f');
  const strip = viewer().getByRole('navigation', { name: 'Filmstrip' });
  await expect(strip.getByRole('button')).toHaveCount(5);
  await page.keyboard.press('i');
  await expect(viewer().getByRole('img', { name: /^Histogram/u })).toBeVisible();
  await page.mouse.move(500, 400); // away from the button and its tooltip
  await viewer().focus();
  await expectAccessible(run, page, 'viewer with filmstrip and histogram');
  // A slideshow has no panel and no filmstrip: the picture takes their room, also while it moves.
  await resize(run, 1280, 800);
  await page.waitForFunction(() => innerWidth === 1280);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(async () => Math.round(await fittedWidth()) - (await width())).toBe(0);
  await page.keyboard.press('s');
  await expect(viewer().getByRole('complementary')).toHaveCount(0);
  await atRest();
  await expect.poll(async () => Math.round(await fittedWidth()) - (await width())).toBe(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  const before = await viewer().getAttribute('aria-label');
  const other = strip.locator('button:not([aria-current])').first();
  await other.click();
  await expect(viewer()).not.toHaveAttribute('aria-label', before ?? '');
  await page.keyboard.press('Shift+f');
  await expect(strip).toHaveCount(0);
});

test('next and previous show no moment without the photo, nor one photo under another’s name', async () => {
  const position = (item: number): Promise<void> =>
    expect(viewer().getByText(`${item} of 5`, { exact: true })).toBeVisible();
  await openPhoto(page, 'IMG_2.jpg');
  await watchFrames(page);
  await page.keyboard.press('Home');
  const all = viewer().locator('.stage .layer img:not([src*="thumb"]), video.shown, .kept h2');
  for (const item of [1, 2, 3, 4, 5]) {
    await position(item);
    await expect(all.first()).toBeVisible();
    await drawn(page);
    await page.keyboard.press('ArrowRight');
  }
  // Leaps to what nothing has prepared, and a key that is held down.
  for (const [key, item] of [
    ['Home', 1],
    ['End', 5],
    ['ArrowLeft', 4],
    ['Home', 1],
  ] as const) {
    await page.keyboard.press(key);
    await position(item);
  }
  for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowRight', 'ArrowLeft']) {
    for (let presses = 0; presses < 5; presses += 1) await page.keyboard.down(key);
    await page.keyboard.up(key);
  }
  await position(1);
  const frames = await framesSeen(page);
  expect(frames.filter(([what]) => what === 'nothing')).toEqual([]);
  expect(frames.map(([what]) => what)).toEqual(expect.arrayContaining(['picture', 'file']));
  const names = new Map<string, string>();
  for (const [, id, name] of frames) {
    if (id === '' || /^Photo \d of/u.test(name)) continue;
    expect(names.get(id) ?? name).toBe(name);
    names.set(id, name);
  }
  expect(names.size).toBeGreaterThan(2);
});

test('a large photo is decoded at the size of the window, and whole when it is zoomed, pixel by pixel', async () => {
  await openPhoto(page, 'IMG_2.jpg');
  const picture = viewer().locator('.stage .layer img');
  const held = (): Promise<string> =>
    picture.evaluate((image: HTMLImageElement) => `${new URL(image.src).host} ${image.naturalWidth}`);
  await expect.poll(held).toBe('fit1280 1280');
  await watchFrames(page);
  await page.keyboard.press('z');
  await expect.poll(held).toBe('original 4032');
  await atRest();
  await expect.poll(width).toBe(4032);
  const [box, clip] = [await place(moved()), { x: 500, y: 200, width: 240, height: 240 }];
  const seen = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer();
  const wanted = await sharp(large)
    .extract({ left: Math.round(clip.x - box.x), top: Math.round(clip.y - box.y), width: 240, height: 240 })
    .raw()
    .toBuffer();
  expect(
    wanted.reduce((sum, value, at) => sum + Math.abs(value - (seen[at] ?? 0)), 0) / wanted.length,
  ).toBeLessThan(2);
  const frames = await framesSeen(page);
  expect(new Set(frames.map(([what]) => what))).toEqual(new Set(['picture']));
  // Left and come back to, it is as small as before.
  await openPhoto(page, 'turn.png');
  await openPhoto(page, 'IMG_2.jpg');
  await expect.poll(held).toBe('fit1280 1280');
});

/** A photo of more pixels than are held at once, with marks of one pixel: where the file has them, and how they are seen once it is turned to the right. */
const panorama = { width: 12_000, height: 5800 };
const marks = [
  { left: 6000, top: 2900 },
  { left: 7500, top: 2950 },
] as const;

/** Whether a point of the picture is seen in white, each of its pixels `share` of the screen's, and nothing of that on those beside it. */
async function isMarked(x: number, y: number, share: number): Promise<boolean> {
  const box = await place(moved());
  const clip = { x: Math.round(box.x + (x - 1) * share), y: Math.round(box.y + (y - 1) * share) };
  const { data, info } = await sharp(
    await page.screenshot({ clip: { ...clip, width: 3 * share, height: 3 * share } }),
  )
    .raw()
    .toBuffer({ resolveWithObject: true });
  const seen = Array.from({ length: 9 * share ** 2 }, (_, at) => data[at * info.channels] ?? 0);
  const inMark = (at: number): boolean =>
    Math.floor((at % (3 * share)) / share) === 1 && Math.floor(at / (3 * share) / share) === 1;
  return seen.every((red, at) => (inMark(at) ? red > 200 : red < 70));
}

async function ground(): Promise<number[]> {
  const { data } = await sharp(await page.screenshot({ clip: { x: 400, y: 420, width: 1, height: 1 } }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

test('of a photo too large to be held whole the part in the window is there pixel by pixel, moved, turned and at 400 %', async () => {
  const { width: across, height: down } = panorama;
  const folder = temporaryFolder();
  const mark = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const file = await sharp({ create: { width: across, height: down, channels: 3, background: '#1e8c3c' } })
    .composite(marks.map(({ left, top }) => ({ input: mark, left, top })))
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toFile(path.join(folder, 'wide.jpg'));
  expect(file.width * file.height).toBeGreaterThan(68e6);
  await page.keyboard.press('Escape');
  await importFolder(run, page, folder);
  rmSync(folder, { recursive: true, force: true });
  await page.emulateMedia({ reducedMotion: 'reduce' }); // what is let go stays where it is
  await openPhoto(page, 'wide.jpg');
  await expect(viewer().locator('.stage .layer img[src*="fit1280"]')).toHaveCount(1);
  const fitted = await ground();
  await watchFrames(page);
  const sees = async ({ left, top }: { left: number; top: number }, share: number): Promise<void> => {
    await expect.poll(() => isMarked(left, top, share)).toBe(true);
  };
  await page.keyboard.press('z');
  await expect.poll(width).toBe(across);
  await sees(marks[0], 1);
  const pixels = await ground();
  expect(pixels.map((value, at) => Math.abs(value - (fitted[at] ?? 0)) <= 2)).toEqual([true, true, true]);

  // As far as nothing has come of it yet.
  for (let drags = 0; drags < 3; drags += 1) {
    await page.mouse.move(950, 400);
    await page.mouse.down();
    await page.mouse.move(400, 400, { steps: 4 });
    await page.mouse.up();
  }
  await atRest();
  await sees(marks[1], 1);
  await page.keyboard.press('z');
  await expect.poll(width).toBeLessThan(across / 5);
  await expect(viewer().locator('.region')).toHaveCount(0);

  await page.keyboard.press('r');
  await expect.poll(async () => (await place(moved())).height > (await width())).toBe(true);
  await choose('400%');
  await atRest();
  await sees({ left: down - 1 - marks[0].top, top: marks[0].left }, 4);
  const held = await viewer()
    .locator('.stage img')
    .evaluateAll((images) =>
      (images as HTMLImageElement[]).map(({ naturalWidth, naturalHeight }) => naturalWidth * naturalHeight),
    );
  expect(held.reduce((sum, pixels) => sum + pixels, 0)).toBeLessThan(16e6);
  // A slideshow shows all of it.
  await page.keyboard.press('s');
  await expect.poll(width).toBeLessThan(1000);
  await page.keyboard.press('s');
  await expect(viewer().locator('.region')).toHaveCount(0);
  const frames = await framesSeen(page);
  expect(new Set(frames.map(([what]) => what))).toEqual(new Set(['picture']));
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
});

test('the photo after it takes the place of one that goes, and the one before it that of the last', async () => {
  const position = viewer()
    .getByText(/^\d of \d$/u)
    .first();
  const name = async (): Promise<string> => (await viewer().getAttribute('aria-label')) ?? '';
  await openPhoto(page, 'turn.png');
  await page.keyboard.press('End');
  await expect(position).toHaveText('5 of 5');
  await page.keyboard.press('ArrowLeft');
  await expect(position).toHaveText('4 of 5');
  await expect(viewer()).toBeVisible();
  const before = await name();
  await page.keyboard.press('End');
  await expect(position).toHaveText('5 of 5');
  await page.keyboard.press('Delete');
  await expect(position).toHaveText('4 of 4');
  await expect(viewer()).toHaveAttribute('aria-label', before);
  await page.keyboard.press('Control+z');
  await expect(position).toHaveText('4 of 5');

  await page.keyboard.press('Home');
  await expect(position).toHaveText('1 of 5');
  await page.keyboard.press('ArrowRight');
  await expect(position).toHaveText('2 of 5');
  await expect(viewer()).toBeVisible();
  const after = await name();
  await page.keyboard.press('Home');
  await expect(position).toHaveText('1 of 5');
  await page.keyboard.press('Delete');
  await expect(position).toHaveText('1 of 4');
  await expect(viewer()).toHaveAttribute('aria-label', after);
  await page.keyboard.press('Control+z');
  await expect(position).toHaveText('2 of 5');
});

const filled = (): Promise<boolean> =>
  run.app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.isFullScreen() === true);

test('the viewer fills the screen, and gives it back with its end', async () => {
  await openPhoto(page, 'turn.png'); // of what has no picture there is no stage
  await page.keyboard.press('F11');
  await expect.poll(filled).toBe(true);
  const [width, height] = await page.evaluate(() => [screen.width, screen.height] as const);
  await page.waitForFunction((size) => innerWidth === size[0] && innerHeight === size[1], [width, height]);
  await expect.poll(() => place(viewer().locator('.stage').first())).toEqual({ x: 0, y: 0, width, height });
  await viewer().focus(); // not a button, whose tooltip Escape would close
  await page.keyboard.press('Escape');
  await expect(viewer()).toHaveCount(0);
  await expect.poll(filled).toBe(false);
  await resize(run, 1280, 800); // where nothing manages windows, none is put back to its size
  await goHome(page);
  await expect(tiles(page)).toHaveCount(5);
});

test('a window that fills the screen does so after a lock, and the page that is new then gives the screen back', async () => {
  const fillOrGiveBack = (): Promise<void> => chooseFromMenu(run, 'View', 'Full Screen');
  await fillOrGiveBack();
  await expect.poll(filled).toBe(true);
  page = await lock(run, page);
  expect(await filled()).toBe(true);
  await fillOrGiveBack();
  await expect.poll(filled).toBe(false);
});
