/** @file Albums, by keyboard and by mouse: made, filled, emptied, renamed, exported and deleted, and there again after locking. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { plain } from '../support/pictures.ts';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { willChoose } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { activity, digests, expectCount, expectDrawn, goHome, lock, unlock } from './support/job.ts';

const long = 'Sommer am Meer – die ganze Familie, alle Vettern und Basen, und der Hund 🏖️';
let run: Running;
let page: Page;
let passphrase: string;

const sidebar = (): Locator => page.getByRole('navigation', { name: 'Sections' });
const section = (name: string): Locator => sidebar().getByRole('button', { name });
const album = (name: string): Locator => sidebar().getByRole('treeitem', { name });

const home = vaultForAll(
  (given) => ({ run, page, passphrase } = given),
  async () => {
    const files: Record<string, Uint8Array> = {};
    for (const r of [10, 60, 110, 160, 210])
      files[`${String(r)}.png`] = await plain(60, 40, { r, g: 90, b: 90 }).png().toBuffer();
    return files;
  },
);

test('is made of the selected photos by keyboard alone, and shown', async () => {
  await goHome(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('Sea');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 photos added to “Sea”').first()).toBeVisible();
  await album('Sea').click();
  await expect(page.getByRole('heading', { name: 'Sea' })).toBeVisible();
  await expectCount(page, 2);
  await expectDrawn(page);
});

test('is shown when another one is to get its name, and nothing is said to have been made', async () => {
  await section('Photos').click();
  await page.getByRole('button', { name: 'New album…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Sea');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is an album “Sea” here already')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sea', exact: true })).toBeVisible();
  await expect(page.getByRole('treeitem')).toHaveCount(1);
});

test('takes a photo once, gives it up again, and the photo stays', async () => {
  await section('Photos').click();
  await goHome(page);
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('se');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This photo is in “Sea” already').first()).toBeVisible();
  await album('Sea').click();
  await goHome(page);
  await page.keyboard.press('Shift+L');
  await expectCount(page, 1);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expectCount(page, 2);
  await section('Photos').click();
  await expectCount(page, 5);
});

test('has the picture of one of its photos, which can be chosen', async () => {
  await album('Sea').click();
  const cover = album('Sea').locator('img');
  await expect(cover).toBeVisible();
  const before = await cover.getAttribute('src');
  const id = path.basename(before ?? '');
  await page.locator(`[data-photo]:not([data-photo="${id}"])`).click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Use as the album’s cover' }).click();
  await expect(cover).not.toHaveAttribute('src', before ?? '');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(cover).toHaveAttribute('src', before ?? '');
  await page.keyboard.press('Escape');
});

test('has a name as long as people give, in a window of any size', async () => {
  await album('Sea').click();
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(long);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: long })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(overflow).toBe(false);
});

test('is there after locking, with its photos', async () => {
  page = await lock(run, page);
  await unlock(page, passphrase);
  await album(long).click();
  await expectCount(page, 2);
  await expectDrawn(page);
});

test('is exported as a whole, and nothing else with it', async () => {
  const target = path.join(home, 'Copies');
  mkdirSync(target);
  await willChoose(run, target);
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitem', { name: 'Export album…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^(?:Choose folder|Change)…$/u }).click();
  await dialog.getByRole('button', { name: /^Export/u }).click();
  await expect(activity(page).getByText('2 written, 2 match')).toBeVisible({ timeout: 30_000 });
  const originals = new Set(digests(path.join(home, 'Pictures')).values());
  const copies = [...digests(target).values()];
  expect(copies).toHaveLength(2);
  expect(copies.every((digest) => originals.has(digest))).toBe(true);
});

const act = async (name: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitem', { name }).click();
};
/** The photos on screen, from first to last. */
const shown = (): Promise<(string | null)[]> =>
  page
    .locator('[data-photo]')
    .evaluateAll((tiles) =>
      tiles
        .sort((a, b) => Number(a.getAttribute('aria-posinset')) - Number(b.getAttribute('aria-posinset')))
        .map((tile) => tile.getAttribute('data-photo')),
    );

test('lies in another album, which shows its photos too, and is reached by the arrow keys', async () => {
  await page.getByRole('button', { name: 'New album…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Travel');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Travel', exact: true })).toBeVisible();
  await album(long).click();
  await act('Move to…');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('trav');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`“${long}” moved into “Travel”`).first()).toBeVisible();
  await expect(album(long)).toHaveAttribute('aria-level', '2');
  await album('Travel').click();
  await expectCount(page, 2);

  await album('Travel').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(album('Travel')).toHaveAttribute('aria-expanded', 'false');
  await expect(album(long)).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(album('Travel')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(album(long)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: long })).toBeVisible();
  await page.keyboard.press('Home');
  await expect(album('Travel')).toBeFocused();
  await expectAccessible(run, page, 'albums in one another');
});

test('takes photos that are dragged onto it; favourites, archive and trash take them, too', async () => {
  await section('Photos').click();
  await expectCount(page, 5);
  const last = (): Locator => page.getByRole('listbox', { name: 'Photos' }).getByRole('option').last();
  for (const [target, said] of [
    [album('Travel'), '1 photo added to “Travel”'],
    [section('Favourites'), '1 photo marked as favourite'],
    [section('Archive'), '1 photo archived'],
    [section('Trash'), '1 photo moved to the trash'],
  ] as const) {
    await last().dragTo(target);
    await expect(page.getByText(said).first()).toBeAttached();
    await page.keyboard.press('Control+z');
    await expect(page.getByText(`Undone: ${said}`).first()).toBeVisible();
    await expectCount(page, 5);
  }
});

test('is moved by dragging, and back by undoing', async () => {
  await album(long).dragTo(page.getByRole('heading', { name: 'Albums' }));
  await expect(album(long)).toHaveAttribute('aria-level', '1');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(album(long)).toHaveAttribute('aria-level', '2');
});

test('is sorted as its menu says, and stays so', async () => {
  await album(long).click();
  await expectCount(page, 2);
  await expect.poll(shown).toHaveLength(2);
  const newest = await shown();
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitemradio', { name: 'Oldest first' }).click();
  await expect.poll(shown).toEqual(newest.toReversed());
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitemradio', { name: 'By file name' }).click();
  // There are no days in this order.
  await expect(page.getByRole('button', { name: /^Select /u })).toHaveCount(0);
  await page.getByRole('button', { name: 'Album actions' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'By file name' })).toBeChecked();
  await page.keyboard.press('Escape');
});

test('has an order of its own, by dragging and by keys, that can be undone and stays', async () => {
  await section('Photos').click();
  await goHome(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('Own');
  await page.keyboard.press('Enter');
  await album('Own').click();
  await expectCount(page, 5);
  await expectDrawn(page);
  const [a, b, c, d, e] = await shown();
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitemradio', { name: 'Own order' }).click();
  await expect(page.getByRole('button', { name: /^Select /u })).toHaveCount(0);
  await expect.poll(shown).toEqual([a, b, c, d, e]);

  const tile = (id: string | null | undefined): Locator => page.locator(`[data-photo="${id ?? ''}"]`);
  const box = await tile(b).boundingBox();
  if (box === null) throw new Error('there is no tile');
  // On the far half of a photo: behind it.
  await tile(e).dragTo(tile(b), { targetPosition: { x: box.width - 5, y: box.height / 2 } });
  await expect.poll(shown).toEqual([a, b, e, c, d]);
  await expect(page.getByText('1 photo moved in “Own”')).toBeVisible();
  expect(await page.getByText('did not take the photo').count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(shown).toEqual([a, b, c, d, e]);

  await tile(c).focus();
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await expect.poll(shown).toEqual([a, c, b, d, e]);
  await expect(tile(c)).toBeFocused();
  await page.keyboard.press('Control+Shift+ArrowRight');
  await expect.poll(shown).toEqual([a, b, c, d, e]);
  await expect(tile(c)).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Move towards the end' }).click();
  await expect.poll(shown).toEqual([a, b, d, c, e]);
  await expectAccessible(run, page, 'an album in its own order');

  page = await lock(run, page);
  await unlock(page, passphrase);
  await expect(page.getByRole('heading', { name: 'Own', exact: true })).toBeVisible();
  await expectCount(page, 5);
  await expect.poll(shown).toEqual([a, b, d, c, e]);
  await album('Travel').click();
});

test('becomes one with another, and itself again', async () => {
  await section('Photos').click();
  await goHome(page);
  await page.keyboard.press('End');
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('Lakes');
  await page.keyboard.press('Enter');
  await album('Lakes').click();
  await expectCount(page, 1);
  await act('Merge into…');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('trav');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Travel', exact: true })).toBeVisible();
  await expect(album('Lakes')).toHaveCount(0);
  await expectCount(page, 3);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(album('Lakes')).toBeVisible();
  await expectCount(page, 2);
});

test('can be deleted: what lies in it moves up, and undoing brings it back', async () => {
  await act('Delete album…');
  await expect(page.getByText('The album in it moves to where it was.')).toBeVisible();
  // What was told before does not lie over the question.
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Redo' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Delete album', exact: true }).click();
  await expect(album('Travel')).toHaveCount(0);
  await expect(album(long)).toHaveAttribute('aria-level', '1');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(album(long)).toHaveAttribute('aria-level', '2');
  await album(long).click();
});

test('can be deleted, and its photos are still here', async () => {
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete album…' }).click();
  await page.getByRole('button', { name: 'Delete album', exact: true }).click();
  await expect(album(long)).toHaveCount(0);
  await section('Photos').click();
  await expectCount(page, 5);
});
