/** @file Sending and receiving in the window: my keys, people, one encrypted file out, and files of every kind in. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { quarters } from '../support/pictures.ts';
import { ageTo, ageWith, tarOf, unage, untar } from '../support/sharing.ts';
import type { Running } from './support/app.ts';
import { expectAccessible, expectSound } from './support/axe.ts';
import { chooseFromMenu, resize, willChoose, willSaveAs } from './support/dialogs.ts';
import { dropFiles } from './support/drops.ts';
import { vaultForAll } from './support/fresh.ts';
import { activity, expectCount, goHome, tiles } from './support/job.ts';

let run: Running;
let page: Page;

const dialog = (name: string): Locator => page.getByRole('dialog', { name });

const home = vaultForAll(
  (given) => ({ run, page } = given),
  async () => ({
    'one.jpg': await quarters(120, 80).jpeg().toBuffer(),
    'two.jpg': await quarters(90, 120).jpeg().toBuffer(),
  }),
);
const at = (name: string): string => path.join(home, name);

/** Both sizes the window is made for. */
async function expectWell(what: string, ...inView: readonly Locator[]): Promise<void> {
  await expectAccessible(run, page, what);
  await resize(run, 900, 600);
  for (const part of inView) await expect(part).toBeInViewport({ ratio: 1 });
  await expectAccessible(run, page, `${what}, small`);
  await resize(run, 1280, 800);
}

async function receive(file: string): Promise<Locator> {
  await willChoose(run, file);
  await chooseFromMenu(run, 'File', 'Receive…');
  await expect(dialog('Receive').getByText(path.basename(file))).toBeVisible();
  return dialog('Receive');
}

async function unselect(): Promise<void> {
  await tiles(page).first().focus();
  await page.keyboard.press('Escape');
  await expectCount(page, 2);
}

async function sharingPage(): Promise<Locator> {
  await page.keyboard.press('Control+,');
  await dialog('Settings').getByText('Sharing', { exact: true }).click();
  await expect(dialog('Settings').getByRole('heading', { name: 'My keys' })).toBeVisible();
  return dialog('Settings');
}

test('shows and saves my keys, and takes those of other people', async () => {
  const settings = await sharingPage();
  await expect(
    settings.getByRole('list', { name: 'Words to compare aloud' }).getByRole('listitem'),
  ).toHaveCount(8);
  await willSaveAs(run, at('me.txt'));
  await settings.getByRole('button', { name: 'Save…' }).click();
  await expect(page.getByText('Saved as')).toBeVisible();
  expect(readFileSync(at('me.txt'), 'utf8')).toMatch(/^age1pq1/mu);
  await settings.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  const copied = await run.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe(readFileSync(at('me.txt'), 'utf8'));
  await run.app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents())
      contents.print = (_options, done) => {
        Object.assign(globalThis, { printed: true });
        done?.(true, '');
      };
  });
  await settings.getByRole('button', { name: 'Print…' }).click();
  await expect.poll(() => run.app.evaluate(() => 'printed' in globalThis)).toBe(true);
  await settings.getByRole('button', { name: 'Show QR code' }).click();
  await expect(settings.getByRole('img', { name: /QR code/u })).toBeVisible();
  await settings.getByRole('button', { name: 'Add somebody…' }).click();
  await expect(settings.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await settings.getByRole('textbox', { name: 'Public keys' }).fill('nothing of the kind');
  await expect(settings.getByText('There is no public key in this.')).toBeVisible();
  await dropFiles(page, settings.getByRole('textbox', { name: 'Public keys' }), [at('me.txt')]);
  await expect(settings.getByRole('textbox', { name: 'Public keys' })).toHaveValue(/age1/u);
  await settings.getByRole('textbox', { name: 'Public keys' }).fill('nothing of the kind');
  await willChoose(run, at('me.txt'));
  await settings.getByRole('button', { name: 'From a file or a QR picture…' }).click();
  await expect(
    settings.getByRole('list', { name: 'Words to compare', exact: true }).getByRole('listitem'),
  ).toHaveCount(8);
  await settings.getByRole('textbox', { name: 'Name' }).fill('My other self');
  await expectWell('keys and people');
  await settings.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(settings.getByText('My other self')).toBeVisible();
  await expect(settings.getByRole('button', { name: 'Add somebody…' })).toBeFocused();
  await settings.getByRole('button', { name: 'Rename My other self' }).click();
  await page.getByLabel('New name').fill('Me again');
  await page.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(settings.getByText('Me again', { exact: true })).toBeVisible();
  await settings.getByRole('button', { name: 'Remove Me again' }).click();
  await expect(page.getByText(/You can send to/u)).toBeVisible();
  await expectSound(page, 'removing somebody');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/You can send to/u)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(settings).toBeHidden();
});

test('sends what is selected as one file, which comes back as signed', async () => {
  await goHome(page);
  await tiles(page).first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+e');
  const send = dialog('Send');
  await expect(send.getByText('2 photos', { exact: true })).toBeVisible();
  const go = send.getByRole('button', { name: 'Make the file: 2 photos' });
  await expect(go).toBeDisabled();
  await send.getByRole('checkbox', { name: 'Me again' }).check();
  await send.getByRole('textbox', { name: 'Note' }).fill('From the window');
  await expectWell('send', go);
  await willSaveAs(run, at('Two.age'));
  await go.click();
  await expect(activity(page).getByText('2 photos, for Me again')).toBeVisible();
  await expect(activity(page).getByText('Ready to send')).toBeVisible();
  expect(existsSync(at('Two.age'))).toBe(true);
  expect(readFileSync(at('Two.age')).subarray(0, 21).toString('latin1')).toBe('age-encryption.org/v1');

  const open = await receive(at('Two.age'));
  await expect(open.getByText('Signed by this vault itself')).toBeVisible();
  await expect(open.getByText('From the window')).toBeVisible();
  await expect(open.getByText('2 already here')).toBeVisible();
  await expectWell('receive', open.getByRole('button', { name: 'Import 2 photos' }));
  await page.keyboard.press('Escape');
  await expect(open).toBeHidden();
  await unselect();
});

test('sends two files, one by keys and one by a passphrase', async () => {
  await goHome(page);
  await page.keyboard.press('Control+Shift+e');
  const send = dialog('Send');
  await send.getByText('Both', { exact: true }).click();
  await send.getByRole('checkbox', { name: 'Me again' }).check();
  const go = send.getByRole('button', { name: 'Make two files: 2 photos' });
  await expect(go).toBeDisabled();
  await send.getByRole('textbox', { name: 'Passphrase' }).fill('one for the second file');
  await expectAccessible(run, page, 'send, both');
  await willSaveAs(run, at('Both.age'));
  await go.click();
  await expect(send).toBeHidden();
  await expect.poll(() => readdirSync(home).filter((name) => name.startsWith('Both'))).toHaveLength(2);
});

test('sends by a passphrase that it suggests, without what the files say', async () => {
  await goHome(page);
  await tiles(page).first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+e');
  const send = dialog('Send');
  await send.getByText('Passphrase', { exact: true }).click();
  await send.getByRole('button', { name: 'Suggest one' }).click();
  const field = send.getByRole('textbox', { name: 'Passphrase' });
  await expect(field).not.toHaveValue('');
  const passphrase = await field.inputValue();
  await send.getByText('Clean copies', { exact: true }).click();
  await send.getByRole('checkbox', { name: /^Sign/u }).uncheck();
  await willSaveAs(run, at('Secret.age'));
  await send.getByRole('button', { name: /^Make the file/u }).click();
  await expect(activity(page).getByText('2 photos, for whoever knows the passphrase')).toBeVisible({
    timeout: 60_000,
  });
  const files = await untar(await unage(readFileSync(at('Secret.age')), { passphrase }));
  expect([...files.keys()]).toContain('Secret/photos/one.jpg');
  expect([...files.keys()].some((name) => name.endsWith('.minisig'))).toBe(false);
  await unselect();
});

test('takes what others have made as what it is, and nothing of a damaged file', async () => {
  const [recipient = ''] = /^age1(?!pq1)\S+$/mu.exec(readFileSync(at('me.txt'), 'utf8')) ?? [];
  const content = await quarters(70, 70).jpeg().toBuffer();
  const tar = await tarOf([{ name: 'trip/three.jpg', content }]);
  const plain = await ageTo(tar, recipient);
  writeFileSync(at('trip.age'), plain);
  writeFileSync(at('damaged.age'), plain.subarray(0, plain.length - 100));
  writeFileSync(at('locked.age'), await ageWith(tar, 'open sesame'));

  const damaged = await receive(at('damaged.age'));
  await expect(damaged.getByText('Nothing was taken from it.')).toBeVisible();
  await expect(damaged.getByRole('button', { name: /^Import/u })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(damaged).toBeHidden();

  const locked = await receive(at('locked.age'));
  const field = locked.getByRole('textbox', { name: 'Passphrase of this file' });
  await field.fill('wrong');
  await locked.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(locked.getByText('That passphrase does not open this file.')).toBeVisible();
  await field.fill('open sesame');
  await locked.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(locked.getByText('Not signed')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(locked).toBeHidden();

  const open = await receive(at('trip.age'));
  await expect(open.getByText('Anybody can have made it')).toBeVisible();
  await open.getByRole('textbox', { name: 'Put into album' }).fill('Trip');
  await expectAccessible(run, page, 'receive, unsigned');
  await open.getByRole('button', { name: 'Import all the same' }).click();
  await expect(activity(page).getByText('1 photo imported')).toBeVisible();
  await goHome(page);
  await expectCount(page, 3);
  await page.getByRole('treeitem', { name: /^Trip/u }).click();
  await expectCount(page, 1);
  const only = page.getByRole('main').getByRole('option');
  await expect(only).toHaveCount(1);
  await only.dblclick();
  await expect(dialog('Photo three.jpg')).toBeVisible();
  await page.keyboard.press('i');
  await expect(page.getByText('trip.age, ')).toBeVisible();
});

test('goes on with a file that could not be taken whole', async () => {
  await page.keyboard.press('Escape');
  await expect(dialog('Photo three.jpg')).toBeHidden();
  const [recipient = ''] = /^age1(?!pq1)\S+$/mu.exec(readFileSync(at('me.txt'), 'utf8')) ?? [];
  const four = await quarters(81, 70).jpeg().toBuffer();
  const five = Buffer.concat([await quarters(82, 70).jpeg().toBuffer(), randomBytes(2_000_000)]);
  const tar = await tarOf([
    { name: 'more/four.jpg', content: four },
    { name: 'more/five.jpg', content: five },
  ]);
  const whole = await ageTo(tar, recipient);
  writeFileSync(at('more.age'), whole);
  const open = await receive(at('more.age'));
  await expect(open.getByText('Not signed')).toBeVisible();
  // As on a stick that fails between being looked at and being copied.
  const broken = Buffer.concat([whole.subarray(0, 300_000), Buffer.alloc(whole.length - 300_000)]);
  writeFileSync(at('more.age'), broken);
  await open.getByRole('button', { name: 'Import all the same' }).click();
  await expect(open).toBeHidden();
  await page.getByRole('button', { name: 'Imports' }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: /more\.age/u })
    .click();
  const again = page.getByRole('button', { name: 'Open the file again…' });
  // Opened while it was still at it, the report stays with what was imported.
  await page.getByRole('tab', { name: 'Failed 1' }).click();
  await expect(page.getByText('five.jpg', { exact: true })).toBeVisible();
  await again.click();
  await expect(dialog('Receive').getByText('This file is damaged')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog('Receive')).toBeHidden();
  writeFileSync(at('more.age'), whole);
  await again.click();
  await expect(dialog('Receive').getByText('Goes on with its import')).toBeVisible();
  await expectAccessible(run, page, 'receive, going on');
  await dialog('Receive').getByRole('button', { name: 'Go on', exact: true }).click();
  await expect(dialog('Receive')).toBeHidden();
  await expect(again).toBeHidden();
  await expect(page.getByRole('tab', { name: 'Failed 0' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Imported 2' })).toBeVisible();
});
