/** @file A vault whose catalogue is lost or damaged is repaired in the window: offered, explained, told, and open again with everything in it. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import type { Running } from './support/app.ts';
import { expectSound } from './support/axe.ts';
import { appForEach, importScenes } from './support/fresh.ts';
import {
  activity,
  expectCount,
  expectDrawn,
  freshVault,
  lock,
  passphraseField,
  tiles,
  unlock,
} from './support/job.ts';

const patient = { timeout: 60_000 };
let running: Running;
let folder: string;
let vault: string;

appForEach((given, home) => {
  running = given;
  folder = home;
  vault = path.join(folder, 'Family.lightproof');
});

/** Six photos in a new vault, one of them a favourite; locked again. */
async function lockedVault(): ReturnType<typeof freshVault> {
  const { page, ...secrets } = await freshVault(running, folder);
  await importScenes(running, page, 6);
  await tiles(page).first().focus();
  await page.keyboard.press('x');
  await page.keyboard.press('f');
  await expect(page.getByRole('button', { name: 'Favourites 1' })).toBeVisible();
  await page.keyboard.press('Escape'); // what is selected stays so over a lock
  return { ...secrets, page: await lock(running, page) };
}

test('a lost catalogue is made again, and the vault is as it was', async () => {
  const { page, passphrase } = await lockedVault();
  await expect.poll(() => readdirSync(vault)).not.toContain('lock');
  rmSync(path.join(vault, 'catalog.db'));
  await passphraseField(page).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The vault’s catalogue is missing' })).toBeVisible(patient);
  await page.getByRole('button', { name: 'Repair…' }).click();
  await expect(page.getByRole('heading', { name: 'Repair the vault' })).toBeVisible();

  await passphraseField(page).fill('not the passphrase');
  await page.getByRole('button', { name: 'Repair', exact: true }).click();
  await expect(page.getByText('That did not open the vault.')).toBeVisible(patient);
  await passphraseField(page).fill(passphrase);
  await page.getByRole('button', { name: 'Repair', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The vault is repaired' })).toBeVisible(patient);
  await expect(page.getByText('6 photos back as they were')).toBeVisible();
  await expect(page.getByText('6 small pictures drawn again')).toBeVisible();
  await page.getByRole('button', { name: 'Open the vault' }).click();

  await expectCount(page, 6);
  await expectDrawn(page);
  await expect(page.getByText('Check due')).toBeVisible();
  await page.getByRole('button', { name: 'Favourites' }).click();
  await expect(tiles(page)).toHaveCount(1);
  // It is the same vault as before to the shell too: it locks, and is the one that is offered.
  const locked = await lock(running, page);
  await unlock(locked, passphrase);
  // As it was left.
  await expectCount(locked, 1);
  await locked.getByRole('button', { name: /^Photos/u }).click();
  await expectCount(locked, 6);
  expect(running.complaints).toEqual([]);
});

test('from the open vault: a damaged catalogue, a lost and a damaged photo are told, the rest is back', async () => {
  const { page, passphrase } = await lockedVault();
  const blobs = readdirSync(path.join(vault, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));
  const [missing = '', damaged = ''] = blobs;
  renameSync(missing, path.join(folder, 'away'));
  const bytes = readFileSync(damaged);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 50) ^ 1, bytes.length - 50);
  writeFileSync(damaged, bytes);

  await unlock(page, passphrase);
  await page.getByRole('button', { name: /Check due/u }).click();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  const card = page.getByRole('button', { name: /2 problems found/u });
  await expect(card).toBeVisible(patient);
  await activity(page).getByRole('button', { name: 'Show list' }).click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  await expectSound(page, 'what a check found');
  await page.keyboard.press('Escape');
  const relocked = await lock(running, page);
  await unlock(relocked, passphrase);
  // Still known after unlocking, with the list.
  await relocked.getByRole('button', { name: /2 problems found/u }).click();
  const dialog = relocked.getByRole('dialog', { name: 'Integrity of the vault' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expectSound(relocked, 'integrity of the vault');
  await dialog.getByRole('button', { name: 'Repair…' }).click();

  await passphraseField(relocked).fill(passphrase);
  await relocked.getByRole('button', { name: 'Repair', exact: true }).click();
  await expect(
    relocked.getByRole('heading', { name: 'The vault is repaired, not every photo could be saved' }),
  ).toBeVisible(patient);
  const lost = relocked.getByRole('list', { name: 'What could not be saved' });
  await expect(lost.getByRole('listitem')).toHaveCount(2);
  await relocked.getByRole('button', { name: 'Open the vault' }).click();
  await expectCount(relocked, 4);
  await expectDrawn(relocked);
  expect(readdirSync(path.join(vault, 'damaged'))).toEqual([path.basename(damaged)]);
  expect(running.complaints).toEqual([]);
});

test('back from the repair’s page the vault is open as before, in a window as small as can be', async () => {
  const { page, passphrase } = await lockedVault();
  await expect.poll(() => readdirSync(vault)).not.toContain('lock');
  const file = path.join(vault, 'catalog.db');
  const bytes = readFileSync(file);
  const snapshots = readdirSync(path.join(vault, 'snapshots'));
  await unlock(page, passphrase);
  await tiles(page).first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('f');
  await expect(page.getByRole('button', { name: 'Favourites 6' })).toBeVisible();
  await page.keyboard.press('Escape');
  const locked = await lock(running, page);
  await expect.poll(() => readdirSync(vault)).not.toContain('lock');
  expect(readdirSync(path.join(vault, 'snapshots'))).not.toEqual(snapshots);
  // Somebody puts an older catalogue in the place of the newest.
  writeFileSync(file, bytes);
  await unlock(locked, passphrase);
  await expect(locked.getByText('The vault’s catalogue is older than the rest of the vault.')).toBeVisible();
  await locked.getByRole('button', { name: 'Older copy Show…' }).click();
  const dialog = locked.getByRole('dialog', { name: 'An older catalogue' });
  await dialog.getByRole('button', { name: 'Repair…' }).click();
  await expect(locked.getByRole('heading', { name: 'Repair the vault' })).toBeVisible();
  await locked.getByRole('button', { name: 'Back' }).click();
  await expectCount(locked, 6);
  await expect(locked.getByRole('button', { name: 'Older copy Show…' })).toBeVisible();
  expect(running.complaints).toEqual([]);
});
