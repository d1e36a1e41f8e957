/** @file The window in use: photos organised and found again, a second import with its report, the vault's keys and log, a vault put back from a backup. */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { activity, expectDrawn, goHome, importFolder, lock, unlock } from '../e2e/support/job.ts';
import type { Camera } from './camera.ts';
import { closeDialog, dismissToasts, pictureShown, section, select, tile } from './steps.ts';

export async function organising(camera: Camera): Promise<void> {
  const { page } = camera;
  await select(page, 1, 2, 3, 4, 5, 6);
  await page.keyboard.press('t');
  const tag = page.getByRole('combobox', { name: 'Add a tag' });
  for (const name of ['Alps', 'Autumn', 'With grandmother']) {
    await tag.fill(name);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await dismissToasts(page);
  await select(page, 4, 5, 6, 7);
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Remove the tag “Alps”' }).waitFor();
  await tag.fill('a');
  await camera.shot('tags');
  await camera.smallShot('tags');
  await closeDialog(page);
  await page.keyboard.press('5');
  await page.getByText('4 photos rated 5 stars').first().waitFor();
  await dismissToasts(page);
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Edit 4 photos' });
  await dialog.getByLabel('Hours').fill('-1');
  await dialog.getByText('What becomes of them').waitFor();
  await camera.shot('details');
  await camera.smallShot('details');
  await dialog.getByText('Place', { exact: true }).click();
  await camera.shot('details-place');
  await closeDialog(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await tile(page, 5).click();
  await pictureShown(page);
  await page.keyboard.press('i');
  await page.getByText('Fingerprint of the original').waitFor();
  await camera.shot('info-panel', ['dark']);
  await camera.smallShot('info-panel');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expectDrawn(page);
  await camera.shot('timeline-info');
  await page.keyboard.press('i');

  await select(page, 9, 10, 11);
  await page.keyboard.press('a');
  await page.getByText('3 photos archived').first().waitFor();
  await dismissToasts(page);
  await section(page, /^Archive/u).click();
  await expectDrawn(page);
  await camera.shot('archive');
  await section(page, /^Trash/u).click();
  await camera.shot('trash-empty', ['light']);
  await section(page, 'Photos').click();
}

export async function searching(camera: Camera): Promise<void> {
  const { page } = camera;
  const field = page.getByRole('search').getByRole('combobox');
  await field.fill('camera:fuji 2025 -tag:grandmother ');
  await page.getByRole('list', { name: 'The search was understood as' }).waitFor();
  await field.press('Enter');
  await goHome(page);
  await expectDrawn(page);
  await page.waitForTimeout(1500); // the month that is shown while one scrolls
  await camera.shot('search');
  await camera.smallShot('search', ['dark', 'light']);
  await field.fill('cam');
  await page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').first().waitFor();
  await camera.shot('search-suggestions');
  await field.fill('zebra september 2025');
  await page.getByRole('heading', { name: /^No photos match/u }).waitFor();
  await field.press('Enter');
  await camera.shot('search-nothing');
  await camera.smallShot('search-nothing');
  await field.fill('');
}

export async function places(camera: Camera): Promise<void> {
  const { page } = camera;
  await section(page, 'Places').click();
  await page.getByRole('region', { name: 'Places in view' }).getByRole('listitem').first().waitFor();
  await camera.shot('places');
  await camera.smallShot('places');
  await section(page, 'Photos').click();
}

export async function lookAlikes(camera: Camera): Promise<void> {
  const { page } = camera;
  await section(page, 'Look-alikes').click();
  await page.getByRole('checkbox', { name: /^Keep/u }).first().waitFor({ timeout: 60_000 });
  await camera.shot('look-alikes');
  await camera.smallShot('look-alikes');
  await section(page, 'Photos').click();
}

/** A card with photographs, most of them in the vault already, a film, and files that are none. */
export async function secondImport(camera: Camera, card: string): Promise<void> {
  const { page, run } = camera;
  await importFolder(run, page, card);
  await activity(page).getByRole('button', { name: 'Show report' }).click();
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
  const tabs = page.getByRole('tab');
  await tabs.first().waitFor();
  await page.getByRole('tab', { name: /^Imported/u }).click();
  await page.locator('[role=tabpanel] img').first().waitFor();
  await camera.shot('import-report');
  await camera.smallShot('import-report');
  await page.getByRole('tab', { name: /^Failed/u }).click();
  await camera.shot('import-report-failed');
  await page.getByRole('tab', { name: /^With photos/u }).click();
  await camera.shot('import-report-sidecars', ['dark']);
  await page.getByRole('button', { name: 'Move originals to the bin…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move originals to the bin' });
  await dialog.getByText(/can go\.$/u).waitFor({ timeout: 60_000 });
  await camera.shot('bin');
  await camera.smallShot('bin');
  await closeDialog(page);
  await section(page, 'Photos').click();
  await goHome(page); // the film has no date but today's
  const film = page
    .getByRole('listbox', { name: 'Photos' })
    .getByLabel(/^Video/u)
    .first();
  await film.click();
  await page.locator('.viewer video').waitFor();
  await page.locator('.viewer video').evaluate((video: HTMLVideoElement) => (video.currentTime = 2.5));
  await page.waitForTimeout(500);
  await camera.shot('film', ['dark']);
  await camera.smallShot('film');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

export async function settings(camera: Camera, passphrase: string): Promise<void> {
  // For an entry more in the log.
  camera.page = await lock(camera.run, camera.page);
  await unlock(camera.page, passphrase);
  const { page } = camera;
  await expectDrawn(page);
  await page.keyboard.press('Control+,');
  await page.getByText('Lock when nobody uses it').waitFor();
  await camera.shot('settings');
  const turn = (name: string): Promise<void> =>
    page.getByRole('group', { name: 'Settings' }).getByText(name, { exact: true }).click();
  await turn('Folders');
  await camera.shot('folders');
  await turn('Activity');
  await page.getByRole('list', { name: 'Entries of the log' }).getByRole('listitem').first().waitFor();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText(/entries checked/u).waitFor();
  await camera.shot('activity');
  await camera.smallShot('activity');
  await turn('About');
  await camera.shot('about', ['light']);
  await turn('Security');
  await page.getByText('Everything in the vault is encrypted with them.').waitFor({ timeout: 60_000 });
  await camera.shot('security');
  await camera.smallShot('security');
  await page.getByRole('button', { name: 'Change the vault’s keys…' }).click();
  const proof = page.getByLabel('Your passphrase, which you keep');
  await proof.waitFor();
  await camera.shot('keys');
  await camera.smallShot('keys');
  await proof.fill(passphrase);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Also encrypt all photos anew').waitFor({ timeout: 60_000 });
  await camera.shot('keys-scope');
  await closeDialog(page);
}

/** The vault as it was before its last change comes back from a backup. */
export async function restored(camera: Camera, vault: string, passphrase: string): Promise<void> {
  const { run } = camera;
  const backup = `${path.dirname(vault)}/backup`;
  const whenClosed = async (): Promise<void> => {
    while (readdirSync(vault).includes('lock')) await camera.page.waitForTimeout(100);
  };
  camera.page = await lock(run, camera.page);
  await whenClosed();
  cpSync(vault, backup, { recursive: true });
  await unlock(camera.page, passphrase);
  await tile(camera.page, 1).focus();
  await camera.page.keyboard.press('f');
  await section(camera.page, 'Favourites 1').waitFor();
  camera.page = await lock(run, camera.page);
  await whenClosed();
  rmSync(vault, { recursive: true });
  cpSync(backup, vault, { recursive: true });
  await unlock(camera.page, passphrase);
  const { page } = camera;
  const notice = page.getByRole('region', { name: 'Notices' });
  await notice.getByText('This is an older copy of the vault').waitFor();
  await expectDrawn(page);
  await camera.shot('restored-notice');
  await camera.smallShot('restored-notice');
  await notice.getByRole('button', { name: 'What to do…' }).click();
  await page.getByRole('dialog').getByText('This copy was last changed on').waitFor();
  await camera.shot('restored');
  await camera.smallShot('restored');
  await page.getByRole('button', { name: 'It was restored on purpose…' }).click();
  await camera.shot('restored-accept');
  await camera.smallShot('restored-accept');
  await closeDialog(page);
}

export async function locked(camera: Camera): Promise<void> {
  camera.page = await lock(camera.run, camera.page);
  await camera.page.getByLabel('Passphrase', { exact: true }).fill('twelve secret letters');
  await camera.shot('unlock');
}
