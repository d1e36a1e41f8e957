/** @file All commands by typing a part of their name, and what a vault remembers of how it was looked at. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { plain } from '../support/pictures.ts';
import { launch, temporaryFolder, type Running } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { chooseFromMenu, resize } from './support/dialogs.ts';
import { expectCount, freshVault, importFolder, lock, tiles, unlock } from './support/job.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const pictures = path.join(home, 'Pictures');
let run: Running;
let page: Page;
let passphrase: string;

/** By its place: tiles are handed on from photo to photo, so that the first in the document may be any. */
const photo = (position: number): Locator =>
  page.locator(`[role=option][aria-posinset="${String(position)}"]`);
const palette = (): Locator => page.getByRole('dialog', { name: 'All commands' });
const field = (): Locator => palette().getByRole('combobox', { name: 'All commands' });
const choices = (): Locator => palette().getByRole('option');
const chosen = (): Locator => palette().getByRole('option', { selected: true });
const section = (name: RegExp): Locator =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name });

async function command(text: string, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await expect(field()).toBeFocused();
  await field().fill(text);
  await expect(chosen()).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(palette()).toHaveCount(0);
}

test.beforeAll(async () => {
  mkdirSync(pictures);
  for (let number = 0; number < 60; number += 1) {
    const picture = plain(64, 48, { r: number * 4, g: 255 - number * 4, b: 90 });
    writeFileSync(path.join(pictures, `IMG_${String(number)}.png`), await picture.png().toBuffer());
  }
  run = await launch();
  ({ page, passphrase } = await freshVault(run, home));
  await importFolder(run, page, pictures);
  await page.getByRole('region', { name: 'Activity' }).getByRole('button', { name: 'Dismiss' }).click();
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('the palette finds what can be done now by a part of its name, and shows its keys', async () => {
  await page.keyboard.press('Control+Shift+P');
  await expect(field()).toBeFocused();
  await expect(choices().first()).toBeVisible();
  await field().fill('folder imp');
  await expect(choices()).toHaveText([/^Import a folder\s*Vault\s*Ctrl\s*I$/u]);
  await expect(field()).toHaveAttribute('aria-activedescendant', (await chosen().getAttribute('id')) ?? '');
  await field().fill('zoom in');
  await expect(palette().getByText('Nothing that can be done now is called that.').first()).toBeVisible();
  await field().fill('go to');
  await expect(choices().first()).toContainText('Go to a date');
  await page.keyboard.press('ArrowDown');
  await expect(chosen()).toContainText('Go to Photos');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(chosen()).toContainText('Go to Trash');
  await expectAccessible(run, page, 'palette');
  await page.keyboard.press('Escape');
  await expect(palette()).toHaveCount(0);
});

test('it acts where the keyboard was, and gives the keyboard back', async () => {
  await photo(1).focus();
  await command('favourite', 'Favourite');
  await expect(photo(1)).toBeFocused();
  await expect(section(/^Favourites/u)).toContainText('1');
  await command('tags', 'Tags');
  await expect(page.getByRole('dialog', { name: /tags/iu }).getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(photo(1)).toBeFocused();
});

test('a right click, or the menu key, offers what can be done with the photo it is on', async () => {
  const menu = page.getByRole('menu');
  await photo(2).click({ button: 'right' });
  await expect(menu.getByRole('menuitem', { name: /^Open the photo/u })).toBeVisible();
  await menu.getByRole('menuitem', { name: /^Favourite/u }).click();
  await expect(menu).toHaveCount(0);
  await expect(photo(2)).toBeFocused();
  await expect(section(/^Favourites/u)).toContainText('2');
  await page.keyboard.press('Shift+F10');
  await menu.getByRole('menuitem', { name: /^No longer a favourite/u }).click();
  await expect(section(/^Favourites/u)).toContainText('1');
  await photo(1).focus();
});

test('in the viewer it offers what the viewer can do', async () => {
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /^Photo/u })).toBeVisible();
  await command('filmstrip', 'Show or hide the filmstrip');
  await command('go to trash', 'Go to Trash');
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await section(/^Photos/u).click();
  await expectCount(page, 60);
});

test('Esc leaves the viewer whatever its keyboard or pointer rests on', async () => {
  const viewer = page.getByRole('dialog', { name: /^Photo/u });
  await tiles(page).first().focus();
  await page.keyboard.press('Enter');
  await expect(viewer).toBeVisible();
  const info = viewer.getByRole('button', { name: 'Info', exact: true });
  await page.keyboard.press('Tab');
  await info.focus();
  await expect(page.locator('[data-tooltip-content]', { hasText: 'Info' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(page.locator('[data-tooltip-content]')).toHaveCount(0);
});

test('the sheet of shortcuts, the menu and the palette speak of the same keys', async () => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('All commands')).toBeVisible();
  await page.keyboard.press('Escape');
  await chooseFromMenu(run, 'Help', 'All Commands…');
  await expect(field()).toBeFocused();
  await page.keyboard.press('Escape');
});

test('text grows and shrinks, and stays as large after locking', async () => {
  const width = async (): Promise<number> => page.evaluate(() => innerWidth);
  await resize(run, 1280, 800);
  await expect.poll(width).toBe(1280);
  await command('larger text', 'Larger text');
  await expect.poll(width).toBeLessThan(1200);
  const large = await width();
  page = await lock(run, page);
  await expect.poll(width).toBe(large);
  await page.keyboard.press('Control+0');
  await expect.poll(width).toBe(1280);
  await unlock(page, passphrase);
});

test('every key does what the sheet says, in the timeline', async () => {
  await expectCount(page, 60);
  const grid = (at: number): Locator => page.locator(`[role=option][aria-posinset="${String(at)}"]`);
  const dialog = (name: RegExp): Locator => page.getByRole('dialog', { name });
  const leads = async (key: string, name: RegExp): Promise<void> => {
    await page.keyboard.press(key);
    await expect(dialog(name), key).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(name), key).toHaveCount(0);
  };
  const selected = page.locator('[role=option][aria-selected=true]');
  const viewer = page.locator('.viewer');

  await grid(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(grid(2)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowDown');
  await expect(grid(1)).not.toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(grid(1)).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(selected).toHaveCount(2);
  await grid(5).click({ modifiers: ['Shift'] });
  await expect(selected).toHaveCount(5);
  await page.keyboard.press('Control+a');
  await expect(page.getByText('60 selected').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(selected).toHaveCount(0);
  await grid(1).focus();
  await page.keyboard.press('f');
  await expect(page.getByText(/photo (?:marked as|no longer)/u).first()).toBeAttached();
  await page.keyboard.press('f');
  await leads('l', /^Add/u);
  await leads('t', /^Tags/u);
  await leads('g', /^Go to a date$/u);
  await leads('Shift+Delete', /^Delete 1 photo for ever\?$/u);
  await leads('?', /^Keyboard shortcuts$/u);
  await leads('Control+,', /^Settings$/u);
  await leads('Control+e', /^Export/u);
  await page.keyboard.press('i');
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.keyboard.press('i');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await page.keyboard.press('Delete');
  await expectCount(page, 59);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expectCount(page, 60);
  for (const key of ['/', 'Control+k']) {
    await grid(1).focus();
    await page.keyboard.press(key);
    await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused();
  }
  await grid(1).focus();
  for (const key of ['Enter', 'Space', 's']) {
    await page.keyboard.press(key);
    await expect(viewer, key).toBeVisible();
    await expect(page.getByRole('button', { name: /^Pause/u }), key).toHaveCount(key === 's' ? 1 : 0);
    await page.keyboard.press('Escape');
    // The first Escape ends the slideshow.
    if (key === 's') await page.keyboard.press('Escape');
    await expect(viewer, key).toHaveCount(0);
    await expect(grid(1)).toBeFocused();
  }

  await page.keyboard.press('Enter');
  await expect(viewer.getByRole('status')).toContainText('1 of 60');
  await page.keyboard.press('ArrowRight');
  await expect(viewer.getByRole('status')).toContainText('2 of 60');
  await page.keyboard.press('ArrowLeft');
  await leads('l', /^Add/u);
  await leads('t', /^Tags/u);
  await leads('g', /^Go to a date$/u);
  await leads('Shift+Delete', /^Delete 1 photo for ever\?$/u);
  await leads('?', /^Keyboard shortcuts$/u);
  await leads('Control+,', /^Settings$/u);
  await leads('Control+e', /^Export/u);
  await page.keyboard.press('i');
  await expect(viewer.getByRole('complementary')).toBeVisible();
  await page.keyboard.press('i');
  await page.keyboard.press('Control+k');
  await expect(viewer).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused();
});

test('a vault is as it was left: section, place in the timeline, sizes; and no file tells of it', async () => {
  await expectCount(page, 60);
  await tiles(page).first().focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('+');
  const edge = (): Locator => page.getByRole('separator', { name: 'Width of the sidebar' });
  await edge().focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  await expect(edge()).toHaveAttribute('aria-valuenow', '17');
  await tiles(page).first().focus();
  await page.keyboard.press('End');
  const last = page.locator('[role=option][aria-posinset="60"]');
  await expect(last).toBeFocused();
  const top = (): Promise<number> => page.locator('.scroller').evaluate((element) => element.scrollTop);
  const before = await top();
  expect(before).toBeGreaterThan(300);
  const height = (await last.boundingBox())?.height ?? 0;

  page = await lock(run, page);
  const memory = path.join(run.userData, 'vaults-seen');
  for (const file of readdirSync(memory))
    expect(readFileSync(path.join(memory, file), 'latin1')).not.toContain('photos');
  await unlock(page, passphrase);
  await expect(page.locator('[role=option][aria-posinset="60"]')).toBeVisible();
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(3);
  expect((await page.locator('[role=option][aria-posinset="60"]').boundingBox())?.height).toBeCloseTo(
    height,
    0,
  );
  await expect(edge()).toHaveAttribute('aria-valuenow', '17');

  await section(/^Favourites/u).click();
  await expectCount(page, 1);
  page = await lock(run, page);
  await unlock(page, passphrase);
  await expect(section(/^Favourites/u)).toHaveAttribute('aria-current', 'page');
  await expectCount(page, 1);
});
