/** @file A folder is chosen to be watched in the settings; what is put into it comes into the timeline by itself. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { turned } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { willChoose } from './support/dialogs.ts';
import { freshVault, tiles } from './support/job.ts';

const home = temporaryFolder();
const source = path.join(home, 'Camera');
let run: Running;

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('what comes into a watched folder comes into the timeline, and stays in the folder', async () => {
  mkdirSync(source);
  writeFileSync(path.join(source, 'IMG_1.jpg'), await turned(1));
  run = await launch();
  const { page } = await freshVault(run, home);

  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText('Folders', { exact: true }).click();
  await expect(dialog.getByText('No folder is watched.')).toBeVisible();
  await willChoose(run, source);
  await dialog.getByRole('button', { name: 'Watch a folder…' }).click();
  await expect(dialog.getByText(source, { exact: true })).toBeVisible();
  if (process.env['SHOTS'] !== undefined)
    await page.screenshot({ path: path.join(process.env['SHOTS'], 'folders.png') });
  await page.keyboard.press('Escape');

  await expect(tiles(page)).toHaveCount(1, { timeout: 60_000 });
  writeFileSync(path.join(source, 'IMG_2.jpg'), await turned(2));
  await expect(tiles(page)).toHaveCount(2, { timeout: 60_000 });
  for (const name of ['IMG_1.jpg', 'IMG_2.jpg']) expect(existsSync(path.join(source, name))).toBe(true);

  await page.keyboard.press('Control+,');
  await dialog.getByText('Folders', { exact: true }).click();
  await dialog.getByRole('button', { name: `Stop watching ${source}` }).click();
  await expect(dialog.getByText('No folder is watched.')).toBeVisible();
  expect(run.complaints).toEqual([]);
});
