/** @file A vault that was put back from a backup: noticed, explained, not changed before a person says that it was on purpose. */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import type { Running } from './support/app.ts';
import { expectSound } from './support/axe.ts';
import { appForEach, importScenes } from './support/fresh.ts';
import { expectCount, freshVault, lock, passphraseField, tiles, unlock } from './support/job.ts';

const patient = { timeout: 60_000 };
let running: Running;
let folder: string;

appForEach((given, home) => {
  running = given;
  folder = home;
});

test('an older copy of the vault is noticed, looked at, and taken only when somebody says so', async () => {
  const vault = path.join(folder, 'Family.lightproof');
  const { page, passphrase } = await freshVault(running, folder);
  await importScenes(running, page, 3);
  let locked = await lock(running, page);
  await expect.poll(() => readdirSync(vault)).not.toContain('lock');
  cpSync(vault, path.join(folder, 'backup'), { recursive: true });

  await unlock(locked, passphrase);
  await tiles(locked).first().focus();
  await locked.keyboard.press('Control+a');
  await locked.keyboard.press('f');
  await expect(locked.getByRole('button', { name: 'Favourites 3' })).toBeVisible();
  await locked.keyboard.press('Escape'); // what is selected stays so over a lock
  locked = await lock(running, locked);
  await expect.poll(() => readdirSync(vault)).not.toContain('lock');
  rmSync(vault, { recursive: true });
  cpSync(path.join(folder, 'backup'), vault, { recursive: true });

  await unlock(locked, passphrase);
  await expectCount(locked, 3);
  const notice = locked.getByRole('region', { name: 'Notices' });
  await expect(notice.getByText('This is an older copy of the vault')).toBeVisible();
  await expect(locked.getByRole('button', { name: 'Older copy Show…' })).toBeVisible();
  // Nothing can be changed.
  await tiles(locked).first().focus();
  await locked.keyboard.press('Control+a');
  await locked.keyboard.press('f');
  await expect(locked.getByRole('button', { name: 'Favourites', exact: true })).toBeVisible();

  await notice.getByRole('button', { name: 'What to do…' }).click();
  const told = locked.getByRole('dialog', { name: 'A newer copy was here before' });
  await expect(told.getByText('This copy was last changed on')).toBeVisible();
  await expectSound(locked, 'an older copy');
  await told.getByRole('button', { name: 'It was restored on purpose…' }).click();
  const choice = locked.getByRole('dialog', { name: 'Go on with this copy' });
  await expect(choice.getByText('What came later is not in it')).toBeVisible();
  await expectSound(locked, 'going on with an older copy');
  await choice.getByRole('textbox').first().fill('not the passphrase');
  await choice.getByRole('button', { name: 'Go on with this copy' }).click();
  await expect(choice.getByText('That does not open this vault.')).toBeVisible(patient);
  await choice.getByRole('textbox').first().fill(passphrase);
  await choice.getByRole('button', { name: 'Go on with this copy' }).click();
  await expect(locked.getByText('This copy of the vault is the newest now')).toBeVisible(patient);
  await expect(notice).toBeHidden();
  await tiles(locked).first().focus();
  await locked.keyboard.press('Control+a');
  await locked.keyboard.press('f');
  await expect(locked.getByRole('button', { name: 'Favourites 3' })).toBeVisible();

  locked = await lock(running, locked);
  await expect(passphraseField(locked)).toBeVisible();
  await unlock(locked, passphrase);
  await expect(locked.getByRole('button', { name: 'Favourites 3' })).toBeVisible();
  await expect(locked.getByRole('region', { name: 'Notices' })).toBeHidden();
  expect(running.complaints).toEqual([]);
});
