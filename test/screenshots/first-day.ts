/** @file The window on its first day: a vault is made and filled with photographs. Everything else stands on it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { willChoose } from '../e2e/support/dialogs.ts';
import { activity, answerWords, createVault, expectDrawn, startImport } from '../e2e/support/job.ts';
import type { Studio } from './studio.ts';

/** Milliseconds of work after which stopping is asked about. */
const askedFrom = 10_500;

/** From the first screen to the empty library. */
export async function firstRun(studio: Studio): Promise<void> {
  const { camera, home, page, run } = studio;
  const create = page.getByRole('button', { name: 'Create a vault' });
  await create.waitFor();
  await camera.size('large');
  await camera.shot('welcome');
  await create.click();
  await page
    .getByText('This is a folder for temporary files.')
    .or(page.getByText(/free on this/u))
    .waitFor();
  await page.getByLabel('Name').fill('');
  await camera.shot('where-unnamed');
  await page.getByLabel('Name').fill('Family');
  await willChoose(run, home);
  await studio.button('Change…').click();
  await page.getByText(/free on this disk/u).waitFor();
  await camera.shot('where');
  await studio.button('Continue').click();
  await page.locator('output').waitFor();
  await camera.shot('passphrase');
  await page.getByText('My own').click();
  await page.getByLabel('Passphrase', { exact: true }).fill('grandmother’s cat');
  await page.getByLabel('Repeat the passphrase').fill('grandfather');
  await page.getByText('The two are not the same.').waitFor();
  await page.getByText('Estimating').waitFor({ state: 'detached' });
  await camera.shot('passphrase-own');
  await studio.button('Back').click();
  await studio.button('Back').click();
  const secrets = await createVault(run, page, home, 'Family');
  studio.passphrase = secrets.passphrase;
  studio.words = secrets.words;
  await camera.shot('kit');
  await studio.button('Go on without').click();
  await studio.button('Back to the words').waitFor();
  await camera.shot('kit-skip');
  await studio.button('Back to the words').click();
  await studio.button('I have kept it').click();
  await answerWords(page, () => 'zebra');
  await studio.button('Finish').click();
  await page
    .getByText(/^Not quite/u)
    .first()
    .waitFor();
  await camera.shot('kit-words');
  await answerWords(page, (position) => secrets.words[position - 1] ?? '');
  await studio.button('Finish').click();
  await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
  await camera.shot('empty-library');
}

/** Three photos by themselves, then all the others. */
export async function firstImport(studio: Studio, photographs: string): Promise<void> {
  const { camera, page, run } = studio;
  const card = activity(page);
  const all = readdirSync(photographs)
    .sort()
    .map((name) => path.join(photographs, name));
  await willChoose(run, ...all.slice(0, 3));
  await studio.button('Add photos').click();
  await page.getByRole('button', { name: 'Import 3 photos' }).click();
  await card.getByText('Import finished').waitFor();
  await expectDrawn(page);
  await camera.shot('finished');
  await studio.button('Dismiss').click();
  await camera.shot('three-photos');

  await studio.hold('engine', async () => {
    await willChoose(run, photographs);
    await page.keyboard.press('Control+i');
    await page.getByText('Looking for photos…').or(page.getByText('Comparing with the vault…')).waitFor();
    await camera.shot('looking');
  });
  const start = page.getByRole('button', { name: /^Import \d+ photos$/u });
  await start.waitFor();
  await page.getByLabel('Add to album').fill(path.basename(photographs));
  await camera.shot('summary');
  const release = studio.brake('decoder', 130);
  await start.click();
  await camera.away();
  await card.getByText(/^\d+ of /u).waitFor();
  await card.getByRole('button', { name: 'Pause' }).dispatchEvent('click');
  await card.getByText('Paused').waitFor();
  await camera.shot('paused');
  await card.getByRole('button', { name: 'Resume' }).click();
  const resumed = performance.now();
  await card.getByText(/^(?:[89]|\d\d) of /u).waitFor();
  await card.getByText(/photos\/s/u).waitFor();
  // Not all at once: a decoder that says nothing for long is taken for hung.
  await studio.hold('decoder', async () => {
    await camera.shot('progress');
    await page.waitForTimeout(askedFrom - (performance.now() - resumed));
  });
  await card.getByText(/^(?:1[3-9]|[2-9]\d) of /u).waitFor(); // it has told of itself since
  await studio.hold('decoder', async () => {
    await card.getByRole('button', { name: 'Cancel' }).click();
    await card.getByRole('group', { name: 'Stop importing?' }).waitFor();
    await camera.shot('stop');
    await card.getByRole('button', { name: 'Keep going' }).click();
    await card.getByRole('button', { name: 'Minimise activity' }).click();
  });
  await studio.hold('decoder', () => camera.shot('minimised'));
  await page.getByRole('button', { name: 'Show activity' }).click();
  release();
  await card.getByText('Import finished').waitFor({ timeout: 300_000 });
  await card.getByRole('button', { name: 'Dismiss' }).click();
}

/** As quickly as can be, for chapters that stand on it. */
export async function firstImportOnly(studio: Studio, photographs: string): Promise<void> {
  await startImport(studio.run, studio.page, photographs);
  const card = activity(studio.page);
  await card.getByText('Import finished').waitFor({ timeout: 300_000 });
  await card.getByRole('button', { name: 'Dismiss' }).click();
}
