/** @file Settings → Activity in the real window: what was done stands there, long lists are read as they are looked at, and the log can be checked and taken along. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { openCatalog } from '../../src/main/engine/catalog/index.ts';
import { unlockVault } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { chooseFromMenu, willChoose } from './support/dialogs.ts';
import { vaultForAll } from './support/fresh.ts';
import { lock, unlock, type Secrets } from './support/job.ts';

const patient = { timeout: 30_000 };
let run: Running;
let page: Page;
let secrets: Secrets;

const home = vaultForAll((given) => ({ run, page, ...secrets } = given));
const entries = (): Locator => page.getByRole('list', { name: 'Entries of the log' }).getByRole('listitem');

async function openActivity(): Promise<void> {
  await chooseFromMenu(run, 'File', 'Settings…');
  await page.getByText('Activity', { exact: true }).click();
  await expect(entries().first()).toContainText('no. ');
}

test('tells what was done, newest first, with local dates', async () => {
  await openActivity();
  await expect(entries()).toHaveCount(1);
  await expect(entries().first()).toContainText('The vault was made.');
  await expect(entries().first()).toContainText(/\w{3} \d+, \d{4}, \d+:\d{2}/u);
  await page.keyboard.press('Escape');
  page = await lock(run, page);
  await unlock(page, secrets.passphrase);
  await openActivity();
  await expect(entries()).toHaveCount(2);
  await expect(entries().first()).toContainText('Unlocked with a passphrase.');
  await expectAccessible(run, page, 'activity');
});

/** What has come of it; while the list is read anew, that is said as well. */
const said = (text: string): Locator => page.getByRole('status').filter({ hasText: text });

test('is checked and exported by keyboard, and the export stands in it', async () => {
  const folder = path.join(home, 'Elsewhere');
  mkdirSync(folder);
  await page.getByRole('button', { name: 'Check' }).focus();
  await page.keyboard.press('Enter');
  await expect(said('2 entries checked: nothing is missing')).toBeVisible();
  await expectAccessible(run, page, 'activity, checked');
  await willChoose(run, folder);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(said(folder)).toBeVisible();
  const files = readdirSync(folder).sort();
  expect(files.map((name) => name.replace(/^.*\.jsonl/u, ''))).toEqual(['', '.minisig', '.pub']);
  expect(readFileSync(path.join(folder, files[0] ?? ''), 'utf8').split('\n')).toHaveLength(4);
  await expect(entries().first()).toContainText(`Exported this log to ${folder}.`);
  await expect(entries()).toHaveCount(3);
});

test('tells why it cannot be exported, and stays', async () => {
  const file = path.join(home, 'no folder');
  writeFileSync(file, '');
  await willChoose(run, file);
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByRole('alert')).toContainText('Copies cannot go there');
  await expect(entries()).toHaveCount(3);
  await page.keyboard.press('Escape');
});

test('reads tens of thousands of entries as they are looked at', async () => {
  const many = 20_000;
  page = await lock(run, page);
  const vault = path.join(home, readdirSync(home).find((name) => name.endsWith('.lightproof')) ?? '');
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(secrets.passphrase) } as const;
  const opened = await unlockVault({ path: vault, secret });
  const { catalog } = openCatalog(opened.vault);
  catalog.change((tx) => {
    for (let time = 0; time < many; time += 1) tx.log({ event: 'deleted', photos: 1 });
  });
  catalog.close();
  await opened.vault.close();
  await unlock(page, secrets.passphrase);
  await openActivity();
  expect(await entries().count()).toBeLessThan(60);
  await page.getByRole('region', { name: 'Entries of the log' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByText('The vault was made.')).toBeVisible();
  await page.keyboard.press('Home');
  await expect(entries().first()).toContainText('no. 20,004');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(said('20,004 entries checked')).toBeVisible(patient);
});
