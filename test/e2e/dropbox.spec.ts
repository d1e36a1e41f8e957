/**
 * @file The recovery kit split into shares, pictures put into the locked vault, and the vault opened with enough shares: what was dropped is there. In the real window.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { turned } from '../support/pictures.ts';
import type { Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { chooseFromMenu, willChoose, willSaveAs } from './support/dialogs.ts';
import { dropFiles } from './support/drops.ts';
import { vaultForAll } from './support/fresh.ts';
import { lock, tiles, unlock, type Secrets } from './support/job.ts';

const patient = { timeout: 60_000 };
let run: Running;
let page: Page;
let secrets: Secrets;
const shares: string[] = [];

const home = vaultForAll((given) => ({ run, page, ...secrets } = given));

async function shot(name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder === undefined) return;
  for (const [width, height] of [
    [1280, 800],
    [900, 600],
  ] as const)
    for (const colorScheme of ['dark', 'light'] as const) {
      await run.app.evaluate(
        ({ BaseWindow }, [w, h]) => BaseWindow.getAllWindows()[0]?.setContentSize(w, h),
        [width, height] as const,
      );
      await page.emulateMedia({ colorScheme });
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
      await page.screenshot({ path: path.join(folder, `${name}-${String(width)}-${colorScheme}.png`) });
    }
}

test('the recovery kit is split, each share printed by itself, after it was tried', async () => {
  await chooseFromMenu(run, 'File', 'Settings…');
  await page.getByText('Security', { exact: true }).click();
  await page.getByRole('button', { name: 'More about Recovery words' }).click();
  await page.getByRole('menuitem', { name: 'Split into shares…' }).click();
  await page.getByLabel('How many shares').selectOption('3');
  await page.getByLabel('How many of them are needed').selectOption('2');
  const words = page.getByLabel('Recovery words', { exact: true });
  const wrong = secrets.words.with(0, secrets.words[0] === 'zoo' ? 'abandon' : 'zoo');
  await words.fill(wrong.join(' '));
  await page.getByRole('button', { name: 'Make the shares' }).click();
  await expect(page.getByText('These are not the words of a recovery kit.')).toBeVisible(patient);
  await expectAccessible(run, page, 'splitting the kit');
  await shot('split');
  await words.fill(secrets.words.join(' '));
  await page.getByRole('button', { name: 'Make the shares' }).click();
  await expect(page.getByRole('heading', { name: 'Share 1 of 3' })).toBeVisible(patient);
  await expect(page.getByText('The shares were tried: they open this vault.')).toBeVisible();
  await expectAccessible(run, page, 'a share');
  await shot('share');
  const pdf = path.join(home, 'share.pdf');
  await willSaveAs(run, pdf);
  await page.getByRole('button', { name: 'Save this share as PDF' }).click();
  await expect(page.getByText(`Saved to ${pdf}`)).toBeVisible(patient);
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  for (const number of [1, 2, 3]) {
    await expect(page.getByRole('heading', { name: `Share ${String(number)} of 3` })).toBeVisible();
    const list = page.locator('.over').getByRole('list', { name: `The words of share ${String(number)}` });
    const text = await list.getByRole('listitem').allInnerTexts();
    shares.push(text.map((word) => word.replace(/\d+/u, '').trim()).join(' '));
    if (number < 3) await page.getByRole('button', { name: 'Next share' }).click();
  }
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('1 of 3 were printed or saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByRole('heading', { name: 'Share 3 of 3' })).toBeHidden();
});

test('pictures go into the locked vault without a passphrase', async () => {
  page = await lock(run, page);
  const files = ['IMG_1.jpg', 'IMG_2.jpg'].map((name) => path.join(home, name));
  for (const [at, file] of files.entries()) writeFileSync(file, await turned(at === 0 ? 1 : 2));
  const text = path.join(home, 'damaged.jpg');
  writeFileSync(text, 'no picture');
  await willChoose(run, ...files, text);
  await page.getByRole('button', { name: 'Drop pictures in without unlocking…' }).click();
  await expect(page.getByText('2 pictures put into the vault’s drop box.')).toBeVisible(patient);
  await expect(page.getByText('1 file could not be put in:')).toBeVisible();
  await expect(page.getByText('2 files wait in the drop box.')).toBeVisible();
  await expectAccessible(run, page, 'a drop into the locked vault');
  await shot('dropped');
});

test('enough shares open the vault, and what was dropped is in it', async () => {
  await page.getByRole('button', { name: 'Use recovery words instead' }).click();
  await page.getByRole('button', { name: 'Use shares of the recovery kit' }).click();
  const field = (number: number) => page.getByLabel(`Share ${String(number)}`, { exact: true });
  const [first = '', , third = ''] = shares;
  const words = third.split(' ');
  await field(1).fill(words.with(3, words[3] === 'zoo' ? 'abandon' : 'zoo').join(' '));
  await expect(page.getByText('A word is wrong, or two were swapped.')).toBeVisible(patient);
  await field(1).fill(third);
  await expect(page.getByText('Share 3 of 3; 2 are needed')).toBeVisible(patient);
  await expect(page.getByText('1 of 2 shares that are needed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeDisabled();
  await field(2).fill(first);
  await expect(page.getByText('Enough shares to open the vault')).toBeVisible(patient);
  await expectAccessible(run, page, 'shares at the unlock screen');
  await shot('unlock-shares');
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(tiles(page)).toHaveCount(2, patient);
});

test('the settings tell the fingerprint and save the public key', async () => {
  await chooseFromMenu(run, 'File', 'Settings…');
  await page.getByText('Folders', { exact: true }).click();
  const section = page.getByRole('region', { name: 'Drop box' });
  await expect(section.getByText('Nothing waits in it.')).toBeVisible(patient);
  const fingerprint = await section.locator('dd').innerText();
  expect(fingerprint.split(' ')).toHaveLength(8);
  const key = path.join(home, 'family.key');
  await willSaveAs(run, key);
  await section.getByRole('button', { name: 'Save its public key…' }).click();
  await expect.poll(() => (existsSync(key) ? readFileSync(key, 'utf8') : '')).toContain(fingerprint);
  await expectAccessible(run, page, 'the drop box in the settings');
  await shot('settings');
});

test('what is dropped while a dialog is open waits, and says so', async () => {
  const settings = page.getByRole('dialog', { name: 'Settings' });
  const third = path.join(home, 'IMG_3.jpg');
  writeFileSync(third, await turned(3));
  const waits = page.getByText('What is dropped waits until this is closed.');
  await dropFiles(page, settings, [third], () => expect(waits).toBeVisible());
  await expect(waits).toBeVisible();
  await page.keyboard.press('Escape');
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await expect(dialog.getByRole('button', { name: 'Import 1 photo' })).toBeVisible(patient);
});

test('what still waits when the vault is locked is told after unlocking, until it is seen to', async () => {
  // The first is being asked about, the second waits for that.
  await dropFiles(page, page.getByRole('dialog', { name: 'Import' }), [path.join(home, 'IMG_3.jpg')]);
  const told = (): Locator =>
    page.getByText('2 files or folders were waiting to be imported when the vault was locked.');
  const lockFromMenu = async (): Promise<void> => {
    const next = run.pageAfter(page);
    await chooseFromMenu(run, 'Vault', 'Lock');
    page = await next;
    await unlock(page, secrets.passphrase);
  };
  await lockFromMenu();
  await expect(told()).toBeVisible();
  await lockFromMenu();
  await expect(told()).toBeVisible();
  await willChoose(run, path.join(home, 'IMG_3.jpg'));
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Add photos' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await expect(dialog.getByRole('button', { name: 'Import 1 photo' })).toBeVisible(patient);
  await expect(told()).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a folder dropped where watched folders are is watched, and where copies go it is asked for', async () => {
  await chooseFromMenu(run, 'File', 'Settings…');
  await page.getByText('Folders', { exact: true }).click();
  const elsewhere = path.join(home, 'Camera');
  mkdirSync(elsewhere);
  await dropFiles(page, page.getByRole('button', { name: 'Watch a folder…' }), [elsewhere]);
  await expect(page.getByRole('dialog').getByText(elsewhere)).toBeVisible();
  await page.getByRole('button', { name: `Stop watching ${elsewhere}` }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+e');
  await run.app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = (...given: unknown[]) => {
      Object.assign(globalThis, { begun: Reflect.get(Object(given.at(-1)), 'defaultPath') });
      return Promise.resolve({ canceled: true, filePaths: [] });
    };
  });
  await dropFiles(page, page.getByRole('button', { name: 'Choose folder…' }), [elsewhere]);
  await expect
    .poll(() => run.app.evaluate(() => Reflect.get(globalThis, 'begun') as unknown))
    .toBe(elsewhere);
  await page.keyboard.press('Escape');
});

test('a vault dropped on the open one is called that, and on a locked one it is opened, whatever its folder is called', async () => {
  const own = path.join(home, 'Family.lightproof');
  const copy = path.join(home, 'Copy of it');
  cpSync(own, copy, { recursive: true });
  await dropFiles(page, page.getByRole('main'), [own]);
  await expect(page.getByText('This vault is open.')).toBeVisible();
  await dropFiles(page, page.getByRole('main'), [copy]);
  await expect(page.getByText('“Copy of it” is a vault.')).toBeVisible();
  page = await lock(run, page);
  await dropFiles(page, page.getByRole('heading', { name: 'Family' }), [copy]);
  await expect(page.getByText(copy, { exact: true })).toBeVisible();
});
