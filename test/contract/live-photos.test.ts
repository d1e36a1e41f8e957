/** @file A Live Photo is one photo in the vault and two files outside of it, whatever happens in between. */
import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLive } from '../../src/main/engine/import/live.ts';
import { box, full, u32 } from '../support/heif.ts';
import { scene } from '../support/pictures.ts';
import { folderWith, lineOf, passphrase, TestEngine, type ImportJob } from './open-engine.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

/** A QuickTime film of so many seconds, its picture data of `fill`. */
function film(seconds: number, fill: number): Buffer {
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  '), u32(0), Buffer.from('qt  ')),
    box('mdat', Buffer.alloc(200_000, fill)),
    box('moov', full('mvhd', u32(0), u32(0), u32(600), u32(seconds * 600), Buffer.alloc(80))),
  ]);
}

const pairId = '5B8A4F2E-0C1D-4E2F-8A3B-9C0D1E2F3A4B';

/** A film of a phone that tells which picture it belongs to. */
function filmOf(id: string, fill: number): Buffer {
  const name = box('mdta', Buffer.from('com.apple.quicktime.content.identifier'));
  const item = box(u32(1).toString('latin1'), box('data', u32(1), u32(0), Buffer.from(id)));
  const meta = box('meta', full('hdlr', Buffer.alloc(20)), full('keys', u32(1), name), box('ilst', item));
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  '), u32(0), Buffer.from('qt  ')),
    box('mdat', Buffer.alloc(100_000, fill)),
    box('moov', full('mvhd', u32(0), u32(0), u32(600), u32(1200), Buffer.alloc(80)), meta),
  ]);
}

/** A JPEG whose maker note, as Apple writes it, holds the identifier. */
async function stillOf(id: string, width: number): Promise<Buffer> {
  const jpeg = await scene(width, 300);
  const entry = Buffer.concat([Buffer.from([0, 0x11, 0, 2]), u32(37), u32(32)]);
  const note = Buffer.concat([
    Buffer.from('Apple iOS\0\0\x01MM\0\x01', 'latin1'),
    entry,
    u32(0),
    Buffer.from(`${id}\0`),
  ]);
  const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), note]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.from([(exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)]);
}

async function blobFiles(vault: string): Promise<string[]> {
  const files = await readdir(join(vault, 'blobs'), { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function sources(): Promise<{ folder: string; files: Record<string, Buffer> }> {
  const files = {
    'IMG_1.JPG': await scene(400, 300),
    'IMG_1.MOV': film(2, 1),
    'IMG_2.JPG': await scene(410, 300),
    'IMG_2.MOV': film(60, 2), // too long to be the other half
    'alone.mov': film(2, 3),
  };
  const folder = await folderWith(files);
  const taken = new Date('2024-05-06T07:08:09Z');
  for (const name of Object.keys(files)) await utimes(join(folder, name), taken, taken);
  return { folder, files };
}

describe('a Live Photo', () => {
  it('is one photo of two files: imported, verified, exported, recognised again, and deleted with both', async () => {
    const engine = new TestEngine();
    const { folder, files } = await sources();
    const vault = await engine.create(await folderWith());
    expect(await engine.call('import.scan', { sources: [folder] })).toMatchObject({ files: 5 });
    const { job, items } = await engine.import([folder]);
    expect(job).toMatchObject({
      filesTotal: 5,
      filesDone: 5,
      counts: { imported: 4, attached: 1, failed: 0 },
    });
    expect(lineOf(items, 'IMG_1.MOV')).toMatchObject({
      result: 'attached',
      partOf: 'IMG_1.JPG',
      photo: lineOf(items, 'IMG_1.JPG').photo,
    });
    expect((await engine.call('vault.info', {})).photos).toBe(4);
    expect(await blobFiles(vault)).toHaveLength(5);
    expect(await engine.verify()).toMatchObject({ problemCount: 0 });

    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ state: 'done', failed: 0 });
    for (const [name, content] of Object.entries(files))
      expect(content.equals(await readFile(join(target, name)))).toBe(true);

    // Going on: nothing is written twice, and a film that is missing is put beside its picture again.
    await rm(join(target, 'IMG_1.MOV'));
    expect(await engine.export(target)).toMatchObject({ written: 0, already: 4, failed: 0 });
    expect((await readdir(target)).sort()).toEqual(Object.keys(files).sort());
    const without = await folderWith();
    const selection = { of: 'all' } as const;
    const { job: clean } = await engine.call('export.start', {
      destination: without,
      selection,
      options: { without: 'place' },
    });
    // A film cannot be cleaned: its picture comes alone, and that is told.
    expect(await engine.end(clean)).toMatchObject({ written: 2, failed: 3 });
    expect((await readdir(without)).sort()).toEqual(['IMG_1.JPG', 'IMG_2.JPG']);

    const again = await engine.import([target]);
    expect(again.job.counts).toMatchObject({ imported: 0, duplicate: 5, failed: 0 });
    expect(await engine.call('import.scan', { sources: [target] })).toMatchObject({ alreadyHere: 5 });

    const id = lineOf(items, 'IMG_1.JPG').photo ?? '';
    await engine.call('library.trash', { ids: [id] });
    await engine.call('library.remove', { ids: [id] });
    expect(await blobFiles(vault)).toHaveLength(3);
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('is put together again from its files alone', async () => {
    const engine = new TestEngine();
    const { folder, files } = await sources();
    const vault = await engine.create(await folderWith());
    await engine.import([folder]);
    await engine.call('vault.close', {});
    await rm(join(vault, 'catalog.db'));
    await rm(join(vault, 'snapshots'), { recursive: true });
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    const { job } = await engine.call('repair.start', { vault, secret, dryRun: false });
    expect(await engine.end(job)).toMatchObject({ state: 'done', adopted: 4, damaged: 0, missing: 0 });
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ state: 'done', failed: 0 });
    expect((await readdir(target)).sort()).toEqual(Object.keys(files).sort());
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('gets its film back from a folder when its file is gone', async () => {
    const engine = new TestEngine();
    const { folder } = await sources();
    const vault = await engine.create(await folderWith());
    await engine.import([folder]);
    for (const file of await blobFiles(vault)) await rm(file);
    expect(await engine.verify()).toMatchObject({ problemCount: 5 });
    const { job } = (await engine.import([folder])) as { job: ImportJob };
    expect(job.counts).toMatchObject({ imported: 5, failed: 0 });
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
  });

  it('stays a pair among others of the same name', async () => {
    const engine = new TestEngine();
    await engine.create(await folderWith());
    const shot = async (number: number): Promise<string> =>
      folderWith({
        'IMG_1.JPG': await stillOf(pairId.replace('5', String(number)), 400 + number),
        'IMG_1.MOV': filmOf(pairId.replace('5', String(number)), number),
      });
    const folders = [await shot(1), await shot(2), await shot(3)];
    await engine.import(folders);
    await engine.import([await folderWith({ 'IMG_1.MOV': film(60, 9) })]); // another one, alone
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 4, failed: 0 });
    const exported = await readdir(target);
    expect(exported).toHaveLength(7);
    for (const [index, folder] of folders.entries()) {
      const same = async (name: string): Promise<string> => {
        const wanted = await readFile(join(folder, name));
        for (const one of exported) if (wanted.equals(await readFile(join(target, one)))) return one;
        return `${String(index)} is not there`;
      };
      expect((await same('IMG_1.MOV')).replace('.MOV', '')).toBe(
        (await same('IMG_1.JPG')).replace('.JPG', ''),
      );
    }
    await engine.call('vault.close', {});
    const other = new TestEngine();
    await other.create(await folderWith());
    expect((await other.import([target])).job.counts).toMatchObject({ imported: 4, attached: 3 });
  });

  it.each([
    ['with its picture beside it', true],
    ['alone', false],
  ])('gets its film later, %s', async (_, beside) => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    const still = { 'IMG_7.JPG': await stillOf(pairId, 400) };
    const { items } = await engine.import([await folderWith(still)]);
    const { photo } = lineOf(items, 'IMG_7.JPG');
    const moving = { 'IMG_7.MOV': filmOf(pairId, 7) };
    const source = await folderWith(beside ? { ...still, ...moving } : moving);
    // A copy made much later: the identifier alone tells.
    await utimes(join(source, 'IMG_7.MOV'), new Date(), new Date('2025-01-01T00:00:00Z'));
    const later = await engine.import([source]);
    expect(lineOf(later.items, 'IMG_7.MOV')).toMatchObject({
      result: 'attached',
      partOf: 'IMG_7.JPG',
      photo,
    });
    expect((await engine.call('vault.info', {})).photos).toBe(1);
    expect(await blobFiles(vault)).toHaveLength(2);
    expect(await engine.verify()).toMatchObject({ problemCount: 0 });

    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 1, failed: 0 });
    expect((await readFile(join(target, 'IMG_7.MOV'))).equals(moving['IMG_7.MOV'])).toBe(true);

    // Once more: nothing new; another film of the same identifier is one of its own.
    expect((await engine.import([source])).job.counts).toMatchObject({ imported: 0, attached: 0 });
    const second = await folderWith({ 'IMG_7.MOV': filmOf(pairId, 8) });
    expect((await engine.import([second])).job.counts).toMatchObject({ imported: 1, attached: 0 });
  });

  it.each([
    ['from one folder before that of its picture', ['a', 'b'], true],
    ['from one folder after that of its picture', ['b', 'a'], true],
    ['in an import before that of its picture', ['a', 'b'], false],
  ])('whose film comes %s becomes one', async (_, [films = '', stills = ''], atOnce) => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    const files = { 'IMG_8.jpg': await stillOf(pairId, 420), 'img_8.MOV': filmOf(pairId, 8) };
    const source = await folderWith({
      [`${films}/img_8.MOV`]: files['img_8.MOV'],
      [`${stills}/IMG_8.jpg`]: files['IMG_8.jpg'],
    });
    const folders = atOnce ? [source] : [join(source, films), join(source, stills)];
    const { id: album } = await engine.call('album.create', { name: 'Films' });
    let last: Awaited<ReturnType<typeof engine.import>> | undefined;
    for (const folder of folders) {
      last = await engine.import([folder]);
      const film = last.items.find(({ path }) => path.endsWith('.MOV'))?.photo ?? null;
      if (!atOnce && film !== null) await engine.call('album.add', { album, ids: [film] });
    }
    expect((await engine.call('vault.info', {})).photos).toBe(1);
    expect(await blobFiles(vault)).toHaveLength(2);
    expect(await engine.verify()).toMatchObject({ problemCount: 0, problems: [] });
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 1, failed: 0 });
    expect((await readFile(join(target, 'IMG_8.MOV'))).equals(files['img_8.MOV'])).toBe(true);
    expect((await readFile(join(target, 'IMG_8.jpg'))).equals(files['IMG_8.jpg'])).toBe(true);
    const again = await engine.import([source]);
    expect(again.job.counts).toMatchObject({ imported: 0, duplicate: 2, failed: 0 });
    const still = lineOf(again.items, 'IMG_8.jpg').photo ?? '';
    const details = await engine.call('library.details', { id: still });
    expect(details.albums.map(({ name }) => name)).toEqual(atOnce ? [] : ['Films']);
  });

  it('is told by identifiers where both have one, else by times and length', () => {
    const still = { modified: 1000, pairId: 'A' };
    expect(isLive(still, { modified: 9e9, pairId: 'A', duration: 3 })).toBe(true);
    expect(isLive(still, { modified: 1000, pairId: 'B', duration: 3 })).toBe(false);
    expect(isLive(still, { modified: 3000, pairId: null, duration: 3 })).toBe(true);
    expect(isLive(still, { modified: 9000, pairId: null, duration: 3 })).toBe(false);
    expect(isLive(still, { modified: 1000, pairId: null, duration: null })).toBe(false);
  });
});
