/** @file Films and turned photos through the engine's one face: their picture from the window, the ranges they are played from, Live Photos, and turning. */
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  columnId,
  photoFlags,
  quarterTurns,
  readColumns,
  type PhotoColumns,
} from '../../src/shared/columns.ts';
import type { Id, MediaKind } from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { motionPhoto } from '../support/motion.ts';
import { plain, quarters, scene } from '../support/pictures.ts';
import { film } from '../support/webm.ts';
import { folderWith, lineOf, TestEngine } from './open-engine.ts';

async function vaultWith(files: Record<string, Buffer>): Promise<{
  engine: TestEngine;
  vault: string;
  id: (name: string) => Id;
}> {
  const engine = new TestEngine();
  const vault = await engine.create(await folderWith());
  const source = await folderWith(files);
  const taken = new Date('2024-05-06T07:08:09Z');
  for (const name of Object.keys(files)) await utimes(join(source, name), taken, taken);
  onTestFinished(async () => {
    await engine.engine.call('vault.close', {});
  });
  const { items } = await engine.import([source]);
  return { engine, vault, id: (name) => lineOf(items, name).photo ?? '' };
}

async function read(
  engine: TestEngine,
  kind: MediaKind,
  id: Id,
  start: number,
  end: number,
): Promise<Buffer> {
  const opened = await engine.engine.openMedia(kind, id);
  if (!opened.ok) throw new CodedError(opened.error.code);
  const parts: Uint8Array[] = [];
  for await (const part of opened.value.read(start, end)) parts.push(part);
  opened.value.close();
  return Buffer.concat(parts);
}

async function row(
  engine: TestEngine,
  id: Id,
): Promise<{ columns: PhotoColumns; at: number; flags: number }> {
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const at = Array.from({ length: columns.count }, (_, index) => columnId(columns, index)).indexOf(id);
  return { columns, at, flags: columns.flags[at] ?? 0 };
}

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  );
const green = (): Promise<Buffer> => plain(160, 90, { r: 10, g: 200, b: 30 }).webp().toBuffer();

describe('a film', () => {
  it('is played from any range of its bytes, and has its length and size', async () => {
    const bytes = film(400); // 3 MB: many pieces
    const { engine, id } = await vaultWith({ 'walk.webm': bytes });
    expect(await engine.call('library.details', { id: id('walk.webm') })).toMatchObject({
      view: 'film',
      type: 'video/webm',
      duration: 2400,
      width: 160,
      height: 90,
      problem: null,
    });
    for (const [start, end] of [
      [0, 1],
      [65_500, 65_600],
      [1_048_570, 2_100_000],
      [bytes.length - 5, bytes.length],
    ] as const)
      expect(
        (await read(engine, 'original', id('walk.webm'), start, end)).equals(bytes.subarray(start, end)),
      ).toBe(true);
    expect(await code(read(engine, 'film', id('walk.webm'), 0, 1))).toBe('not-found');
  });

  it('takes its picture from the window once, made anew by a decoder, and keeps it', async () => {
    const { engine, vault, id } = await vaultWith({ 'walk.webm': film() });
    const walk = id('walk.webm');
    expect((await row(engine, walk)).flags & photoFlags.noPreview).toBe(photoFlags.noPreview);
    const picture = await green();
    await engine.call('library.putFrame', { id: walk, picture, width: 160, height: 90 });
    const known = async (): Promise<void> => {
      const { columns, at, flags } = await row(engine, walk);
      expect(flags & (photoFlags.noPreview | photoFlags.video)).toBe(photoFlags.video);
      expect(columns.thumb[at]).toBe(1);
      expect((columns.color[at] ?? 0) >> 8).toBe(0x0ac8);
      const opened = await engine.engine.openMedia('thumb', walk);
      if (!opened.ok) throw new CodedError(opened.error.code);
      expect(opened.value.mime).toBe('image/jpeg');
      const thumb = await read(engine, 'thumb', walk, 0, opened.value.size);
      expect((await sharp(thumb).metadata()).width).toBe(160);
    };
    await known();
    expect(await code(engine.call('library.putFrame', { id: walk, picture, width: 160, height: 90 }))).toBe(
      'input-invalid',
    );
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    await known();
    expect(await engine.verify()).toMatchObject({ problemCount: 0 });
  });

  it('takes nothing but a sound picture, and only for a film', async () => {
    const { engine, id } = await vaultWith({
      'walk.webm': film(),
      'photo.png': await plain(40, 30, { r: 1, g: 2, b: 3 }).png().toBuffer(),
    });
    const picture = await green();
    const put = (photo: Id, bytes: Buffer): Promise<string> =>
      code(engine.call('library.putFrame', { id: photo, picture: bytes, width: 160, height: 90 }));
    expect(await put(id('photo.png'), picture)).toBe('input-invalid');
    expect(await put('0'.repeat(32), picture)).toBe('not-found');
    for (const bytes of [
      Buffer.from('not a picture'),
      picture.subarray(0, 40),
      await plain(16, 16, { r: 1, g: 2, b: 3 }).png().toBuffer(),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      film(),
      Buffer.concat([picture, Buffer.alloc(5 * 1024 * 1024)]),
    ])
      expect(await put(id('walk.webm'), bytes)).toBe('input-invalid');
    expect((await row(engine, id('walk.webm'))).flags & photoFlags.noPreview).toBe(photoFlags.noPreview);
  });

  it('of a kind that Chromium does not open is kept, and said to be', async () => {
    const avi = Buffer.concat([Buffer.from('RIFF\0\0\0\0AVI LIST'), Buffer.alloc(5000)]);
    const { engine, id } = await vaultWith({ 'old.avi': avi });
    expect(await engine.call('library.details', { id: id('old.avi') })).toMatchObject({
      view: 'none',
      problem: 'picture-unsupported',
    });
  });
});

describe('a Live Photo', () => {
  it('is one photo with a film that is read by itself', async () => {
    // Two seconds: what is longer is a film of its own.
    const short = film();
    short.writeDoubleBE(2000, short.indexOf(Buffer.from('4489', 'hex')) + 10);
    const { engine, id } = await vaultWith({ 'IMG_1.JPG': await scene(400, 300), 'IMG_1.MOV': short });
    const live = id('IMG_1.JPG');
    expect(await engine.call('library.details', { id: live })).toMatchObject({
      view: 'original',
      film: { name: 'IMG_1.MOV', bytes: short.length, type: 'video/webm' },
    });
    expect((await row(engine, live)).flags & photoFlags.live).toBe(photoFlags.live);
    expect((await read(engine, 'film', live, 100, 5000)).equals(short.subarray(100, 5000))).toBe(true);
  });
});

describe('a motion photo', () => {
  it('is one file with a film in it that is read by itself, and comes out as it was', async () => {
    const [short, picture] = [film(), await scene(400, 300)];
    const file = motionPhoto(picture, short);
    const { engine, vault, id } = await vaultWith({ 'PXL_1.MP.jpg': file, 'b.jpg': picture });
    const photo = id('PXL_1.MP.jpg');
    expect(await engine.call('library.details', { id: photo })).toMatchObject({
      view: 'original',
      problem: null,
      film: { name: 'PXL_1.MP.jpg', bytes: short.length, type: 'video/webm' },
    });
    expect((await engine.call('library.details', { id: id('b.jpg') })).film).toBeNull();
    // The timeline marks it, and a search for such photos finds it: also after the next unlocking.
    const marked = async (): Promise<void> => {
      expect((await row(engine, photo)).flags & photoFlags.live).toBe(photoFlags.live);
      expect((await row(engine, id('b.jpg'))).flags & photoFlags.live).toBe(0);
      const { ids } = await engine.call('search.run', { query: 'type:live', scope: { of: 'library' } });
      expect(Buffer.from(ids).toString('hex')).toBe(photo);
    };
    await marked();
    await engine.call('vault.close', {});
    await engine.unlock(vault);
    await marked();
    expect((await read(engine, 'film', photo, 100, 5000)).equals(short.subarray(100, 5000))).toBe(true);
    expect(await code(read(engine, 'film', id('b.jpg'), 0, 1))).toBe('not-found');
    const folder = await folderWith();
    await engine.export(folder, [photo]);
    expect((await readFile(join(folder, 'PXL_1.MP.jpg'))).equals(file)).toBe(true);
  });
});

describe('turning', () => {
  it('is kept, taken back, and in converted copies; the original stays as it is', async () => {
    const original = await quarters(120, 80).png().toBuffer();
    const { engine, vault, id } = await vaultWith({ 'a.png': original, 'walk.webm': film() });
    const photo = id('a.png');
    const turned = async (): Promise<[number, number, number]> => {
      const { columns, at, flags } = await row(engine, photo);
      const { turn } = await engine.call('library.details', { id: photo });
      return [turn, quarterTurns(flags), Math.round((columns.ratio[at] ?? 0) * 100)];
    };
    expect(await turned()).toEqual([0, 0, 150]);
    const { undo } = await engine.call('edit.turn', { ids: [photo], quarters: 1 });
    expect(await turned()).toEqual([90, 1, 67]);
    await engine.call('edit.undo', { undo: undo ?? '' });
    expect(await turned()).toEqual([0, 0, 150]);
    await engine.call('edit.turn', { ids: [photo], quarters: 3 });
    await engine.call('edit.turn', { ids: [photo], quarters: 2 });
    expect(await turned()).toEqual([90, 1, 67]);
    expect(await engine.call('edit.turn', { ids: [id('walk.webm')], quarters: 1 })).toMatchObject({
      changed: 0,
    });

    await engine.call('vault.close', {});
    await engine.unlock(vault);
    expect(await turned()).toEqual([90, 1, 67]);
    const same = await folderWith();
    await engine.export(same, [photo]);
    expect((await readFile(join(same, 'a.png'))).equals(original)).toBe(true);
    const other = await folderWith();
    const { job } = await engine.call('export.start', {
      destination: other,
      selection: { of: 'ids', ids: [photo] },
      options: { format: 'png' },
    });
    await engine.end(job);
    const { data, info } = await sharp(join(other, 'a.png')).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([80, 120]);
    const upright = await sharp(original).rotate(90).raw().toBuffer();
    expect(data.subarray(0, 3).equals(upright.subarray(0, 3))).toBe(true);
  });
});
