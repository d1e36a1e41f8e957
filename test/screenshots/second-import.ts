/** @file A second import from a card, its report with every list, and the way of the originals to the bin. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { activity, importFolder } from '../e2e/support/job.ts';
import { holdFile, willChoose } from '../e2e/support/dialogs.ts';
import type { Studio } from './studio.ts';

export async function secondImport(studio: Studio, card: string): Promise<void> {
  const { camera, page, run } = studio;
  await importFolder(run, page, card);
  await camera.shot('finished');
  await activity(page).getByRole('button', { name: 'Show report' }).click();
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
  for (const [tab, name] of [
    ['Imported', 'imported'],
    ['Already in vault', 'already'],
    ['With photos', 'with-photos'],
    ['Skipped', 'skipped'],
    ['Failed', 'failed'],
  ] as const) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`, 'u') }).click();
    await page.locator('[role=tabpanel]').locator('img, [role=listitem], li, p').first().waitFor();
    await camera.shot(name);
  }
  await studio.button('Move originals to the bin…').click();
  const bin = studio.dialog('Move originals to the bin');
  await bin.getByText(/can go\.$/u).waitFor({ timeout: 60_000 });
  await camera.shot('bin');
  const staying = bin.getByText('Stay', { exact: true });
  if (await staying.isVisible()) {
    await staying.click();
    await camera.shot('bin-staying');
  }
  await studio.closeDialog();
  await studio.button('Show photos').click();
  await page.getByRole('heading', { name: 'One import' }).waitFor();
  await camera.shot('its-photos');
  // The same card once more: nothing in it is new.
  for (const name of ['Packing list.txt', 'DSCF9999.JPG', 'DSCF9998.JPG'])
    rmSync(path.join(card, name), { force: true });
  await willChoose(run, card);
  await page.keyboard.press('Control+i');
  await page.getByText(/already in the vault\./u).waitFor();
  await camera.shot('nothing-new');
  await studio.closeDialog();
  await dropping(studio);
}

/** Files of another program are held over the window. */
async function dropping(studio: Studio): Promise<void> {
  const { camera, page } = studio;
  const file = path.join(studio.home, 'held.jpg');
  writeFileSync(file, 'held');
  await holdFile(page, 'dragover');
  await camera.shot('drop', { before: () => holdFile(page, 'dragover') });
  await holdFile(page, 'dragleave');
}
