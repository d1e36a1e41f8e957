/** @file New keys for a vault, in the real window: what is said before, the kit asked back, photos encrypted anew, and what opens it then. */
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { chooseFromMenu } from './support/dialogs.ts';
import { scene } from '../support/pictures.ts';
import { vaultForAll } from './support/fresh.ts';
import {
  activity,
  answerWords,
  expectDrawn,
  lock,
  passphraseField,
  tiles,
  unlock,
  type Secrets,
} from './support/job.ts';

const patient = { timeout: 30_000 };
let run: Running;
let page: Page;
let secrets: Secrets;
let words: readonly string[];

vaultForAll(
  (given) => ({ run, page, ...secrets } = given),
  async () => {
    const files: Record<string, Uint8Array> = {};
    for (let index = 1; index <= 6; index += 1) files[`${String(index)}.jpg`] = await scene(900, 600, index);
    return files;
  },
);
async function openSecurity(): Promise<void> {
  await chooseFromMenu(run, 'File', 'Settings…');
  await page.getByText('Security', { exact: true }).click();
  await expect(keys()).toBeVisible();
}

const keys = (): Locator => page.getByRole('region', { name: 'Keys' });

test('Security says how old the keys are, and that all is under them', async () => {
  await openSecurity();
  await expect(keys()).toContainText('As old as the vault', patient);
  await expect(keys()).toContainText('Everything in the vault is encrypted with them.');
  await expectAccessible(run, page, 'keys');
});

test('another passphrase is named as dropped before anything changes', async () => {
  await page.getByRole('button', { name: 'Add a passphrase…' }).click();
  await page.getByLabel('Name').fill('Ada');
  await page.getByText('My own').click();
  await passphraseField(page).fill('second passphrase');
  await page.getByLabel('Repeat the passphrase').fill('second passphrase');
  await page.getByLabel('To allow this, enter a current passphrase').fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('“Ada” opens the vault from now on.')).toBeVisible(patient);

  await page.getByRole('button', { name: 'Change the vault’s keys…' }).click();
  await expect(page.getByRole('button', { name: 'Use recovery words instead' })).toHaveCount(0);
  await expectAccessible(run, page, 'changing the keys');
  const proof = page.getByLabel('Your passphrase, which you keep');
  await proof.fill('not the passphrase');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('That does not open this vault.')).toBeVisible(patient);
  await proof.fill(secrets.passphrase);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('These will not open the vault any more:')).toBeVisible(patient);
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveText(['Ada']);
  await page.getByLabel('Also encrypt all photos anew').check();
  await expectAccessible(run, page, 'what new keys drop');
});

test('with three words of the new kit the keys change, and the photos are encrypted anew', async () => {
  await page.getByRole('button', { name: 'Show the new recovery kit' }).click();
  const list = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem');
  await expect(list).toHaveCount(24, patient);
  words = (await list.allInnerTexts()).map((text) => text.replace(/^[\d\s]+/u, '').trim());
  expect(words).not.toEqual(secrets.words);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await answerWords(page, (position) => words[position - 1] ?? '');
  await page.getByRole('button', { name: 'Change the keys' }).click();
  await expect(page.getByText('The vault has new keys.')).toBeVisible(patient);
  await expect(activity(page).getByText('All photos encrypted anew')).toBeVisible({ timeout: 90_000 });
  await openSecurity();
  await expect(keys()).toContainText('Changed on', patient);
  await expect(keys()).toContainText('Everything in the vault is encrypted with them.', patient);
  await expect(page.getByRole('list', { name: 'Ways in' }).getByRole('listitem')).toHaveCount(2);
  await page.keyboard.press('Escape');
  // A photo whose file has another name in the vault now.
  await expectDrawn(page);
  await tiles(page).first().focus();
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog', { name: /^Photo /u });
  const picture = viewer.locator('.stage img').last();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(900);
  await page.keyboard.press('Escape');
});

test('the passphrase and the new kit open the vault, and nothing else does', async () => {
  const refused = (): Locator => page.getByText('That did not open the vault. Check it and try again.');
  page = await lock(run, page);
  await passphraseField(page).fill('second passphrase');
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(refused()).toBeVisible(patient);
  await unlock(page, secrets.passphrase);
  page = await lock(run, page);
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await page.getByLabel('Recovery words').fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(refused()).toBeVisible(patient);
  await page.getByLabel('Recovery words').fill(words.join(' '));
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByText('You opened the vault with its recovery words.')).toBeVisible(patient);
});
