/** @file Hidden photos: gone from everything, seen after the passphrase was entered again, and gone as soon as their section is left. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { plain } from '../support/pictures.ts';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { willChoose } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { activity, expectCount, expectDrawn, goHome, tiles } from './support/job.ts';

let run: Running;
let page: Page;
let passphrase: string;

const section = (name: string): Locator =>
  page
    .getByRole('navigation', { name: 'Sections' })
    .getByRole('button', { name: new RegExp(`^${name}`, 'u') });
const field = (): Locator => page.getByRole('textbox', { name: 'Passphrase' });
const reveal = async (text = passphrase): Promise<void> => {
  await field().fill(text);
  await page.keyboard.press('Enter');
};

const home = vaultForAll(
  (given) => ({ run, page, passphrase } = given),
  async () => {
    const files: Record<string, Uint8Array> = {};
    for (const r of [20, 120, 220])
      files[`${String(r)}.png`] = await plain(60, 40, { r, g: 60, b: 60 }).png().toBuffer();
    return files;
  },
);

test('leave the timeline by one key, and come back by undoing', async () => {
  await goHome(page);
  const id = await tiles(page).first().getAttribute('data-photo');
  await page.keyboard.press('h');
  await expectCount(page, 2);
  await expect(page.locator(`[data-photo="${id ?? ''}"]`)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expectCount(page, 3);
  await goHome(page);
  await page.keyboard.press('h');
  await expectCount(page, 2);
});

test('are shown after the passphrase was entered again, and not after a wrong one', async () => {
  await section('Hidden').click();
  await expect(field()).toBeFocused();
  await expect(tiles(page)).toHaveCount(0);
  await reveal('not the passphrase');
  await expect(page.getByText('That did not open the vault. Check it and try again.')).toBeVisible();
  await expect(tiles(page)).toHaveCount(0);
  await expectAccessible(run, page, 'hidden photos, locked');
  await reveal();
  await expectCount(page, 1);
  await expectDrawn(page);
});

test('open in the viewer, and are not put where everybody looks', async () => {
  await goHome(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').locator('img').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Delete');
  await expect(
    page.getByText('Show hidden photos again before you move them to the trash').first(),
  ).toBeVisible();
  await expectCount(page, 1);
});

test('are gone when their section is left', async () => {
  await section('Photos').click();
  await expectCount(page, 2);
  await section('Hidden').click();
  await expect(field()).toBeFocused();
  await expect(tiles(page)).toHaveCount(0);
});

test('are exported only when that is asked for, with the passphrase', async () => {
  const target = path.join(home, 'Copies');
  mkdirSync(target);
  await section('Photos').click();
  await expectCount(page, 2);
  await willChoose(run, target);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^(?:Choose folder|Change)…$/u }).click();
  await expect(dialog.getByText(/Everything.*2/u)).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Hidden photos, too' }).click();
  await reveal();
  await expect(dialog.getByText(/Everything.*3|3 photos/u).first()).toBeVisible();
  await dialog.getByRole('button', { name: /^Export/u }).click();
  await expect(activity(page).getByText('3 written, 3 match')).toBeVisible({ timeout: 30_000 });
  expect(readdirSync(target)).toHaveLength(3);
  await expectCount(page, 2);
});

test('come back when they are shown again', async () => {
  await section('Hidden').click();
  await reveal();
  await expectCount(page, 1);
  await goHome(page);
  await page.keyboard.press('h');
  await expect(page.getByText('Nothing is hidden')).toBeVisible();
  await section('Photos').click();
  await expectCount(page, 3);
});
