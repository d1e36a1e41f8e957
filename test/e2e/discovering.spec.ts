/**
 * @file Places and look-alikes in the window, by mouse and by keyboard: the map, its list and its photos; groups kept, undone and dismissed. And several
 * vaults in turns, each as it was left.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import sharp from 'sharp';
import { expect, test } from 'playwright/test';
import { createEngine } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { scene } from '../support/pictures.ts';
import { launch, root, temporaryFolder, type Running } from './support/app.ts';
import { expectAccessible, expectSound } from './support/axe.ts';
import { chooseFromMenu, resize, willChoose } from './support/dialogs.ts';
import { expectCount, freshVault, goHome, importFolder, lock, unlock } from './support/job.ts';

test.describe.configure({ mode: 'serial' });

const home = temporaryFolder();
const pictures = path.join(home, 'Pictures');
let run: Running;
let page: Page;
let passphrase: string;

const section = (name: string): Locator =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name });
const map = (): Locator => page.getByRole('application', { name: 'Map of places' });
const towns = (): Locator => page.getByRole('region', { name: 'Places in view' }).getByRole('listitem');
const tiles = (): Locator => page.locator('[role="option"][data-photo]:visible');

/** Degrees as EXIF has them. */
function exifDegrees(value: number): string {
  return `${String(Math.floor(Math.abs(value)))}/1 ${String(Math.round((Math.abs(value) % 1) * 6000))}/100 0/1`;
}

async function photo(seed: number, latitude: number, longitude: number): Promise<Buffer> {
  return sharp(await scene(640, 480, seed))
    .withExif({
      IFD0: { Make: 'Test' },
      IFD3: {
        GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
        GPSLatitude: exifDegrees(latitude),
        GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
        GPSLongitude: exifDegrees(longitude),
      },
    })
    .jpeg()
    .toBuffer();
}

test.beforeAll(async () => {
  mkdirSync(pictures);
  const write = (name: string, bytes: Buffer): void => writeFileSync(path.join(pictures, name), bytes);
  const lisbon = await photo(11, 38.7139, -9.1394);
  write('lisbon-1.jpg', lisbon);
  write('lisbon-2.jpg', await photo(4, 38.72, -9.14));
  write('zermatt.jpg', await photo(5, 46.0207, 7.7491));
  write('sydney.jpg', await photo(6, -33.8688, 151.2093));
  write('at-home.jpg', await scene(640, 480, 7));
  write('lisbon-small.jpg', await sharp(lisbon).resize(320).jpeg({ quality: 60 }).toBuffer());
  run = await launch();
  ({ page, passphrase } = await freshVault(run, home));
});

test.afterEach(() => {
  expect(run.complaints).toEqual([]);
});

test.afterAll(async () => {
  await run.end();
  rmSync(home, { recursive: true, force: true });
});

test('both say what will be there while there is nothing', async () => {
  await section('Places').click();
  await expect(page.getByRole('heading', { name: 'No photo has a place yet' })).toBeVisible();
  await expectAccessible(run, page, 'places, empty');
  await section('Look-alikes').click();
  await expect(page.getByRole('heading', { name: 'No photos look alike' })).toBeVisible();
  await expectAccessible(run, page, 'look-alikes, empty');
  await importFolder(run, page, pictures);
});

test('places: the map shows all photos that have one, with the names of their towns', async () => {
  await section('Places').click();
  await expect(map()).toBeVisible();
  await expect(towns()).toHaveCount(3);
  await expect(towns().first()).toContainText('Lisbon, Portugal 2 photos');
  await expectCount(page, 4);
  await expect(map().getByRole('button', { name: 'Sydney, Australia' })).toBeVisible();
  await expect(map().getByRole('button')).toHaveCount(2);
  await expect(page.getByText('No place ever leaves this computer.')).toBeVisible();
  await expectAccessible(run, page, 'places');
});

test('places: the list takes the map to a town, and the grid follows', async () => {
  await towns()
    .getByRole('button', { name: /Zermatt/u })
    .click();
  await expectCount(page, 1);
  await expect(tiles()).toHaveCount(1);
  await expectSound(page, 'places, one town');
  await page.getByRole('button', { name: 'Show all places' }).click();
  await expectCount(page, 4);
});

test('places: by keyboard alone', async () => {
  await map().focus();
  await page.keyboard.press('0');
  await expectCount(page, 4);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('+');
  await expect(page.getByRole('heading', { name: 'No photo was taken here' })).toBeVisible();
  await page.keyboard.press('0');
  await expectCount(page, 4);
  await map().getByRole('button', { name: '3 photos' }).focus();
  await page.keyboard.press('Enter');
  await expectCount(page, 3);
  await expect(map()).toBeFocused();
  const lisbon = map().getByRole('button', { name: '2 photos, Lisbon, Portugal' });
  await lisbon.focus();
  await page.keyboard.press('Enter');
  await expectCount(page, 2);
  await page.keyboard.press('0');
  await expectCount(page, 4);
});

test('places: by mouse, a drag and a wheel move it and a mark of one photo opens it', async () => {
  const mark = map().getByRole('button', { name: /Sydney/u });
  const before = await mark.boundingBox();
  const box = await map().boundingBox();
  if (box === null || before === null) throw new Error('the map is not there');
  const [x, y] = [box.x + 40, box.y + 40];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 60, y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round(((await mark.boundingBox())?.x ?? 0) - before.x)).toBe(-60);
  await mark.hover();
  await page.mouse.wheel(0, -700);
  await expectCount(page, 1);
  await mark.click();
  await expect(page.getByText('sydney.jpg').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show all places' }).first().click();
  await expectCount(page, 4);
});

test('places: the map is as it was left when the vault is unlocked again', async () => {
  await towns()
    .getByRole('button', { name: /Zermatt/u })
    .click();
  await expectCount(page, 1);
  page = await lock(run, page);
  await unlock(page, passphrase);
  await expect(map()).toBeVisible();
  await expectCount(page, 1);
  await page.getByRole('button', { name: 'Show all places' }).click();
  await expectCount(page, 4);
});

test('places: usable in a small window', async () => {
  await resize(run, 900, 600);
  await expect(map()).toBeVisible();
  await expect(tiles().first()).toBeVisible();
  await expect(towns().first()).toBeVisible();
  await resize(run, 1280, 800);
});

test('places: a photo is put on the map by a click, or by keys alone, and undo takes it off', async () => {
  await section('Photos').click();
  await page.getByRole('combobox', { name: 'Search' }).fill('at-home');
  await expectCount(page, 1);
  await page.keyboard.press('Enter');
  await goHome(page);
  await page.keyboard.press('e');
  const edit = page.getByRole('dialog', { name: 'Edit 1 photo' });
  await edit.getByRole('radio', { name: 'Place' }).click();
  await edit.getByRole('button', { name: 'On the map' }).click();
  const choose = page.getByRole('dialog', { name: 'Place on the map' });
  const world = choose.getByRole('application', { name: 'Place on the map' });
  await expect(world).toBeFocused();
  await expect(choose.getByRole('button', { name: 'Take this place' })).toBeDisabled();
  await expectAccessible(run, page, 'place on the map');

  // By mouse: left of the middle is the Atlantic, far from any town.
  const box = await world.boundingBox();
  if (box === null) throw new Error('the map is not there');
  await world.click({ position: { x: box.width / 2 - 80, y: box.height / 2 } });
  await expect(choose.getByRole('status')).toContainText('Far from any town');
  await choose.getByRole('button', { name: 'Cancel' }).click();
  await expect(edit.getByRole('textbox', { name: 'Latitude' })).toHaveValue('');

  // By keys: from Lisbon a little to the south.
  await edit.getByRole('textbox', { name: 'Latitude' }).fill('38.7167');
  await edit.getByRole('textbox', { name: 'Longitude' }).fill('-9.1333');
  await edit.getByRole('button', { name: 'On the map' }).press('Enter');
  await expect(choose.getByRole('status')).toContainText('Lisbon, Portugal');
  for (const key of ['+', '+', '+', '+', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
  await expect(choose.getByRole('status')).toContainText('38.71');
  await page.keyboard.press('Enter');
  await expect(choose).toBeHidden();
  await expect(edit.getByRole('textbox', { name: 'Latitude' })).toHaveValue(/^38\.71\d*$/u);
  await edit.getByRole('button', { name: 'Change' }).click();
  await expect(edit).toBeHidden();
  await section('Places').click();
  await expect(towns().first()).toContainText('Lisbon, Portugal 3 photos');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(towns().first()).toContainText('Lisbon, Portugal 2 photos');
});

test('look-alikes: a group with its best, and what is not kept goes to the trash and comes back', async () => {
  await section('Look-alikes').click();
  const group = page.getByRole('group', { name: '2 photos look alike' });
  await expect(group).toBeVisible();
  await expect(group.getByRole('listitem').first()).toContainText('lisbon-1.jpg');
  await expect(group.getByRole('listitem').first()).toContainText('Best');
  await expect(group.getByRole('checkbox', { name: 'Keep lisbon-1.jpg' })).toBeChecked();
  await expect(group.getByRole('checkbox', { name: 'Keep lisbon-small.jpg' })).not.toBeChecked();
  await expectAccessible(run, page, 'look-alikes');
  await group.getByRole('button', { name: 'Move 1 to the trash' }).click();
  await expect(page.getByRole('heading', { name: 'No photos look alike' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(group).toBeVisible();
});

test('look-alikes: the other one is kept, by keyboard, and a picture opens with its group to compare', async () => {
  const group = page.getByRole('group', { name: '2 photos look alike' });
  await group.getByRole('checkbox', { name: 'Keep lisbon-small.jpg' }).focus();
  await page.keyboard.press('Space');
  await expect(group.getByRole('button', { name: 'Nothing to move to the trash' })).toBeDisabled();
  await page.keyboard.press('Space');
  const picture = group.getByRole('button', { name: 'View lisbon-1.jpg' });
  await picture.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('lisbon-1.jpg').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(picture).toBeFocused();
});

test('look-alikes: what is called different is not shown again, after unlocking either', async () => {
  const group = page.getByRole('group', { name: '2 photos look alike' });
  await group.getByRole('button', { name: 'These are different' }).click();
  await expect(page.getByRole('heading', { name: 'No photos look alike' })).toBeVisible();
  page = await lock(run, page);
  await unlock(page, passphrase);
  await section('Look-alikes').click();
  await expect(page.getByRole('heading', { name: 'No photos look alike' })).toBeVisible();
});

/** What is remembered of how a vault was left, as a person sees it. */
async function left(): Promise<unknown> {
  return {
    title: await page.getByRole('heading', { level: 1 }).innerText(),
    narrow: await page.getByText('Lightproof', { exact: true }).evaluate((brand) => brand.clientWidth <= 1),
    window: await page.evaluate(() => [innerWidth, innerHeight]),
  };
}

const scroller = (): Locator => page.locator('main .scroller');
const scrolled = (): Promise<number> => scroller().evaluate(({ scrollTop }) => scrollTop);
const selected = (): Locator => page.locator('[role="option"][data-photo][aria-selected="true"]:visible');

/** One that is derived as cheaply as the app opens any. */
async function makeVault(name: string, secret: string): Promise<string> {
  const cost = { ...standardCosts, standard: { ops: 3, mem: standardCosts.minMem } };
  const engine = createEngine({ decoderEntry: path.join(root, 'src/main/decoder/index.ts'), cost });
  const input = { folder: home, name, passphrase: passphraseBytes(secret) };
  const made = await engine.call('vault.create', input);
  await engine.close();
  expect(made.ok).toBe(true);
  return path.join(home, `${name}.lightproof`);
}

/** From the unlock screen of one vault into another one. */
async function openOther(folder: string, secret: string): Promise<void> {
  await willChoose(run, folder);
  await page.getByRole('button', { name: 'Open another vault…' }).click();
  await expect(page.getByText(folder, { exact: true })).toBeVisible();
  await unlock(page, secret);
}

test('three vaults in turns: each is as it was left, also when it was moved', async () => {
  const own = path.join(home, 'Family.lightproof');
  const secret = 'a passphrase of others';
  const [work, travel] = [await makeVault('Work', secret), await makeVault('Travel', secret)];
  const fresh = { title: 'Photos', narrow: false };

  await section('Photos').click();
  await page.getByRole('slider', { name: 'Size of the pictures' }).fill('320');
  for (const photo of await tiles().all()) await photo.press('f');
  await section('Favourites').click();
  await page.keyboard.press('Control+b');
  await resize(run, 1000, 700);
  const family = { title: 'Favourites', narrow: true, window: [1000, 700] };
  await expect.poll(left).toEqual(family);
  // A search, what is selected of it and how far it is scrolled, up to the moment of the lock.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('lisbon');
  await expectCount(page, 3);
  await tiles()
    .last()
    .click({ modifiers: ['Control'] });
  await scroller().evaluate((element) => element.scrollTo(0, 60));
  await expect.poll(scrolled).toBe(60);
  const chosen = await selected().getAttribute('data-photo');
  const next = run.pageAfter(page);
  await chooseFromMenu(run, 'Vault', 'Lock');
  page = await next;

  // The window stays as it is where nothing is known.
  await openOther(work, secret);
  await expect.poll(left).toEqual({ ...fresh, window: [1000, 700] });
  await section('Archive').click();
  await resize(run, 1200, 760);
  const atWork = { ...fresh, title: 'Archive', window: [1200, 760] };
  await expect.poll(left).toEqual(atWork);
  page = await lock(run, page);

  await openOther(own, passphrase);
  await expect.poll(left).toEqual(family);
  await expect(page.getByRole('list', { name: 'The search was understood as' })).toContainText('lisbon');
  await expect(selected()).toHaveAttribute('data-photo', chosen ?? '');
  await expect(page.getByText('1 selected')).toBeVisible();
  // By the photo that was at the top, not to the pixel: the window has another size while the vault opens.
  await expect.poll(async () => Math.abs((await scrolled()) - 60)).toBeLessThan(40);
  await section('Photos').click();
  await expect(selected()).toHaveCount(0);
  await expect(page.getByRole('slider', { name: 'Size of the pictures' })).toHaveValue('320');
  page = await lock(run, page);

  const moved = path.join(home, 'Elsewhere.lightproof');
  renameSync(work, moved);
  await openOther(moved, secret);
  await expect.poll(left).toEqual(atWork);
  page = await lock(run, page);
  rmSync(moved, { recursive: true });

  // Of one that is gone nothing shows in the next.
  await openOther(travel, secret);
  await expect.poll(left).toEqual({ ...fresh, window: [1200, 760] });
  await expect(page.getByRole('combobox', { name: 'Search' })).toHaveValue('');
});
