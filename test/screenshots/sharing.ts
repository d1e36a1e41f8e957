/** @file Sending and receiving: my keys, people, one file out, and files of every kind in. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { activity } from '../e2e/support/job.ts';
import { chooseFromMenu, willChoose, willSaveAs } from '../e2e/support/dialogs.ts';
import { ageTo, ageWith, tarOf } from '../support/sharing.ts';
import { quarters } from '../support/pictures.ts';
import type { Studio } from './studio.ts';

export async function sharing(studio: Studio): Promise<void> {
  const { camera, page, run } = studio;
  const at = (name: string): string => path.join(studio.home, name);
  await page.keyboard.press('Control+,');
  await page.getByRole('group', { name: 'Settings' }).getByText('Sharing', { exact: true }).click();
  const settings = studio.dialog('Settings');
  await settings.getByRole('heading', { name: 'My keys' }).waitFor();
  await camera.shot('keys');
  await willSaveAs(run, at('me.txt'));
  await settings.getByRole('button', { name: 'Save…' }).click();
  await page.getByText('Saved as').waitFor();
  await camera.shot('saved', { sizes: ['small'] });
  await studio.dismissToasts();
  await settings.getByRole('button', { name: 'Show QR code' }).click();
  await settings.getByRole('img', { name: /QR code/u }).waitFor();
  await camera.shot('code');
  await settings.getByRole('button', { name: 'Hide QR code' }).click();
  await settings.getByRole('button', { name: 'Add somebody…' }).click();
  await settings.getByRole('textbox', { name: 'Public keys' }).fill('nothing of the kind');
  await settings.getByText('There is no public key in this.').waitFor();
  await camera.shot('add-wrong');
  await willChoose(run, at('me.txt'));
  await settings.getByRole('button', { name: 'From a file or a QR picture…' }).click();
  await settings.getByRole('list', { name: 'Words to compare', exact: true }).waitFor();
  await settings.getByRole('textbox', { name: 'Name' }).fill('Großmutter Wilhelmine aus Überlingen');
  await camera.shot('add');
  await settings.getByRole('button', { name: 'Add', exact: true }).click();
  await settings.getByText('Großmutter').first().waitFor();
  await camera.shot('people');
  await settings.getByRole('button', { name: /^Remove /u }).click();
  await page.getByText(/You can send to/u).waitFor();
  await camera.shot('remove');
  await page.keyboard.press('Escape');
  await page.getByText(/You can send to/u).waitFor({ state: 'detached' });
  if (await settings.isVisible()) await studio.closeDialog();

  await studio.select(2, 3, 5);
  await page.keyboard.press('Control+Shift+e');
  const send = studio.dialog('Send');
  await send.waitFor();
  await send.getByRole('checkbox', { name: /^Großmutter/u }).check();
  await send.getByRole('textbox', { name: 'Note' }).fill('From our week in the mountains');
  await camera.shot('send');
  await send.getByText('Passphrase', { exact: true }).click();
  await send.getByRole('button', { name: 'Suggest one' }).click();
  await camera.shot('send-passphrase');
  await send.getByText('People', { exact: true }).click();
  const file = at('Mountains.age');
  await willSaveAs(run, file);
  await send.getByRole('button', { name: /^Make the file/u }).click();
  await activity(page).getByText('Ready to send').waitFor({ timeout: 60_000 });
  await camera.shot('ready');
  await studio.button('Dismiss').first().click();
  await page.keyboard.press('Escape');

  const receive = async (one: string): Promise<void> => {
    await willChoose(run, one);
    await chooseFromMenu(run, 'File', 'Receive…');
    await studio.dialog('Receive').getByText(path.basename(one)).waitFor();
  };
  if (existsSync(file)) {
    await receive(file);
    await page.getByText('Signed by this vault itself').waitFor();
    await camera.shot('receive');
    await studio.closeDialog();
  }
  const [recipient = ''] = /^age1(?!pq1)\S+$/mu.exec(readFileSync(at('me.txt'), 'utf8')) ?? [];
  const content = await quarters(700, 500).jpeg().toBuffer();
  const tar = await tarOf([{ name: 'trip/three.jpg', content }]);
  const plain = await ageTo(tar, recipient);
  writeFileSync(at('trip.age'), plain);
  writeFileSync(at('damaged.age'), plain.subarray(0, plain.length - 100));
  writeFileSync(at('locked.age'), await ageWith(tar, 'open sesame'));
  await receive(at('trip.age'));
  await page.getByText('Not signed').waitFor();
  await camera.shot('receive-unsigned');
  await studio.closeDialog();
  await receive(at('damaged.age'));
  await page.getByText('Nothing was taken from it.').waitFor();
  await camera.shot('receive-damaged');
  await studio.closeDialog();
  await receive(at('locked.age'));
  await page.getByRole('textbox', { name: 'Passphrase of this file' }).fill('wrong');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByText('That passphrase does not open this file.').waitFor();
  await camera.shot('receive-passphrase');
  await studio.closeDialog();
}
