/** @file axe finds nothing to object to on any screen or dialog, dark and light, in a usual and in the smallest window. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { FULL_EXIF, jpegWith, turned } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { expectAccessible, expectSound } from './support/axe.ts';
import { chooseFromMenu, holdFile, willChoose } from './support/dialogs.ts';
import {
  activity,
  answerWords,
  createVault,
  expectDrawn,
  goHome,
  lock,
  passphraseField,
  tiles,
  unlock,
  type Secrets,
} from './support/job.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const pictures = path.join(home, 'Pictures');
let run: Running;
let page: Page;
let secrets: Secrets;

const check = (screen: string): Promise<void> => expectAccessible(run, page, screen);
const close = async (): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

/** By keyboard; what then has it, since what had it is gone. */
const press = async (button: Locator, heir: Locator): Promise<void> => {
  await button.press('Enter');
  await expect(button).toHaveCount(0);
  await expect(heir).toBeFocused();
};
const section = (name: RegExp): Locator =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name });
const cursor = (): Locator => page.locator('[role=option][tabindex="0"]');

/** What is read out by itself. */
const spoken = (text: string): Locator => page.locator('[aria-live=polite]').filter({ hasText: text });

test.beforeAll(async () => {
  mkdirSync(pictures);
  writeFileSync(path.join(pictures, 'Sydney.jpg'), await jpegWith(FULL_EXIF));
  for (const orientation of [1, 3, 6, 8])
    writeFileSync(path.join(pictures, `${String(orientation)}.jpg`), await turned(orientation));
  writeFileSync(path.join(pictures, 'Diary.jpg'), 'Dear diary');
  // A raw photo as far as its first bytes go: kept without preview.
  writeFileSync(path.join(pictures, 'Raw.raf'), 'FUJIFILMCCD-RAW 0201');
  run = await launch();
  page = await run.page();
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('first run', async () => {
  await check('welcome');
  await page.getByRole('button', { name: 'Create a vault' }).click();
  await expect(page.getByText(/free on this disk/u)).toBeVisible();
  await check('where');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('output')).toBeVisible();
  await check('passphrase, six words');
  await page.getByText('My own').click();
  await page.getByLabel('Passphrase', { exact: true }).fill('short');
  await page.getByLabel('Repeat the passphrase').fill('other');
  await expect(page.getByText('The two are not the same.')).toBeVisible();
  await check('passphrase, one’s own');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Back' }).click();

  secrets = await createVault(run, page, home, 'Family');
  await check('recovery kit');
  await page.getByRole('button', { name: 'Go on without' }).click();
  await check('going on without a kit');
  await page.getByRole('button', { name: 'Back to the words' }).click();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await answerWords(page, () => 'zebra');
  await page.getByRole('button', { name: 'Finish' }).click();
  await check('words asked back');
  await answerWords(page, (position) => secrets.words[position - 1] ?? '');
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
  await check('empty library');
});

test('import', async () => {
  await willChoose(run, pictures);
  await page.getByRole('button', { name: 'Add folder' }).click();
  await expect(page.getByRole('button', { name: /^Import \d+ photos$/u })).toBeVisible();
  await check('what an import would do');
  await page.getByRole('button', { name: /^Import \d+ photos$/u }).click();
  await expect(activity(page).getByText('Import finished')).toBeVisible({ timeout: 30_000 });
  await expect(spoken('Import finished')).toHaveCount(1);
  await check('import finished');
  await activity(page).getByRole('button', { name: 'Show report' }).click();
  await page.getByRole('tab', { name: 'Failed' }).click();
  await expect(page.getByText('Diary.jpg')).toBeVisible();
  await check('report of an import');
  await page.getByRole('tab', { name: 'Imported' }).click();
  await expect(page.getByRole('button', { name: /^Open Sydney/u })).toBeVisible();
  await expectSound(page, 'report of an import, its photos');
  await page.getByRole('button', { name: 'All imports' }).click();
  await check('list of imports');
  const first = page.getByRole('main').getByRole('button').first();
  await press(activity(page).getByRole('button', { name: 'Dismiss' }), first);
});

test('library', async () => {
  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
  await expectDrawn(page);
  await check('timeline');
  await goHome(page);
  await page.keyboard.press('i');
  await page.keyboard.press('x');
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(spoken('1 selected')).toHaveCount(1);
  await check('selection and info');
  await page.keyboard.press('i');
  await press(page.getByRole('button', { name: 'Clear the selection' }), cursor());
  await page.keyboard.press('Delete');
  await expect(cursor()).toBeFocused();
  await page.getByRole('navigation').getByRole('button', { name: 'Trash' }).click();
  await expect(tiles(page)).toHaveCount(1);
  await check('trash');
  await page.getByRole('button', { name: 'Empty the trash…' }).click();
  await check('deleting for ever');
  await close();
  await page.keyboard.press('Control+a');
  await press(page.getByRole('button', { name: 'Restore' }), section(/^Trash/u));
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'Favourites' }).click();
  await check('no favourites');
  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check('menu');
  await page.keyboard.press('Escape');
  await holdFile(page, 'dragover');
  await expect(page.getByText('Drop to import')).toBeVisible();
  await expectSound(page, 'files held over the window');
  await holdFile(page, 'dragleave');
  await expect(page.getByText('Drop to import')).toHaveCount(0);
});

test('the keyboard alone', async () => {
  await expectDrawn(page);
  // One photo is a stop; arrow keys go on from it.
  await expect(page.locator('[role=option][tabindex="0"]')).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Search' }).focus();
  const stops: { name: string; marked: boolean }[] = [];
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement) || at === document.body) return null;
      const line = (pseudo?: string): boolean => {
        const { outlineStyle, borderTopStyle, content } = getComputedStyle(at, pseudo);
        return (
          outlineStyle !== 'none' || (pseudo !== undefined && content !== 'none' && borderTopStyle !== 'none')
        );
      };
      const words = at.getAttribute('aria-label') ?? ((at as HTMLInputElement).labels?.[0] ?? at).textContent; // not every element has labels
      return { name: words.trim(), marked: line() || line('::after') };
    });
    if (now === null) continue;
    if (stops[0]?.name === now.name) break;
    stops.push(now);
  }
  expect(stops.filter(({ marked }) => !marked)).toEqual([]);
  const names = stops.map(({ name }) => name);
  for (const name of ['Size of the pictures', 'Info', 'Import', /^Photos/u, /^Trash/u, 'Settings', 'Lock'])
    expect(names).toContainEqual(typeof name === 'string' ? name : expect.stringMatching(name));
  expect(names.filter((name) => /^(?:Photo|File without preview)\b/u.test(name))).toHaveLength(1);
});

test('colours that the system forces, and no motion', async () => {
  await page.locator('[role=option][tabindex="0"]').focus();
  await page.keyboard.press('x');
  const tile = (selected: boolean): Locator =>
    page.locator(`[role=option][aria-selected=${String(selected)}]`).first();
  await expect(tile(true)).toBeVisible();
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const style = (of: Locator, name: 'outlineStyle' | 'backgroundColor'): Promise<string> =>
    of.evaluate((element, key) => getComputedStyle(element)[key], name);
  expect(await style(tile(true), 'outlineStyle')).toBe('solid');
  expect(await style(tile(false), 'outlineStyle')).toBe('none');
  const entry = (name: RegExp): Locator => page.getByRole('navigation').getByRole('button', { name });
  expect(await style(entry(/^Photos/u), 'backgroundColor')).not.toBe(
    await style(entry(/^Trash/u), 'backgroundColor'),
  );
  await page.keyboard.press('Control+,');
  const choice = (name: string): Locator =>
    page.getByRole('dialog').locator('label').filter({ hasText: name });
  await expect(choice('English')).toBeVisible();
  expect(await style(choice('General'), 'backgroundColor')).not.toBe(
    await style(choice('About'), 'backgroundColor'),
  );
  const longest = await page.evaluate(() =>
    Math.max(
      0,
      ...document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().duration)),
    ),
  );
  expect(longest).toBeLessThan(10);
  await expectSound(page, 'settings in forced colours');
  await close();
  await expectSound(page, 'timeline in forced colours');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.keyboard.press('Escape');
  await expect(page.getByText('1 selected')).toHaveCount(0);
  // Its whole day, as a click on the day's header.
  await page.locator('[role=option][tabindex="0"]').focus();
  await page.keyboard.press('Shift+x');
  await expect(page.getByRole('button', { name: /^Select all of/u, pressed: true })).toHaveCount(1);
  await page.keyboard.press('Shift+x');
  await expect(page.getByRole('button', { name: 'Clear the selection' })).toHaveCount(0);
});

test('viewer', async () => {
  await page.getByRole('option', { name: /July 14, 2019/u }).click();
  await expect(page.getByRole('dialog', { name: 'Photo Sydney.jpg' })).toBeVisible();
  await page.keyboard.press('i');
  await expect(page.getByText('Canon EOS 40D')).toBeVisible();
  await check('viewer and info');
  await page.keyboard.press('i');
  await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await expectSound(page, 'menu of the viewer');
  await page.emulateMedia({ forcedColors: 'active' });
  await expectSound(page, 'menu of the viewer in forced colours');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press('i');
  await expect(page.getByText('Canon EOS 40D')).toBeVisible();
  await expectSound(page, 'viewer and info in forced colours');
  await page.keyboard.press('i');
  await page.emulateMedia({ forcedColors: 'none' });
  await close();
  await page.getByRole('option', { name: /^File without preview/u }).click();
  await expect(page.getByRole('heading', { name: 'Raw.raf' })).toBeVisible();
  await check('file without preview');
  await close();
});

test('albums, tags and searches', async () => {
  const sidebar = page.getByRole('navigation', { name: 'Sections' });
  const dialog = page.getByRole('dialog');
  await goHome(page);
  await tiles(page).first().click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await check('menu of a photo');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await goHome(page);
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Album' }).fill('Sea');
  await check('adding to an album');
  await page.keyboard.press('Enter');
  await sidebar.getByRole('treeitem', { name: /^Sea/u }).click();
  await expect(tiles(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Album actions' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectSound(page, 'menu of an album');
  await page.keyboard.press('Escape');
  for (const item of ['Move to…', 'Delete album…']) {
    await page.getByRole('button', { name: 'Album actions' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(dialog).toBeVisible();
    await check(`album: ${item}`);
    await close();
  }
  await page.getByRole('button', { name: 'New album…' }).click();
  await dialog.getByLabel('Name').fill('Lakes');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'This album is empty' })).toBeVisible();
  await check('empty album');

  await sidebar.getByRole('button', { name: /^Photos/u }).click();
  await goHome(page);
  await page.keyboard.press('t');
  await page.getByRole('combobox', { name: 'Add a tag' }).fill('Alps');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const tag = sidebar.getByRole('group', { name: 'Tags' }).getByRole('button', { name: /^Alps/u });
  await tag.click();
  await expect(tiles(page)).toHaveCount(1);
  for (const item of ['Rename or merge…', 'Delete tag…']) {
    await tag.focus();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByRole('menu')).toBeVisible();
    await expectSound(page, 'menu of a tag');
    await page.getByRole('menuitem', { name: item }).click();
    await expect(dialog).toBeVisible();
    await check(`tag: ${item}`);
    await close();
  }
  await page.getByRole('button', { name: 'Save search…' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await check('saving a search');
  await page.keyboard.type('The Alps');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Search actions' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectSound(page, 'menu of a search');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear the search' }).first().click();
});

test('an import again, and the originals', async () => {
  await willChoose(run, pictures);
  await page.keyboard.press('Control+i');
  await expect(page.getByText(/already in the vault\./u)).toBeVisible();
  await check('nothing to import');
  await close();
  await page.getByRole('navigation').getByRole('button', { name: 'Imports' }).click();
  const report = page.getByRole('button', { name: 'Move originals to the bin…' });
  const first = page
    .getByRole('main')
    .getByRole('button', { name: /Pictures/u })
    .first();
  await expect(report.or(first).first()).toBeVisible();
  if (!(await report.isVisible())) await first.click();
  await report.click();
  await expect(page.getByRole('dialog').getByText(/can go\.$/u)).toBeVisible({ timeout: 30_000 });
  await check('originals to the bin');
  await close();
  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
});

test('dialogs', async () => {
  const out = path.join(home, 'out');
  mkdirSync(out);
  await willChoose(run, out);
  await page.keyboard.press('Control+e');
  await check('export, no folder yet');
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('Decrypted copies can be read by anyone.')).toBeVisible();
  await check('export');
  await close();
  await chooseFromMenu(run, 'Vault', 'Verify…');
  await check('verify');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(activity(page).getByText(/verified\.$/u)).toBeVisible({ timeout: 60_000 });
  await expectSound(page, 'verified');
  await activity(page).getByRole('button', { name: 'Dismiss' }).last().click();
  await page.keyboard.press('Control+,');
  await check('settings, general');
  await page.getByText('Security', { exact: true }).click();
  await check('settings, security');
  // The keys are there as a page for the printer, and only as long as they are looked at: the kit is printed after them.
  await page.getByRole('dialog').getByText('Sharing', { exact: true }).click();
  await expect(page.locator('.keys-sheet')).toHaveCount(1);
  for (const name of ['Export', 'Storage']) {
    await page.getByRole('dialog').getByText(name, { exact: true }).click();
    await expect(page.locator('.keys-sheet')).toHaveCount(0);
    await check(`settings, ${name}`);
  }
  await page.getByText('About', { exact: true }).click();
  await check('settings, about');
  await close();
  await page.keyboard.press('?');
  await check('shortcuts');
  await close();
});

/** Brings two notices by dropping what cannot be read, and keeps the pointer on one, so that they stay. */
async function notices(heading: string): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: heading });
  await expect(dialog).toBeVisible();
  const before = await page.evaluateHandle(() => document.activeElement);
  await holdFile(page, 'drop');
  const told = dialog.getByRole('region', { name: 'Messages' });
  const text = told.getByText('What was dropped holds no files');
  await text.hover(); // as only what nothing lies over can be
  await expect(spoken('What was dropped holds no files')).toHaveCount(1);
  expect(await before.evaluate((had) => had === document.activeElement)).toBe(true);
  return told;
}

test('notices while a dialog is open', async () => {
  for (const [opens, heading] of [
    ['Control+,', 'Settings'],
    ['?', 'Keyboard shortcuts'],
  ] as const) {
    await page.keyboard.press(opens);
    const told = await notices(heading);
    await check(`notices over ${heading}`);
    // They are a part of the dialog: the keyboard comes to them, and neither it nor the pointer closes anything but the notice.
    const dismiss = told.getByRole('button', { name: 'Dismiss' });
    await page.getByRole('dialog').focus();
    await page.keyboard.press('Shift+Tab');
    await expect(dismiss.last()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dismiss).toHaveCount(1);
    await dismiss.click();
    await expect(told.getByRole('button')).toHaveCount(0);
    await expect(page.locator('[role=dialog] :focus, [role=dialog]:focus')).toHaveCount(1);
    await close();
  }
});

test('locked', async () => {
  page = await lock(run, page);
  await holdFile(page, 'dragover');
  await expect(page.getByText('Drop pictures into the locked vault')).toBeVisible();
  await check('files held over the locked window');
  await holdFile(page, 'dragleave');
  await expect(page.getByText('Drop pictures into the locked vault')).toHaveCount(0);
  await passphraseField(page).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByText('That did not open the vault.')).toBeVisible({ timeout: 30_000 });
  await check('unlock, wrong passphrase');
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await check('unlock by words');
  await page.getByRole('button', { name: 'Use the passphrase instead' }).click();

  const vault = path.join(home, 'Family.lightproof');
  renameSync(vault, `${vault}.away`);
  await passphraseField(page).fill(secrets.passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The vault is not there' })).toBeVisible();
  await check('a vault that is not there');
  renameSync(`${vault}.away`, vault);
  await page.getByRole('button', { name: 'Try again' }).click();
  await unlock(page, secrets.passphrase);
});

test('opened by words, damaged, repaired', async () => {
  const vault = path.join(home, 'Family.lightproof');
  const patient = { timeout: 60_000 };
  page = await lock(run, page);
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await page.getByLabel('Recovery words').fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('You opened the vault with its recovery words.')).toBeVisible(patient);
  await expectDrawn(page);
  await check('opened by words');
  page = await lock(run, page);
  await expect.poll(() => readdirSync(vault)).not.toContain('lock');
  rmSync(path.join(vault, 'catalog.db'));
  await passphraseField(page).fill(secrets.passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The vault’s catalogue is missing' })).toBeVisible(patient);
  await check('a vault that can be repaired');
  await page.getByRole('button', { name: 'Repair…' }).click();
  await expect(page.getByRole('heading', { name: 'Repair the vault' })).toBeVisible();
  await check('repair');
  await passphraseField(page).fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Repair', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The vault is repaired' })).toBeVisible(patient);
  await check('repaired');
});
