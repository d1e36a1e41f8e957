/** @file The ways into a vault, in the real window: adding, naming and removing them, key files, and a new recovery kit. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { chooseFromMenu, willChoose, willSaveAs } from './support/dialogs.ts';
import { dropFiles } from './support/drops.ts';
import { vaultForAll } from './support/fresh.ts';
import { answerWords, lock, passphraseField, unlock, type Secrets } from './support/job.ts';

const patient = { timeout: 30_000 };
const refused = 'That did not open the vault. Check it and try again.';
let run: Running;
let page: Page;
let secrets: Secrets;
let newWords: readonly string[];

const home = vaultForAll((given) => ({ run, page, ...secrets } = given));
const keyFile = path.join(home, 'my.key');

async function openSecurity(): Promise<void> {
  await chooseFromMenu(run, 'File', 'Settings…');
  await page.getByText('Security', { exact: true }).click();
  await expect(ways().first()).toBeVisible();
}

function ways(): Locator {
  return page.getByRole('list', { name: 'Ways in' }).getByRole('listitem');
}

async function choose(slot: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${slot}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function own(text: string): Promise<void> {
  await page.getByText('My own').click();
  await passphraseField(page).fill(text);
  await page.getByLabel('Repeat the passphrase').fill(text);
}

const proof = (): Locator => page.getByLabel('To allow this, enter a current passphrase');

test('Security lists the ways in, with their dates', async () => {
  await openSecurity();
  await expect(ways()).toHaveCount(2);
  await expect(ways().first()).toContainText(/Passphrase · since \S+/u);
  await expect(ways().last()).toContainText('Recovery kit · since');
  await expectAccessible(run, page, 'ways in');
});

test('a second passphrase is added and named, and opens the vault', async () => {
  await page.getByRole('button', { name: 'Add a passphrase…' }).click();
  await page.getByLabel('Name').fill('Ada');
  await own('second passphrase');
  await proof().fill('not the passphrase');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('That does not open this vault.')).toBeVisible(patient);
  await expect(proof()).toBeFocused();
  await proof().fill(secrets.passphrase);
  await expectAccessible(run, page, 'adding a passphrase');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('“Ada” opens the vault from now on.')).toBeVisible(patient);
  await expect(ways()).toHaveCount(3);

  await choose('Ada', 'Rename…');
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.getByLabel('Name').fill('Ada at work');
  await proof().fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(ways().last()).toContainText('Ada at work', patient);
  await page.keyboard.press('Escape');

  page = await lock(run, page);
  await unlock(page, 'second passphrase');
});

test('a passphrase with a key file that is made for it: both are needed', async () => {
  await openSecurity();
  await page.getByRole('button', { name: 'Add a passphrase…' }).click();
  await page.getByText('With a key file').click();
  await willSaveAs(run, keyFile);
  await page.getByRole('button', { name: 'Make a key file…' }).click();
  await expect(page.getByText(keyFile)).toBeVisible();
  expect([statSync(keyFile).size, statSync(keyFile).mode & 0o777]).toEqual([64, 0o600]);
  await page.getByLabel('Name').fill('With file');
  await own('third passphrase');
  await proof().fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('“With file” opens the vault from now on.')).toBeVisible(patient);
  await page.keyboard.press('Escape');

  page = await lock(run, page);
  await passphraseField(page).fill('third passphrase');
  await page.keyboard.press('Enter');
  await expect(page.getByText(refused)).toBeVisible(patient);
  const other = path.join(home, 'other.key');
  writeFileSync(other, 'another key');
  await willChoose(run, other);
  await page.getByRole('button', { name: 'Choose the key file…' }).click();
  await page.keyboard.press('Enter');
  await expect(page.getByText(other)).toBeVisible();
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText(refused)).toBeVisible(patient);
  await expectAccessible(run, page, 'unlocking with a key file');
  await page.getByRole('button', { name: 'Without a key file' }).click();
  // Dropped on its field it is no picture for the drop box.
  await dropFiles(page, page.getByRole('button', { name: 'Choose the key file…' }), [keyFile]);
  await expect(page.getByText(keyFile)).toBeVisible();
  await expect(page.getByText(/drop box/u)).toHaveCount(0);
  await unlock(page, 'third passphrase');
});

test('a new recovery kit: the old one works until the new one has been kept', async () => {
  await openSecurity();
  await page.getByRole('button', { name: 'New recovery kit…' }).click();
  await expect(proof()).toBeFocused();
  await proof().fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Show the new words' }).click();
  await expect(page.getByRole('heading', { name: 'Your new recovery kit' })).toBeVisible(patient);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Keep the old kit' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();

  page = await lock(run, page);
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await page.getByLabel('Recovery words').fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('You opened the vault with its recovery words.')).toBeVisible(patient);

  await openSecurity();
  await choose('Recovery words', 'New recovery kit…');
  await page.getByLabel('Recovery words').fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Show the new words' }).click();
  const list = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem');
  await expect(list).toHaveCount(24, patient);
  newWords = (await list.allInnerTexts()).map((text) => text.replace(/^[\d\s]+/u, '').trim());
  expect(newWords).not.toEqual(secrets.words);
  await expectAccessible(run, page, 'new recovery kit');
  const pdf = path.join(home, 'kit.pdf');
  await willSaveAs(run, pdf);
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  await expect(page.getByText(pdf)).toBeVisible(patient);
  expect(existsSync(pdf)).toBe(true);
  // The library beneath cannot be reached while the words are shown.
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await answerWords(page, (position) => newWords[position - 1] ?? '');
  await page.getByRole('button', { name: 'Replace the old kit' }).click();
  await expect(page.getByText('The new recovery kit is valid.')).toBeVisible(patient);

  page = await lock(run, page);
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await page.getByLabel('Recovery words').fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText(refused)).toBeVisible(patient);
  await page.getByLabel('Recovery words').fill(newWords.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('You opened the vault with its recovery words.')).toBeVisible(patient);
});

test('a way in is removed on the proof of another, and opens nothing any more', async () => {
  await openSecurity();
  await choose('Ada at work', 'Remove…');
  await expect(page.getByRole('heading', { name: 'Remove “Ada at work”?' })).toBeVisible();
  await expectAccessible(run, page, 'removing a way in');
  await page.getByRole('button', { name: 'Use the passphrase instead' }).click();
  const another = page.getByLabel('To allow this, enter another passphrase of this vault');
  await another.fill('second passphrase');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('This is the way in that you are about to remove.')).toBeVisible(patient);
  await another.fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('“Ada at work” no longer opens the vault.')).toBeVisible(patient);
  await expect(ways()).toHaveCount(3);
  await page.keyboard.press('Escape');

  page = await lock(run, page);
  await passphraseField(page).fill('second passphrase');
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText(refused)).toBeVisible(patient);
  await unlock(page, secrets.passphrase);
});
