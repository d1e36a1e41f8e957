/**
 * @file The leak canary: pictures with planted names, texts and pixels go through the app, and afterwards nothing of them, of the passphrase or
 * of the keys is found on disk, nor in the memory of what still runs. Linux: reads /proc.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';
import sharp from 'sharp';
import { createEngine } from '../../src/main/engine/engine.ts';
import { unlockVault } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { launch, root, temporaryFolder, type Running } from './support/app.ts';
import {
  familyOf,
  needlesOfBytes,
  needlesOfPixels,
  needlesOfText,
  searchFolders,
  searchMemory,
  type Needle,
} from './support/canary.ts';
import { importFolder, lock, passphraseField, tiles, unlock } from './support/job.ts';
import { exists, kill, processesUnder } from './support/job-processes.ts';

test.skip(process.platform !== 'linux', 'read from /proc');
test.describe.configure({ mode: 'serial' });

const words = {
  name: 'Qwyzzerl passport page 7',
  second: 'Vlonthrax clinic letter',
  caption: 'Brumquist asked to keep this between us',
  tag: 'kravishnol',
  album: 'Ombrelix custody case',
  exif: 'Taken for Dr Pfeltzmann in Urkhausen',
  source: 'Zwinthrope originals',
};
const passphrase = 'grommet-yelling-quixotic-93-harpoon';

const home = temporaryFolder();
const userData = temporaryFolder();
/** Everything an app could think of writing to, beside the user folder it is told. */
const surroundings = temporaryFolder();
const source = path.join(home, words.source);
const env: Record<string, string> = Object.fromEntries(
  ['HOME', 'TMPDIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'].map((name) => {
    const folder = path.join(surroundings, name);
    mkdirSync(folder);
    return [name, folder];
  }),
);
const onDisk: Needle[] = Object.entries(words).flatMap(([what, text]) => needlesOfText(what, text));
let vault: string;
let run: Running;
let locked: Page;

/** Noise, so that no piece of it stands anywhere by chance. */
async function noise(seed: number, format: 'png' | 'jpeg'): Promise<{ file: Buffer; rgb: Buffer }> {
  const rgb = Buffer.alloc(320 * 240 * 3);
  let state = seed;
  for (let at = 0; at < rgb.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rgb[at] = state >>> 24;
  }
  const picture = sharp(rgb, { raw: { width: 320, height: 240, channels: 3 } }).withExif({
    IFD0: { ImageDescription: words.exif, Artist: words.exif },
  });
  const file = await (format === 'png' ? picture.png() : picture.jpeg({ quality: 92 })).toBuffer();
  return { file, rgb: await sharp(file).removeAlpha().raw().toBuffer() };
}

async function plant(folder: string, name: string, seed: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const format of ['png', 'jpeg'] as const) {
    const { file, rgb } = await noise(seed + format.length, format);
    writeFileSync(path.join(folder, `${name}.${format}`), file);
    onDisk.push(
      ...needlesOfBytes(`${name}.${format}`, file),
      ...needlesOfPixels(`pixels of ${name}.${format}`, rgb),
    );
  }
}

/** A vault with the planted pictures, made outside the app: what the app learns of them it learns from the vault. */
async function makeVault(): Promise<string> {
  await plant(source, words.name, 7);
  const engine = createEngine({ decoderEntry: path.join(root, 'src/main/decoder/index.ts') });
  const ask: typeof engine.call = async (...call: Parameters<typeof engine.call>) => {
    const answer = await engine.call(...call);
    expect(answer, call[0]).toMatchObject({ ok: true });
    return answer;
  };
  const value = async (method: string, input: object): Promise<Record<string, unknown>> => {
    const answer = await ask(method, input);
    return answer.ok ? (answer.value as Record<string, unknown>) : {};
  };
  await value('vault.create', { folder: home, name: 'Family', passphrase: passphraseBytes(passphrase) });
  const { scan } = await value('import.scan', { sources: [source] });
  const started = await value('import.start', { scan, album: words.album });
  await expect
    .poll(async () => (await ask('import.list', {})) as unknown, { timeout: 30_000 })
    .toMatchObject({
      value: [{ state: 'done', counts: { imported: 2 } }],
    });
  const found = await value('import.photos', { import: started['import'] });
  const packed = Buffer.from(found['ids'] as Uint8Array);
  const ids = [packed.toString('hex', 0, 16), packed.toString('hex', 16, 32)];
  await value('edit.caption', { ids, caption: words.caption });
  await value('edit.tags', { ids, add: [words.tag], remove: [] });
  for (const id of ids) {
    const thumb = await engine.openMedia('thumb', id);
    if (!thumb.ok) throw new Error(thumb.error.code);
    const pieces: Uint8Array[] = [];
    for await (const piece of thumb.value.read(0, thumb.value.size)) pieces.push(Buffer.from(piece));
    thumb.value.close();
    const file = Buffer.concat(pieces);
    onDisk.push(...needlesOfBytes('a thumbnail', file));
    onDisk.push(
      ...needlesOfPixels('pixels of a thumbnail', await sharp(file).removeAlpha().raw().toBuffer()),
    );
  }
  await engine.close();
  return path.join(home, 'Family.lightproof');
}

/** The keys themselves, of a vault that is locked. */
async function needlesOfKeys(): Promise<Needle[]> {
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
  const { vault: open } = await unlockVault({ path: vault, secret });
  const { keys } = open;
  const all = {
    digest: keys.digest,
    blobs: keys.blobKey(1),
    photos: keys.cellKey(1, 1),
    thumbs: keys.cellKey(1, 2),
  };
  const needles = Object.entries(all).map(([what, key]) => ({
    what: `key of ${what}`,
    bytes: key.use((bytes) => Buffer.from(bytes)),
  }));
  await open.close();
  return needles;
}

/**
 * Types the passphrase without it going through the pipe by which the test drives the app: that ends in the main process, whose memory is
 * searched afterwards.
 */
async function unlockUnheard(page: Page): Promise<void> {
  await expect(passphraseField(page)).toBeVisible();
  await page.evaluate(
    (codes) => {
      const field = document.querySelector<HTMLInputElement>('input[type=password]');
      if (field === null) throw new Error('nowhere to type');
      field.value = String.fromCharCode(...codes.map((code) => code ^ 90));
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.form?.requestSubmit();
    },
    Array.from(Buffer.from(passphrase), (code) => code ^ 90),
  );
  // Not by `expect`: while that waits it fetches what is on the page, the field included, through the main process.
  await page.waitForFunction(() => document.querySelector('input[type=password]') === null);
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible({ timeout: 30_000 });
}

/** Processes that the system would write to disk when they crash, with all that they hold. */
function dumpable(main: number): string[] {
  return familyOf(main).flatMap(({ pid, kind }) => {
    const limit = /^Max core file size +(\d+|unlimited)/mu.exec(
      readFileSync(`/proc/${String(pid)}/limits`, 'latin1'),
    )?.[1];
    return limit === '0' ? [] : [`${kind}: ${limit ?? 'unknown'}`];
  });
}

async function copied(running: Running): Promise<string> {
  return running.app.evaluate(async ({ clipboard }) => clipboard.readText());
}

function expectNothingOnDisk(...except: readonly string[]): void {
  // Where the system puts them unless it is told another place.
  expect(readdirSync(root).filter((name) => /^core(?:\.|$)/u.test(name))).toEqual([]);
  const { found, bytes, places } = searchFolders([home, userData, surroundings], onDisk, [source, ...except]);
  expect(found).toEqual([]);
  expect(places).toBeGreaterThan(5);
  test
    .info()
    .annotations.push({ type: 'searched', description: `${String(bytes)} bytes in ${String(places)} files` });
}

test.beforeAll(async () => {
  vault = await makeVault();
  const recents = [{ name: 'Family', path: vault, opened: '2026-01-01T00:00:00.000Z' }];
  const settings = { settings: { theme: 'dark', idleMinutes: 10 }, recents, bounds: null };
  writeFileSync(path.join(userData, 'settings.json'), JSON.stringify(settings));
  run = await launch({ userData, env });
});

test.afterAll(async () => {
  await (run as Running | undefined)?.end();
  for (const folder of [home, surroundings]) rmSync(folder, { recursive: true, force: true });
});

test('the search itself finds what is there', () => {
  const { found } = searchFolders([source], onDisk);
  for (const what of ['name, UTF-8 in a name', `${words.name}.png at`, `${words.name}.jpeg at`])
    expect(
      found.some((one) => one.includes(what)),
      what,
    ).toBe(true);
  const zipped = path.join(surroundings, 'zipped');
  writeFileSync(zipped, deflateSync(`before ${words.caption} after`));
  expect(searchFolders([zipped], onDisk).found).toEqual([`caption, UTF-8 in ${zipped}`]);
  // Half of a JPEG's scan inside of something that is deflated.
  const scan = readFileSync(path.join(source, `${words.name}.jpeg`));
  writeFileSync(zipped, gzipSync(Buffer.concat([Buffer.from('before'), scan.subarray(scan.length / 2)])));
  expect(searchFolders([zipped], onDisk).found.every((one) => one.startsWith(`${words.name}.jpeg at`))).toBe(
    true,
  );
  expect(searchFolders([zipped], onDisk).found).not.toEqual([]);
  rmSync(zipped);
});

test('after lock no process holds a key, a passphrase, a picture or a name', async () => {
  const page = await run.page();
  await unlockUnheard(page);
  await expect(tiles(page)).toHaveCount(2);
  await tiles(page).first().dblclick();
  await expect(page.locator('img').first()).toBeVisible();
  await page.keyboard.press('i');
  await page.waitForTimeout(500);
  const main = run.app.process().pid ?? 0;
  const secrets = [...onDisk, ...needlesOfText('passphrase', passphrase)].filter(
    ({ what }) => !what.endsWith('base64'),
  );
  const renderer = familyOf(main).find(({ kind }) => kind === 'renderer');
  const before = familyOf(main).flatMap(({ pid, kind }) =>
    searchMemory(pid, secrets).found.map((what) => `${kind}: ${what}`),
  );
  // A passphrase goes through the main process only sealed: not even while the vault is open is it there.
  expect(before.filter((one) => one.startsWith('main: passphrase'))).toEqual([]);
  // It is there while it is looked at: the search can see it.
  for (const what of [/renderer: caption/u, /renderer: name/u, /renderer: a thumbnail|renderer: pixels/u])
    expect(
      before.some((one) => what.test(one)),
      String(what),
    ).toBe(true);

  expect(dumpable(main)).toEqual([]);
  await page.keyboard.press('Escape');
  locked = await lock(run, page);
  await expect.poll(() => dumpable(main)).toEqual([]);
  await expect.poll(() => exists(renderer?.pid ?? 0)).toBe(false);
  await expect.poll(() => processesUnder(main, 'engine.js').length).toBeLessThan(2);
  await locked.waitForTimeout(1500);
  secrets.push(...(await needlesOfKeys()));
  const searched = familyOf(main).map(({ pid, kind }) => ({ kind, ...searchMemory(pid, secrets) }));
  for (const { kind, bytes } of searched)
    test.info().annotations.push({ type: kind, description: `${String(bytes)} bytes` });
  const found = searched.flatMap(({ kind, found: all }) => all.map((what) => `${kind}: ${what}`));
  expect(found).toEqual([]);
  expect(await copied(run)).toBe('');
  expectNothingOnDisk();
});

test('whichever process crashes or is killed, nothing is left on disk', async () => {
  const later = path.join(home, 'Later');
  await plant(later, words.second, 99);
  const search = (): void => expectNothingOnDisk(later);
  const engines = (): readonly number[] => processesUnder(run.app.process().pid, 'engine.js');
  const open = async (page: Page): Promise<Page> => {
    await unlock(page, passphrase);
    await expect(tiles(page).first()).toBeVisible();
    return page;
  };
  const fallen = async (page: Page, end: () => unknown): Promise<Page> => {
    const next = run.pageAfter(page);
    await end();
    return open(await next);
  };

  let page = await open(locked);
  let ended = 0;
  const decoders = setInterval(() => {
    const [pid] = ended === 0 ? processesUnder(run.app.process().pid, 'decoder.js') : [];
    if (pid === undefined) return;
    kill(pid);
    ended += 1;
  }, 20);
  await importFolder(run, page, later);
  clearInterval(decoders);
  expect(ended).toBe(1);
  await expect(tiles(page)).toHaveCount(4);
  search();

  const renderer = await run.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getOSProcessId()),
  );
  page = await fallen(page, () => renderer.forEach(kill));
  search();
  page = await fallen(page, () => engines().forEach(kill));
  search();
  // Those of Chromium that draw and store start anew, and the page stays.
  const drawing = familyOf(run.app.process().pid ?? 0).filter(({ kind }) =>
    /^(?:gpu-process|utility)$/u.test(kind),
  );
  expect(drawing.length).toBeGreaterThan(0);
  for (const { pid } of drawing) kill(pid);
  await expect.poll(() => drawing.some(({ pid }) => exists(pid))).toBe(false);
  await expect(tiles(page).first()).toBeVisible();
  search();

  for (const end of [
    () => run.app.process().kill('SIGKILL'),
    () => run.app.evaluate(() => process.crash()).catch(() => undefined),
    () => run.quit(),
  ]) {
    const [engine = 0] = engines();
    const closed = run.app.waitForEvent('close');
    void end();
    await closed;
    await expect.poll(() => exists(engine), { timeout: 10_000 }).toBe(false);
    search();
    run = await launch({ userData, env });
    page = await open(await run.page());
  }
  expect(await copied(run)).toBe('');
  expect(page.isClosed()).toBe(false);
});
