/** @file A part of a picture, pixel by pixel: at its place however the file is turned, and in the colours of the whole. */
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { placeOf } from '../../src/main/decoder/cut-out.ts';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import type { Conversion, RegionOf } from '../../src/shared/decoding.ts';
import { heic } from '../support/heif.ts';
import { GREEN, plain, quarters, scene, turned } from '../support/pictures.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());

const name = { name: 'photo' };
const shown: Omit<Conversion, 'region'> = { format: 'shown', maxEdge: null, quality: 97, turn: 0 };
const cut = (file: Uint8Array, region: RegionOf) => pool.convert(file, name, { ...shown, region });

/** Mean difference of what is seen in the two, and their size. */
async function apart(one: Uint8Array, other: Uint8Array): Promise<{ off: number; size: string }> {
  const [a, b] = await Promise.all(
    [one, other].map((file) =>
      sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
    ),
  );
  if (a === undefined || b === undefined) throw new Error('two pictures are compared');
  const size = `${String(a.info.width)} × ${String(a.info.height)}`;
  expect(`${String(b.info.width)} × ${String(b.info.height)}`).toBe(size);
  return {
    size,
    off: a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length,
  };
}

/** 300 × 200, no two places alike. */
const photo = await sharp(await scene(300, 200, 5))
  .png()
  .toBuffer();
const whole = { width: 300, height: 200 };
const region = { left: 170, top: 30, width: 90, height: 60, of: whole };
const box = { left: 170, top: 30, width: 90, height: 60 };

describe('a region', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is at its place in a file of orientation %i', async (orientation) => {
    const file = await turned(orientation);
    const upright = await sharp(file, { autoOrient: true }).png().toBuffer();
    // Over the middle, where all four colours meet, and neither square nor centred.
    const part = { left: 50, top: 30, width: 40, height: 18 };
    const { picture, problem } = await cut(file, { ...part, of: { width: 120, height: 80 } });
    expect(problem).toBe('none');
    const wanted = await sharp(upright).extract(part).png().toBuffer();
    expect(await apart(picture ?? upright, wanted)).toMatchObject({ size: '40 × 18' });
    expect((await apart(picture ?? upright, wanted)).off).toBeLessThan(2);
  });

  it.each<[string, (picture: Sharp) => Promise<Buffer>]>([
    ['JPEG', (picture) => picture.jpeg({ quality: 95 }).toBuffer()],
    ['progressive JPEG', (picture) => picture.jpeg({ quality: 95, progressive: true }).toBuffer()],
    ['JPEG in CMYK', (picture) => picture.toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['PNG in P3', (picture) => picture.withIccProfile('p3').png().toBuffer()],
    ['PNG of 16 bits', (picture) => picture.toColourspace('rgb16').png().toBuffer()],
    ['grey PNG', (picture) => picture.toColourspace('b-w').png({ progressive: true }).toBuffer()],
    [
      'WebP with something behind it',
      (picture) => picture.ensureAlpha(0.5).webp({ lossless: true }).toBuffer(),
    ],
    ['AVIF', (picture) => picture.avif({ quality: 90, effort: 1 }).toBuffer()],
    ['TIFF in rows', (picture) => picture.tiff({ compression: 'lzw' }).toBuffer()],
    ['TIFF in tiles', (picture) => picture.tiff({ tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer()],
  ])('of a %s has the pixels and colours of the whole as it is shown', async (_, make) => {
    const file = await make(sharp(photo));
    const [part, all] = await Promise.all([cut(file, region), pool.convert(file, name, shown)]);
    expect([part.problem, all.problem]).toEqual(['none', 'none']);
    const wanted = await sharp(all.picture ?? photo)
      .extract(box)
      .keepIccProfile()
      .png()
      .toBuffer();
    expect((await apart(part.picture ?? photo, wanted)).off).toBeLessThan(2.5);
  });

  it('of a HEIC is a part of what the file holds', async () => {
    const file = heic(['green'], 1);
    const { width, height } = await sharp(
      (await pool.convert(file, name, shown)).picture ?? photo,
    ).metadata();
    const part = { left: 1, top: 2, width: width - 3, height: height - 4 };
    const { picture } = await cut(file, { ...part, of: { width, height } });
    expect(await sharp(picture ?? photo).metadata()).toMatchObject({ width: width - 3, height: height - 4 });
  });

  it('shows a mark of one pixel, and nothing of it beside that', async () => {
    const mark = await plain(1, 1, { r: 255, g: 255, b: 255 }).png().toBuffer();
    const file = await plain(300, 200, GREEN)
      .composite([{ input: mark, left: 201, top: 45 }])
      .png()
      .toBuffer();
    const { picture } = await cut(file, region);
    const { data, info } = await sharp(picture ?? file)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const red = (x: number, y: number): number => data[(y * info.width + x) * info.channels] ?? 0;
    expect(red(31, 15)).toBeGreaterThan(225);
    for (const [x, y] of [
      [30, 15],
      [32, 15],
      [31, 14],
      [31, 16],
    ] as const)
      expect(red(x, y)).toBeLessThan(60);
  });

  it('is where it was asked for in a picture of other pixels than the file tells, and refused beyond it', async () => {
    const { picture } = await cut(photo, {
      left: 2040,
      top: 360,
      width: 1080,
      height: 720,
      of: { width: 3600, height: 2400 },
    });
    const wanted = await sharp(photo).extract(box).png().toBuffer();
    expect((await apart(picture ?? photo, wanted)).off).toBeLessThan(2);
    const beyond = await cut(photo, { ...region, left: 211 });
    expect(beyond).toMatchObject({ picture: null, problem: 'damaged' });
    expect(() => placeOf({ ...region, top: 141 }, whole)).toThrow(RangeError);
    expect((await cut(await quarters(300, 200).png().toBuffer(), region)).problem).toBe('none');
  });
});
