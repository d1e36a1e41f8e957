/** @file The steps of the main job, as a person takes them in the window: make a vault, import, lock, unlock, export. */
import { readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { Running } from './app.ts';
import { resize, willChoose } from './dialogs.ts';

export interface Secrets {
  readonly passphrase: string;
  readonly words: readonly string[];
}

/** Deriving a key and starting a process, on a machine that has other things to do. */
const patient = { timeout: 30_000 };

/** From the first screen to the recovery kit. Answers what is to be kept. */
export async function createVault(run: Running, page: Page, parent: string, name: string): Promise<Secrets> {
  await resize(run, 1280, 800);
  await willChoose(run, parent);
  await page.getByRole('button', { name: /^Create a vault/u }).click();
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByLabel('Name').fill(name);
  await expect(page.getByText(path.join(parent, name))).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  const passphrase = await page.locator('output').innerText(patient);
  await page.getByRole('button', { name: 'Create the vault' }).click();
  const list = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem');
  await expect(list).toHaveCount(24, patient);
  const words = (await list.allInnerTexts()).map((text) => text.replace(/^[\d\s]+/u, '').trim());
  return { passphrase, words };
}

/** From the recovery kit to the empty library, with the words a person has on paper. */
export async function confirmKit(page: Page, words: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await answerWords(page, (position) => words[position - 1] ?? '');
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing here yet' })).toBeVisible();
}

/** Fills in the words asked back, by their numbers on the kit. */
export async function answerWords(page: Page, wordAt: (position: number) => string): Promise<void> {
  const fields = page.getByLabel(/^Word \d+$/u);
  await expect(fields).toHaveCount(3);
  for (const field of await fields.all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    await field.fill(wordAt(Number(/\d+/u.exec(label)?.[0])));
  }
}

/** A vault with nothing in it, unlocked in the window. */
export async function freshVault(
  run: Running,
  parent: string,
  name = 'Family',
): Promise<Secrets & { page: Page }> {
  const page = await run.page();
  const secrets = await createVault(run, page, parent, name);
  await confirmKit(page, secrets.words);
  return { ...secrets, page };
}

/** Chooses a folder and starts its import; the card shows it from then on. */
export async function startImport(run: Running, page: Page, folder: string): Promise<void> {
  await willChoose(run, folder);
  await page.keyboard.press('Control+i');
  await page.getByRole('button', { name: /^Import [\d,]+ photos?$/u }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Imports a folder and waits until the card says that all is done. */
export async function importFolder(run: Running, page: Page, folder: string): Promise<void> {
  await startImport(run, page, folder);
  await expect(activity(page).getByText('Import finished')).toBeVisible({ timeout: 90_000 });
}

export function activity(page: Page): Locator {
  return page.getByRole('region', { name: 'Activity' });
}

/** The photos on screen. */
export function tiles(page: Page, name = 'Photos'): Locator {
  return page.getByRole('listbox', { name, exact: true }).getByRole('option');
}

/** To the first photo, as soon as there is one that takes the focus. */
export async function goHome(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Home');
    const focused = page.locator('[role=option]:focus');
    await expect(focused).toHaveAttribute('aria-posinset', '1', { timeout: 250 });
  }).toPass({ timeout: 15_000 });
}

/** "1,234 photos" in the toolbar. */
export async function expectCount(page: Page, count: number, options?: { timeout: number }): Promise<void> {
  const words = `${count.toLocaleString('en')} ${count === 1 ? 'photo' : 'photos'}`;
  await expect(page.getByRole('toolbar').getByText(words, { exact: true })).toBeVisible(options);
}

/** Locks by the button in the sidebar; answers the fresh page. */
export async function lock(run: Running, page: Page): Promise<Page> {
  const next = run.pageAfter(page);
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  const fresh = await next;
  await expect(passphraseField(fresh)).toBeFocused();
  return fresh;
}

export function passphraseField(page: Page): Locator {
  return page.getByLabel('Passphrase', { exact: true });
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await passphraseField(page).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible(patient);
}

/** Every picture in view is drawn: none blank, none broken. */
export async function expectDrawn(page: Page): Promise<void> {
  await expect(tiles(page).first()).toBeVisible();
  await expect
    .poll(
      () =>
        tiles(page).evaluateAll((all) => {
          const seen = all.filter((tile) => {
            const box = tile.getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight;
          });
          const blank = seen.filter((tile) => {
            const image = tile.querySelector('img');
            const file = tile.textContent.includes('File without preview');
            return !file && !(image?.complete === true && image.naturalWidth > 0 && image.checkVisibility());
          });
          return { seen: seen.length > 0, blank: blank.map((tile) => tile.getAttribute('aria-label')) };
        }),
      { timeout: 20_000 },
    )
    .toEqual({ seen: true, blank: [] });
}

/** Name → SHA-256 of every file in a folder. */
export function digests(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')];
    }),
  );
}
