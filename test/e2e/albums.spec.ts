/** @file Albums, by keyboard and by mouse: made, filled, emptied, renamed, exported and deleted, and there again after locking. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { plain } from '../support/pictures.ts';
import type { Running } from './support/app.ts';
import { willChoose } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { activity, digests, expectCount, expectDrawn, goHome, lock, unlock } from './support/job.ts';

const long = 'Sommer am Meer – die ganze Familie, alle Vettern und Basen, und der Hund 🏖️';
let run: Running;
let page: Page;
let passphrase: string;

const sidebar = (): Locator => page.getByRole('navigation', { name: 'Sections' });
const section = (name: string): Locator => sidebar().getByRole('button', { name });

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
  await section('Sea').click();
  await expect(page.getByRole('heading', { name: 'Sea' })).toBeVisible();
  await expectCount(page, 2);
  await expectDrawn(page);
});

test('takes a photo once, gives it up again, and the photo stays', async () => {
  await section('Photos').click();
  await goHome(page);
  await page.keyboard.press('l');
  await expect(page.getByRole('combobox', { name: 'Album' })).toBeFocused();
  await page.keyboard.type('se');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This photo is in “Sea” already').first()).toBeVisible();
  await section('Sea').click();
  await goHome(page);
  await page.keyboard.press('Shift+L');
  await expectCount(page, 1);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expectCount(page, 2);
  await section('Photos').click();
  await expectCount(page, 5);
});

test('has the picture of one of its photos, which can be chosen', async () => {
  await section('Sea').click();
  const cover = section('Sea').locator('img');
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
  await section('Sea').click();
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
  await section(long).click();
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

test('can be deleted, and its photos are still here', async () => {
  await page.getByRole('button', { name: 'Album actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete album…' }).click();
  await page.getByRole('button', { name: 'Delete album', exact: true }).click();
  await expect(section(long)).toHaveCount(0);
  await section('Photos').click();
  await expectCount(page, 5);
});
