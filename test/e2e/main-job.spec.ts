/**
 * @file The main job in the real window: make a vault, import a folder, look at the photos, lock, unlock, get identical copies out. One
 * vault and one window from the first test to the last; each test goes on where the one before it ended.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { BLUE, corners, distance, GREEN, RED, YELLOW } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { chooseFromMenu, willChoose, willSaveAs } from './support/dialogs.ts';
import { dropFiles } from './support/drops.ts';
import {
  activity,
  answerWords,
  confirmKit,
  createVault,
  digests,
  expectCount,
  expectDrawn,
  goHome,
  lock,
  passphraseField,
  tiles,
  unlock,
  type Secrets,
} from './support/job.ts';
import { makeHoliday, type Holiday } from './support/job-photos.ts';
import { exists, processesUnder } from './support/job-processes.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const vaultFolder = path.join(home, 'Family.lightproof');
const exported = path.join(home, 'exported');
const newPassphrase = 'marmalade skips over quiet rivers at dawn';
let run: Running;
let page: Page;
let holiday: Holiday;
let secrets: Secrets;
/** SHA-256 of every picture there is, each once. */
let originals: readonly string[];
/** Complaints that a test provoked on purpose. */
let expectedComplaints: readonly string[] = [];

test.beforeAll(async () => {
  holiday = await makeHoliday(path.join(home, 'Holiday'));
  const all = digests(holiday.folder);
  originals = [...new Set(holiday.photos.map((name) => all.get(name) ?? ''))].sort();
  run = await launch({ colorScheme: 'dark' });
  page = await run.page();
});

test.afterEach(() => {
  expect(run.complaints).toEqual(expectedComplaints);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('a vault is made: generated passphrase, 24 words, three of them asked back', async () => {
  secrets = await createVault(run, page, home, 'Family');
  expect(secrets.passphrase.split(/[\s-]+/u)).toHaveLength(6);
  expect(existsSync(vaultFolder)).toBe(true);

  const pdf = path.join(home, 'kit.pdf');
  await willSaveAs(run, pdf);
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  await expect(page.getByText(`Saved as ${pdf}`)).toBeVisible();
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');

  await page.getByRole('button', { name: 'I have kept it' }).click();
  await answerWords(page, () => 'zebra');
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByText(/^Not quite\. Look at number \d+ on the kit\.$/u)).toHaveCount(3);
  await page.getByRole('button', { name: 'Show the words again' }).click();
  await confirmKit(page, secrets.words);
  await expect(page.getByText('Originals stay where they are.')).toBeVisible();
});

test('a folder is imported: looked through first, then a card until all is done', async () => {
  await willChoose(run, holiday.folder);
  await page.getByRole('button', { name: 'Add folder' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await expect(
    dialog.getByText(`${String(holiday.photos.length + 1)} photos`, { exact: true }),
  ).toBeVisible();
  await expect(dialog).toContainText(/Not pictures\s*Left out\s*1/u);
  await expect(dialog).toContainText(/Hidden files and folders\s*Left out\s*1/u);
  await expect(dialog).toContainText(/Needs [\d.]+ [kMG]B, [\d.,]+ [MGT]B free/u);
  await dialog.getByRole('button', { name: /^Import \d+ photos$/u }).click();

  const card = activity(page);
  await expect(card.getByRole('progressbar').or(card.getByText('Import finished'))).toBeVisible();
  await expect(card.getByText('Import finished')).toBeVisible({ timeout: 90_000 });
  await expectCount(page, originals.length);
});

test('the report lists every file with what became of it', async () => {
  await activity(page).getByRole('button', { name: 'Show report' }).click();
  const tab = (name: string): Locator => page.getByRole('tab', { name });
  await expect(tab('Imported')).toContainText(String(originals.length));
  await expect(tab('Skipped')).toContainText('1');
  await tab('Failed').click();
  await expect(page.getByRole('tabpanel')).toContainText('Diary.jpg');
  await tab('Already in vault').click();
  await expect(page.getByRole('tabpanel')).toContainText(/Picture( again)?\.png/u);
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('button', { name: /^Photos/u }).click();
});

test('the timeline shows every photo, upright and in its colours', async () => {
  await expectDrawn(page);
  await page.keyboard.press('Control+a');
  await expect(page.getByText(`${String(originals.length)} selected`)).toBeVisible();
  await page.keyboard.press('Escape');

  // The photo of 2019 is older than the holiday: below it, alone on its day.
  const sydney = page.getByRole('option', { name: /July 14, 2019/u });
  await scrollTo(sydney);
  await expectDrawn(page);
  await expectQuarters(sydney);
});

test('the keyboard moves from photo to photo', async () => {
  const focused = (): Locator => page.locator('[role=option]:focus');
  await page.getByRole('button', { name: /^Photos/u }).focus();
  await goHome(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(focused()).toHaveAttribute('aria-posinset', '3');
  await page.keyboard.press('ArrowDown');
  const below = Number(await focused().getAttribute('aria-posinset'));
  expect(below).toBeGreaterThan(3);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await expect(focused()).toHaveAttribute('aria-posinset', String(originals.length));
  await expect(focused()).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(focused()).toBeInViewport();
});

test('the viewer shows a photo whole, in full size, with its facts, and leads back', async () => {
  const sydney = page.getByRole('option', { name: /July 14, 2019/u });
  await scrollTo(sydney);
  await sydney.focus();
  const place = await scrollTop();
  const position = Number(await sydney.getAttribute('aria-posinset'));
  await page.keyboard.press('Enter');

  const viewer = page.getByRole('dialog', { name: 'Photo Sydney.jpg' });
  await expect(viewer).toBeVisible();
  const picture = viewer.locator('.stage img').last();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(120);
  await page.keyboard.press('z');
  await expect.poll(async () => Math.round((await picture.boundingBox())?.width ?? 0)).toBe(120);
  expect((await corners(await picture.screenshot())).map(nearest)).toEqual([
    'red',
    'green',
    'yellow',
    'blue',
  ]);
  await page.keyboard.press('z');

  await page.keyboard.press('i');
  const info = page.getByRole('region', { name: 'Information' });
  for (const fact of [
    'Sydney.jpg',
    '120 × 80',
    'Sunday, July 14, 2019',
    'UTC+02:00',
    'Canon EOS 40D',
    'EF50mm f/1.8 STM',
    '1/250 s',
    'ISO 400',
    '33.8598',
    '151.2111',
    '59 m above sea level',
  ])
    await expect(info).toContainText(fact);
  await page.keyboard.press('i');

  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('dialog', { name: /^Photo / })).not.toHaveAttribute(
    'aria-label',
    'Photo Sydney.jpg',
  );
  await expect(
    page.getByText(`${String(position - 1)} of ${String(originals.length)}`, { exact: true }),
  ).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(viewer).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(sydney).toBeFocused();
  expect(await scrollTop()).toBe(place);
});

test('photos are selected by click, Ctrl, Shift, day and keyboard', async () => {
  await goHome(page);
  const tile = (position: number): Locator =>
    page.locator(`[role=option][aria-posinset="${String(position)}"]`);
  const selected = async (count: number): Promise<void> => {
    if (count === 0) await expect(page.getByRole('toolbar').getByText(/ selected$/u)).toHaveCount(0);
    else await expect(page.getByRole('toolbar').getByText(`${String(count)} selected`)).toBeVisible();
  };
  await tile(1).hover();
  await tile(1).locator('[data-check]').click();
  await selected(1);
  await tile(3).click({ modifiers: ['Control'] });
  await selected(2);
  await tile(6).click({ modifiers: ['Shift'] });
  await selected(5);
  await tile(3).click({ modifiers: ['Control'] });
  await selected(4);
  await page.keyboard.press('Escape');
  await selected(0);

  await page
    .getByRole('button', { name: /^Select all of /u })
    .first()
    .click();
  const head = await page
    .getByRole('button', { name: /^Select all of /u, pressed: true })
    .getAttribute('aria-label');
  await selected(Number(/(\d+) photos?$/u.exec(head ?? '')?.[1]));
  await page.keyboard.press('Escape');

  await tile(2).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await selected(3);
  await page.keyboard.press('Escape');
  await selected(0);
});

test('what goes to the trash is out of sight, and comes back', async () => {
  await goHome(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Delete');
  await expect(page.getByText('2 photos moved to the trash')).toBeVisible();
  await expectCount(page, originals.length - 2);

  await page.getByRole('navigation').getByRole('button', { name: 'Trash' }).click();
  await expectCount(page, 2);
  await expectDrawn(page);
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
  await expectCount(page, originals.length);
});

test('a selection is exported byte for byte', async () => {
  await goHome(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('3 selected')).toBeVisible();
  const folder = path.join(home, 'three');
  mkdirSync(folder);
  await exportTo(folder, 3);
  const copies = [...digests(folder).values()];
  expect(copies).toHaveLength(3);
  expect(originals).toEqual(expect.arrayContaining(copies));
  await page.keyboard.press('Escape');
});

test('everything is exported byte for byte, and again without writing anything twice', async () => {
  mkdirSync(exported);
  await exportTo(exported, originals.length);
  expect([...digests(exported).values()].sort()).toEqual(originals);
  const names = readdirSync(exported);
  expect(names).toContain('Sydney.jpg');

  const before = new Map(names.map((name) => [name, statSync(path.join(exported, name)).mtimeMs]));
  const all = String(originals.length);
  await exportTo(exported, originals.length, `0 written, ${all} already there, ${all} match`);
  for (const [name, time] of before) expect(statSync(path.join(exported, name)).mtimeMs).toBe(time);
  expect([...digests(exported).values()].sort()).toEqual(originals);
});

test('files dropped on the window are imported, and known ones recognised', async () => {
  const dropped = path.join(home, 'Dropped.jpg');
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#3b7' } })
    .jpeg()
    .toFile(dropped);
  await drop([dropped, path.join(holiday.folder, holiday.full)]);
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await expect(dialog).toContainText(/Already in the vault\s*Left out\s*1/u);
  await dialog.getByRole('button', { name: 'Import 1 photo' }).click();
  await expect(activity(page).getByText('Import finished')).toBeVisible();
  await expectCount(page, originals.length + 1);
  await activity(page).getByRole('button', { name: 'Clear' }).click();
});

test('locking ends engine and page, and nothing of the photos is left to ask for', async () => {
  const shown = await tiles(page).first().getAttribute('data-photo');
  const address = `vault-media://thumb/${shown ?? ''}`;
  expect(await loads(page, address)).toBe(true);
  const engine = processesUnder(run.app.process().pid, 'engine.js');
  expect(engine).toHaveLength(1);
  const old = page;
  const oldPid = await pagePid();

  page = await lock(run, page);
  expect(old.isClosed()).toBe(true);
  await expect.poll(() => [...engine, oldPid].filter(exists)).toEqual([]);
  expect(await loads(page, address)).toBe(false);
  expectedComplaints = run.complaints.slice();
  expect(expectedComplaints).toEqual([expect.stringContaining('404')]);
  expect(await page.title()).toBe('Lightproof');
  await expect(page.locator('body')).not.toContainText('Sydney');
});

test('a wrong passphrase is one sentence, and the field is ready for another try', async () => {
  await passphraseField(page).fill('not the passphrase');
  await page.keyboard.press('Enter');
  await expect(page.getByText('That did not open the vault. Check it and try again.')).toBeVisible();
  await expect(passphraseField(page)).toBeFocused();
  expect(
    await passphraseField(page).evaluate((field: HTMLInputElement) => [
      field.selectionStart,
      field.selectionEnd,
    ]),
  ).toEqual([0, 'not the passphrase'.length]);
  await unlock(page, secrets.passphrase);
  await expectCount(page, originals.length + 1);
  await expectDrawn(page);
});

test('the passphrase is changed: the old one no longer opens, the new one does', async () => {
  await chooseFromMenu(run, 'Vault', 'Change Passphrase…');
  await page.getByLabel('Current passphrase').fill(secrets.passphrase);
  await page.getByText('My own').click();
  await page.getByLabel('Passphrase', { exact: true }).fill(newPassphrase);
  await page.getByLabel('Repeat the passphrase').fill(newPassphrase);
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(page.getByText('The passphrase was changed.')).toBeVisible({ timeout: 30_000 });
  page = await lock(run, page);
  await passphraseField(page).fill(secrets.passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByText('That did not open the vault.')).toBeVisible();
  await unlock(page, newPassphrase);
});

test('the recovery words open the vault', async () => {
  page = await lock(run, page);
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await page.getByLabel('Recovery words').fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('You opened the vault with its recovery words.')).toBeVisible({
    timeout: 30_000,
  });
  await expectCount(page, originals.length + 1);
});

test('a second vault is made, and both are offered from then on', async () => {
  page = await lock(run, page);
  const other = await createVault(run, page, home, 'Second');
  await confirmKit(page, other.words);
  await run.quit();

  run = await launch({ userData: run.userData, colorScheme: 'dark' });
  expectedComplaints = [];
  page = await run.page();
  await expect(page.getByRole('heading', { name: 'Second' })).toBeVisible();
  await page
    .getByRole('button', { name: /Family/u })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Family' })).toBeVisible();
  await unlock(page, newPassphrase);
  await expectCount(page, originals.length + 1);
});

async function exportTo(
  folder: string,
  count: number,
  summary = `${String(count)} written, ${String(count)} match`,
): Promise<void> {
  await willChoose(run, folder);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('button', { name: /^(?:Choose folder|Change)…$/u }).click();
  await expect(dialog.getByText(path.basename(folder), { exact: true })).toBeVisible();
  const first = dialog.getByText('Decrypted copies can be read by anyone.');
  const go = dialog.getByRole('button', { name: /^Export/u });
  await expect(go).toBeEnabled();
  expect(await first.isVisible()).toBe((await go.innerText()) === 'Export decrypted copies');
  await go.click();
  const card = activity(page);
  await expect(card.getByText(summary)).toBeVisible({ timeout: 60_000 });
  await card.getByRole('button', { name: 'Dismiss' }).click();
}

function scrollTop(): Promise<number> {
  return page.getByRole('listbox', { name: 'Photos' }).evaluate((list) => {
    const scroller = list.closest('.scroller');
    return scroller?.scrollTop ?? -1;
  });
}

/** Turns the wheel over the grid until a tile is well in view. */
async function scrollTo(tile: Locator): Promise<void> {
  await goHome(page);
  await page.mouse.move(600, 400);
  await expect(async () => {
    const box = (await tile.isVisible()) ? await tile.boundingBox() : null;
    const inSight = box !== null && box.y > 120 && box.y + box.height <= 780;
    if (!inSight) await page.mouse.wheel(0, 250);
    expect(inSight).toBe(true);
  }).toPass({ intervals: [50], timeout: 15_000 });
}

async function expectQuarters(tile: Locator): Promise<void> {
  expect((await corners(await tile.screenshot())).map(nearest)).toEqual(['red', 'green', 'yellow', 'blue']);
}

function nearest(colour: Parameters<typeof distance>[0]): string {
  const known = { red: RED, green: GREEN, yellow: YELLOW, blue: BLUE };
  const [name, there] = Object.entries(known).reduce((best, one) =>
    distance(colour, one[1]) < distance(colour, best[1]) ? one : best,
  );
  return distance(colour, there) < 40 ? name : JSON.stringify(colour);
}

/** Whether an `<img>` of this page can show this address. */
function loads(where: Page, address: string): Promise<boolean> {
  return where.evaluate(
    (src) =>
      new Promise<boolean>((resolve) => {
        const image = new Image();
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        image.src = src;
      }),
    address,
  );
}

/** Process of the page shown now. */
function pagePid(): Promise<number> {
  return run.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? -1);
}

async function drop(files: readonly string[]): Promise<void> {
  await dropFiles(page, page.locator('main'), files, () =>
    expect(page.getByText('Drop to import')).toBeVisible(),
  );
}
