/** @file The library with 100,000 photos: the vault that the window is measured with (test/bench), made once in a minute. */
import { benchVault } from '../bench/library-vault.ts';
import { libraryPassphrase } from '../support/large-library.ts';
import { expectDrawn, passphraseField } from '../e2e/support/job.ts';
import { willChoose } from '../e2e/support/dialogs.ts';
import type { Studio } from './studio.ts';

export async function many(studio: Studio): Promise<void> {
  const { camera, run } = studio;
  const vault = await benchVault(100_000);
  await studio.lock();
  const { page } = studio;
  await willChoose(run, vault);
  await studio.button('Open another vault…').click();
  await page.getByRole('heading', { name: /^Library/u }).waitFor();
  await passphraseField(page).fill(libraryPassphrase);
  const release = studio.brake('engine', 180);
  await page.keyboard.press('Enter');
  const reading = page.getByText('Reading the catalogue…');
  const photo = page.getByRole('listbox').getByRole('option');
  await reading.or(photo).filter({ visible: true }).first().waitFor({ timeout: 120_000 });
  if (await reading.isVisible()) await studio.hold('engine', () => camera.shot('loading'));
  else console.log('many: the catalogue was read before that could be pictured');
  release();
  await expectDrawn(page);
  await camera.shot('timeline');
  await page.keyboard.press('Control+a');
  await page.getByText('100,000 selected').waitFor();
  await camera.shot('all-selected');
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await expectDrawn(page);
  await camera.shot('end');
  await page.getByRole('treeitem', { name: /^Half/u }).click();
  await expectDrawn(page);
  await camera.shot('album');
}
