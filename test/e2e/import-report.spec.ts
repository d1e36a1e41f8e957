/** @file What a report of an import lets a person do: see what belongs to what, try failures again, and move originals to the bin. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { scene, turned } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { activity, freshVault, importFolder, tiles } from './support/job.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const source = path.join(home, 'source');
/** Where the system's bin of this test is. */
const data = path.join(home, 'data');
let run: Running;
let page: Page;

test.beforeAll(async () => {
  mkdirSync(source);
  mkdirSync(data);
  process.env['XDG_DATA_HOME'] = data;
  for (const number of [1, 2, 3])
    writeFileSync(path.join(source, `IMG_${String(number)}.jpg`), await turned(number));
  const takenTime = { photoTakenTime: { timestamp: '1563121805' } };
  writeFileSync(path.join(source, 'IMG_1.jpg.json'), JSON.stringify(takenTime));
  writeFileSync(path.join(source, 'IMG_4.jpg'), 'not a picture yet');
  run = await launch();
  ({ page } = await freshVault(run, home));
  await importFolder(run, page, source);
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('a sidecar is listed with the photo it belongs to', async () => {
  await activity(page).getByRole('button', { name: 'Show report' }).click();
  await page.getByRole('tab', { name: /With photos/u }).click();
  const list = page.getByRole('tabpanel');
  await expect(list.getByText('IMG_1.jpg.json')).toBeVisible();
  await expect(list.getByText('Belongs to IMG_1.jpg')).toBeVisible();
});

test('a failure is tried again from the report, and counted once', async () => {
  await page.getByRole('tab', { name: /Failed/u }).click();
  await expect(page.getByRole('tabpanel').getByText('IMG_4.jpg')).toBeVisible();
  writeFileSync(path.join(source, 'IMG_4.jpg'), await scene(640, 480));
  await page.getByRole('button', { name: 'Try all again' }).click();
  await expect(page.getByRole('tab', { name: 'Failed 0' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Nothing failed.')).toBeVisible();
  await page.getByRole('tab', { name: 'Imported 4' }).click();
  await expect(page.getByText('Imported when it was tried again.')).toBeVisible();
});

test('the list of a report is copied as text, with what it is a list of', async () => {
  await page.getByRole('tab', { name: 'With photos 1' }).click();
  await page.getByRole('button', { name: 'Copy list' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const lines = (await run.app.evaluate(({ clipboard }) => clipboard.readText())).split('\n');
  expect(lines[0]).toMatch(/^Import of /u);
  expect(lines.slice(1)).toEqual([
    `From: ${source}`,
    '4 photos imported',
    '',
    `${path.join(source, 'IMG_1.jpg.json')}\tBelongs to IMG_1.jpg`,
    '',
  ]);
  await page.getByRole('tab', { name: /Failed/u }).click();
  await expect(page.getByRole('button', { name: 'Copy list' })).toBeDisabled();
});

test('the photos of an import are shown in a timeline of their own', async () => {
  await page.getByRole('button', { name: 'Show photos' }).click();
  await expect(page.getByRole('heading', { name: 'One import' })).toBeVisible();
  await expect(tiles(page)).toHaveCount(4);
  await page.getByRole('button', { name: 'Imports', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Move originals to the bin…' })).toBeVisible();
});

test('originals are listed, and go to the bin only while they are what is in the vault', async () => {
  writeFileSync(path.join(source, 'IMG_2.jpg'), await scene(320, 240));
  await page.getByRole('button', { name: 'Move originals to the bin…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move originals to the bin' });
  await expect(dialog.getByText(/^3 files, .* can go\.$/u)).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText('IMG_1.jpg')).toBeVisible();
  await dialog.getByText('Stay', { exact: true }).click();
  await expect(
    dialog.getByText('It was changed since: what is there now is not in the vault.'),
  ).toBeVisible();
  // Changed after it was compared.
  writeFileSync(path.join(source, 'IMG_3.jpg'), await scene(330, 240));
  await dialog.getByRole('button', { name: 'Move 3 files to the bin' }).click();
  await expect(dialog.getByText(/^2 files moved to the bin/u)).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByText('One file was not moved and is where it was:')).toBeVisible();
  expect(readdirSync(source).sort()).toEqual(['IMG_1.jpg.json', 'IMG_2.jpg', 'IMG_3.jpg']);
  if (existsSync(path.join(data, 'Trash')))
    expect(readdirSync(path.join(data, 'Trash/files')).sort()).toEqual(['IMG_1.jpg', 'IMG_4.jpg']);
  await dialog.getByRole('button', { name: 'Done' }).click();
});
