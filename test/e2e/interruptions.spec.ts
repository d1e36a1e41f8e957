/** @file What is cut off in the middle: engine, decoder and app killed, window closed, nobody there. Nothing is lost, nothing comes twice. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { turned } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { chooseFromMenu } from './support/dialogs.ts';
import {
  activity,
  expectCount,
  expectDrawn,
  freshVault,
  importFolder,
  passphraseField,
  startImport,
  unlock,
  type Secrets,
} from './support/job.ts';
import { makeSlowFolder } from './support/job-photos.ts';
import { exists, kill, processesUnder } from './support/job-processes.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const userData = temporaryFolder();
const few = 8;
/** Enough to be in the middle of for some seconds. */
const many = 24;
let run: Running;
let page: Page;
let secrets: Secrets;
let photos = 0;

test.beforeAll(async () => {
  const folder = path.join(home, 'few');
  mkdirSync(folder);
  for (let orientation = 1; orientation <= few; orientation++)
    writeFileSync(path.join(folder, `${String(orientation)}.jpg`), await turned(orientation));
  for (const name of ['first', 'second', 'third']) await makeSlowFolder(path.join(home, name), many, name);
  run = await launch({ userData });
  ({ page, ...secrets } = await freshVault(run, home));
  await importFolder(run, page, folder);
  photos = few;
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('the engine is killed while photos are looked at: the vault is locked, and opens again with all in it', async () => {
  await expectDrawn(page);
  const next = run.pageAfter(page);
  for (const pid of processesUnder(run.app.process().pid, 'engine.js')) kill(pid);
  page = await next;
  await expect(
    page.getByText('The vault’s engine ended unexpectedly. Nothing was lost; unlock to go on.'),
  ).toBeVisible();
  await unlock(page, secrets.passphrase);
  await expectCount(page, photos);
  await expectDrawn(page);
});

test('a decoder is killed in the middle of an import: at most its preview is missing', async () => {
  await startImport(run, page, path.join(home, 'first'));
  await expectMiddle();
  const [decoder] = processesUnder(run.app.process().pid, 'decoder.js');
  expect(decoder).toBeDefined();
  kill(decoder ?? 0);
  await expect(activity(page).getByText('Import finished')).toBeVisible({ timeout: 60_000 });
  await expect(activity(page).getByText(`${String(many)} photos imported`)).toBeVisible();
  photos += many;
  await expectCount(page, photos);
  await expectDrawn(page);
  expect(await page.getByRole('option', { name: /^File without preview/u }).count()).toBeLessThanOrEqual(1);
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
});

test('the whole app is killed in the middle of an import: it is offered again and goes on where it was', async () => {
  await startImport(run, page, path.join(home, 'second'));
  await expectMiddle();
  const children = processesUnder(run.app.process().pid, '.js');
  expect(children.length).toBeGreaterThan(0);
  run.app.process().kill('SIGKILL');
  await run.quit();
  // Neither engine nor decoder outlives it.
  await expect.poll(() => children.filter(exists)).toEqual([]);
  await goOn();
});

test('the window is closed in the middle of an import: it goes on after unlocking', async () => {
  await startImport(run, page, path.join(home, 'third'));
  await expectMiddle();
  const children = processesUnder(run.app.process().pid, '.js');
  const closed = run.app.waitForEvent('close');
  await run.app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows()[0]?.close()).catch(() => undefined); // it may be gone before it answers
  await closed;
  await expect.poll(() => children.filter(exists)).toEqual([]);
  await goOn();
});

test('after all that, every photo of the vault is intact', async () => {
  await chooseFromMenu(run, 'Vault', 'Verify…');
  await page.getByRole('dialog').getByRole('button', { name: 'Verify' }).click();
  await expect(activity(page).getByText(`All ${String(photos)} photos verified.`)).toBeVisible({
    timeout: 60_000,
  });
  await expect(activity(page)).not.toContainText(/problems? found/u);
});

test('when nobody is there for the time set, or the computer goes to sleep, the vault is locked', async () => {
  await page.keyboard.press('Control+,');
  await page.getByLabel('Lock when nobody uses it').selectOption({ label: 'After 1 minute' });
  let next = run.pageAfter(page);
  await run.app.evaluate(({ powerMonitor }) => {
    // A minute passes on the main process's clock, in which the system saw nobody.
    const { now } = Date;
    Date.now = () => now() + 61_000;
    powerMonitor.getSystemIdleTime = () => 61;
  });
  page = await next;
  await expect(page.getByText('Locked because nobody was using it.')).toBeVisible();

  await run.app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0;
  });
  await unlock(page, secrets.passphrase);
  next = run.pageAfter(page);
  await run.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  page = await next;
  await expect(
    page.getByText('Locked because the computer went to sleep or its screen was locked.'),
  ).toBeVisible();
  await expect(passphraseField(page)).toBeFocused();
});

/** Some photos are in and some are not. */
async function expectMiddle(): Promise<void> {
  await expect
    .poll(async () => Number(/(\d+) of \d+/u.exec(await activity(page).innerText())?.[1] ?? 0), {
      intervals: [50],
    })
    .toBeGreaterThanOrEqual(3);
  await expect(activity(page).getByText('Import finished')).toHaveCount(0);
}

/** Starts the app again, unlocks, and finishes the import that was interrupted. */
async function goOn(): Promise<void> {
  expect(run.complaints).toEqual([]);
  run = await launch({ userData });
  page = await run.page();
  await unlock(page, secrets.passphrase);
  await expect(page.getByText('An import was interrupted.')).toBeVisible();
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Resume' }).click();
  await expect(activity(page).getByText('Import finished')).toBeVisible({ timeout: 60_000 });
  photos += many;
  await expectCount(page, photos);
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
}
