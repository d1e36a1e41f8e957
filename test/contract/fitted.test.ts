/** @file What the engine makes of originals for the window at the size it needs: pixels, colours, the right way up, and nothing else. */
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import type { MediaKind } from '../../src/shared/contract.ts';
import type { Region } from '../../src/shared/regions.ts';
import {
  BLUE,
  distance,
  FULL_EXIF,
  GREEN,
  jpegWith,
  plain,
  quarters,
  scene,
  type Rgb,
} from '../support/pictures.ts';
import { film } from '../support/webm.ts';
import { folderWith, TestEngine } from './open-engine.ts';

const grey: Rgb = { r: 90, g: 90, b: 90 };
const wideGreen = (): Sharp => plain(1500, 1000, GREEN).withIccProfile('p3');

async function vaultWith(files: Record<string, Uint8Array>): Promise<{
  engine: TestEngine;
  idOf: (name: string) => string;
}> {
  const engine = new TestEngine();
  await engine.create(await folderWith());
  await engine.import([await folderWith(files)]);
  const columns = readColumns((await engine.call('library.index', {})).columns);
  const ids = new Map<string, string>();
  for (let at = 0; at < columns.count; at += 1) {
    const { id, name } = await engine.call('library.details', { id: columnId(columns, at) });
    ids.set(name, id);
  }
  return { engine, idOf: (name) => ids.get(name) ?? '' };
}

/** The whole file, as the window would be sent it. */
async function file(
  { engine }: TestEngine,
  kind: MediaKind,
  id: string,
): Promise<{ mime: string; bytes: Buffer }> {
  const opened = await engine.openMedia(kind, id);
  if (!opened.ok) throw new Error(opened.error.code);
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.value.read(0, opened.value.size)) pieces.push(piece);
  opened.value.close();
  return { mime: opened.value.mime, bytes: Buffer.concat(pieces) };
}

/** As somebody sees it, its profile applied. */
async function middleOf(bytes: Buffer): Promise<Rgb> {
  const { data, info } = await sharp(bytes)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return {
    r: data[at] ?? 0,
    g: data[at + (info.channels > 1 ? 1 : 0)] ?? 0,
    b: data[at + (info.channels > 1 ? 2 : 0)] ?? 0,
  };
}

describe('an original at the size of the window', () => {
  it('is as long as asked, the right way up, as sharp as can be, and says nothing but its pixels', async () => {
    const camera = await scene(1800, 1200);
    const turned = await quarters(1000, 1500)
      .withExif(FULL_EXIF)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { engine, idOf } = await vaultWith({
      'camera.jpg': camera,
      'turned.jpg': turned,
      'small.jpg': await jpegWith(FULL_EXIF),
    });
    const made = await file(engine, 'fit1280', idOf('camera.jpg'));
    expect(made.mime).toBe('image/jpeg');
    expect(await sharp(made.bytes).metadata()).toMatchObject({ width: 1280, height: 853, space: 'srgb' });
    // Beside the same picture made smaller by itself, not encoded again.
    const wanted = await sharp(camera).resize(1280, 853).raw().toBuffer();
    const seen = await sharp(made.bytes).raw().toBuffer();
    const off = wanted.reduce((sum, value, at) => sum + (value - (seen[at] ?? 0)) ** 2, 0) / wanted.length;
    expect(10 * Math.log10(255 ** 2 / off)).toBeGreaterThan(38);

    const upright = await file(engine, 'fit1280', idOf('turned.jpg'));
    const { width, height, orientation, exif, xmp } = await sharp(upright.bytes).metadata();
    expect([width, height, orientation ?? 1, exif, xmp]).toEqual([1280, 853, 1, undefined, undefined]);
    const corner = await sharp(upright.bytes)
      .extract({ left: 100, top: 100, width: 50, height: 50 })
      .toBuffer();
    expect(distance(await middleOf(corner), BLUE)).toBeLessThan(12);

    const small = await file(engine, 'fit1280', idOf('small.jpg'));
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 120, height: 80 });
  });

  it('has the colours of the file and its profile, whatever it is made of', async () => {
    const files = {
      'p3.jpg': await wideGreen().jpeg({ quality: 95 }).toBuffer(),
      'p3.png': await wideGreen().png().toBuffer(),
      'p3-16.png': await wideGreen().toColourspace('rgb16').png().toBuffer(),
      'cmyk.jpg': await plain(1500, 1000, GREEN).toColourspace('cmyk').jpeg().toBuffer(),
      'grey.png': await plain(1500, 1000, grey).toColourspace('b-w').png().toBuffer(),
      'through.png': await plain(1500, 1000, { ...GREEN, alpha: 0.5 })
        .png()
        .toBuffer(),
      'scan.tif': await wideGreen().tiff({ compression: 'lzw' }).toBuffer(),
    };
    const { engine, idOf } = await vaultWith(files);
    for (const [name, original] of Object.entries(files)) {
      const { bytes, mime } = await file(engine, 'fit1280', idOf(name));
      const { icc, hasAlpha, width } = await sharp(bytes).metadata();
      expect([name, width, hasAlpha]).toEqual([name, 1280, name === 'through.png']);
      expect([name, mime]).toEqual([name, hasAlpha ? 'image/webp' : 'image/jpeg']);
      const colours = (await sharp(original).metadata()).icc;
      if (name.startsWith('p3'))
        expect([name, icc?.equals(colours ?? Buffer.alloc(0))]).toEqual([name, true]);
      const wanted = name === 'grey.png' ? grey : name === 'cmyk.jpg' ? await middleOf(original) : GREEN;
      expect(distance(await middleOf(bytes), wanted), name).toBeLessThan(10);
    }
  });

  it('or a part of it pixel by pixel, within the photo, and for as long as somebody waits', async () => {
    const whole = await scene(900, 600, 4);
    const { engine, idOf } = await vaultWith({
      'one.jpg': whole,
      'two.jpg': await scene(90, 60),
      'walk.webm': film(),
    });
    const id = idOf('one.jpg');
    const box = { left: 500, top: 300, width: 300, height: 200 };
    const part = await engine.engine.openMedia('region', id, { region: box });
    if (!part.ok) throw new Error(part.error.code);
    const pieces: Uint8Array[] = [];
    for await (const piece of part.value.read(0, part.value.size)) pieces.push(piece);
    const seen = await sharp(Buffer.concat(pieces)).raw().toBuffer({ resolveWithObject: true });
    expect(seen.info).toMatchObject({ width: 300, height: 200 });
    const wanted = await sharp(whole).extract(box).raw().toBuffer();
    const off = wanted.reduce((sum, value, at) => sum + Math.abs(value - (seen.data[at] ?? 0)), 0);
    expect(off / wanted.length).toBeLessThan(2);

    const code = async (name: string, region: Region | null, signal?: AbortSignal): Promise<unknown> => {
      const opened = await engine.engine.openMedia('region', idOf(name), {
        region,
        ...(signal && { signal }),
      });
      return opened.ok ? 'ok' : opened.error.code;
    };
    const beyond: (Region | null)[] = [
      null,
      { ...box, left: 601 },
      { ...box, top: 401 },
      { ...box, left: -1 },
      { ...box, width: 0 },
      { ...box, top: 0.5 },
      { ...box, height: NaN },
    ];
    for (const region of beyond)
      expect([region, await code('one.jpg', region)]).toEqual([region, 'input-invalid']);
    expect(await code('walk.webm', { left: 0, top: 0, width: 1, height: 1 })).not.toBe('ok');
    expect(await code('one.jpg', box, AbortSignal.abort())).toBe('cancelled');
    const waiting = new AbortController();
    const answer = code('one.jpg', box, waiting.signal);
    waiting.abort();
    expect(await answer).toBe('cancelled');
    expect(await code('one.jpg', box)).toBe('ok');
    await engine.call('hidden.set', { ids: [idOf('two.jpg')], on: true });
    expect(await code('two.jpg', { left: 0, top: 0, width: 9, height: 9 })).toBe('not-found');
  });

  it('is refused where there is none: of films, of photos that are unknown or hidden', async () => {
    const { engine, idOf } = await vaultWith({
      'walk.webm': film(),
      'one.jpg': await scene(90, 60),
      'two.jpg': await scene(90, 60, 2),
    });
    const code = async (id: string): Promise<unknown> => {
      const opened = await engine.engine.openMedia('fit1280', id);
      return opened.ok ? 'ok' : opened.error.code;
    };
    expect(await code(idOf('walk.webm'))).toBe('not-convertible');
    expect(await code('0'.repeat(32))).toBe('not-found');
    expect(await code(idOf('one.jpg'))).toBe('ok');
    await engine.call('hidden.set', { ids: [idOf('two.jpg')], on: true });
    expect(await code(idOf('two.jpg'))).toBe('not-found');
  });
});
