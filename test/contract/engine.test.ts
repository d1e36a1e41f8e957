/** @file The main job through the engine's one face, with real decoders and real pictures: create, import, look, lock, unlock, export. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { columnId, photoFlags, readColumns } from '../../src/shared/columns.ts';
import type { PhotoDetails } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { FULL_EXIF, jpegWith, quarters, scene } from '../support/pictures.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

const sharedPhotos = fileURLToPath(new URL('../../../shared/photos', import.meta.url));

async function pictures(): Promise<Record<string, Buffer>> {
  return {
    'trip/sydney.jpg': await jpegWith(FULL_EXIF),
    'trip/scan.tif': await quarters(300, 200).tiff().toBuffer(),
    'drawing.png': await quarters(640, 480).png().toBuffer(),
    'small.webp': await quarters(64, 64).webp().toBuffer(),
    'big.jpg': await scene(3000, 2000),
  };
}

async function readAll(
  engine: TestEngine,
  kind: 'thumb' | 'preview' | 'original',
  id: string,
): Promise<Buffer> {
  const opened = await engine.engine.openMedia(kind, id);
  if (!opened.ok) throw new Error(opened.error.code);
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.value.read(0, opened.value.size)) pieces.push(piece);
  opened.value.close();
  return Buffer.concat(pieces);
}

async function detailsByName(engine: TestEngine): Promise<Map<string, PhotoDetails>> {
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const all = new Map<string, PhotoDetails>();
  for (let at = 0; at < columns.count; at += 1) {
    const details = await engine.call('library.details', { id: columnId(columns, at) });
    all.set(details.name, details);
  }
  return all;
}

describe('the main job', () => {
  it('creates, imports, locks, unlocks, trashes and gives back every byte', async () => {
    const engine = new TestEngine();
    const files = await pictures();
    const source = await folderWith(files);
    const taken = new Date('2011-03-04T05:06:07.000Z');
    await utimes(join(source, 'drawing.png'), taken, taken);
    const vault = await engine.create(await folderWith());

    const { scan, ...seen } = await engine.call('import.scan', { sources: [source] });
    expect(seen).toMatchObject({
      files: 5,
      photos: 5,
      alreadyHere: 0,
      unsupported: 0,
      notPictures: 0,
      skipped: 0,
    });
    const bytes = Object.values(files).reduce((sum, file) => sum + file.length, 0);
    expect(seen.bytes).toBe(bytes);
    expect(seen.needsBytes).toBeGreaterThan(bytes);

    const started = await engine.call('import.start', { scan, album: 'Trip' });
    const job = await engine.end(started.job);
    expect(job).toMatchObject({
      kind: 'import',
      state: 'done',
      filesTotal: 5,
      filesDone: 5,
      bytesTotal: bytes,
      bytesDone: bytes,
      error: null,
      counts: { imported: 5, duplicate: 0, skipped: 0, failed: 0, bytes },
    });
    const details = await detailsByName(engine);
    expect(details.get('sydney.jpg')).toMatchObject({
      type: 'image/jpeg',
      width: 120,
      height: 80,
      capturedAt: '2019-07-14T18:30:05.250+02:00',
      camera: 'Canon EOS 40D',
      lens: 'EF50mm f/1.8 STM',
      exposure: { seconds: 0.004, fNumber: 2.8, iso: 400, focalLengthMm: 50, focalLength35Mm: 80 },
      albums: [{ name: 'Trip' }],
      trashed: null,
      favourite: false,
      view: 'original',
      problem: null,
    });
    expect(details.get('sydney.jpg')?.latitude).toBeCloseTo(-33.8598, 4);
    expect(details.get('scan.tif')).toMatchObject({ type: 'image/tiff', view: 'preview' });
    expect(details.get('drawing.png')?.modifiedAt).toBe(taken.toISOString());

    // What the window loads.
    const tif = details.get('scan.tif')?.id ?? '';
    const preview = await engine.engine.openMedia('preview', tif);
    expect(preview.ok && preview.value.mime).toBe('image/jpeg');
    const big = details.get('big.jpg')?.id ?? '';
    expect((await readAll(engine, 'original', big)).equals(files['big.jpg'] ?? Buffer.alloc(0))).toBe(true);
    expect((await readAll(engine, 'thumb', big)).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const part = await engine.engine.openMedia('original', big);
    if (!part.ok) throw new Error(part.error.code);
    const middle: Uint8Array[] = [];
    for await (const piece of part.value.read(70_000, 140_001)) middle.push(piece);
    expect(Buffer.concat(middle).equals(files['big.jpg']?.subarray(70_000, 140_001) ?? Buffer.alloc(0))).toBe(
      true,
    );

    // Trash, lock, unlock.
    await engine.call('library.trash', { ids: [tif] });
    await engine.call('library.favourite', { ids: [big], on: true });
    await engine.call('vault.close', {});
    expect(await engine.engine.call('library.index', {})).toEqual({
      ok: false,
      error: { code: 'not-unlocked', params: {} },
    });
    expect(existsSync(join(vault, 'lock'))).toBe(false);
    const { vault: info, notices } = await engine.unlock(vault);
    expect(notices).toEqual([]);
    expect(info).toMatchObject({ photos: 4, trashed: 1, bytes, unfinishedImport: null, verified: null });
    const columns = readColumns((await engine.call('library.index', {})).columns);
    const flagsOf = (id: string): number =>
      columns.flags[[...Array(5).keys()].findIndex((at) => columnId(columns, at) === id)] ?? 0;
    expect(flagsOf(tif) & photoFlags.trashed).toBeTruthy();
    expect(flagsOf(big) & photoFlags.favourite).toBeTruthy();
    await engine.call('library.restore', { ids: [tif] });

    // Out again.
    const target = join(await folderWith(), 'new', 'folder');
    const check = await engine.call('export.check', { destination: target, selection: { of: 'all' } });
    expect(check).toMatchObject({ path: target, photos: 5, bytes, writable: true });
    const exported = await engine.export(target);
    expect(exported).toMatchObject({
      state: 'done',
      written: 5,
      failed: 0,
      filesDone: 5,
      bytesDone: bytes,
      failures: [],
    });
    const { total, items } = await engine.call('export.items', { job: exported.id, offset: 0, limit: 1000 });
    expect(total).toBe(5);
    for (const { photo, path, digest, result } of items) {
      const known = await engine.call('library.details', { id: photo });
      const original = Object.entries(files).find(([name]) => name.endsWith(known.name))?.[1];
      expect(result).toBe('written');
      expect(digest).toBe(known.digest);
      expect((await readFile(join(target, path ?? ''))).equals(original ?? Buffer.alloc(0))).toBe(true);
    }
    expect((await stat(join(target, 'drawing.png'))).mtime).toEqual(taken);
    expect((await readdir(target)).sort()).toEqual([
      'big.jpg',
      'drawing.png',
      'scan.tif',
      'small.webp',
      'sydney.jpg',
    ]);

    const verified = await engine.verify();
    expect(verified).toMatchObject({ state: 'done', problemCount: 0, problems: [], filesDone: 5 });
    expect((await engine.call('vault.info', {})).verified).toMatchObject({ problems: 0 });
  });

  // These photographs lie beside the repository on some machines; elsewhere the pictures made above have to do.
  if (existsSync(sharedPhotos))
    it('takes real photographs of many cameras and gives them back', async () => {
      const engine = new TestEngine();
      await engine.create(await folderWith());
      const { job, items } = await engine.import([sharedPhotos]);
      expect(job.state).toBe('done');
      const kept = items.filter(({ result }) => result === 'imported');
      expect(kept.length).toBeGreaterThan(50);
      expect(
        items
          .filter(({ result }) => result === 'failed')
          .every(({ path }) => !/\.(jpe?g|png|tiff?|webp|gif|heic|avif)$/i.test(path)),
      ).toBe(true);
      const target = await folderWith();
      const exported = await engine.export(target);
      expect(exported).toMatchObject({ state: 'done', failed: 0, written: kept.length });
      const { items: written } = await engine.call('export.items', {
        job: exported.id,
        offset: 0,
        limit: 1000,
      });
      for (const { photo, path } of written) {
        const source = kept.find((item) => item.photo === photo)?.path ?? '';
        expect((await readFile(join(target, path ?? ''))).equals(await readFile(source)), source).toBe(true);
      }
      expect((await engine.verify()).problems).toEqual([]);
    });
});

describe('asking', () => {
  it('names what is wrong with an input and never repeats it', async () => {
    const engine = new TestEngine();
    const ask = (method: string, input: unknown): Promise<unknown> => engine.engine.call(method, input);
    const invalid = (field?: string): unknown => ({
      ok: false,
      error: { code: 'input-invalid', params: field === undefined ? {} : { field } },
    });
    expect(await ask('toString', {})).toEqual({ ok: false, error: { code: 'method-unknown', params: {} } });
    expect(await ask('shell.lock', {})).toEqual({ ok: false, error: { code: 'method-unknown', params: {} } });
    expect(await ask('vault.create', { folder: '/tmp', name: 'x', passphrase: 'text' })).toEqual(
      invalid('passphrase'),
    );
    expect(await ask('vault.unlock', { vault: '/x', secret: { kind: 'sesame' } })).toEqual(
      invalid('secret.kind'),
    );
    expect(await ask('vault.inspect', null)).toEqual(invalid());
    expect(JSON.stringify(await ask('vault.inspect', { vault: '/x', 'my secret': 1 }))).not.toContain(
      'secret',
    );
    expect(await ask('library.details', { id: 'x' })).toEqual({
      ok: false,
      error: { code: 'not-unlocked', params: {} },
    });
    await engine.create(await folderWith());
    expect(await ask('library.details', { id: 'x' })).toEqual(invalid('id'));
    expect(await ask('library.details', { id: 'f'.repeat(32) })).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await engine.engine.openMedia('thumb', '../../etc/passwd')).toEqual(invalid('id'));
  });

  it('has one vault open at a time, and knows wrong from damaged from missing', async () => {
    const engine = new TestEngine();
    const folder = await folderWith({ 'plain/file.txt': 'x' });
    const vault = await engine.create(folder);
    const other = new TestEngine();
    const code = async (path: string, secret = 'wrong', by = other): Promise<string> => {
      const passphrase = passphraseBytes(secret);
      const result = await by.engine.call('vault.unlock', {
        vault: path,
        secret: { kind: 'passphrase', passphrase },
      });
      expect(passphrase.every((byte) => byte === 0)).toBe(true);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await code(vault, 'x', engine)).toBe('already-unlocked');
    expect(await code(vault)).toBe('vault-in-use');
    await engine.call('vault.close', {});
    expect(await code(vault)).toBe('secret-wrong');
    expect(await code(join(folder, 'nothing'))).toBe('vault-missing');
    expect(await code(join(folder, 'plain'))).toBe('vault-not-a-vault');
    expect((await other.call('vault.inspect', { vault })).name).toBe('Family');
    await other.unlock(vault);
    await other.call('vault.changePassphrase', {
      current: passphraseBytes('correct horse battery staple'),
      next: passphraseBytes('another'),
    });
    await other.call('vault.close', {});
    expect(await code(vault, 'correct horse battery staple')).toBe('secret-wrong');
    expect(await code(vault, 'another')).toBe('ok');
  });

  it('changes all photos of a request, or none', async () => {
    const engine = new TestEngine();
    const source = await folderWith({ 'a.png': await quarters(20, 20).png().toBuffer() });
    await engine.create(await folderWith());
    const { items } = await engine.import([source]);
    const id = items[0]?.photo ?? '';
    const unknown = 'e'.repeat(32);
    for (const method of ['library.trash', 'library.restore'] as const)
      await expect(engine.call(method, { ids: [id, unknown] })).rejects.toThrow('not-found');
    expect((await engine.call('library.details', { id })).trashed).toBeNull();
    await expect(engine.call('library.remove', { ids: [id] })).rejects.toThrow('input-invalid'); // not in the trash
  });

  it('tells of a photo that cannot be shown whether its files are damaged, missing, or all of the vault', async () => {
    const engine = new TestEngine();
    const source = await folderWith({ 'a.tif': await quarters(60, 40).tiff().toBuffer() });
    const vault = await engine.create(await folderWith());
    const { items } = await engine.import([source]);
    const id = items[0]?.photo ?? '';
    const check = (): Promise<unknown> => engine.call('library.check', { id });
    expect(await check()).toEqual({});
    await expect(engine.call('library.check', { id: 'e'.repeat(32) })).rejects.toThrow('not-found');

    const told = (): Promise<string> => check().then(String, (error: unknown) => (error as Error).message);
    const unlockAgain = async (): Promise<void> => {
      await engine.call('vault.close', {});
      await engine.unlock(vault);
    };
    const names = (await readdir(join(vault, 'blobs'), { recursive: true })).filter((name) =>
      /[0-9a-f]{32}$/.test(name),
    );
    const blobs = names.map((name) => join(vault, 'blobs', name));
    const whole = await Promise.all(blobs.map((blob) => readFile(blob)));
    const tellings = new Set<string>();
    for (const [at, blob] of blobs.entries()) {
      const damaged = Buffer.from(whole[at] ?? '');
      damaged[damaged.length - 40] = (damaged[damaged.length - 40] ?? 0) ^ 1;
      await writeFile(blob, damaged);
      await unlockAgain();
      tellings.add(await told());
      await rm(blob);
      await unlockAgain();
      tellings.add(await told());
      await writeFile(blob, whole[at] ?? '');
    }
    // Of the two files the one is the original, the other a preview without which nothing is lost.
    expect([...tellings].toSorted()).toEqual(['blob-damaged', 'blob-missing', 'thumbnail-damaged']);
    await unlockAgain();
    await rename(vault, `${vault}.gone`);
    await expect(check()).rejects.toThrow('vault-moved');
    await rename(`${vault}.gone`, vault);
    expect(await check()).toEqual({});
  });

  it('deletes for ever: the row, the thumbnail, and the files', async () => {
    const engine = new TestEngine();
    const source = await folderWith({
      'a.tif': await quarters(60, 40).tiff().toBuffer(),
      'b.png': await quarters(61, 40).png().toBuffer(),
    });
    const vault = await engine.create(await folderWith());
    const { items } = await engine.import([source]);
    const id = lineOf(items, 'a.tif').photo ?? '';
    const count = async (): Promise<number> => {
      const names = await readdir(join(vault, 'blobs'), { recursive: true });
      return names.filter((name) => /[0-9a-f]{32}$/.test(name)).length;
    };
    expect(await count()).toBe(3); // two originals and a preview
    await readAll(engine, 'original', id);
    engine.libraryNews.length = 0;
    await engine.call('library.trash', { ids: [id] });
    expect(await engine.call('library.remove', { ids: [id, id] })).toEqual({ removed: 1 });
    expect(await count()).toBe(1);
    await expect(engine.call('library.details', { id })).rejects.toThrow('not-found');
    expect(await engine.engine.openMedia('thumb', id)).toMatchObject({ error: { code: 'not-found' } });
    await vi.waitFor(() => expect(engine.libraryNews.flatMap(({ removed }) => removed)).toContain(id));
    expect((await engine.verify()).problems).toEqual([]);
  });

  it('keeps albums, and counts what is in them', async () => {
    const engine = new TestEngine();
    const source = await folderWith({
      'a.png': await quarters(20, 20).png().toBuffer(),
      'b.png': await quarters(21, 20).png().toBuffer(),
    });
    await engine.create(await folderWith());
    const { id } = await engine.call('album.create', { name: '  Holidays ' });
    expect((await engine.call('album.create', { name: 'Holidays' })).id).toBe(id);
    await expect(engine.call('album.create', { name: ' ' })).rejects.toThrow('input-invalid');
    await engine.import([join(source, 'a.png')], 'Holidays');
    // One that is there already joins the album as well.
    const { items } = await engine.import([source], 'Holidays');
    expect(items.map(({ result }) => result).sort()).toEqual(['duplicate', 'imported']);
    const { items: second } = await engine.import([source], 'Other');
    await engine.call('library.trash', { ids: [lineOf(second, 'b.png').photo ?? ''] });
    expect(await engine.call('album.list', {})).toMatchObject([
      { id, name: 'Holidays', photos: 1 },
      { name: 'Other', photos: 1 },
    ]);
    const target = await folderWith();
    const { job } = await engine.call('export.start', {
      destination: target,
      selection: { of: 'album', album: id },
    });
    await engine.end(job);
    expect(await readdir(target)).toEqual(['a.png']);
  });

  it('puts photos into albums and takes them out, renames and deletes albums, and never loses a photo', async () => {
    const engine = new TestEngine();
    const source = await folderWith({
      'a.png': await quarters(20, 20).png().toBuffer(),
      'b.png': await quarters(21, 20).png().toBuffer(),
    });
    const vault = await engine.create(await folderWith());
    const { items } = await engine.import([source]);
    const [a, b] = ['a.png', 'b.png'].map((name) => lineOf(items, name).photo ?? '') as [string, string]; // two names, two ids
    const { id: album } = await engine.call('album.create', { name: 'Trip' });
    await engine.call('album.create', { name: 'Other' });
    const members = async (): Promise<string[]> => {
      const { ids } = await engine.call('album.photos', { album });
      expect(ids.length % 16).toBe(0);
      return Array.from({ length: ids.length / 16 }, (_, at) =>
        Buffer.from(ids.subarray(at * 16, at * 16 + 16)).toString('hex'),
      ).sort();
    };
    const unknown = 'e'.repeat(32);

    expect(await members()).toEqual([]);
    expect(await engine.call('album.add', { album, ids: [a] })).toMatchObject({ added: [a] });
    engine.libraryNews.length = 0;
    expect(await engine.call('album.add', { album, ids: [a, b, b] })).toMatchObject({ added: [b] });
    await vi.waitFor(() => expect(engine.libraryNews).toHaveLength(1)); // the window hears of it
    await expect(engine.call('album.add', { album, ids: [unknown] })).rejects.toThrow('not-found');
    await expect(engine.call('album.add', { album: a, ids: [b] })).rejects.toThrow('not-found'); // a photo is no album
    expect(await members()).toEqual([a, b].sort());

    // What is in the trash stays in its album, and is not counted.
    await engine.call('library.trash', { ids: [b] });
    expect(await members()).toEqual([a, b].sort());
    expect((await engine.call('album.list', {})).find(({ id }) => id === album)?.photos).toBe(1);

    expect(await engine.call('album.remove', { album, ids: [a] })).toMatchObject({ removed: [a] });
    expect(await engine.call('album.remove', { album, ids: [a] })).toMatchObject({ removed: [] });
    expect((await engine.call('library.details', { id: a })).albums).toEqual([]);

    await expect(engine.call('album.rename', { album, name: ' Other' })).rejects.toThrow('name-taken');
    await expect(engine.call('album.rename', { album, name: ' ' })).rejects.toThrow('input-invalid');
    await engine.call('album.rename', { album, name: ' Journey ' });
    await engine.call('album.rename', { album, name: 'Journey' });
    expect((await engine.call('library.details', { id: b })).albums).toEqual([
      { id: album, name: 'Journey' },
    ]);

    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect(await members()).toEqual([b]);
    await engine.call('album.delete', { album });
    for (const name of ['Other 10', 'Other 9']) await engine.call('album.create', { name });
    expect((await engine.call('album.list', {})).map(({ name }) => name)).toEqual([
      'Other',
      'Other 9',
      'Other 10',
    ]);
    expect((await engine.call('library.details', { id: b })).albums).toEqual([]);
    for (const ask of [
      engine.call('album.photos', { album }),
      engine.call('album.remove', { album, ids: [b] }),
      engine.call('album.rename', { album, name: 'x' }),
      engine.call('album.delete', { album }),
    ])
      await expect(ask).rejects.toThrow('not-found');
    expect(readColumns((await engine.call('library.index', {})).columns).count).toBe(2);
    expect((await engine.verify()).problems).toEqual([]);
  });
});
