/** @file `npm run screenshots`: goes through the real window with photographs of its own, and leaves pictures in docs/screenshots. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Locator, Page } from 'playwright';
import { launch, root, temporaryFolder } from '../e2e/support/app.ts';
import { resize, willChoose } from '../e2e/support/dialogs.ts';
import { activity, confirmKit, createVault, expectDrawn, lock, passphraseField } from '../e2e/support/job.ts';
import { exists, processesUnder } from '../e2e/support/job-processes.ts';
import { makePhotographs } from './photographs.ts';

const target = path.join(root, 'docs/screenshots');
mkdirSync(target, { recursive: true });
// Not in the system's folder for temporary files: the window would rightly warn of that.
const home = mkdtempSync(path.join(root, 'node_modules/.cache/screenshots-'));
const photographs = path.join(home, 'Journeys');
const prints = path.join(home, 'For the printer');
mkdirSync(prints);
const userData = temporaryFolder();
/** Made small at the end: that takes longer than what is pictured lasts. */
const taken = new Map<string, Buffer>();

type Scheme = 'dark' | 'light';
const both: readonly Scheme[] = ['dark', 'light'];

try {
  console.log('painting photographs …');
  console.log(`${String(await makePhotographs(photographs))} photographs`);
  const run = await launch({ userData });
  let page = await run.page();
  const shot = (name: string, schemes: readonly Scheme[] = both): Promise<void> => take(page, name, schemes);
  const size = async (width: number, height: number): Promise<void> => {
    await resize(run, width, height);
    await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height] as const);
  };

  const create = page.getByRole('button', { name: 'Create a vault' });
  await create.waitFor();
  await size(1280, 800);
  await shot('first-run-welcome');
  await create.click();
  await willChoose(run, home);
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByText(/free on this disk/u).waitFor();
  await shot('first-run-where');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('output').waitFor();
  await shot('first-run-passphrase');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  const { words } = await createVault(run, page, home, 'Family');
  await shot('first-run-kit');
  await confirmKit(page, words);
  await shot('empty-library');

  await willChoose(run, photographs);
  await page.getByRole('button', { name: 'Add folder' }).click();
  const start = page.getByRole('button', { name: /^Import \d+ photos$/u });
  await start.waitFor();
  await page.getByLabel('Add to album').fill('Journeys');
  await shot('import-summary');
  const release = brake(run.app.process().pid);
  await start.click();
  await page.mouse.move(330, 4);
  const card = activity(page);
  // Over sooner than the colours have changed: held while they do.
  for (const scheme of both) {
    // Without pointer and focus, which would show.
    await card.getByRole('button', { name: 'Pause' }).dispatchEvent('click');
    await card.getByText('Paused').waitFor();
    await settle(page, scheme);
    await card.getByRole('button', { name: 'Resume' }).dispatchEvent('click');
    await card.getByText(/^(?:[89]|\d\d) of /u).waitFor();
    await card.getByText(/photos\/s/u).waitFor();
    await keep(page, 'import-progress', scheme);
  }
  release();
  await activity(page).getByText('Import finished').waitFor({ timeout: 120_000 });
  await activity(page).getByRole('button', { name: 'Show report' }).click();
  await page.getByRole('tabpanel').getByRole('img').or(page.locator('[role=tabpanel] img')).first().waitFor();
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
  await shot('import-report');

  await page.getByRole('navigation').getByRole('button', { name: 'Photos' }).click();
  await expectDrawn(page);
  await shot('timeline');
  await size(900, 600);
  await expectDrawn(page);
  await shot('timeline-small');
  await size(1280, 800);
  await expectDrawn(page);
  for (const position of [2, 3, 5]) await tile(page, position).click({ modifiers: ['Control'] });
  await shot('selection');
  await willChoose(run, prints);
  await page.keyboard.press('Control+e');
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await page.getByText('Decrypted copies can be read by anyone.').waitFor();
  await shot('export');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');

  await tile(page, 5).click();
  await pictureShown(page);
  // The viewer is dark in either theme.
  await shot('viewer', ['dark']);
  await page.keyboard.press('i');
  await page.getByText('Fingerprint of the original').waitFor();
  await shot('info-panel', ['dark']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expectDrawn(page);
  await shot('timeline-info');
  await page.keyboard.press('i');

  await page.keyboard.press('Control+,');
  await page.getByText('Lock when nobody uses it').waitFor();
  await shot('settings');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  page = await lock(run, page);
  await passphraseField(page).fill('twelve secret letters');
  await shot('unlock');
  await run.end();
  for (const complaint of run.complaints) console.error(complaint);
  for (const [name, picture] of taken) {
    const file = path.join(target, name);
    const { size: bytes } = await sharp(picture)
      .png({ palette: true, quality: 92, effort: 10, compressionLevel: 9 })
      .toFile(file);
    console.log(`${name}  ${String(Math.round(bytes / 1000))} kB`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
  rmSync(userData, { recursive: true, force: true });
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

function tile(page: Page, position: number): Locator {
  return page.locator(`[role=option][aria-posinset="${String(position)}"]`);
}

/** The photo in the viewer is there in full. */
async function pictureShown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const picture = [...document.querySelectorAll<HTMLImageElement>('.viewer .stage img')].at(-1);
    return picture?.complete === true && picture.naturalWidth > 1000;
  });
}

async function take(page: Page, name: string, schemes: readonly Scheme[]): Promise<void> {
  // Where this runs differs from machine to machine; pictures for a README should not.
  await page.evaluate((folder) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: text } = walker;
      text.nodeValue = text.nodeValue?.replaceAll(folder, '/home/robin/Pictures') ?? '';
    }
  }, home);
  // Nothing lies under the pointer there; in the viewer it keeps the bar in sight.
  await page.mouse.move(330, 8);
  await page.mouse.move(330, 4);
  for (const colorScheme of schemes) {
    await settle(page, colorScheme);
    await keep(page, name, colorScheme);
  }
}

async function keep(page: Page, name: string, colorScheme: Scheme): Promise<void> {
  taken.set(`${name}-${colorScheme}.png`, await page.screenshot({ caret: 'initial' }));
}

async function settle(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
