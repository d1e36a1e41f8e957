/** @file States that few people ever see, or for a moment only: photos on their way, many wrong passphrases, a vault that cannot be written to. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { passphraseField } from '../e2e/support/job.ts';
import type { Studio } from './studio.ts';

/** What stands where photos will be, while the engine has not sent them. */
export async function placeholders(studio: Studio): Promise<void> {
  const { camera } = studio;
  await studio.close();
  await studio.unlock();
  const { page } = studio;
  await studio.drawn();
  await studio.hold('engine', async () => {
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('[role=option][aria-posinset="1"]') === null);
    await camera.shot('placeholders');
  });
  await studio.drawn();
}

/** Whoever has guessed wrongly several times waits. */
export async function slowed(studio: Studio): Promise<void> {
  const { camera } = studio;
  await studio.close();
  const { page } = studio;
  const told = page.getByText('That was wrong several times in a row.');
  const long = page.getByText(/Wait [3-9] seconds/u);
  for (let tries = 0; tries < 20 && (await long.count()) === 0; tries += 1) {
    await page.waitForTimeout((await told.count()) > 0 ? 2000 : 0); // as long as it was said
    await passphraseField(page).fill('not the passphrase');
    await studio.button('Unlock').click();
    await studio.button('Checking…').waitFor({ state: 'detached', timeout: 60_000 });
    await told.or(page.getByText('That did not open the vault.')).waitFor();
  }
  await camera.shot('unlock');
  for (let tries = 0; tries < 20; tries += 1) {
    await passphraseField(page).fill(studio.passphrase);
    await studio.button('Unlock').click();
    const inside = page.getByRole('navigation', { name: 'Sections' });
    await inside.or(told).waitFor({ timeout: 60_000 });
    if (await inside.isVisible()) return;
    await page.waitForTimeout(1000);
  }
  throw new Error('the vault did not open again');
}

/** A vault on a disk that is write-protected. */
export async function readOnly(studio: Studio): Promise<void> {
  const { camera } = studio;
  await studio.close();
  const writable = protect(studio.vault);
  if (writable === null) {
    console.log('read-only: left out, for this user may write everywhere');
    return studio.unlock();
  }
  try {
    await studio.unlock();
    const { page } = studio;
    await page.getByText('This vault lies where nothing can be written.').first().waitFor();
    await studio.drawn();
    await camera.shot('notice');
    await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' }).click();
    await studio.tile(6).focus();
    await page.keyboard.press('f');
    await page.getByText('This vault lies where nothing can be written.').first().waitFor();
    await camera.shot('refused');
    await studio.dismissToasts();
    await studio.lock();
  } finally {
    writable();
  }
  await studio.unlock();
}

/** Takes the right to write in a folder away; answers what gives it back, or null when that cannot be done. */
function protect(folder: string): (() => void) | null {
  if (process.getuid?.() !== 0) {
    allow(folder, false);
    return () => allow(folder, true);
  }
  // Nothing is forbidden to root but where nobody can write.
  const quiet = { stdio: 'ignore' } as const;
  try {
    execFileSync('mount', ['--bind', folder, folder], quiet);
  } catch {
    return null;
  }
  const release = (): void => void execFileSync('umount', ['--lazy', folder], quiet);
  try {
    execFileSync('mount', ['-o', 'remount,ro,bind', folder], quiet);
  } catch {
    release();
    return null;
  }
  return release;
}

function allow(folder: string, writing: boolean): void {
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of inside) {
    const mode = (entry.isDirectory() ? 0o500 : 0o400) | (writing ? 0o200 : 0);
    chmodSync(path.join(entry.parentPath, entry.name), mode);
  }
  chmodSync(folder, writing ? 0o700 : 0o500);
}
