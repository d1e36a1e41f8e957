/** @file What tests begin with: a fresh app, a vault in it, and pictures in the vault; all of it is gone when they have ended. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { scene } from '../../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './app.ts';
import { freshVault, importFolder, type Secrets } from './job.ts';

export interface Given extends Secrets {
  readonly run: Running;
  readonly page: Page;
}

/**
 * One vault and one window for all tests of a file, each of which goes on where the one before it ended and leaves no complaint of the page.
 * `pictures`: what is imported before the first of them, by file name. Answers the folder that the vault is in, and they in `Pictures`.
 */
export function vaultForAll(
  begin: (given: Given) => void,
  pictures: () => Promise<Readonly<Record<string, Uint8Array>>> = () => Promise.resolve({}),
): string {
  test.describe.configure({ mode: 'serial' });
  const home = temporaryFolder();
  let run: Running | null = null;

  test.beforeAll(async () => {
    run = await launch();
    const vault = await freshVault(run, home);
    await importFiles(run, vault.page, path.join(home, 'Pictures'), await pictures());
    begin({ run, ...vault });
  });
  test.afterEach(() => {
    expect(run?.complaints).toEqual([]);
  });
  test.afterAll(async () => {
    await run?.end();
    rmSync(home, { recursive: true, force: true });
  });
  return home;
}

/** An app and a folder of its own for each test. */
export function appForEach(begin: (run: Running, folder: string) => void): void {
  let run: Running | null = null;
  let folder = '';

  test.beforeEach(async () => {
    folder = temporaryFolder();
    run = await launch();
    begin(run, folder);
  });
  test.afterEach(async () => {
    await run?.end();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Imports this many photos, none like another. */
export async function importScenes(run: Running, page: Page, count: number): Promise<void> {
  const files: Record<string, Uint8Array> = {};
  for (let number = 1; number <= count; number += 1)
    files[`Photo ${String(number)}.jpg`] = await scene(600 + number * 10, 400, number);
  const folder = temporaryFolder();
  await importFiles(run, page, folder, files);
  rmSync(folder, { recursive: true, force: true });
}

async function importFiles(
  run: Running,
  page: Page,
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const all = Object.entries(files);
  if (all.length === 0) return;
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of all) writeFileSync(path.join(folder, name), bytes);
  await importFolder(run, page, folder);
}
