/** @file Searching and organising, by keyboard and by mouse: tags, stars, captions, dates, archive, undo, and there again after locking. */
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { FULL_EXIF, jpegWith, plain } from '../support/pictures.ts';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { resize } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { expectCount, expectDrawn, goHome, lock, unlock } from './support/job.ts';

let run: Running;
let page: Page;
let passphrase: string;

const sidebar = (): Locator => page.getByRole('navigation', { name: 'Sections' });
const section = (name: string): Locator => sidebar().getByRole('button', { name });
const field = (): Locator => page.getByRole('search').getByRole('combobox');
const terms = (): Locator =>
  page.getByRole('list', { name: 'The search was understood as' }).getByRole('listitem');
const undo = (): Locator => page.getByRole('button', { name: 'Undo' }).last();

vaultForAll(
  (given) => ({ run, page, passphrase } = given),
  async () => {
    const files: Record<string, Uint8Array> = { 'Sydney Harbour.jpg': await jpegWith(FULL_EXIF) };
    for (const r of [10, 60, 110, 160, 210])
      files[`Beach ${String(r)}.png`] = await plain(60, 40, { r, g: 90, b: 90 }).png().toBuffer();
    return files;
  },
);

test('finds by keyboard alone, says what it understood, and Esc ends it', async () => {
  await goHome(page);
  await page.keyboard.press('/');
  await expect(field()).toBeFocused();
  await page.keyboard.type('beach -110');
  await expectCount(page, 4);
  await expect(terms()).toHaveText(['“beach”', 'Not: “110”']);
  await page.keyboard.press('Enter');
  await expect(page.locator('[role=option][data-photo]:focus')).toBeVisible();
  await expectDrawn(page);
  await page.keyboard.press('Escape');
  await expectCount(page, 6);
  await page.keyboard.press('/');
  await page.keyboard.type('beach');
  await expectCount(page, 5);
  await page.keyboard.press('Control+k');
  await expect(field()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field()).toHaveValue('');
  await expectCount(page, 6);
});

test('understands dates, and says what to leave out when nothing fits', async () => {
  await field().fill('  july 2019 beach'); // parts stand where they stand in the field
  await expect(page.getByRole('heading', { name: 'No photos match “july 2019 beach”' })).toBeVisible();
  await expect(terms()).toHaveText(['July 2019', '“beach”']);
  await expectAccessible(run, page, 'nothing found');
  await page.getByRole('button', { name: 'Without “beach”: 1 photo' }).click();
  await expect(field()).toHaveValue('july 2019');
  await expectCount(page, 1);
  await page.getByRole('button', { name: 'Leave out: July 2019' }).click();
  await expectCount(page, 6);
});

test('completes what is typed, as a combobox does', async () => {
  await field().fill('can');
  const option = page.getByRole('option', { name: 'Canon EOS 40D' });
  await expect(option).toBeVisible();
  await expectAccessible(run, page, 'completion');
  await field().press('ArrowDown');
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await field().press('Enter');
  await expect(field()).toHaveValue('camera:"Canon EOS 40D" ');
  await expectCount(page, 1);
  await field().press('Escape');
  await expect(field()).toHaveValue('');
});

test('tags the selection by keyboard, takes it back, and finds by tag', async () => {
  await field().fill('beach');
  await expectCount(page, 5);
  await field().press('Enter');
  await goHome(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('t');
  await expect(page.getByRole('combobox', { name: 'Add a tag' })).toBeFocused();
  await page.keyboard.type('Summer sea');
  await page.keyboard.press('Enter');
  await page.keyboard.type('family');
  await page.keyboard.press('Enter');
  await expectAccessible(run, page, 'tag dialog');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(section('Summer sea')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(section('Summer sea')).toHaveCount(0);
  await expect(page.getByText('Undone: Tags of 2 photos changed')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(section('Summer sea')).toBeVisible();
  await undo().click();
  await expect(section('Summer sea')).toHaveCount(0);

  await goHome(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('t');
  await page.keyboard.type('Summer sea');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await section('Summer sea').click();
  await expect(field()).toHaveValue('tag:"Summer sea"');
  await expectCount(page, 2);
});

test('renames a tag, and merges it', async () => {
  await page.getByRole('button', { name: 'Tag actions' }).click();
  await page.getByRole('menuitem', { name: 'Rename or merge…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Sea');
  await page.keyboard.press('Enter');
  await expect(section('Sea')).toBeVisible();
  await expectCount(page, 2);
  await section('Photos').click();
  await expectCount(page, 6);
});

test('rates with the keys 0 to 5, and the result follows', async () => {
  await goHome(page);
  await page.keyboard.press('5');
  await expect(page.getByText('1 photo rated 5 stars').first()).toBeVisible();
  // Together with other keys a digit is somebody else's: undoing takes back what came before, and nothing else has come.
  for (const held of ['Alt', 'Control', 'Meta', 'Control+Alt']) await page.keyboard.press(`${held}+4`);
  await page.keyboard.press('3');
  await expect(page.getByText('1 photo rated 3 stars').first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await field().fill('rating:4..5');
  await expectCount(page, 1);
  await field().press('Enter');
  await goHome(page);
  await page.keyboard.press('x');
  await page.keyboard.press('0');
  await expect(page.getByRole('heading', { name: 'No photos match “rating:4..5”' })).toBeVisible();
  await expect(page.getByText('1 selected')).toHaveCount(0);
  await undo().click();
  await expectCount(page, 1);
  // A mark that only the tile shows is taken back by keys as well.
  const marked = page.getByRole('option', { name: /favourite/iu });
  await goHome(page);
  await page.keyboard.press('f');
  await expect(marked).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(marked).toHaveCount(0);
});

test('keeps a caption from the info panel', async () => {
  await goHome(page);
  await page.keyboard.press('i');
  await page.getByRole('textbox', { name: 'Caption' }).fill('Grandmother at the door');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Caption of 1 photo changed').first()).toBeVisible();
  await expectAccessible(run, page, 'info panel, editable');
  await page.keyboard.press('i');
  await field().fill('grandm');
  await expectCount(page, 1);
});

test('saves a search, which stays', async () => {
  await page.getByRole('button', { name: 'Save search…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Family');
  await page.keyboard.press('Enter');
  await expect(section('Family')).toHaveAttribute('aria-current', 'page');
  // Changed by typing on, under the same name; and back.
  const kept = await field().inputValue();
  await field().fill(`${kept} type:jpeg`);
  await page.getByRole('button', { name: 'Save change: search “Family”' }).click();
  await expect(page.getByText('Search “Family” changed').first()).toBeVisible();
  await expect(section('Family')).toHaveAttribute('aria-current', 'page');
  await undo().click();
  await expect(section('Family')).not.toHaveAttribute('aria-current', 'page');
  await section('Family').click();
  await expect(field()).toHaveValue(kept);
  await page.getByRole('button', { name: 'Search actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete search' }).click();
  await expect(section('Family')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(section('Family')).toHaveAttribute('aria-current', 'page');
  await section('Photos').click();
  await expectCount(page, 6);
});

test('shifts dates, showing beforehand what becomes of them, and takes it back', async () => {
  await field().fill('sydney');
  await expectCount(page, 1);
  await field().press('Enter');
  await goHome(page);
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Days').fill('-1');
  await expect(dialog.getByText('Jul 13, 2019')).toBeVisible();
  await expectAccessible(run, page, 'dates dialog');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await field().fill('2019-07-13');
  await expectCount(page, 1);
  await undo().click();
  await expect(page.getByRole('heading', { name: /^No photos match/u })).toBeVisible();
  await field().press('Escape');
});

test('tells dates by the clock of a region, and puts a photo into a town by its name', async () => {
  await field().fill('sydney');
  await expectCount(page, 1);
  await field().press('Enter');
  await goHome(page);
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Time zone' }).click();
  await dialog.getByLabel('Hours from UTC, or a region').fill('new york');
  await expect(dialog.getByText('Jul 14, 2019, 12:30')).toBeVisible();
  await dialog.getByRole('radio', { name: 'Place' }).click();
  await dialog.getByRole('combobox', { name: 'Town' }).fill('lisb');
  await expect(dialog.getByRole('option', { name: 'Lisbon, Portugal' })).toBeVisible();
  await expectAccessible(run, page, 'places dialog');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Latitude')).toHaveValue(/^38\.7/u);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await field().fill('place:lisbon');
  await expectCount(page, 1);
  await undo().click();
  await expect(page.getByRole('heading', { name: /^No photos match/u })).toBeVisible();
  await field().press('Escape');
});

test('takes photos that are dragged onto a tag or the archive', async () => {
  await section('Photos').click();
  await expectCount(page, 6);
  const tile = page.getByRole('listbox', { name: 'Photos' }).getByRole('option').last();
  await tile.dragTo(section('Sea'));
  await expect(page.getByText('Tags of 1 photo changed').first()).toBeVisible();
  await section('Sea').click();
  await expectCount(page, 3);
  await undo().click();
  await expectCount(page, 2);
  await section('Photos').click();
});

test('archives: out of the timeline, in its own section, and found', async () => {
  await field().fill('beach 110');
  await expectCount(page, 1);
  await field().press('Enter');
  await goHome(page);
  await page.keyboard.press('a');
  await expect(page.getByText('1 photo archived').first()).toBeVisible();
  await expectCount(page, 1);
  await section('Photos').click();
  await expectCount(page, 5);
  await section('Archive').click();
  await expectCount(page, 1);
  await goHome(page);
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'Nothing is archived' })).toBeVisible();
});

test('is all there after locking, in a small window too', async () => {
  page = await lock(run, page);
  await unlock(page, passphrase);
  // The section that was shown last is shown again.
  await expect(page.getByRole('heading', { name: 'Nothing is archived' })).toBeVisible();
  await section('Photos').click();
  await resize(run, 900, 600);
  await page.keyboard.press('/');
  await page.keyboard.type('tag:se');
  await expect(page.getByRole('option', { name: 'Sea' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expectCount(page, 2);
  await expectDrawn(page);
  await section('Family').click();
  await expectCount(page, 1);
  await expectAccessible(run, page, 'search in a small window');
  await goHome(page);
  await page.keyboard.press('g');
  await page.getByRole('dialog').getByLabel('Date').fill('last summer');
  await expectAccessible(run, page, 'going to a date');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(overflow).toBe(false);
});
