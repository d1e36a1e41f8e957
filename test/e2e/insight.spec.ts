/** @file "What a thief sees" in the window: the photo beside its file, the ciphers, a changed byte, the figures, the report; by mouse and by keyboard. */
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { scene } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { resize, willSaveAs } from './support/dialogs.ts';
import { freshVault, goHome, importFolder } from './support/job.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const pictures = path.join(home, 'Pictures');
let run: Running;
let page: Page;

const dialog = (): Locator => page.getByRole('dialog', { name: 'What a thief sees' });
const part = async (name: string): Promise<void> =>
  dialog().getByRole('radio', { name }).check({ force: true });
const cell = (table: Locator, row: string, column: number): Locator =>
  table.getByRole('row', { name: row }).getByRole('cell').nth(column);

/** The canvas with these words, as its pixels. */
async function pixelsOf(
  picture: Locator,
): Promise<{ width: number; height: number; sum: number; first: number[] }> {
  return picture.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const data =
      canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ??
      new Uint8ClampedArray();
    return {
      width: canvas.width,
      height: canvas.height,
      sum: data.reduce((sum, value) => sum + value, 0),
      first: [...data.slice(0, 12)],
    };
  });
}

test.beforeAll(async () => {
  mkdirSync(pictures);
  writeFileSync(path.join(pictures, 'dunes.jpg'), await scene(1200, 800, 3));
  utimesSync(path.join(pictures, 'dunes.jpg'), 1_500_000_000, 1_500_000_000); // older than what comes later
  run = await launch();
  ({ page } = await freshVault(run, home));
  await importFolder(run, page, pictures);
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('from the viewer’s menu: the photo beside the bytes of its file', async () => {
  await goHome(page);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What a thief sees…' }).click();
  await expect(dialog().getByText('dunes.jpg: the photo, and what is on your disk')).toBeVisible();
  const file = (
    await dialog()
      .getByText(/^blobs\//u)
      .innerText()
  ).trim();
  const stored = readFileSync(path.join(home, 'Family.lightproof', file));
  const drawn = await pixelsOf(dialog().getByRole('img', { name: /^The bytes of the encrypted file/u }));
  expect([drawn.width, drawn.height]).toEqual([384, 256]);
  const bytes = [...stored.subarray(0, 9)];
  expect(drawn.first).toEqual([
    ...bytes.slice(0, 3),
    255,
    ...bytes.slice(3, 6),
    255,
    ...bytes.slice(6, 9),
    255,
  ]);
  const shown = await pixelsOf(dialog().getByRole('img', { name: 'dunes.jpg, small' }));
  expect([shown.width, shown.height]).toEqual([384, 256]);
  const figures = dialog().getByRole('table').filter({ hasText: 'Entropy' }).first();
  await expect(cell(figures, 'Entropy', 2)).toHaveText(/^7\.99/u);
  await expect(cell(figures, 'Correlation, side by side', 0)).toHaveText(/^0\.[5-9]/u);
  await expect(cell(figures, 'Correlation, side by side', 2)).toHaveText(/^-?0\.0/u);
  const changes = dialog().getByRole('table').filter({ hasText: 'NPCR' });
  await expect(cell(changes, 'encrypted as it is meant to be', 0)).toHaveText(/^99\.\d{4}%$/u);
  await expect(cell(changes, 'Ideal', 0)).toContainText('99.6094%');
  await expect(cell(changes, 'Ideal', 1)).toContainText('33.4635%');
  await expect(dialog().getByRole('region', { name: 'The first bytes of the file' })).toContainText(
    'LPBLOB1',
  );
  await expectAccessible(run, page, 'what a thief sees: on the disk');
});

test('a weak cipher shows through, and opens what a thief has changed', async () => {
  await resize(run, 1280, 800);
  await part('Ciphers compared');
  await part('A drawing');
  await dialog()
    .getByRole('button', { name: /^AES-ECB/u })
    .click();
  await expect(dialog().getByRole('heading', { name: 'AES in ECB mode' })).toBeVisible();
  const figures = dialog().getByRole('table').filter({ hasText: 'Blocks that repeat' });
  await expect(cell(figures, 'Blocks that repeat', 1)).toHaveText(/^(?:9\d\.\d|100\.0)%$/u);
  await dialog().getByRole('button', { name: 'Change one byte' }).click();
  await expect(
    dialog().getByText(/^1 byte changed\. It decrypts without any complaint; [4-7] dots are different/u),
  ).toBeVisible();
});

test('the vault’s cipher refuses what was changed, and undoing brings it back; by keyboard', async () => {
  await resize(run, 1280, 800);
  await dialog()
    .getByRole('button', { name: /^XChaCha20-Poly1305/u })
    .focus();
  await page.keyboard.press('Enter');
  await expect(dialog().getByRole('heading', { name: 'XChaCha20-Poly1305' })).toBeVisible();
  const decrypted = dialog().getByRole('img', { name: /^What XChaCha20-Poly1305 decrypts/u });
  const before = await pixelsOf(decrypted);
  await dialog().getByRole('button', { name: 'Change a strip' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog().getByText('18,432 bytes changed. Noticed: it refuses to decrypt')).toBeVisible();
  await expect(decrypted).toHaveCount(0);
  await expectAccessible(run, page, 'what a thief sees: refused');
  await dialog().getByRole('button', { name: 'Undo' }).click();
  expect(await pixelsOf(decrypted)).toEqual(before);
});

test('all figures, what they mean, and a report as PDF', async () => {
  await resize(run, 1280, 800);
  await part('All figures');
  const table = dialog().getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(12);
  await expect(table.getByText('…', { exact: true })).toHaveCount(0);
  await expect(cell(table, 'Pixel permutation', 9)).toHaveText('no');
  await expect(cell(table, 'XChaCha20-Poly1305', 9)).toHaveText('yes');
  await expectAccessible(run, page, 'what a thief sees: all figures');
  await resize(run, 1280, 800);
  await part('What this means');
  await expect(dialog().getByRole('heading', { name: 'NPCR and UACI' })).toBeVisible();

  const pdf = path.join(home, 'report.pdf');
  await willSaveAs(run, pdf);
  await dialog().getByRole('button', { name: 'Save report as PDF…' }).click();
  await expect(dialog().getByText(`Saved: ${pdf}`)).toBeVisible();
  const saved = readFileSync(pdf);
  expect(saved.subarray(0, 5).toString()).toBe('%PDF-');
  // At least the photo, its file, eight plots and nine ciphertexts.
  expect(saved.toString('latin1').match(/\/Subtype \/Image/gu)?.length ?? 0).toBeGreaterThanOrEqual(19);
  await page.keyboard.press('Escape');
  await expect(dialog()).toHaveCount(0);
});

test('from the info panel, and from all commands', async () => {
  await page.keyboard.press('i');
  await page
    .getByRole('region', { name: 'Information' })
    .getByRole('button', { name: 'What a thief sees…' })
    .click();
  await expect(dialog().getByRole('img', { name: 'dunes.jpg, small' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog()).toHaveCount(0);
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('thief');
  await page.keyboard.press('Enter');
  await expect(dialog().getByRole('img', { name: 'dunes.jpg, small' })).toBeVisible();
});

test('of a photo without a picture, the file is drawn all the same, and it says why', async () => {
  await page.keyboard.press('Escape');
  await expect(dialog()).toHaveCount(0);
  await page.keyboard.press('Escape'); // and the viewer
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const others = path.join(home, 'Others');
  mkdirSync(others);
  writeFileSync(path.join(others, 'broken.jpg'), (await scene(900, 600, 4)).subarray(0, 300));
  await importFolder(run, page, others);
  await goHome(page);
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'Information' })
    .getByRole('button', { name: 'What a thief sees…' })
    .click();
  await expect(dialog().getByText('broken.jpg: the photo, and what is on your disk')).toBeVisible();
  await expect(dialog().getByText(/^The picture is damaged.*drawn as a square\.$/u)).toBeVisible();
  const { width, height } = await pixelsOf(
    dialog().getByRole('img', { name: /^The bytes of the encrypted file/u }),
  );
  expect(width).toBe(height);
  await expect(dialog().getByText(/^Measured on a drawing/u)).toBeVisible();
  await expectAccessible(run, page, 'what a thief sees: no picture');
  await part('Ciphers compared');
  await expect(dialog().getByText(/^There is no picture of this photo/u)).toBeVisible();
  await expect(dialog().getByRole('heading', { name: 'AES in ECB mode' })).toBeVisible();
});
