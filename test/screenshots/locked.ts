/** @file The locked window: the ways to open the vault, what goes wrong with them, and pages of vaults that cannot be opened. */
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { holdFile, willChoose } from '../e2e/support/dialogs.ts';
import { passphraseField } from '../e2e/support/job.ts';
import { dropFiles } from './settings.ts';
import type { Studio } from './studio.ts';

const patient = { timeout: 60_000 };

export async function unlocking(
  studio: Studio,
  photographs: string,
  shares: readonly string[],
): Promise<void> {
  const { camera, run } = studio;
  await studio.close();
  const { page } = studio;
  await passphraseField(page).fill('twelve secret letters');
  await camera.shot('vault');
  await holdFile(page, 'dragover');
  await camera.shot('drop');
  await holdFile(page, 'dragleave');
  await page.keyboard.press('Enter');
  await studio.hold('engine', async () => {
    await page.getByRole('button', { name: 'Checking…' }).waitFor();
    await camera.shot('checking');
  });
  await page.getByText('That did not open the vault.').waitFor(patient);
  await camera.shot('wrong');
  await page.getByText('More', { exact: true }).first().click();
  await camera.shot('key-file');
  const pictures = readdirSync(photographs).slice(0, 2);
  await willChoose(
    run,
    ...dropFiles(
      studio,
      pictures.map((name) => path.join(photographs, name)),
    ),
  );
  await studio.button('Drop pictures in without unlocking…').click();
  await page.getByText('2 files wait in the drop box.').waitFor(patient);
  await camera.shot('drop-box');
  await studio.button('Use recovery words instead').click();
  await page.getByLabel('Recovery words').fill(studio.words.slice(0, 17).join(' '));
  await camera.shot('words');
  await studio.button('Use shares of the recovery kit').click();
  const [first = '', second = ''] = shares;
  const field = (number: number) => page.getByLabel(`Share ${String(number)}`, { exact: true });
  await field(1).fill(first);
  await page
    .getByText('1 of 2 shares that are needed')
    .or(page.getByText('A word is wrong'))
    .waitFor(patient);
  await camera.shot('shares');
  await field(2).fill(second);
  await page.getByText('Enough shares').or(page.getByText('A word is wrong')).waitFor(patient);
  await camera.shot('shares-enough');
  await studio.button('Use all 24 recovery words').click();
  await page.getByLabel('Recovery words').fill(studio.words.join(' '));
  await studio.button('Unlock').click();
  await page.getByText('You opened the vault with its recovery words.').waitFor(patient);
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await camera.shot('by-words');
  await idle(studio);
}

/** Locked for being left alone, with other vaults to choose from. */
async function idle(studio: Studio): Promise<void> {
  const { camera, run } = studio;
  const next = run.pageAfter(studio.page);
  await run.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  camera.page = await next;
  const { page } = studio;
  await page.getByText('Locked because the computer went to sleep').waitFor();
  await camera.shot('after-sleep');
  const other = path.join(studio.home, 'Reisen mit den Großeltern.lightproof');
  cpSync(studio.vault, other, { recursive: true });
  await willChoose(run, other);
  await studio.button('Open another vault…').click();
  await page.getByText('Other vaults').waitFor();
  await camera.shot('other-vaults');
  await page
    .getByRole('button', { name: /^Family/u })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Family' }).waitFor();
  rmSync(other, { recursive: true });
  await studio.unlock();
}

/** What is told when files of the vault are missing or damaged. */
export async function troubles(studio: Studio): Promise<void> {
  const { camera, vault } = studio;
  await studio.close();
  const { page } = studio;
  const backup = `${studio.home}/backup`;
  const attempt = async (name: string, heading: string | RegExp): Promise<void> => {
    await passphraseField(page).fill(studio.passphrase);
    await studio.button('Unlock').click();
    await page.getByRole('heading', { name: heading }).waitFor(patient);
    await camera.shot(name);
  };
  const again = async (): Promise<void> => {
    await studio.button('Try again').click();
    await passphraseField(page).waitFor();
  };
  renameSync(vault, backup);
  await attempt('missing', 'The vault is not there');
  cpSync(backup, vault, { recursive: true });
  await again();
  for (const name of ['vault.hdr', 'vault.hdr.bak']) writeFileSync(path.join(vault, name), 'nonsense');
  await attempt('header', /lock file/u);
  for (const name of ['vault.hdr', 'vault.hdr.bak']) cpSync(path.join(backup, name), path.join(vault, name));
  await again();
  const blobs = readdirSync(path.join(vault, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));
  const [missing = '', damaged = ''] = blobs;
  rmSync(missing);
  const bytes = readFileSync(damaged);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 50) ^ 1, bytes.length - 50);
  writeFileSync(damaged, bytes);
  rmSync(path.join(vault, 'catalog.db'));
  await attempt('catalogue', 'The vault’s catalogue is missing');
  await studio.button('Repair…').click();
  await page.getByRole('heading', { name: 'Repair the vault' }).waitFor();
  await passphraseField(page).fill(studio.passphrase);
  await camera.shot('repair');
  await studio.button('Repair').click();
  await page.getByRole('heading', { name: 'Repairing the vault' }).waitFor(patient);
  await studio.button('Pause').click();
  await studio.button('Resume').waitFor();
  await camera.shot('repairing');
  await studio.button('Resume').click();
  await page.getByRole('heading', { name: /not every photo could be saved/u }).waitFor(patient);
  await camera.shot('repaired');
  await studio.button('Open the vault').click();
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await studio.close();
  rmSync(vault, { recursive: true });
  renameSync(backup, vault);
  await studio.unlock();
}

/** A photo that cannot be read, and what a check tells of it; then the vault is whole again. */
export async function damage(studio: Studio): Promise<void> {
  const { camera, page, vault } = studio;
  const newest = readdirSync(path.join(vault, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));
  const kept = new Map(newest.map((file) => [file, readFileSync(file)]));
  for (const [file, bytes] of kept) {
    const broken = Buffer.from(bytes);
    broken.writeUInt8(broken.readUInt8(broken.length - 50) ^ 1, broken.length - 50);
    writeFileSync(file, broken);
  }
  await studio.tile(7).click();
  await page.getByText('The file of this photo is damaged.').first().waitFor();
  await camera.shot('photo', { schemes: ['dark'] });
  await studio.closeDialog();
  await page
    .getByRole('button', { name: /Verify|Check due/u })
    .last()
    .click();
  await studio.button('Verify').click();
  const card = page.getByRole('region', { name: 'Activity' });
  await card
    .getByText(/problems? found/u)
    .first()
    .waitFor(patient);
  await camera.shot('verified');
  await card.getByRole('button', { name: 'Show list' }).click();
  await studio.dialog().waitFor();
  await camera.shot('list');
  await studio.closeDialog();
  await studio.button('Dismiss').first().click();
  await page.getByRole('button', { name: /problems? found/u }).click();
  await studio.dialog('Integrity of the vault').waitFor();
  await camera.shot('integrity');
  await studio.closeDialog();
  for (const [file, bytes] of kept) writeFileSync(file, bytes);
}

/** The vault as it was before its last change comes back from a backup. */
export async function restored(studio: Studio): Promise<void> {
  const { camera, vault } = studio;
  const backup = `${studio.home}/older`;
  await studio.close();
  cpSync(vault, backup, { recursive: true });
  await studio.unlock();
  await studio.atHome();
  await studio.page.keyboard.press('f');
  await studio.page.waitForTimeout(500); // written
  await studio.close();
  rmSync(vault, { recursive: true });
  renameSync(backup, vault);
  await studio.unlock();
  const { page } = studio;
  const notice = page.getByRole('region', { name: 'Notices' });
  await notice.getByText('This is an older copy of the vault').waitFor();
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await camera.shot('notice');
  await notice.getByRole('button', { name: 'What to do…' }).click();
  await page.getByRole('dialog').getByText('This copy was last changed on').waitFor();
  await camera.shot('what-to-do');
  await studio.button('It was restored on purpose…').click();
  await camera.shot('accept');
  await studio.closeDialog();
}
