/** @file Every option of an export, through a real engine and real decoders, judged by the files it leaves. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { nodeDisk, type Disk } from '../../src/main/engine/disk/index.ts';
import type { ExportOptions } from '../../src/shared/contract.ts';
import {
  bmp,
  corners,
  distance,
  FULL_EXIF,
  GREEN,
  jpegWith,
  quarters,
  RED,
  scene,
  turned,
} from '../support/pictures.ts';
import { planted, plantedJpeg, plantedPng, plantedWebp, plantedWords } from '../support/planted.ts';
import { folderWith, TestEngine, type ExportJob } from './open-engine.ts';

async function vaultWith(
  engine: TestEngine,
  files: Record<string, Uint8Array>,
  album: string | null = null,
): Promise<Map<string, string>> {
  await engine.create(await folderWith());
  return add(engine, files, album);
}

/** Name in the source folder → photo. */
async function add(
  engine: TestEngine,
  files: Record<string, Uint8Array>,
  album: string | null = null,
): Promise<Map<string, string>> {
  const source = await folderWith(files);
  const { items } = await engine.import([source], album);
  return new Map(items.map(({ path, photo }) => [path.slice(source.length + 1), photo ?? '']));
}

async function run(engine: TestEngine, destination: string, options: ExportOptions): Promise<ExportJob> {
  const { job } = await engine.call('export.start', { destination, selection: { of: 'all' }, options });
  return (await engine.end(job)) as ExportJob;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const picture = (width: number): Promise<Buffer> => quarters(width, 30).png().toBuffer();
const everything = { ...planted, ...plantedWords };
const found = (bytes: Buffer, words: Readonly<Record<string, string>>): string[] =>
  Object.values(words).filter((word) => bytes.includes(word));

describe('without place or metadata', () => {
  it('writes files that hold nothing of it, and says of each what was done', async () => {
    const engine = new TestEngine();
    const files = {
      'a.jpg': (await plantedJpeg(6)).dirty,
      'b.png': await plantedPng(3),
      'c.webp': await plantedWebp(8),
      'd.png': await picture(40),
    };
    await vaultWith(engine, files);
    for (const without of ['place', 'metadata'] as const) {
      const target = await folderWith();
      const job = await run(engine, target, { without });
      expect(job).toMatchObject({ state: 'done', written: 4, failed: 0 });
      const { items } = await engine.call('export.items', { job: job.id, offset: 0, limit: 10 });
      expect(items.map(({ path, content }) => [path, content]).sort()).toEqual([
        ['a.jpg', 'cleaned'],
        ['b.png', 'cleaned'],
        ['c.webp', 'cleaned'],
        ['d.png', 'exact'],
      ]);
      for (const name of ['a.jpg', 'b.png', 'c.webp'] as const) {
        const bytes = await readFile(join(target, name));
        expect(found(bytes, without === 'place' ? planted : everything)).toEqual([]);
        const [before, after] = await Promise.all(
          [files[name], bytes].map((each) => sharp(each).autoOrient().raw().toBuffer()),
        );
        expect(after !== undefined && before?.equals(after)).toBe(true);
      }
    }
  });

  it('refuses what it cannot clean, names it, and leaves nothing of it', async () => {
    const engine = new TestEngine();
    const uncleanable = bmp(50, 40, RED);
    const cut = (await plantedPng(1)).subarray(0, 400);
    await vaultWith(engine, { 'a.bmp': uncleanable, 'b.png': cut, 'c.png': await picture(40) });
    const target = await folderWith();
    const job = await run(engine, target, { without: 'metadata', layout: 'date' });
    expect(job).toMatchObject({ state: 'done', written: 1, failed: 2 });
    expect(job.failures.map(({ name, error }) => [name, error?.code]).sort()).toEqual([
      ['a.bmp', 'not-cleanable'],
      ['b.png', 'not-cleanable'],
    ]);
    expect(await filesIn(target)).toEqual(['Without date/c.png']);
  });

  it('converts it instead, where that was asked for', async () => {
    const engine = new TestEngine();
    const uncleanable = bmp(50, 40, RED);
    await vaultWith(engine, { 'a.bmp': uncleanable, 'c.png': await picture(40) });
    const target = await folderWith();
    const options = { without: 'metadata', otherwise: 'jpeg' } as const;
    const destination = target;
    const check = { destination, selection: { of: 'all' } } as const;
    expect(await engine.call('export.check', { ...check, options: { without: 'metadata' } })).toMatchObject({
      uncleanable: 1,
      estimated: false,
    });
    expect(await engine.call('export.check', { ...check, options })).toMatchObject({
      uncleanable: 0,
      estimated: true,
    });
    expect(await run(engine, target, options)).toMatchObject({ written: 2, failed: 0 });
    expect(await filesIn(target)).toEqual(['a.jpg', 'c.png']);
    const { exif, width, height } = await sharp(join(target, 'a.jpg')).metadata();
    expect([exif, width, height]).toEqual([undefined, 50, 40]);
  });
});

describe('converted', () => {
  it('makes upright pictures of the right size and colours in each format', async () => {
    const engine = new TestEngine();
    await vaultWith(engine, { 'turned.jpg': await turned(6), 'wide.png': await picture(400) });
    for (const format of ['jpeg', 'webp', 'png'] as const) {
      const target = await folderWith();
      const ending = format === 'jpeg' ? 'jpg' : format;
      const job = await run(engine, target, { format, maxEdge: 60, quality: 95 });
      expect(job).toMatchObject({ state: 'done', written: 2 });
      expect(await filesIn(target)).toEqual([`turned.${ending}`, `wide.${ending}`]);
      const bytes = await readFile(join(target, `turned.${ending}`));
      const { width, height, orientation, format: made, hasProfile } = await sharp(bytes).metadata();
      expect([width, height, orientation, made, hasProfile]).toEqual([60, 40, undefined, format, true]);
      const [first, second] = await corners(bytes);
      expect(distance(first ?? RED, RED)).toBeLessThan(12);
      expect(distance(second ?? GREEN, GREEN)).toBeLessThan(12);
    }
  });

  it('brings wide colours to sRGB', async () => {
    const engine = new TestEngine();
    const p3 = await quarters(80, 60).withIccProfile('p3').png().toBuffer(); // the same colours, in other numbers
    await vaultWith(engine, { 'p3.png': p3 });
    const target = await folderWith();
    await run(engine, target, { format: 'png' });
    const [first] = await corners(await readFile(join(target, 'p3.png')));
    expect(distance(first ?? GREEN, RED)).toBeLessThan(4);
  });

  it('does not enlarge, and paints nothing black that was transparent', async () => {
    const engine = new TestEngine();
    const clear = await sharp({ create: { width: 30, height: 20, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer();
    await vaultWith(engine, { 'clear.png': clear });
    const target = await folderWith();
    await run(engine, target, { format: 'jpeg', maxEdge: 5000 });
    const { data, info } = await sharp(join(target, 'clear.jpg')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, data[0], data[1], data[2]]).toEqual([30, 255, 255, 255]);
  });

  it('says date and place as the vault knows them, or not, and never more', async () => {
    const engine = new TestEngine();
    await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF), 'b.jpg': (await plantedJpeg(6)).dirty });
    for (const [without, date, place] of [
      ['nothing', true, true],
      ['place', true, false],
      ['metadata', false, false],
    ] as const) {
      const target = await folderWith();
      expect(await run(engine, target, { format: 'jpeg', without })).toMatchObject({ written: 2 });
      const again = new TestEngine();
      const ids = await vaultWith(again, { 'a.jpg': await readFile(join(target, 'a.jpg')) });
      const details = await again.call('library.details', { id: ids.get('a.jpg') ?? '' });
      expect([details.capturedAt, details.latitude === null]).toEqual([
        date ? '2019-07-14T18:30:05.250+02:00' : null,
        !place,
      ]);
      if (place) expect(details.latitude).toBeCloseTo(-33.8598, 4);
      expect(found(await readFile(join(target, 'b.jpg')), planted)).toEqual([]);
    }
  });

  it('goes on without converting again what is there to the last byte', async () => {
    const engine = new TestEngine();
    const vault = await engine.create(await folderWith());
    await add(engine, { 'a.png': await picture(40), 'b.png': await picture(44), 'c.png': await picture(48) });
    const target = await folderWith();
    const options = { format: 'jpeg', sidecars: true } as const;
    expect(await run(engine, target, options)).toMatchObject({ written: 3, already: 0 });
    const whole = await readFile(join(target, 'a.jpg'));
    await rm(join(target, 'b.jpg.xmp'));
    await writeFile(join(target, 'c.jpg'), Buffer.alloc((await readFile(join(target, 'c.jpg'))).length, 1));
    // With the originals gone nothing could be converted again.
    const blobs = join(vault, 'blobs');
    await rename(blobs, `${blobs}-away`);
    expect(await run(engine, target, options)).toMatchObject({ written: 0, already: 2, failed: 1 });
    await rename(`${blobs}-away`, blobs);
    expect(await run(engine, target, options)).toMatchObject({ written: 1, already: 2, failed: 0 });
    expect(whole.equals(await readFile(join(target, 'a.jpg')))).toBe(true);
    expect(await filesIn(target)).toContain('b.jpg.xmp');
    expect(await filesIn(target)).toContain('c (2).jpg');
    // Other wishes are another file.
    expect(await run(engine, target, { ...options, quality: 40 })).toMatchObject({ written: 3, already: 0 });
  });

  it('names what no picture can be made of', async () => {
    const engine = new TestEngine();
    const film = Buffer.alloc(2000);
    film.write('\0\0\0\x18ftypisom', 0, 'latin1');
    await vaultWith(engine, { 'a.mp4': film, 'b.png': await picture(40) });
    const target = await folderWith();
    const check = await engine.call('export.check', {
      destination: target,
      selection: { of: 'all' },
      options: { format: 'jpeg' },
    });
    expect(check).toMatchObject({ photos: 2, unconvertible: 1, estimated: true });
    const job = await run(engine, target, { format: 'jpeg' });
    expect(job).toMatchObject({ written: 1, failed: 1 });
    expect(job.failures[0]).toMatchObject({ name: 'a.mp4', error: { code: 'not-convertible' }, path: null });
    expect(await filesIn(target)).toEqual(['b.jpg']);
  });
});

describe('folders', () => {
  it('puts a photo into the folder of its day', async () => {
    const engine = new TestEngine();
    await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF), 'b.png': await picture(40) });
    const target = await folderWith();
    expect(await run(engine, target, { layout: 'date' })).toMatchObject({ written: 2 });
    expect(await filesIn(target)).toEqual(['2019/2019-07-14/a.jpg', 'Without date/b.png']);
  });

  it('writes a photo into the folder of each of its albums, and the others into one of their own', async () => {
    const engine = new TestEngine();
    const ids = await vaultWith(engine, { 'a.png': await picture(40) }, 'Trip');
    await add(engine, { 'b.png': await picture(41) });
    const { id } = await engine.call('album.create', { name: '..' });
    await engine.call('album.add', { album: id, ids: [ids.get('a.png') ?? ''] });
    const target = await folderWith();
    expect(await run(engine, target, { layout: 'albums' })).toMatchObject({ written: 3, filesTotal: 3 });
    expect(await filesIn(target)).toEqual(['Trip/a.png', 'Without album/b.png', 'photo/a.png']);
    // One folder holds it once.
    const flat = await folderWith();
    expect(await run(engine, flat, {})).toMatchObject({ written: 2 });
  });

  it('follows no link that was planted, and writes over nothing', async () => {
    const engine = new TestEngine();
    await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF), 'b.png': await picture(40) });
    const outside = await folderWith();
    const target = await folderWith({ 'Without date': 'a file' });
    await symlink(outside, join(target, '2019'));
    expect(await run(engine, target, { layout: 'date' })).toMatchObject({ state: 'done', written: 2 });
    expect(await readdir(outside)).toEqual([]);
    expect(await filesIn(target)).toEqual([
      '2019',
      '2019 (2)/2019-07-14/a.jpg',
      'Without date',
      'Without date (2)/b.png',
    ]);
    // Deeper, and a file of the name that is to be written.
    const deeper = await folderWith();
    await mkdir(join(deeper, '2019'));
    await mkdir(join(deeper, 'Without date'));
    await symlink(outside, join(deeper, '2019', '2019-07-14'));
    await symlink(join(outside, 'b'), join(deeper, 'Without date', 'b.png'));
    expect(await run(engine, deeper, { layout: 'date', sidecars: true })).toMatchObject({ written: 2 });
    expect(await readdir(outside)).toEqual([]);
    expect(await filesIn(deeper)).toContain('Without date/b (2).png.xmp');
    // Going on finds them there again.
    expect(await run(engine, deeper, { layout: 'date', sidecars: true })).toMatchObject({
      written: 0,
      already: 2,
    });
  });
});

describe('a folder that somebody exchanges for a link while copies are written', () => {
  it.each(['before the file is made', 'before it gets its name'])(
    '%s, stops the export: nothing is written where it leads',
    async (when) => {
      const outside = await folderWith();
      let target = '';
      let swapped = false;
      const swap = async (file: string): Promise<void> => {
        if (swapped || !file.includes('2019-07-14')) return;
        swapped = true;
        await rename(join(target, '2019'), join(target, 'moved'));
        await mkdir(join(outside, '2019-07-14'));
        await symlink(outside, join(target, '2019'));
      };
      const disk: Disk = {
        ...nodeDisk,
        async open(file, mode, rights) {
          if (when.includes('made')) await swap(file);
          const opened = await nodeDisk.open(file, mode, rights);
          if (!when.includes('made')) await swap(file);
          return opened;
        },
      };
      const engine = new TestEngine({ disk });
      await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF) });
      target = await folderWith();
      const job = await run(engine, target, { layout: 'date' });
      expect(job).toMatchObject({ state: 'stopped', written: 0, error: { code: 'destination-unfit' } });
      expect(swapped).toBe(true);
      expect(await filesIn(outside)).toEqual([]);
    },
  );
});

describe('beside the photos', () => {
  it.skipIf(!existsSync('/usr/bin/sha256sum'))('lists checksums that sha256sum accepts', async () => {
    const engine = new TestEngine();
    const name = 'b ü\u0301 \\ 1.png';
    await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF), [name]: await picture(40) });
    const target = await folderWith();
    const options = { layout: 'date', checksums: true, sidecars: true } as const;
    expect(await run(engine, target, options)).toMatchObject({ written: 2 });
    const list = await readFile(join(target, 'SHA256SUMS'), 'utf8');
    expect(list.trim().split('\n')).toHaveLength(4);
    const said = execFileSync('/usr/bin/sha256sum', ['--strict', '-c', 'SHA256SUMS'], {
      cwd: target,
      encoding: 'utf8',
    });
    expect(
      said
        .trim()
        .split('\n')
        .every((line) => line.endsWith(': OK')),
    ).toBe(true);
    // Nothing new: the same list. Something new: another list beside it.
    await run(engine, target, options);
    expect((await readdir(target)).filter((entry) => entry.startsWith('SHA256SUMS'))).toEqual(['SHA256SUMS']);
    await add(engine, { 'c.png': await picture(42) });
    expect(await run(engine, target, options)).toMatchObject({ written: 1, already: 2 });
    expect(await readFile(join(target, 'SHA256SUMS'), 'utf8')).toBe(list);
    execFileSync('/usr/bin/sha256sum', ['--strict', '-c', 'SHA256SUMS (2)'], { cwd: target });
  });

  it('writes sidecars once, keeps one that somebody changed, and adds those that are missing', async () => {
    const engine = new TestEngine();
    const ids = await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF) }, 'Sea & sun');
    const target = await folderWith();
    await run(engine, target, {});
    expect(await run(engine, target, { sidecars: true })).toMatchObject({ written: 0, already: 1 });
    expect(await filesIn(target)).toEqual(['a.jpg', 'a.jpg.xmp']);
    const sidecar = await readFile(join(target, 'a.jpg.xmp'), 'utf8');
    expect(sidecar).toContain('<lightproof:Albums><rdf:Bag><rdf:li>Sea &amp; sun</rdf:li>');
    expect(sidecar).toContain('<exif:DateTimeOriginal>2019-07-14T18:30:05.250+02:00<');
    await engine.call('library.favourite', { ids: [...ids.values()], on: true });
    expect(await run(engine, target, { sidecars: true })).toMatchObject({ written: 1, already: 0 });
    expect(await readFile(join(target, 'a.jpg.xmp'), 'utf8')).toBe(sidecar);
    expect(await readFile(join(target, 'a (2).jpg.xmp'), 'utf8')).toContain('lightproof:Favourite');
    const placeless = await folderWith();
    await run(engine, placeless, { sidecars: true, without: 'place' });
    expect(await readFile(join(placeless, 'a.jpg.xmp'), 'utf8')).not.toContain('GPS');
    const selection = { of: 'all' } as const;
    await expect(
      engine.call('export.start', {
        destination: placeless,
        selection,
        options: { sidecars: true, without: 'metadata' },
      }),
    ).rejects.toThrow('input-invalid');
  });

  it('dates files by the capture, the imported file, or not at all', async () => {
    const engine = new TestEngine();
    await vaultWith(engine, { 'a.jpg': await jpegWith(FULL_EXIF) });
    const dateOf = async (options: ExportOptions): Promise<number> => {
      const target = await folderWith();
      await run(engine, target, options);
      return (await stat(join(target, 'a.jpg'))).mtimeMs;
    };
    expect(await dateOf({ times: 'captured' })).toBe(Date.parse('2019-07-14T18:30:05.250+02:00'));
    expect(Date.now() - (await dateOf({ times: 'now' }))).toBeLessThan(60_000);
    expect(Date.now() - (await dateOf({ without: 'metadata' }))).toBeLessThan(60_000);
  });
});

describe('going on', () => {
  it('writes nothing twice after it was cut off, and tidies up what was unfinished', async () => {
    const engine = new TestEngine();
    const files: Record<string, Buffer> = {};
    for (let index = 0; index < 12; index += 1)
      files[`${String(index)}.jpg`] = await scene(300, 200, index + 1);
    await vaultWith(engine, files);
    const target = await folderWith();
    expect(await run(engine, target, {})).toMatchObject({ written: 12 });
    // What a crash leaves: some files missing, one foreign in the place of ours, one unfinished.
    await rm(join(target, '3.jpg'));
    await truncate(join(target, '4.jpg'), 100);
    const part = (await partName(engine, files)).replace(/[0-9a-f]{32}$/u, '0'.repeat(32));
    await writeFile(join(target, part), 'half a photo');
    await writeFile(join(target, '.lightproof-part-0000000000000000-1'), 'another vault’s');
    expect(await run(engine, target, {})).toMatchObject({
      state: 'done',
      written: 2,
      already: 10,
      failed: 0,
    });
    const names = await filesIn(target);
    expect(names).toContain('4 (2).jpg');
    expect(names.filter((name) => name.includes('part'))).toEqual(['.lightproof-part-0000000000000000-1']);
    expect((await stat(join(target, '4.jpg'))).size).toBe(100);
    for (const [name, bytes] of Object.entries(files))
      expect(hash(await readFile(join(target, name === '4.jpg' ? '4 (2).jpg' : name)))).toBe(hash(bytes));
  });

  it.each([
    { without: 'metadata' },
    { format: 'webp', maxEdge: 100 },
    { layout: 'date', sidecars: true },
  ] as const)('finds what it wrote with %j', async (options) => {
    const engine = new TestEngine();
    await vaultWith(engine, { 'a.jpg': (await plantedJpeg(6)).dirty, 'b.png': await picture(40) });
    const target = await folderWith();
    expect(await run(engine, target, options)).toMatchObject({ written: 2, already: 0 });
    const before = await filesIn(target);
    expect(await run(engine, target, options)).toMatchObject({ written: 0, already: 2 });
    expect(await filesIn(target)).toEqual(before);
  });

  it('asks for room only for what is not there yet', async () => {
    const folder = await folderWith();
    const first = new TestEngine();
    const vault = await first.create(folder);
    await add(first, { 'a.jpg': await scene(300, 200, 1), 'b.png': await picture(40) });
    const target = await folderWith();
    await run(first, target, {});
    const { size } = await stat(join(target, 'b.png'));
    await rm(join(target, 'b.png'));
    await first.engine.close();
    const disk: Disk = { ...nodeDisk, statfs: () => Promise.resolve({ freeBytes: size, type: 0 }) };
    const engine = new TestEngine({ disk });
    await engine.unlock(vault);
    const check = await engine.call('export.check', { destination: target, selection: { of: 'all' } });
    expect(check).toMatchObject({ photos: 2, files: 2, already: 1, bytes: size, freeBytes: size });
    expect(await run(engine, target, {})).toMatchObject({ state: 'done', written: 1, already: 1 });
  });

  it('believes no disk that gives back something else than was written', async () => {
    const folder = await folderWith();
    const first = new TestEngine();
    const vault = await first.create(folder);
    await add(first, { 'a.jpg': await scene(300, 200, 1) });
    await first.engine.close();
    const target = await folderWith();
    const disk: Disk = {
      ...nodeDisk,
      async open(path, mode, permissions) {
        const file = await nodeDisk.open(path, mode, permissions);
        if (mode !== 'create' || !path.startsWith(target)) return file;
        const worn = async (bytes: Uint8Array, at: number): Promise<void> => {
          const copy = Buffer.from(bytes);
          copy[5] = (copy[5] ?? 0) ^ 1;
          await file.write(copy, at);
        };
        return {
          read: (buffer, position) => file.read(buffer, position),
          write: worn,
          sync: () => file.sync(),
          truncate: (bytes) => file.truncate(bytes),
          stat: () => file.stat(),
          bigStat: () => file.bigStat(),
          utimes: (accessed, modified) => file.utimes(accessed, modified),
          close: () => file.close(),
        };
      },
    };
    const engine = new TestEngine({ disk });
    await engine.unlock(vault);
    expect(await run(engine, target, {})).toMatchObject({
      state: 'stopped',
      error: { code: 'disk-failed' },
      written: 0,
    });
    expect(await readdir(target)).toEqual([]);
  });
});

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The name of an unfinished file of this engine's vault, seen while an export is under way. */
async function partName(engine: TestEngine, files: Record<string, Buffer>): Promise<string> {
  const target = await folderWith();
  const { job } = await engine.call('export.start', { destination: target, selection: { of: 'all' } });
  for (;;) {
    const part = (await readdir(target)).find((name) => name.includes('part'));
    if (part !== undefined) {
      await engine.end(job);
      return part;
    }
    if ((await readdir(target)).length === Object.keys(files).length) throw new Error('too quick to be seen');
  }
}
