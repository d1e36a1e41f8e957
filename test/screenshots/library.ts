/** @file The library as people have it before them all day: timeline, selection, sections, menus, sheets. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { activity, expectDrawn } from '../e2e/support/job.ts';
import { chooseFromMenu, willChoose } from '../e2e/support/dialogs.ts';
import type { Studio } from './studio.ts';

export async function library(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await camera.shot('timeline', { before: () => drawn(studio) });
  await studio.tile(3).focus();
  await page.keyboard.press('ArrowRight');
  await camera.shot('focus');
  await studio.select(2, 3, 5);
  await camera.shot('selection');
  await page.keyboard.press('i');
  await page.getByText('3 photos selected').waitFor();
  await camera.shot('selection-info');
  await page.keyboard.press('Escape');
  await page.getByText('Fingerprint of the original').waitFor();
  await camera.shot('info-one');
  await page.keyboard.press('i');
  await page
    .getByRole('button', { name: /^Select /u })
    .nth(1)
    .click();
  await camera.shot('day-selected');
  await page.keyboard.press('f');
  await studio.section('Favourites').filter({ hasText: '6' }).waitFor();
  await camera.shot('favourites');
  await page.keyboard.press('Escape');
  await camera.shot('scrubbing', { before: () => scrub(studio) });
  await camera.away();
  await studio.tile(4).click({ button: 'right' });
  await camera.shot('menu-photo', { before: () => reopen(studio, 4), wordless: true });
  await page.keyboard.press('Escape');
  await camera.shot('menu-import', {
    before: async () => {
      await page.keyboard.press('Escape');
      await studio.button('Import').click();
      await page.getByRole('menu').waitFor();
    },
  });
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+b');
  await camera.shot('narrow-sidebar');
  await page.keyboard.press('Control+b');
}

async function drawn(studio: Studio): Promise<void> {
  await studio.camera.away();
  await expectDrawn(studio.page);
}

async function scrub(studio: Studio): Promise<void> {
  const box = await studio.page.locator('.scrubber').boundingBox();
  if (box !== null) await studio.page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.6);
}

async function reopen(studio: Studio, position: number): Promise<void> {
  await studio.page.keyboard.press('Escape');
  await studio.tile(position).click({ button: 'right' });
  await studio.page.getByRole('menu').waitFor();
}

/** What each section shows when there is nothing in it. */
export async function sections(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await studio.goTo('Archive');
  await page.getByRole('heading', { name: 'Nothing is archived' }).waitFor();
  await camera.shot('archive-empty');
  await studio.goTo('Trash');
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
  await camera.shot('trash-empty');
  await studio.goTo('Hidden');
  await page.getByRole('textbox', { name: 'Passphrase' }).waitFor();
  await camera.shot('hidden-gate');
  await studio.goTo('Imports');
  await page
    .getByRole('button', { name: /Journeys/u })
    .first()
    .waitFor();
  await camera.shot('imports');
  await studio.goTo('Look-alikes');
  await page.getByRole('heading', { name: 'No photos look alike' }).waitFor({ timeout: 60_000 });
  await camera.shot('look-alikes-empty');
  await studio.goTo('Favourites');
  await camera.shot('favourites');
}

/** Sheets and lists that lie over everything. */
export async function sheets(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  await page.keyboard.press('?');
  await studio.dialog().waitFor();
  await camera.shot('shortcuts');
  await studio.closeDialog();
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('dialog').getByRole('option').first().waitFor();
  await camera.shot('palette');
  await page.keyboard.type('zzz');
  await camera.shot('palette-nothing');
  await studio.closeDialog();
  await page.keyboard.press('g');
  const date = studio.dialog('Go to a date').getByRole('textbox');
  await date.fill('july 2025');
  await page.getByText('July 2025: 13 photos').waitFor();
  await camera.shot('go-to-date');
  await date.fill('the day before never');
  await camera.shot('go-to-date-nothing');
  await studio.closeDialog();
}

/** Export, and a check of the vault, with what the card tells of them. */
export async function exporting(studio: Studio, prints: string): Promise<void> {
  const { camera, page, run } = studio;
  const card = activity(page);
  await studio.select(2, 3, 5);
  await page.keyboard.press('Control+e');
  const dialog = studio.dialog('Export');
  await dialog.waitFor();
  await camera.shot('no-folder');
  await willChoose(run, prints);
  await dialog.getByRole('button', { name: 'Choose folder…' }).click();
  await dialog.getByText('Decrypted copies can be read by anyone.').waitFor();
  await camera.shot('originals');
  await dialog.getByText('JPEG', { exact: true }).click();
  await dialog.getByText(/^About /u).waitFor();
  await camera.shot('converted');
  await dialog.getByText('Original', { exact: true }).click();
  await dialog.getByRole('button', { name: /^Export/u }).click();
  await card.getByText(/written/u).waitFor();
  await camera.shot('done');
  await studio.button('Dismiss').first().click();
  await stopped(studio, prints);
  await page.keyboard.press('Escape');
  await chooseFromMenu(run, 'Vault', 'Verify…');
  await studio.dialog('Verify the vault').waitFor();
  await camera.shot('verify');
  await studio.button('Verify').click();
  await card.getByText(/verified\./u).waitFor({ timeout: 60_000 });
  await camera.shot('verified');
  await studio.button('Dismiss').first().click();
}

/** The folder is gone while it is being written into, as when a disk is pulled out. */
async function stopped(studio: Studio, prints: string): Promise<void> {
  const { camera, page, run } = studio;
  const card = activity(page);
  const gone = path.join(prints, 'Stick');
  mkdirSync(gone);
  await page.keyboard.press('Control+e');
  const dialog = studio.dialog('Export');
  await dialog.waitFor();
  await willChoose(run, gone);
  await dialog.getByRole('button', { name: 'Change…' }).click();
  await dialog.getByText('Stick').waitFor();
  await dialog.getByText('JPEG', { exact: true }).click();
  await studio.hold('decoder', async () => {
    await dialog.getByRole('button', { name: /^Export/u }).click();
    await card.getByText(/^Exporting/u).waitFor();
    rmSync(gone, { recursive: true });
    writeFileSync(gone, 'no folder any more');
  });
  await card.getByText('Export could not go on').waitFor();
  await camera.shot('stopped');
  await card.getByRole('button', { name: 'Dismiss' }).click();
}
