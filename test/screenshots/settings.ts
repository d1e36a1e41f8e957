/** @file Every page of the settings, and what the vault's security asks and shows. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { willChoose, willSaveAs } from '../e2e/support/dialogs.ts';
import type { Studio } from './studio.ts';

async function turn({ page }: Studio, name: string): Promise<void> {
  await page.getByRole('group', { name: 'Settings' }).getByText(name, { exact: true }).click();
}

export async function settings(studio: Studio): Promise<void> {
  const { camera, page, run } = studio;
  await page.keyboard.press('Control+,');
  await page.getByText('Lock when nobody uses it').waitFor();
  await camera.shot('general');
  await turn(studio, 'Folders');
  await page.getByText('Nothing waits in it.').waitFor();
  await camera.shot('folders-none');
  const watched = path.join(studio.home, 'Bilder vom Handy, die von selbst ankommen');
  mkdirSync(watched, { recursive: true });
  await willChoose(run, watched);
  await page.getByRole('button', { name: 'Watch a folder…' }).click();
  await page.getByRole('button', { name: /^Stop watching/u }).waitFor();
  await camera.shot('folders');
  await turn(studio, 'Export');
  await camera.shot('export');
  await turn(studio, 'Storage');
  await page.getByText('The vault as a whole').waitFor();
  await camera.shot('storage');
  await turn(studio, 'Activity');
  await page.getByRole('list', { name: 'Entries of the log' }).getByRole('listitem').first().waitFor();
  await camera.shot('activity');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText(/entries checked/u).waitFor();
  await camera.shot('activity-checked');
  await turn(studio, 'About');
  await camera.shot('about');
  await studio.closeDialog();
}

export async function security(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  const back = async (): Promise<void> => {
    await page.getByRole('dialog').getByRole('button', { name: 'Back' }).click();
    await page.getByRole('list', { name: 'Ways in' }).waitFor();
  };
  const choose = async (slot: string, item: string): Promise<void> => {
    await page.getByRole('button', { name: `More about ${slot}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await page.keyboard.press('Control+,');
  await turn(studio, 'Security');
  await page.getByText('Everything in the vault is encrypted with them.').waitFor({ timeout: 60_000 });
  await camera.shot('ways-in');
  await page.getByRole('button', { name: 'Add a passphrase…' }).click();
  await camera.shot('add');
  await page.getByText('With a key file').click();
  await camera.shot('add-key-file');
  await back();
  await choose('Passphrase', 'Change the passphrase…');
  await camera.shot('change');
  await back();
  await choose('Passphrase', 'Rename…');
  await camera.shot('rename');
  await back();
  await choose('Passphrase', 'Remove…');
  await camera.shot('remove');
  await back();
  await page.getByRole('button', { name: 'Change the vault’s keys…' }).click();
  const proof = page.getByLabel('Your passphrase, which you keep');
  await proof.waitFor();
  await camera.shot('keys');
  await proof.fill('not the passphrase');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('That does not open this vault.').waitFor();
  await camera.shot('keys-wrong');
  await proof.fill(studio.passphrase);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Also encrypt all photos anew').waitFor({ timeout: 60_000 });
  await camera.shot('keys-scope');
  await studio.closeDialog();
}

/** The recovery kit made anew, and split into shares. Answers the words of two shares. */
export async function kits(studio: Studio): Promise<readonly string[]> {
  const { camera, page, run } = studio;
  await page.keyboard.press('Control+,');
  await turn(studio, 'Security');
  await page.getByRole('button', { name: 'New recovery kit…' }).click();
  const proof = page.getByLabel('To allow this, enter a current passphrase');
  await proof.waitFor();
  await camera.shot('new');
  await proof.fill(studio.passphrase);
  await page.getByRole('button', { name: 'Show the new words' }).click();
  await page.getByRole('heading', { name: 'Your new recovery kit' }).waitFor();
  await camera.shot('renew');
  await camera.paper('renew');
  await studio.button('Cancel').click();
  await studio.button('Keep the old kit').waitFor();
  await camera.shot('renew-cancel');
  await studio.button('Keep the old kit').click();
  await page.keyboard.press('Control+,');
  await turn(studio, 'Security');
  await page.getByRole('button', { name: 'More about Recovery words' }).click();
  await page.getByRole('menuitem', { name: 'Split into shares…' }).click();
  await page.getByLabel('How many shares').selectOption('3');
  await page.getByLabel('How many of them are needed').selectOption('2');
  await camera.shot('split');
  await page.getByLabel('Recovery words', { exact: true }).fill(studio.words.join(' '));
  await page.getByRole('button', { name: 'Make the shares' }).click();
  await page.getByRole('heading', { name: 'Share 1 of 3' }).waitFor({ timeout: 60_000 });
  await camera.shot('share');
  await camera.paper('share');
  const pdf = path.join(studio.home, 'Share of Family.pdf');
  await willSaveAs(run, pdf);
  await page.getByRole('button', { name: 'Save this share as PDF' }).click();
  await page.getByText(/^Saved to/u).waitFor();
  await camera.shot('share-saved');
  const shares: string[] = [];
  for (const number of [1, 2, 3]) {
    await page.getByRole('heading', { name: `Share ${String(number)} of 3` }).waitFor();
    const list = page.locator('.over').getByRole('list', { name: `The words of share ${String(number)}` });
    const text = await list.getByRole('listitem').allInnerTexts();
    shares.push(text.map((word) => word.replace(/\d+/u, '').trim()).join(' '));
    if (number < 3) await studio.button('Next share').click();
  }
  await studio.button('Done').click();
  await page.getByText('1 of 3 were printed or saved.').waitFor();
  await camera.shot('shares-end');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  return shares;
}

/** Pictures for the drop box, and a file that is none. */
export function dropFiles(studio: Studio, pictures: readonly string[]): readonly string[] {
  const text = path.join(studio.home, 'damaged.jpg');
  writeFileSync(text, 'no picture');
  return [...pictures, text];
}
