/** @file Pictures of every kind through real decoders: right way up, right colours, honest about what is wrong. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { thumbHashToAverageRGBA } from 'thumbhash';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import * as made from '../support/pictures.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 2 });
afterAll(() => pool.close());

const decode = (bytes: Uint8Array, name = 'photo') => pool.decode(bytes, { name });
const rgb = (color: number | null): made.Rgb => ({
  r: ((color ?? 0) >> 16) & 255,
  g: ((color ?? 0) >> 8) & 255,
  b: (color ?? 0) & 255,
});

describe('thumbnails', () => {
  it('are small JPEGs with a placeholder and a colour', async () => {
    const picture = await decode(await made.scene(4000, 3000));
    expect(picture).toMatchObject({
      problem: 'none',
      detail: null,
      thumbnailMime: 'image/jpeg',
      preview: null,
    });
    expect(picture.facts).toMatchObject({
      mime: 'image/jpeg',
      width: 4000,
      height: 3000,
      orientation: 1,
      animated: false,
    });
    expect(await sharp(picture.thumbnail ?? undefined).metadata()).toMatchObject({
      format: 'jpeg',
      width: 440,
      height: 330,
    });
    const { r, g, b } = thumbHashToAverageRGBA(picture.thumbhash ?? []);
    const hashed = { r: Math.round(r * 255), g: Math.round(g * 255), b: Math.round(b * 255) };
    expect(made.distance(hashed, rgb(picture.color))).toBeLessThan(16);
  });

  it('hold no metadata of the photo', async () => {
    const picture = await decode(await made.jpegWith(made.FULL_EXIF));
    expect(picture.facts.camera).toBe('Canon EOS 40D');
    const { exif, xmp, icc } = await sharp(picture.thumbnail ?? undefined).metadata();
    expect([exif, xmp, icc]).toEqual([undefined, undefined, undefined]);
  });

  it('are never larger than the picture', async () => {
    const { thumbnail } = await decode(await made.plain(30, 20, made.RED).png().toBuffer());
    expect(await sharp(thumbnail ?? undefined).metadata()).toMatchObject({ width: 30, height: 20 });
  });

  it('keep enough rows of a panorama', async () => {
    const { thumbnail } = await decode(await made.plain(4000, 1000, made.RED).png().toBuffer());
    expect(await sharp(thumbnail ?? undefined).metadata()).toMatchObject({ width: 880, height: 220 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are the right way up with orientation %i', async (orientation) => {
    const picture = await decode(await made.turned(orientation));
    expect(picture.facts).toMatchObject({ orientation, width: 120, height: 80 });
    const seen = await made.corners(picture.thumbnail ?? new Uint8Array());
    for (const [index, wanted] of [made.RED, made.GREEN, made.YELLOW, made.BLUE].entries())
      expect(made.distance(seen[index] ?? made.RED, wanted)).toBeLessThan(12);
  });

  it('are WebP with alpha when something shows through, JPEG when nothing does', async () => {
    const half = await decode(
      await made
        .plain(50, 50, { ...made.BLUE, alpha: 0.5 })
        .png()
        .toBuffer(),
    );
    expect(half.thumbnailMime).toBe('image/webp');
    expect(await sharp(half.thumbnail ?? undefined).metadata()).toMatchObject({
      format: 'webp',
      hasAlpha: true,
    });
    expect(made.distance(rgb(half.color), made.BLUE)).toBeLessThan(4);
    const full = await decode(
      await made
        .plain(50, 50, { ...made.BLUE, alpha: 1 })
        .png()
        .toBuffer(),
    );
    expect(full.thumbnailMime).toBe('image/jpeg');
  });
});

describe('colours', () => {
  const { RED, GREEN } = made;
  it.each([
    ['a Display P3 JPEG', () => made.plain(40, 40, RED).withIccProfile('p3').jpeg({ quality: 95 }), RED, 6],
    [
      'a large Display P3 TIFF',
      () => made.plain(3000, 40, GREEN).withIccProfile('p3').tiff({ compression: 'lzw' }),
      GREEN,
      6,
    ],
    ['a 16-bit PNG', () => made.plain(40, 40, RED).toColourspace('rgb16').png(), RED, 6],
    [
      'a 16-bit Display P3 PNG',
      () => made.plain(40, 40, GREEN).toColourspace('rgb16').withIccProfile('p3').png(),
      GREEN,
      8,
    ],
    [
      'a CMYK JPEG',
      () => made.plain(40, 40, { r: 150, g: 100, b: 80 }).toColourspace('cmyk').jpeg({ quality: 95 }),
      { r: 150, g: 100, b: 80 },
      14,
    ],
    [
      'a grey JPEG',
      () => made.plain(40, 40, { r: 90, g: 90, b: 90 }).toColourspace('b-w').jpeg(),
      { r: 90, g: 90, b: 90 },
      4,
    ],
  ])('of %s are right', async (_, make, wanted, tolerance) => {
    const picture = await decode(await make().toBuffer());
    expect(picture.problem).toBe('none');
    expect(made.distance(rgb(picture.color), wanted)).toBeLessThanOrEqual(tolerance);
  });
});

describe('formats', () => {
  it.each(['png', 'webp', 'gif', 'avif', 'tiff'] as const)('shows %s', async (format) => {
    const picture = await decode(await made.quarters(300, 200).toFormat(format).toBuffer());
    expect(picture).toMatchObject({
      problem: 'none',
      facts: { mime: `image/${format}`, width: 300, height: 200 },
    });
    const [topLeft] = await made.corners(picture.thumbnail ?? new Uint8Array());
    expect(made.distance(topLeft ?? made.BLUE, made.RED)).toBeLessThan(25);
  });

  it.each(['gif', 'webp'] as const)(
    'shows the first frame of an animated %s and says that it moves',
    async (format) => {
      const frames = await Promise.all(
        [made.RED, made.BLUE].map((color) => made.plain(40, 30, color).png().toBuffer()),
      );
      const file = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      const picture = await decode(file);
      expect(picture.facts).toMatchObject({ animated: true, width: 40, height: 30 });
      expect(made.distance(rgb(picture.color), made.RED)).toBeLessThan(10);
    },
  );

  it('makes a preview of what Chromium cannot show, and only of that', async () => {
    const tiff = await decode(await made.quarters(3000, 1500).tiff({ compression: 'lzw' }).toBuffer());
    expect(await sharp(tiff.preview ?? undefined).metadata()).toMatchObject({
      format: 'jpeg',
      width: 2560,
      height: 1280,
    });
    const clear = await decode(
      await made
        .plain(60, 60, { ...made.RED, alpha: 0.5 })
        .tiff({ compression: 'lzw' })
        .toBuffer(),
    );
    expect(await sharp(clear.preview ?? undefined).metadata()).toMatchObject({
      format: 'webp',
      hasAlpha: true,
    });
    expect((await decode(await made.quarters(60, 60).webp().toBuffer())).preview).toBeNull();
  });

  it('keeps a picture it cannot decode, with its facts', async () => {
    const head = Buffer.alloc(26);
    head.write('8BPS\0\x01', 'latin1');
    head.writeUInt32BE(300, 14);
    head.writeUInt32BE(400, 18);
    expect(await decode(head)).toMatchObject({
      problem: 'unsupported',
      thumbnail: null,
      facts: { mime: 'image/vnd.adobe.photoshop', width: 400, height: 300 },
    });
  });

  it('does not take text for a picture', async () => {
    expect(await decode(Buffer.from('Dear diary'), 'photo.jpg')).toMatchObject({
      problem: 'unsupported',
      detail: 'not a picture',
    });
  });
});

describe('trouble', () => {
  it('shows what is left of a cut-off photo and says so', async () => {
    const file = await made.quarters(400, 300).jpeg({ quality: 100 }).toBuffer();
    const picture = await decode(file.subarray(0, file.length * 0.7));
    expect(picture.problem).toBe('truncated');
    expect(picture.detail).toMatch(/premature end/u);
    const [topLeft] = await made.corners(picture.thumbnail ?? new Uint8Array());
    expect(made.distance(topLeft ?? made.BLUE, made.RED)).toBeLessThan(12);
  });

  it('notices damage in the middle', async () => {
    const file = await made.scene(400, 300);
    file.fill(0xff, file.length / 2, file.length / 2 + 40);
    expect((await decode(file)).problem).toBe('truncated');
  });

  it('reports a file with nothing but a signature as damaged', async () => {
    expect(await decode(Buffer.from('\xff\xd8\xff\xe0 nothing', 'latin1'))).toMatchObject({
      problem: 'damaged',
      thumbnail: null,
    });
  });

  it('does not even try 900 megapixels, but knows the size', async () => {
    expect(await decode(made.pngOfSize(30_000, 30_000))).toMatchObject({
      problem: 'too-large',
      thumbnail: null,
      facts: { width: 30_000, height: 30_000, mime: 'image/png' },
    });
  });

  it('refuses what would need more than a gigabyte of memory at once', async () => {
    // Interlaced, no row is complete before the last; row by row, the same size is let through and only then found empty.
    expect(await decode(made.pngOfSize(20_000, 20_000, true))).toMatchObject({
      problem: 'too-large',
      detail: 'needs 1145 MiB of memory',
      facts: { width: 20_000, height: 20_000 },
    });
    expect((await decode(made.pngOfSize(20_000, 20_000))).problem).not.toBe('too-large');
  });

  it('decodes a picture larger than libvips keeps in memory by itself, with no temporary file to put it in', async () => {
    const file = await made.plain(7000, 6000, made.GREEN).png({ progressive: true }).toBuffer();
    const picture = await decode(file);
    expect(picture.problem).toBe('none');
    expect(made.distance(rgb(picture.color), made.GREEN)).toBeLessThan(4);
  });
});

const photos = fileURLToPath(new URL('../../../shared/photos', import.meta.url));
// These lie beside the repository on some machines; elsewhere the pictures made above have to do.
if (existsSync(photos))
  describe('real photographs', () => {
    const files = (folder: string): string[] =>
      readdirSync(`${photos}/${folder}`)
        .map((name) => `${photos}/${folder}/${name}`)
        .filter((path) => statSync(path).isFile());

    it('from cameras all get a thumbnail', async () => {
      for (const path of files('camera')) {
        const picture = await decode(readFileSync(path), path);
        expect(picture).toMatchObject({ problem: 'none', facts: { mime: 'image/jpeg' } });
        expect(picture.thumbnail).not.toBeNull();
      }
    });

    it('in raw formats are kept with size, date and camera', async () => {
      for (const path of files('raw')) {
        const picture = await decode(readFileSync(path), path);
        // Most of these have had their previews cut out.
        expect(picture.problem).toMatch(/^(?:none|unsupported)$/u);
        expect(picture.facts.width).not.toBeNull();
        expect(picture.facts.camera).toMatch(/Canon|NIKON|FUJIFILM/u);
        expect(picture.facts.capturedAt).toMatch(/^20\d\d-/u);
      }
    });

    it('in HEIC get a thumbnail and a preview', async () => {
      for (const path of files('heic')) {
        const picture = await decode(readFileSync(path), path);
        expect(picture).toMatchObject({ problem: 'none', facts: { mime: 'image/heic' } });
        expect(picture.thumbnail).not.toBeNull();
        expect(picture.preview).not.toBeNull();
      }
    });

    it('that are broken never cost more than their preview', async () => {
      for (const path of files('broken'))
        expect((await decode(readFileSync(path), path)).problem).not.toMatch(/crashed|timeout/u);
    });
  });
