/** @file The window on its first day: a vault is made, filled with photographs, and looked at. */
import path from 'node:path';
import { willChoose } from '../e2e/support/dialogs.ts';
import { activity, confirmKit, createVault, expectDrawn, type Secrets } from '../e2e/support/job.ts';
import { exists, processesUnder } from '../e2e/support/job-processes.ts';
import { both, type Camera } from './camera.ts';
import { closeDialog, pictureShown, tile } from './steps.ts';

/** From the first screen to the empty library. */
export async function firstRun(camera: Camera, home: string): Promise<Secrets> {
  const { page, run } = camera;
  const create = page.getByRole('button', { name: 'Create a vault' });
  await create.waitFor();
  await camera.size(1280, 800);
  await camera.shot('first-run-welcome');
  await create.click();
  await willChoose(run, home);
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByText(/free on this disk/u).waitFor();
  await camera.shot('first-run-where');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('output').waitFor();
  await camera.shot('first-run-passphrase');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  const secrets = await createVault(run, page, home, 'Family');
  await camera.shot('first-run-kit');
  await confirmKit(page, secrets.words);
  await camera.shot('empty-library');
  return secrets;
}

export async function firstImport(camera: Camera, photographs: string): Promise<void> {
  const { page, run } = camera;
  await willChoose(run, photographs);
  await page.getByRole('button', { name: 'Add folder' }).click();
  const start = page.getByRole('button', { name: /^Import \d+ photos$/u });
  await start.waitFor();
  await page.getByLabel('Add to album').fill(path.basename(photographs));
  await camera.shot('import-summary');
  const release = brake(run.app.process().pid);
  await start.click();
  await page.mouse.move(330, 4);
  const card = activity(page);
  // Over sooner than the colours have changed: held while they do.
  for (const scheme of both) {
    // Without pointer and focus, which would show.
    await card.getByRole('button', { name: 'Pause' }).dispatchEvent('click');
    await card.getByText('Paused').waitFor();
    await camera.settle(scheme);
    await card.getByRole('button', { name: 'Resume' }).dispatchEvent('click');
    await card.getByText(/^(?:[89]|\d\d) of /u).waitFor();
    await card.getByText(/photos\/s/u).waitFor();
    await camera.keep('import-progress', scheme);
  }
  release();
  await card.getByText('Import finished').waitFor({ timeout: 300_000 });
  await card.getByRole('button', { name: 'Dismiss' }).click();
}

export async function looking(camera: Camera, exports: string): Promise<void> {
  const { page, run } = camera;
  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
  await expectDrawn(page);
  await camera.shot('timeline');
  await camera.size(900, 600);
  await expectDrawn(page);
  await camera.shot('timeline-small');
  await camera.size(1280, 800);
  await expectDrawn(page);
  for (const position of [2, 3, 5]) await tile(page, position).click({ modifiers: ['Control'] });
  await camera.shot('selection');
  await willChoose(run, exports);
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('button', { name: 'Choose folder…' }).click();
  await dialog.getByText('Decrypted copies can be read by anyone.').waitFor();
  await camera.shot('export');
  await dialog.getByText('JPEG', { exact: true }).click();
  await camera.shot('export-converted');
  await camera.smallShot('export-converted');
  await closeDialog(page);
  await page.keyboard.press('Escape');

  await tile(page, 5).click();
  await pictureShown(page);
  // The viewer is dark in either theme.
  await camera.shot('viewer', ['dark']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Stops the decoders two thirds of the time, so that an import can be looked at on a quick machine too. Answers what lets them go. */
function brake(app: number | undefined): () => void {
  const tell = (decoder: number, signal: 'SIGSTOP' | 'SIGCONT'): void => {
    if (exists(decoder)) process.kill(decoder, signal);
  };
  const timer = setInterval(() => {
    for (const decoder of processesUnder(app, 'decoder')) {
      tell(decoder, 'SIGSTOP');
      setTimeout(() => tell(decoder, 'SIGCONT'), 130);
    }
  }, 200);
  return () => clearInterval(timer);
}
