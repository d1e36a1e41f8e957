/** @file A damaged or lost catalogue is rebuilt from snapshot, rows and blobs; what is damaged is set aside; nothing is deleted, wherever it stops. */
import Sqlite from 'better-sqlite3';
import { cp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import type { Id, Job, PhotoDetails } from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { openCatalog } from '../../src/main/engine/catalog/index.ts';
import { unlockVault } from '../../src/main/engine/vault/index.ts';
import { writeContent } from '../support/blobs.ts';
import { quickCosts } from '../support/quick-vault.ts';
import { FULL_EXIF, jpegWith, quarters, scene } from '../support/pictures.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

type RepairJob = Extract<Job, { kind: 'repair' }>;
const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(passphrase) }) as const;

async function repair(engine: TestEngine, vault: string, dryRun = false): Promise<RepairJob> {
  const { job } = await engine.call('repair.start', { vault, secret: secret(), dryRun });
  return (await engine.end(job)) as RepairJob;
}

async function details(engine: TestEngine): Promise<Map<string, PhotoDetails>> {
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const all = new Map<string, PhotoDetails>();
  for (let at = 0; at < columns.count; at += 1) {
    const found = await engine.call('library.details', { id: columnId(columns, at) });
    all.set(found.name, found);
  }
  return all;
}

/** Every file of the vault's folder with its content. */
async function contents(vault: string): Promise<Map<string, string>> {
  const names = await readdir(vault, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)),
  );
}

async function flip(file: string, ...offsets: number[]): Promise<void> {
  const bytes = await readFile(file);
  for (const offset of offsets) bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  await writeFile(file, bytes);
}

interface Made {
  readonly engine: TestEngine;
  readonly vault: string;
  readonly files: Record<string, Buffer>;
  /** As they were when the vault was closed. */
  readonly before: Map<string, PhotoDetails>;
  /** That two photos are different, which somebody has said. */
  readonly different: Id;
}

/** A closed vault: five photos, two in an album, a favourite, one in the trash, one with a preview of its own. */
async function closedVault(): Promise<Made> {
  const engine = new TestEngine();
  const files = {
    'sydney.jpg': await jpegWith(FULL_EXIF),
    'scan.tif': await quarters(300, 200).tiff().toBuffer(),
    'drawing.png': await quarters(640, 480).png().toBuffer(),
    'small.webp': await quarters(64, 64).webp().toBuffer(),
    'big.jpg': await scene(1200, 900),
  };
  const vault = await engine.create(await folderWith());
  await engine.import(
    [await folderWith({ 'sydney.jpg': files['sydney.jpg'], 'scan.tif': files['scan.tif'] })],
    'Trip',
  );
  await engine.import([
    await folderWith({
      'drawing.png': files['drawing.png'],
      'small.webp': files['small.webp'],
      'big.jpg': files['big.jpg'],
    }),
  ]);
  const found = await details(engine);
  const id = (name: string): Id => found.get(name)?.id ?? '';
  await engine.call('library.favourite', { ids: [id('drawing.png')], on: true });
  await engine.call('library.trash', { ids: [id('small.webp')] });
  await engine.call('edit.tags', { ids: [id('drawing.png'), id('big.jpg')], add: ['Sea'], remove: [] });
  await engine.call('edit.rating', { ids: [id('big.jpg')], rating: 4 });
  await engine.call('edit.date', { ids: [id('sydney.jpg')], change: { kind: 'shift', minutes: 60 } });
  await engine.call('edit.archive', { ids: [id('scan.tif')], on: true });
  await engine.call('search.save', { name: 'At sea', query: 'tag:sea' });
  const unlike = { ids: [id('drawing.png'), id('big.jpg')] };
  const { id: different } = await engine.call('alike.dismiss', unlike);
  const before = await details(engine);
  await engine.call('vault.close', {});
  return { engine, vault, files, before, different };
}

async function expectAll({ engine, files, before }: Made): Promise<void> {
  expect(await details(engine)).toEqual(before);
  for (const [name, { id, view }] of before) {
    expect((await engine.engine.openMedia('thumb', id)).ok, name).toBe(true);
    if (view === 'preview') expect((await engine.engine.openMedia('preview', id)).ok, name).toBe(true);
  }
  const target = await folderWith();
  const ids = [...before.values()].map((photo) => photo.id);
  expect(await engine.export(target, ids)).toMatchObject({ written: before.size, failed: 0 });
  for (const name of before.keys())
    expect((await readFile(join(target, name))).equals(files[name] ?? Buffer.alloc(0)), name).toBe(true);
  expect(await engine.verify()).toMatchObject({ state: 'done', problemCount: 0, problems: [] });
}

describe('repair', () => {
  it('rebuilds a deleted catalogue: the same photos, albums, marks and digests, thumbnails made again', async () => {
    const made = await closedVault();
    const { engine, vault } = made;
    await rm(join(vault, 'catalog.db'));
    await expect(engine.unlock(vault)).rejects.toMatchObject({ code: 'catalogue-missing' });

    const untouched = await contents(vault);
    expect(await repair(engine, vault, true)).toMatchObject({
      state: 'done',
      dryRun: true,
      catalogue: 'missing',
      restored: 5,
      adopted: 0,
      thumbnails: 5,
      missing: 0,
      damaged: 0,
      moved: [],
    });
    expect(await contents(vault)).toEqual(untouched);

    expect(await repair(engine, vault)).toMatchObject({
      state: 'done',
      restored: 5,
      adopted: 0,
      thumbnails: 5,
      missing: 0,
      damaged: 0,
      filesDone: 5,
      filesTotal: 5,
    });
    expect(await engine.call('vault.info', {})).toMatchObject({ photos: 4, trashed: 1, damage: null });
    expect(await engine.call('album.list', {})).toMatchObject([{ name: 'Trip', photos: 2 }]);
    expect(await engine.call('search.saved', {})).toMatchObject([{ name: 'At sea', query: 'tag:sea' }]);
    expect(await engine.call('alike.restore', { id: made.different })).toEqual({});
    await expectAll(made);
    await engine.call('vault.close', {});
    expect(await engine.unlock(vault)).toMatchObject({ notices: [] });
    expect(await details(engine)).toEqual(made.before);
  });

  it('without any snapshot adopts every photo from its capsule, with dates, names and what the file says', async () => {
    const { engine, vault, before } = await closedVault();
    await rm(join(vault, 'catalog.db'));
    await rm(join(vault, 'snapshots'), { recursive: true });
    expect(await repair(engine, vault)).toMatchObject({
      state: 'done',
      restored: 0,
      adopted: 5,
      thumbnails: 5,
      missing: 0,
    });
    const after = await details(engine);
    for (const [name, photo] of before) {
      const marks = { albums: [], favourite: false, trashed: null, tags: [], rating: null, archived: false };
      const own = { capturedAt: photo.original?.capturedAt ?? photo.capturedAt, original: null };
      expect(after.get(name)).toEqual({ ...photo, ...marks, ...own });
    }
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('keeps what still opens of a catalogue with a damaged row, newer than the snapshot, and asks nothing of the decoders for it', async () => {
    const made = await closedVault();
    const { engine, vault, before } = made;
    await engine.unlock(vault);
    const late = before.get('big.jpg')?.id ?? '';
    await engine.call('library.favourite', { ids: [late], on: true });
    await engine.call('vault.close', {});
    for (const name of await readdir(join(vault, 'snapshots'))) {
      // Only the oldest is left: the newest change is in the catalogue alone.
      if (name !== (await readdir(join(vault, 'snapshots'))).sort((a, b) => Number(a) - Number(b))[0])
        await rm(join(vault, 'snapshots', name));
    }
    const sqlite = new Sqlite(join(vault, 'catalog.db'));
    const row = Buffer.from(before.get('scan.tif')?.id ?? '', 'hex');
    sqlite.prepare('UPDATE photos SET cell = zeroblob(length(cell)) WHERE id = ?').run(row);
    sqlite.close();
    const { notices, vault: info } = await engine.unlock(vault);
    expect(notices.map(({ code }) => code)).toEqual(['catalogue-damaged']);
    expect(info.damage).toMatchObject({ code: 'catalogue-damaged' });
    // Open as it is: the repair closes it first.
    expect(await repair(engine, vault)).toMatchObject({
      state: 'done',
      catalogue: 'damaged',
      missing: 0,
      damaged: 0,
    });
    const after = await details(engine);
    expect(after.get('big.jpg')?.favourite).toBe(true);
    expect(after.get('drawing.png')).toEqual(before.get('drawing.png'));
    expect(after.get('scan.tif')?.digest).toBe(before.get('scan.tif')?.digest);
    expect(await readdir(vault)).toContain('catalog.db.damaged-1');
    expect(await engine.verify()).toMatchObject({ problemCount: 0 });
    expect(await readdir(vault)).not.toContain('catalog.db.damaged-1');
  });

  it('rebuilds a catalogue whose pages are damaged anywhere', async () => {
    const made = await closedVault();
    const { engine, vault } = made;
    const file = join(vault, 'catalog.db');
    const whole = await readFile(file);
    for (const offset of [20, 60, 4200, Math.floor(whole.length / 2), whole.length - 3000]) {
      const bytes = Buffer.from(whole);
      bytes.fill(0x5a, offset, offset + 700);
      await writeFile(file, bytes);
      const job = await repair(engine, vault);
      expect(job, `at ${String(offset)}`).toMatchObject({ state: 'done', missing: 0, damaged: 0 });
      expect(await details(engine), `at ${String(offset)}`).toEqual(made.before);
      await engine.call('vault.close', {});
      await rm(file);
      await writeFile(file, whole);
      for (const name of await readdir(join(vault, 'snapshots')))
        if (Number(name) > Number(await oldestSnapshot(vault))) await rm(join(vault, 'snapshots', name));
    }
  });

  it('changes nothing in a good vault but its log', async () => {
    const { engine, vault, before } = await closedVault();
    const untouched = await contents(vault);
    untouched.delete(join(vault, 'catalog.db'));
    expect(await repair(engine, vault)).toMatchObject({
      state: 'done',
      catalogue: 'good',
      restored: 0,
      adopted: 0,
      thumbnails: 0,
      missing: 0,
      damaged: 0,
      moved: [],
    });
    expect(await details(engine)).toEqual(before);
    const { items } = await engine.call('log.list', { before: null, limit: 2 });
    expect(items.map(({ name }) => name)).toEqual(['repaired', 'unlocked']);
    await engine.call('vault.close', {});
    const after = await contents(vault);
    after.delete(join(vault, 'catalog.db'));
    expect(after).toEqual(untouched);
  });

  it('names missing photos, sets damaged files aside and keeps the rest, in a good catalogue and in a lost one', async () => {
    for (const lost of [false, true]) {
      const made = await closedVault();
      const { engine, vault, before } = made;
      const files = await blobsOf(made);
      await rm(join(vault, files.get('drawing.png') ?? ''));
      const broken = files.get('big.jpg') ?? '';
      const { size } = await stat(join(vault, broken));
      await flip(join(vault, broken), size - 100);
      if (lost) await rm(join(vault, 'catalog.db'));
      const bytes = await readFile(join(vault, broken));
      const told = await repair(engine, vault, true);
      const job = await repair(engine, vault);
      for (const one of [told, job]) {
        expect(one).toMatchObject({ state: 'done', missing: 1, damaged: 1, adopted: 0 });
        expect(one.problems.map(({ kind, name }) => [kind, name]).sort()).toEqual([
          ['blob-damaged', 'big.jpg'],
          ['blob-missing', 'drawing.png'],
        ]);
        expect(one.moved).toHaveLength(1);
      }
      const [moved = ''] = job.moved;
      expect(moved).toMatch(/^damaged\/[0-9a-f]{32}$/);
      expect((await readFile(join(vault, moved))).equals(bytes)).toBe(true);
      const after = await details(engine);
      expect([...after.keys()].sort()).toEqual(['scan.tif', 'small.webp', 'sydney.jpg']);
      for (const [name, photo] of after) expect(photo).toEqual(before.get(name));
      expect(await engine.verify()).toMatchObject({ problemCount: 0 });
    }
  });

  it('does not bring back what was deleted for ever after the snapshot', async () => {
    const { engine, vault, before } = await closedVault();
    const snapshots = join(vault, 'snapshots');
    const old = join(await folderWith(), 'snapshots');
    await cp(snapshots, old, { recursive: true });
    await engine.unlock(vault);
    await engine.call('library.remove', { ids: [before.get('small.webp')?.id ?? ''] });
    await engine.call('vault.close', {});
    await rm(snapshots, { recursive: true });
    await rename(old, snapshots);
    await rm(join(vault, 'catalog.db'));
    expect(await repair(engine, vault)).toMatchObject({ state: 'done', restored: 4, missing: 0, adopted: 0 });
    expect((await details(engine)).has('small.webp')).toBe(false);
  });

  it('uses an older snapshot when the newest is half written, and none of another vault or under another name', async () => {
    const made = await closedVault();
    const { engine, vault, before } = made;
    await engine.unlock(vault);
    await engine.call('library.favourite', { ids: [before.get('big.jpg')?.id ?? ''], on: true });
    await engine.call('vault.close', {});
    const [newest = '', older = ''] = (await readdir(join(vault, 'snapshots'))).sort(
      (a, b) => Number(b) - Number(a),
    );
    const file = join(vault, 'snapshots', newest);
    await truncate(file, Math.floor((await stat(file)).size / 2));
    await cp(join(vault, 'snapshots', older), join(vault, 'snapshots', '900000'));
    const other = await closedVault();
    const [foreign = ''] = await readdir(join(other.vault, 'snapshots'));
    await cp(join(other.vault, 'snapshots', foreign), join(vault, 'snapshots', '800000'));
    await rm(join(vault, 'catalog.db'));
    const job = await repair(engine, vault);
    expect(job).toMatchObject({ state: 'done', restored: 5, adopted: 0, missing: 0 });
    expect(job.moved.sort()).toEqual(
      [`damaged/snapshot-${newest}`, 'damaged/snapshot-800000', 'damaged/snapshot-900000'].sort(),
    );
    expect(await details(engine)).toEqual(before);
    expect(await engine.verify()).toMatchObject({ problemCount: 0 });
  });

  it('notices a catalogue older than its snapshots, and brings the newest back', async () => {
    const { engine, vault, before } = await closedVault();
    const old = await readFile(join(vault, 'catalog.db'));
    await engine.unlock(vault);
    await engine.call('library.favourite', { ids: [before.get('big.jpg')?.id ?? ''], on: true });
    await engine.call('vault.close', {});
    await writeFile(join(vault, 'catalog.db'), old);
    const { notices } = await engine.unlock(vault);
    expect(notices).toMatchObject([{ code: 'catalogue-rolled-back' }]);
    await expect(engine.call('album.create', { name: 'New' })).rejects.toMatchObject({
      code: 'catalogue-rolled-back',
    });
    expect(await repair(engine, vault)).toMatchObject({ state: 'done', restored: 5, thumbnails: 0 });
    expect((await details(engine)).get('big.jpg')?.favourite).toBe(true);
    await engine.call('vault.close', {});
    expect(await engine.unlock(vault)).toMatchObject({ notices: [] });
  });

  it('adopts a file of an interrupted import, but not a second copy of a photo', async () => {
    const made = await closedVault();
    const { engine, vault, before } = made;
    const { vault: open } = await unlockVault({ path: vault, secret: secret(), cost: quickCosts });
    const store = new BlobStore(open);
    await writeContent(store, open, made.files['big.jpg'] ?? Buffer.alloc(0), { name: 'again.jpg' });
    const orphan = await scene(320, 240, 7);
    await writeContent(store, open, orphan, { name: 'orphan.jpg' });
    await open.close();
    await engine.unlock(vault);
    expect((await engine.verify()).problems.map(({ kind }) => kind)).toEqual(['blob-orphan', 'blob-orphan']);
    expect(await repair(engine, vault)).toMatchObject({
      catalogue: 'good',
      adopted: 1,
      restored: 0,
      thumbnails: 1,
    });
    const after = await details(engine);
    expect([...after.keys()].sort()).toEqual([...before.keys(), 'orphan.jpg'].sort());
    expect(after.get('orphan.jpg')).toMatchObject({ width: 320, height: 240, albums: [] });
    expect(await repair(engine, vault)).toMatchObject({ adopted: 0, catalogue: 'good' });
  });

  it('makes thumbnails and previews again that a good catalogue has lost', async () => {
    const made = await closedVault();
    const { engine, vault } = made;
    const sqlite = new Sqlite(join(vault, 'catalog.db'));
    sqlite.exec('DELETE FROM thumbs');
    sqlite.close();
    const originals = new Set((await blobsOf(made)).values());
    const files = (await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name));
    const previews = files.filter((file) => !originals.has(file.slice(vault.length + 1)));
    expect(previews).toHaveLength(1);
    for (const file of previews) await rm(file);
    expect(await repair(engine, vault)).toMatchObject({
      state: 'done',
      catalogue: 'good',
      restored: 0,
      adopted: 0,
      thumbnails: 5,
      missing: 0,
      damaged: 0,
    });
    await expectAll(made);
  });

  it('tells how many photos it found again whose files had other names than a catalogue that was put back', async () => {
    const made = await closedVault();
    const { engine, vault, before } = made;
    await cp(join(vault, 'catalog.db'), `${vault}.old`);
    await engine.unlock(vault);
    await engine.call('keys.draftRotation', { secret: secret() });
    const { job } = await engine.call('keys.rotate', { scope: 'everything' });
    await engine.end(job ?? '');
    await engine.call('vault.close', {});
    await cp(`${vault}.old`, join(vault, 'catalog.db'));
    await engine.unlock(vault);
    await engine.call('vault.acceptRestored', { secret: secret() });
    await engine.call('vault.close', {});
    expect(await repair(engine, vault)).toMatchObject({
      state: 'done',
      catalogue: 'good',
      restored: before.size,
      adopted: 0,
      missing: 0,
      damaged: 0,
    });
    await expectAll(made);
  });

  it('tells in a verify that no copy of the catalogue could be written, and counts a damaged one', async () => {
    const { engine, vault } = await closedVault();
    const folder = join(vault, 'snapshots');
    await engine.unlock(vault);
    await engine.call('album.create', { name: 'New' });
    await engine.call('vault.close', {});
    await flip(join(folder, await oldestSnapshot(vault)), 400);
    await engine.unlock(vault);
    expect((await engine.verify()).problems).toMatchObject([{ kind: 'snapshot-damaged' }]);
    expect((await engine.call('verify.last', {}))?.problems).toMatchObject([{ kind: 'snapshot-damaged' }]);
    await engine.call('vault.close', {});
    await rm(folder, { recursive: true });
    await writeFile(folder, 'no folder');
    await engine.unlock(vault);
    const { problems, problemCount } = await engine.verify();
    expect([problemCount, problems]).toMatchObject([0, [{ kind: 'snapshot-old', detail: 'disk-failed' }]]);
    await engine.call('vault.close', {});
  });

  it('says a wrong passphrase and refuses a second repair, and can be cancelled', async () => {
    const { engine, vault } = await closedVault();
    await rm(join(vault, 'catalog.db'));
    const wrong = { kind: 'passphrase', passphrase: passphraseBytes('no') } as const;
    await expect(engine.call('repair.start', { vault, secret: wrong, dryRun: false })).rejects.toMatchObject({
      code: 'secret-wrong',
    });
    const { job } = await engine.call('repair.start', { vault, secret: secret(), dryRun: false });
    await engine.call('job.pause', { job });
    await expect(repair(engine, vault)).rejects.toMatchObject({ code: 'busy' });
    await expect(engine.unlock(vault)).rejects.toMatchObject({ code: 'busy' });
    await engine.call('job.cancel', { job });
    expect(await engine.end(job)).toMatchObject({ state: 'cancelled' });
    await expect(engine.call('vault.info', {})).rejects.toBeInstanceOf(CodedError);
    expect((await readdir(vault)).filter((name) => name.startsWith('catalog.db'))).toEqual([]);
    expect(await repair(engine, vault)).toMatchObject({ state: 'done', restored: 5 });
  });
});

async function oldestSnapshot(vault: string): Promise<string> {
  return (await readdir(join(vault, 'snapshots'))).sort((a, b) => Number(a) - Number(b))[0] ?? '';
}

/** The file of each original, by the photo's name; the vault is closed. */
async function blobsOf({ vault: path }: Made): Promise<Map<string, string>> {
  const { vault } = await unlockVault({ path, secret: secret(), cost: quickCosts });
  const { catalog } = openCatalog(vault);
  const found = [...catalog.photos()].map(
    ([, { name, blob }]) => [name, `blobs/${blob.slice(0, 2)}/${blob}`] as const,
  );
  catalog.close();
  await vault.close();
  return new Map(found);
}
