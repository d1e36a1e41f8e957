/**
 * @file The window in another language, in one that runs from right to left, in one with longer words, and with text twice as large: everything
 * is there and has room, and the keys do what they say.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { expect, test } from 'playwright/test';
import { FULL_EXIF, jpegWith, scene } from '../support/pictures.ts';
import { expectNamed } from './support/axe.ts';
import { resize } from './support/dialogs.ts';
import { expectFits, withLongerWords } from './support/fits.ts';
import { vaultForAll, type Given } from './support/fresh.ts';
import { activity, expectDrawn, tiles } from './support/job.ts';

let run: Given['run'];
let page: Page;
let passphrase: string;

vaultForAll(
  (given) => {
    ({ run, page, passphrase } = given);
  },
  async () => ({
    'Sydney.jpg': await jpegWith(FULL_EXIF),
    'Wide.jpg': await scene(900, 400, 2),
    'Tall.jpg': await scene(400, 600, 3),
    'Diary.jpg': Buffer.from('Dear diary'),
  }),
);

const section = async (name: string): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Sections' })
    .getByRole('button', { name: new RegExp(`^${name}`, 'u') })
    .click();
};
const close = async (): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};
const small = async (): Promise<void> => {
  await expect
    .poll(async () => {
      await resize(run, 900, 600);
      return page.evaluate(() => [outerWidth, innerHeight > 0]);
    })
    .toEqual([900, true]);
};

/** Opens one screen after the other in the smallest window, and checks each. */
async function walk(check: (screen: string) => Promise<void>): Promise<void> {
  await section('Imports');
  await page
    .getByRole('button', { name: /Pictures/u })
    .first()
    .click();
  await page.getByRole('tab', { name: /^Failed/u }).click();
  await expect(page.getByText('Diary.jpg')).toBeVisible();
  await check('report of an import');
  await page.getByRole('button', { name: 'All imports' }).click();
  await check('list of imports');
  await section('Trash');
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await check('empty trash');
  await section('Photos');
  await expectDrawn(page);
  await check('timeline');
  await page.keyboard.press('i');
  await expect(page.getByRole('complementary')).toBeVisible();
  await check('information');
  await page.keyboard.press('i');
  await page.keyboard.press('Control+e');
  await expect(page.getByRole('button', { name: 'Choose folder…' })).toBeVisible();
  await check('export');
  await close();
  await page.keyboard.press('Control+,');
  await expect(page.getByText('Lock when nobody uses it')).toBeVisible();
  await check('settings');
  await page.getByRole('dialog').getByText('Security', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add a passphrase…' })).toBeVisible();
  await check('settings, security');
  await close();
  await tiles(page).last().dblclick();
  await expect(page.getByRole('dialog', { name: /^Photo / })).toBeVisible();
  await page.keyboard.press('i');
  await check('viewer and information');
  await page.keyboard.press('i');
  await close();
}

test('lines may run from right to left, and words be longer', async () => {
  await activity(page).getByRole('button', { name: 'Dismiss' }).click();
  await small();
  await walk(async (screen) => {
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await expectFits(page, `${screen}, right to left`);
    await page.evaluate(() => (document.documentElement.dir = ''));
    await withLongerWords(page, () => expectFits(page, `${screen}, longer words`));
  });
});

test('what stands at a line’s end changes sides, and time does not', async () => {
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  const left = async (what: Locator): Promise<number> => (await what.boundingBox())?.x ?? NaN;
  expect(await left(page.getByRole('navigation', { name: 'Sections' }))).toBeGreaterThan(800);
  // Hidden, as all photos are in view.
  expect(await left(page.getByRole('slider', { name: 'Timeline', includeHidden: true }))).toBeLessThan(10);

  // The photo that the right arrow goes to is the one to the right.
  await tiles(page).first().focus();
  await page.keyboard.press('Home');
  const focused = page.locator('[role=option]:focus');
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  const before = await left(focused);
  await page.keyboard.press('ArrowRight');
  await expect(focused).toHaveAttribute('aria-posinset', '2');
  expect(await left(focused)).toBeGreaterThan(before);

  // A slider grows to where lines run.
  const size = page.getByRole('slider', { name: 'Size of the pictures' });
  const at = Number(await size.inputValue());
  await size.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => Number(await size.inputValue())).toBeGreaterThan(at);
  await page.keyboard.press('ArrowRight');
  await expect(size).toHaveValue(String(at));
  await page.evaluate(() => (document.documentElement.dir = ''));
});

test('text may be twice as large', async () => {
  await page.keyboard.press('Control+,');
  await page.getByLabel('Size of text').selectOption('200');
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(450);
  await close();
  await walk((screen) => expectFits(page, `${screen}, text of 200 %`));
  await page.keyboard.press('Control+0');
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(900);
});

test('German is spoken as soon as it is chosen, also by the native menu', async () => {
  await resize(run, 1280, 800);
  await page.keyboard.press('Control+,');
  await page.getByText('Deutsch', { exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  // The window changes first: the menu is another process's.
  const menu = (): Promise<string[]> =>
    run.app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ label, submenu }) => [
        label,
        ...(submenu?.items ?? []).map((item) => item.label),
      ]),
    );
  await expect
    .poll(menu)
    .toEqual(expect.arrayContaining(['&Datei', '&Ordner importieren…', '&Rückgängig', '&Tresor', '&Hilfe']));
  await expectNamed(page, 'settings, German');
  await page.keyboard.press('Escape');
  const told = (): unknown => JSON.parse(readFileSync(path.join(run.userData, 'settings.json'), 'utf8'));
  await expect.poll(told).toMatchObject({ settings: { language: 'de' } });

  await page
    .getByRole('searchbox')
    .or(page.getByRole('combobox', { name: 'Suche' }))
    .first()
    .fill('Juli 2019');
  const asked = page.getByRole('region', { name: 'Wonach gesucht wird' });
  await expect(asked.getByText('Juli 2019', { exact: true })).toBeVisible();
  await expect(tiles(page, 'Fotos')).toHaveCount(1);
  await expect(tiles(page, 'Fotos')).toHaveAccessibleName('Foto, 14. Juli 2019 um 18:30');
  await tiles(page, 'Fotos').focus();
  await page.keyboard.press('x');
  await expect(page.getByText('1 ausgewählt')).toBeVisible();
  await page.keyboard.press('i');
  await expect(page.getByText('33,85980° S, 151,21111° O')).toBeVisible();
  await expectNamed(page, 'a search, a selection and information, German');
});

test('the unlock screen speaks it, too', async () => {
  const next = run.pageAfter(page);
  await page.getByRole('button', { name: 'Sperren', exact: true }).click();
  page = await next;
  await page.getByLabel('Passphrase', { exact: true }).fill('falsch');
  await page.getByRole('button', { name: 'Entsperren', exact: true }).click();
  await expect(page.getByText('Das hat den Tresor nicht geöffnet.')).toBeVisible({ timeout: 30_000 });
  await expectNamed(page, 'unlock, German');
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Entsperren', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Bereiche' })).toBeVisible({ timeout: 30_000 });
  // What was selected when it was locked is so again.
  await expect(page.getByRole('toolbar').getByText('1 ausgewählt', { exact: true })).toBeVisible();
});
