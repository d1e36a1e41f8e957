/**
 * @file The export dialog: every choice by keyboard, what it says before and after, and that the files are what was chosen; and photos dragged out of the
 * window onto another program's.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import { bmp, FULL_EXIF, jpegWith, RED } from '../support/pictures.ts';
import { planted, plantedJpeg, plantedWords } from '../support/planted.ts';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { resize, willChoose } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { activity, lock, unlock } from './support/job.ts';
import { openDropTarget, type DropTarget } from './support/x11-drop.ts';
import { Display } from './support/x11.ts';

let run: Running;
let page: Page;
let passphrase: string;

const dialog = (): Locator => page.getByRole('dialog', { name: 'Export' });
const choose = (group: string, name: string): Promise<void> =>
  dialog().getByRole('group', { name: group }).getByText(name, { exact: true }).click();

/** At the mouse. */
let person: Display;
/** Other programs' windows: one that wants what comes out of the viewer, one of the grid, one that wants nothing. */
let targets: readonly DropTarget[] = [];

/*
 * They are there before anything is dragged. From a drag until 3 to 6 seconds after it Chromium keeps a list of all windows (ui/gfx/x/window_cache.cc), and takes a window that is
 * opened meanwhile, and comes to be shown while Chromium asks for it, for one that is not shown (docs/decisions/009-exports.md).
 */
test.beforeAll(async () => {
  if (process.platform !== 'linux') return; // it takes a person at an X server
  person = await Display.open();
  const folders = [path.join(home, 'dropped'), path.join(home, 'dropped together'), null];
  targets = await Promise.all(
    folders.map((folder, at) =>
      openDropTarget({ x: 1400, y: 40 + 200 * at, width: 150, height: 150 }, folder),
    ),
  );
});

test.afterAll(() => {
  for (const target of targets) target.close();
  if (process.platform === 'linux') person.close();
});

const home = vaultForAll(
  (given) => ({ run, page, passphrase } = given),
  async () => ({
    'dated.jpg': await jpegWith(FULL_EXIF),
    'telling.jpg': (await plantedJpeg(6)).dirty,
    // More than a MiB, of a kind that the window shows by a preview.
    'scan.bmp': bmp(1600, 1200, RED),
  }),
);

async function open(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await willChoose(run, folder);
  await page.keyboard.press('Control+e');
  await dialog()
    .getByRole('button', { name: /^(?:Choose folder|Change)…$/u })
    .click();
  await expect(dialog().getByText(path.basename(folder), { exact: true })).toBeVisible();
}

async function start(summary: string): Promise<void> {
  const go = dialog().getByRole('button', { name: /^Export/u });
  await expect(go).toBeEnabled();
  await go.click();
  await expect(activity(page).getByText(summary)).toBeVisible({ timeout: 60_000 });
}

test('says what stays out, and writes files without metadata into folders by day', async () => {
  const folder = path.join(home, 'clean');
  await open(folder);
  await choose('Details', 'None');
  await expect(dialog().getByText('Nothing but the picture')).toBeVisible();
  await expect(dialog().getByText('Details cannot be taken out of one photo')).toBeVisible();
  await expect(dialog().getByRole('checkbox', { name: /Sidecar files/u })).toBeDisabled();
  await choose('Folders', 'By day');
  await dialog().getByLabel('List of checksums').check();
  await expect(dialog().getByText('Decrypted copies can be read by anyone.')).toBeVisible();
  await expectAccessible(run, page, 'export, every choice');
  await resize(run, 900, 600);
  for (const part of [
    dialog().getByRole('button', { name: /^Export/u }),
    dialog().getByText('Decrypted copies can be'),
  ])
    await expect(part).toBeInViewport({ ratio: 1 });
  await resize(run, 1280, 800);
  await start('2 written, 2 match · 1 could not be written');
  const found = readdirSync(folder, { recursive: true }).map(String).sort();
  expect(found).toContain(path.join('2019', '2019-07-14', 'telling.jpg'));
  expect(found).toContain('SHA256SUMS');
  const bytes = readFileSync(path.join(folder, '2019', '2019-07-14', 'telling.jpg'));
  for (const word of Object.values({ ...planted, ...plantedWords })) expect(bytes.includes(word)).toBe(false);
  // What could not be written is named, with its reason.
  await activity(page).getByRole('button', { name: 'Show list' }).click();
  await expect(page.getByRole('dialog').getByText('scan.bmp')).toBeVisible();
  await expect(
    page.getByRole('dialog').getByText('cannot be taken out without changing the picture'),
  ).toBeVisible();
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Copy/u })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('goes on in the same folder with the same choices, and writes nothing twice', async () => {
  const folder = path.join(home, 'clean');
  rmSync(path.join(folder, '2019', '2019-07-14', 'dated.jpg'));
  await page.keyboard.press('Control+e');
  await expect(dialog().getByText('clean', { exact: true })).toBeVisible();
  await expect(dialog().getByRole('radio', { name: 'None' })).toBeChecked();
  await expect(dialog().getByText('Decrypted copies can be read by anyone.')).toHaveCount(0);
  await start('1 written, 1 already there, 2 match · 1 could not be written');
});

test('converts by keyboard alone, at the size that was chosen, dated by the capture', async () => {
  const folder = path.join(home, 'small');
  await open(folder);
  await choose('Details', 'All');
  await dialog().getByRole('radio', { name: 'Original' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(dialog().getByRole('radio', { name: 'WebP' })).toBeChecked();
  await expect(dialog().getByText(/^About /u)).toBeVisible();
  await choose('Folders', 'One folder');
  await choose('Longest edge', '1600 px');
  await dialog().getByLabel('Date files by when the photos were taken').check();
  await dialog()
    .getByRole('checkbox', { name: /Sidecar files/u })
    .check();
  await start('3 written, 3 match');
  const names = readdirSync(folder).sort();
  expect(names).toEqual([
    'SHA256SUMS',
    'dated.webp',
    'dated.webp.xmp',
    'scan.webp',
    'scan.webp.xmp',
    'telling.webp',
    'telling.webp.xmp',
  ]);
  expect((await sharp(path.join(folder, 'scan.webp')).metadata()).format).toBe('webp');
  expect(statSync(path.join(folder, 'dated.webp')).mtimeMs).toBe(Date.parse('2019-07-14T18:30:05.250+02:00'));
});

test('remembers what was chosen, and forgets where, when the vault is locked', async () => {
  page = await lock(run, page);
  await unlock(page, passphrase);
  await page.keyboard.press('Control+e');
  await expect(dialog().getByText('No folder chosen')).toBeVisible();
  await expect(dialog().getByRole('radio', { name: 'WebP' })).toBeChecked();
  await expect(dialog().getByRole('radio', { name: '1600 px' })).toBeChecked();
  await page.keyboard.press('Escape');
});

/** Opens a photo in the viewer, and answers its picture. */
async function view(name: string): Promise<Locator> {
  const viewer = page.getByRole('dialog', { name: /^Photo .+/u });
  for (const photo of await page.getByRole('option').all()) {
    await photo.click();
    if ((await viewer.getAttribute('aria-label')) === `Photo ${name}`) break;
    await page.keyboard.press('Escape');
    await expect(viewer).toHaveCount(0);
  }
  return viewer.locator('.layer img[src*="vault-media"]:not([src*="thumb"])');
}

/** Takes hold of something with the mouse, as a person does at the screen; the drag has begun then. */
async function takeHold(what: Locator): Promise<void> {
  await expect(what).toBeVisible();
  const box = await what.boundingBox();
  const corner = await run.app.evaluate(({ BaseWindow }) => {
    const [window] = BaseWindow.getAllWindows();
    window?.setPosition(0, 0);
    return window?.getContentBounds();
  });
  if (box === null || corner === undefined) throw new Error('nothing is shown');
  // Not twice in the same place: that would be a double click.
  const x = Math.round(corner.x + box.x + box.width * (holds % 2 === 0 ? 0.4 : 0.6));
  const y = Math.round(corner.y + box.y + box.height / 2);
  holds += 1;
  await page.evaluate(() => {
    const { documentElement } = document;
    Object.assign(documentElement, { drag: '' });
    for (const type of ['dragenter', 'dragend'])
      addEventListener(type, () => Object.assign(documentElement, { drag: type }), { once: true });
  });
  person.point(x, y);
  person.hold();
  // Moved until it is seen to be dragged: what is moved before Chromium has begun counts for nothing.
  let step = 0;
  const drag = (): Promise<unknown> => {
    person.point(x + 4 + ((step * 9) % 45), y);
    step += 1;
    return page.evaluate<unknown>(() => Reflect.get(document.documentElement, 'drag') as unknown); // put there above
  };
  await expect.poll(drag, { intervals: [100] }).not.toBe('');
  await expect(page.locator('html')).toHaveJSProperty('drag', 'dragenter');
}
let holds = 0;

const none = (): Promise<void> => Promise.resolve();

/** From the window onto another program's. `held`: done over it, before it is let go. */
async function drag(what: Locator, { entered, offered, place }: DropTarget, held = none): Promise<void> {
  await takeHold(what);
  let isThere = false;
  void entered.then(() => (isThere = true));
  // Moved until it is seen there, for the same reason.
  let step = 0;
  const move = (): boolean => {
    person.point(place.x + 40 + ((step * 10) % 40), place.y + 60);
    step += 1;
    return isThere;
  };
  await expect.poll(move, { intervals: [100] }).toBe(true);
  await expect.poll(offered).toBe(true);
  await held();
  person.letGo();
  await expect(page.locator('html')).toHaveJSProperty('drag', 'dragend');
}

const notTaken = 'What is there did not take the photo';

test('a photo is dragged out of the viewer: it is exported to where the other program wants it', async () => {
  const [target] = targets;
  if (target === undefined) return;
  const folder = path.join(home, 'dropped');
  mkdirSync(folder);
  // What the window shows is a preview, and more than an X server takes in one piece.
  const picture = await view('scan.bmp');

  // Given up within the window: nothing has left it.
  await takeHold(picture);
  await expect(page.getByText('Decrypted copies can be read by anyone.')).toBeVisible();
  person.letGo();
  await expect(page.locator('html')).toHaveJSProperty('drag', 'dragend');
  await expect(page.getByText('Decrypted copies can be read by anyone.')).toHaveCount(0);

  await drag(picture, target);
  const { types, name, answer } = await target.dropped;
  expect([name, answer]).toEqual(['scan.bmp', 'S']);
  expect(readdirSync(folder)).toEqual(['scan.bmp']);
  const original = readFileSync(path.join(home, 'Pictures', 'scan.bmp'));
  expect(original.length).toBeGreaterThan(1024 * 1024);
  expect(readFileSync(path.join(folder, 'scan.bmp')).equals(original)).toBe(true);
  // No address or markup of ours.
  expect(types.filter((type) => !type.startsWith('chromium/'))).toEqual([
    'XdndDirectSave0',
    'application/octet-stream',
  ]);
  await page.keyboard.press('Escape');
  await expect(activity(page).getByText('1 written, 1 match')).toBeVisible();
  await expect(page.getByText(notTaken)).toHaveCount(0);
});

test('a selection is dragged out of the grid, all of it', async () => {
  const [, target] = targets;
  if (target === undefined) return;
  const folder = path.join(home, 'dropped together');
  mkdirSync(folder);
  await page.keyboard.press('Control+a');
  await drag(page.getByRole('option').first(), target);
  expect((await target.dropped).answer).toBe('S');
  const names = readdirSync(path.join(home, 'Pictures'));
  expect(readdirSync(folder).sort()).toEqual(names.sort());
  for (const name of names)
    expect(
      readFileSync(path.join(folder, name)).equals(readFileSync(path.join(home, 'Pictures', name))),
    ).toBe(true);
  await expect(activity(page).getByText('3 written, 3 match')).toBeVisible();
});

test('what is dropped where nobody takes it is offered to be exported', async () => {
  const [, , target] = targets;
  if (target === undefined) return;
  // And nobody gets anything who asks before the drop.
  const folder = path.join(home, 'too early');
  mkdirSync(folder);
  const early = async (): Promise<void> => expect(await target.askEarly(folder)).toBe('E');
  await drag(page.getByRole('option').first(), target, early);
  expect(readdirSync(folder)).toEqual([]);
  await expect(page.getByText(`${notTaken}s. Export them instead.`)).toBeVisible();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Export…' }).click();
  await expect(dialog().getByText(/^3 photos/u)).toBeVisible();
});
