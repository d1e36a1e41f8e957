/** @file New keys and everything encrypted anew, through the engine: what a user sees of it, and what goes on meanwhile. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Id, Job } from '../../src/shared/contract.ts';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { openCatalog } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { scene } from '../support/pictures.ts';
import { photoVault, type KnownPhoto } from '../support/photo-vault.ts';
import { unlockWith } from '../support/quick-vault.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

type ReencryptJob = Extract<Job, { kind: 'reencrypt' }>;

const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(passphrase) }) as const;

async function rotate(
  engine: TestEngine,
  scope: 'catalogue' | 'everything',
): Promise<{ words: string; job: Id }> {
  const { kit } = await engine.call('keys.draftRotation', { secret: secret() });
  const { job } = await engine.call('keys.rotate', { scope });
  if (job === null) throw new Error('the disk did not confirm');
  return { words: kit.words.join(' '), job };
}

async function bytesOf(engine: TestEngine, kind: 'original' | 'preview' | 'thumb', id: Id): Promise<Buffer> {
  const opened = await engine.engine.openMedia(kind, id);
  if (!opened.ok) throw new Error(opened.error.code);
  const parts: Uint8Array[] = [];
  for await (const part of opened.value.read(0, opened.value.size)) parts.push(part);
  opened.value.close();
  return Buffer.concat(parts);
}

async function expectAll(engine: TestEngine, photos: readonly KnownPhoto[]): Promise<void> {
  for (const { id, original, preview, thumb } of photos) {
    expect((await bytesOf(engine, 'original', id)).equals(original)).toBe(true);
    expect((await bytesOf(engine, 'preview', id)).equals(preview)).toBe(true);
    expect((await bytesOf(engine, 'thumb', id)).equals(thumb)).toBe(true);
  }
}

/** Epochs of all blobs and snapshots, by their headers. */
function fileEpochs(path: string): number[] {
  const files = ['blobs', 'snapshots'].flatMap((folder) =>
    fs
      .readdirSync(join(path, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return files.map((file) => fs.readFileSync(file).readUInt32BE(12));
}

function rowEpochs(path: string): unknown[] {
  const database = new Sqlite(join(path, 'catalog.db'), { readonly: true });
  const tables = ['state', 'photos', 'thumbs', 'objects', 'pages', 'log'];
  const epochs = tables.flatMap((table) =>
    database.prepare(`SELECT DISTINCT epoch FROM ${table}`).pluck().all(),
  );
  database.close();
  return [...new Set(epochs)];
}

const blobCount = (path: string): number =>
  fs.readdirSync(join(path, 'blobs'), { recursive: true }).filter((name) => String(name).length > 30).length;

describe('new keys', () => {
  it('are told of beforehand, take effect, seal the catalogue anew, and leave the photos under the old ones', async () => {
    const { path, photos, words: oldWords } = await photoVault(5);
    const engine = new TestEngine();
    await engine.unlock(path);
    expect(await engine.call('keys.info', {})).toMatchObject({
      epoch: 1,
      older: { blobs: 0, rows: 0 },
      resealing: null,
    });
    const { job } = await rotate(engine, 'catalogue');
    const ended = (await engine.end(job)) as ReencryptJob;
    expect(ended).toMatchObject({ state: 'done', scope: 'catalogue', problemCount: 0, filesTotal: 0 });
    expect(ended.bytesTotal).toBeGreaterThan(5 * 3000);
    expect(ended.bytesDone).toBe(ended.bytesTotal);
    const info = await engine.call('keys.info', {});
    expect(info).toMatchObject({ epoch: 2, photos: 5, resealing: null });
    expect(info.older).toMatchObject({ photos: 5, blobs: 10, rows: 0 });
    expect(info.created).not.toBeNull();
    await expectAll(engine, photos);
    expect((await engine.verify()).problemCount).toBe(0);
    await engine.call('vault.close', {});
    expect(rowEpochs(path)).toEqual([2]);
    const recovery = { kind: 'recovery', words: oldWords } as const;
    await expect(engine.call('vault.unlock', { vault: path, secret: recovery })).rejects.toMatchObject({
      code: 'secret-wrong',
    });
    await engine.unlock(path);
    await expectAll(engine, photos);
    expect(
      (await engine.call('log.list', { before: null, limit: 1000 })).items.map(({ event }) => event?.event),
    ).toContain('keys-rotated');
  });

  it('are refused without a draft, with recovery words, and while something is encrypted anew', async () => {
    const { path, words } = await photoVault(1);
    const engine = new TestEngine();
    await engine.unlock(path);
    await expect(engine.call('keys.rotate', { scope: 'catalogue' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await engine.call('keys.info', {})).resealing).toBeNull();
    await expect(
      engine.call('keys.draftRotation', { secret: { kind: 'recovery', words } }),
    ).rejects.toMatchObject({ code: 'slot-proof' });
    const { job } = await rotate(engine, 'everything');
    await engine.call('keys.draftRotation', { secret: secret() });
    await expect(engine.call('keys.rotate', { scope: 'catalogue' })).rejects.toMatchObject({ code: 'busy' });
    await engine.end(job);
  });
});

describe('everything encrypted anew', () => {
  it('leaves nothing under the old keys: no row, no file, no copy of the catalogue', async () => {
    const { path, photos } = await photoVault(40);
    const engine = new TestEngine();
    await engine.unlock(path);
    const before = fs.readdirSync(join(path, 'blobs'), { recursive: true }).map(String);
    const { job } = await rotate(engine, 'everything');
    const ended = (await engine.end(job)) as ReencryptJob;
    expect(ended).toMatchObject({
      state: 'done',
      scope: 'everything',
      filesTotal: 40,
      filesDone: 40,
      problemCount: 0,
    });
    expect(ended.bytesDone).toBe(ended.bytesTotal);
    expect(await engine.call('keys.info', {})).toMatchObject({
      epoch: 2,
      older: { photos: 0, blobs: 0, rows: 0 },
      resealing: null,
    });
    await expectAll(engine, photos);
    expect(fileEpochs(path).every((epoch) => epoch === 2)).toBe(true);
    expect(blobCount(path)).toBe(80);
    const after = new Set(fs.readdirSync(join(path, 'blobs'), { recursive: true }).map(String));
    expect(before.filter((name) => name.length > 30 && after.has(name))).toEqual([]);
    const verified = await engine.verify();
    expect(verified.problems).toEqual([]);
    expect((await engine.call('library.details', { id: photos.at(-1)?.id ?? '' })).trashed).not.toBeNull();
    await engine.call('vault.close', {});
    expect(rowEpochs(path)).toEqual([2]);
    expect(new Set(fileEpochs(path))).toEqual(new Set([2]));
    await engine.unlock(path);
    await expectAll(engine, photos);
    // A second time: nothing is left to do.
    const { job: again } = await engine.call('keys.reencrypt', { scope: 'everything' });
    expect(await engine.end(again)).toMatchObject({ state: 'done', filesTotal: 0 });
  });

  it('goes on by itself after the vault was closed in the middle of it, and ends', async () => {
    const { path, photos } = await photoVault(60, 200_000);
    const engine = new TestEngine();
    await engine.unlock(path);
    const { job } = await rotate(engine, 'everything');
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await engine.call('vault.close', {});
    expect(new Set(fileEpochs(path))).toEqual(new Set([1, 2]));
    await engine.unlock(path);
    const { resealing } = await engine.call('keys.info', {});
    expect(resealing).toMatchObject({ scope: 'everything' });
    const ended = (await engine.end(resealing?.job ?? '')) as ReencryptJob;
    expect(ended.state).toBe('done');
    expect(ended.already).toBeGreaterThan(0);
    expect(ended.already + ended.filesTotal).toBe(60);
    expect(new Set(fileEpochs(path))).toEqual(new Set([2]));
    expect(blobCount(path)).toBe(120);
    await expectAll(engine, photos);
    const entries = (await engine.call('log.list', { before: null, limit: 1000 })).items.map(
      ({ event }) => event?.event,
    );
    expect(entries.filter((event) => event === 're-encrypted')).toHaveLength(1);
  });

  it('pauses, goes on, and can be cancelled and begun again', async () => {
    const { path, photos } = await photoVault(60, 200_000);
    const engine = new TestEngine();
    await engine.unlock(path);
    const { job } = await rotate(engine, 'everything');
    await engine.until(job, ({ filesDone }) => filesDone > 0);
    await engine.call('job.pause', { job });
    await engine.until(job, ({ state }) => state === 'paused');
    await expectAll(engine, photos);
    await engine.call('job.resume', { job });
    await engine.call('job.cancel', { job });
    expect(await engine.end(job)).toMatchObject({ state: 'cancelled' });
    const info = await engine.call('keys.info', {});
    expect(info.resealing).toBeNull();
    expect(info.older.blobs).toBeGreaterThan(0);
    expect(blobCount(path)).toBe(120);
    await expectAll(engine, photos);
    expect((await engine.verify()).problems).toEqual([]);
    const { job: again } = await engine.call('keys.reencrypt', { scope: 'everything' });
    expect(await engine.end(again)).toMatchObject({ state: 'done' });
    expect(new Set(fileEpochs(path))).toEqual(new Set([2]));
    await expectAll(engine, photos);
  });

  it('leaves a photo whose file is damaged or missing as it is, and says so', async () => {
    const { path, photos } = await photoVault(6, 100_000);
    const engine = new TestEngine();
    await engine.unlock(path);
    const blobs = fs
      .readdirSync(join(path, 'blobs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => fs.statSync(file).size > 50_000);
    const [damaged = '', missing = ''] = blobs;
    const bytes = fs.readFileSync(damaged);
    bytes[80_000] = (bytes[80_000] ?? 0) ^ 1;
    fs.writeFileSync(damaged, bytes);
    fs.rmSync(missing);
    const { job } = await rotate(engine, 'everything');
    const ended = (await engine.end(job)) as ReencryptJob;
    expect(ended).toMatchObject({ state: 'done', problemCount: 2 });
    expect(ended.problems.map(({ kind }) => kind).sort()).toEqual(['blob-damaged', 'blob-missing']);
    expect(fs.readFileSync(damaged).equals(bytes)).toBe(true);
    const told = new Set(ended.problems.map(({ id }) => id));
    await expectAll(
      engine,
      photos.filter(({ id }) => !told.has(id)),
    );
    expect(blobCount(path)).toBe(11);
  });
});

describe('an older catalogue put back on purpose, without its files', () => {
  it('costs no photo its only file: what it remembers as about to be written may be that', async () => {
    const { path, photos } = await photoVault(3);
    const { vault } = await unlockWith(path, passphrase);
    const { catalog } = openCatalog(vault);
    const [first, second] = photos.map(({ id }) => ({ id, record: catalog.photo(id) }));
    if (!first?.record || !second?.record) throw new Error('no photos');
    const { record } = first;
    // The first mentions a file that was replaced since; the second is as it should be, with a file left over.
    const leftOver = randomId();
    await copyBlob(vault, second.record.blob, leftOver);
    catalog.change((tx) => {
      tx.putPhoto(first.id, { ...record, blob: randomId() });
      tx.putObject(randomId(), {
        type: 'settings',
        resealing: { scope: 'everything', blobs: [record.blob, leftOver] },
      });
    });
    catalog.close();
    await vault.close();
    const engine = new TestEngine();
    await engine.unlock(path);
    await engine.end((await engine.call('job.list', {}))[0]?.id ?? '');
    await engine.call('vault.close', {});
    expect(blobCount(path)).toBe(6);
    const { job } = await engine.call('repair.start', { vault: path, secret: secret(), dryRun: false });
    expect(await engine.end(job)).toMatchObject({ state: 'done', missing: 0 });
    await expectAll(engine, photos);
  });
});

/** The same content once more, under another id. */
async function copyBlob(vault: OpenVault, from: Id, to: Id): Promise<void> {
  const blobs = new BlobStore(vault);
  const reader = await blobs.open(from);
  const { capsule, bytes } = reader;
  await blobs.write({ id: to, capsule, bytes, content: await reader.readAll() });
  await reader.close();
}

describe('while everything is encrypted anew', () => {
  it('photos are looked at, exported, verified, imported, marked and deleted', async () => {
    const { path, photos } = await photoVault(80, 300_000);
    const source = await folderWith({
      'new 1.jpg': await scene(300, 200, 1),
      'new 2.jpg': await scene(300, 200, 2),
    });
    const engine = new TestEngine();
    await engine.unlock(path);
    // Opened before: read to its end after its file was replaced.
    const [first, second] = photos;
    if (first === undefined || second === undefined) throw new Error('no photos');
    const held = await engine.engine.openMedia('original', first.id);
    if (!held.ok) throw new Error(held.error.code);
    const gone = photos.at(-1)?.id ?? '';
    const { job } = await rotate(engine, 'everything');
    const target = await folderWith();
    const [, exported, imported, verified] = await Promise.all([
      (async () => {
        for (let turn = 0; turn < 3; turn += 1) await expectAll(engine, photos.slice(0, 30));
      })(),
      engine.export(target),
      engine.import([source]),
      engine.verify(),
      engine.call('library.favourite', { ids: [second.id], on: true }),
      engine.call('library.remove', { ids: [gone] }),
    ]);
    const ended = (await engine.end(job)) as ReencryptJob;
    expect(ended).toMatchObject({ state: 'done', problemCount: 0 });
    expect(exported).toMatchObject({ state: 'done', failed: 0 });
    expect(imported.job).toMatchObject({ state: 'done', counts: { imported: 2 } });
    expect(verified).toMatchObject({ state: 'done', problems: [] });
    const parts: Uint8Array[] = [];
    for await (const part of held.value.read(0, held.value.size)) parts.push(part);
    held.value.close();
    expect(Buffer.concat(parts).equals(first.original)).toBe(true);
    expect((await engine.call('library.details', { id: second.id })).favourite).toBe(true);
    await expectAll(engine, photos.slice(0, -1));
    const again = await engine.verify();
    expect(again.problems).toEqual([]); // and nothing left over
    expect(await engine.call('keys.info', {})).toMatchObject({ older: { blobs: 0, rows: 0 } });
    expect(fs.readdirSync(target).length).toBeGreaterThanOrEqual(79);
  });
});
