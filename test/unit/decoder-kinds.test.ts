/** @file Each kind of picture a format comes in: wide colours however they are named, several pictures in one file, moving ones, and those nothing here can read. */
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { heic } from '../support/heif.ts';
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
const { GREEN, BLUE, RED } = made;

/** Code points of Display P3 (ITU-T H.273): primaries, transfer. */
const [P3, SRGB_CURVE, PQ] = [12, 13, 16];
const wide = (): Sharp => made.plain(40, 40, GREEN).withIccProfile('p3');

/** The profile of an AVIF replaced by code points. */
async function namedByPoints(picture: Sharp, transfer = SRGB_CURVE): Promise<Buffer> {
  const file = await picture.avif({ quality: 95 }).toBuffer();
  const at = file.indexOf('colrrICC') + 4;
  file.write('nclx', at);
  for (const [index, point] of [P3, transfer, 6].entries()) file.writeUInt16BE(point, at + 4 + 2 * index);
  file.writeUInt8(0x80, at + 10);
  return file;
}

/** A PNG that says `cICP` instead of bringing a profile. */
async function pngWithPoints(): Promise<Buffer> {
  const pixels = await sharp(await wide().png().toBuffer(), { ignoreIcc: true })
    .png()
    .toBuffer();
  const chunk = Buffer.from('\0\0\0\x04cICP\0\0\0\0\0\0\0\0', 'latin1');
  chunk.set([P3, SRGB_CURVE, 0, 1], 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 12)), 12);
  return Buffer.concat([pixels.subarray(0, 33), chunk, pixels.subarray(33)]);
}

describe('wide colours', () => {
  it.each([
    ['JPEG', () => wide().jpeg({ quality: 95 }).toBuffer()],
    ['PNG', () => wide().png().toBuffer()],
    ['PNG of 16 bits', () => wide().toColourspace('rgb16').png().toBuffer()],
    ['PNG named by code points', pngWithPoints],
    ['WebP', () => wide().webp({ lossless: true }).toBuffer()],
    ['TIFF', () => wide().tiff({ compression: 'lzw' }).toBuffer()],
    ['TIFF of 16 bits', () => wide().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer()],
    ['AVIF', () => wide().avif({ quality: 95 }).toBuffer()],
    ['AVIF named by code points', () => namedByPoints(wide())],
  ])('of a %s are right in the thumbnail and in a converted copy', async (_, make) => {
    const file = await make();
    const [picture, copy] = await Promise.all([
      decode(file),
      pool.convert(file, { name: 'photo' }, { format: 'png', quality: 90, maxEdge: null, turn: 0 }),
    ]);
    expect(picture.problem).toBe('none');
    expect(made.distance(rgb(picture.color), GREEN)).toBeLessThan(8);
    // Without its profile, so that what is in the pixels counts.
    const [corner] = await made.corners(copy.picture ?? new Uint8Array());
    expect(made.distance(corner ?? RED, GREEN)).toBeLessThan(8);
  });

  it('of a HEIC are right in a converted copy too', async () => {
    const icc = (await sharp(await wide().png().toBuffer()).metadata()).icc ?? Buffer.alloc(0);
    const file = heic(['green'], 1, { icc });
    const { picture } = await pool.convert(
      file,
      { name: 'photo' },
      { format: 'png', quality: 90, maxEdge: null, turn: 0 },
    );
    const [corner] = await made.corners(picture ?? new Uint8Array());
    const { color } = await decode(file);
    expect(made.distance(corner ?? RED, rgb(color))).toBeLessThan(4);
    expect(made.distance(corner ?? GREEN, rgb((await decode(heic(['green'], 1))).color))).toBeGreaterThan(8);
  });

  it('of HDR are brought to what a screen without it shows', async () => {
    const grey = made.plain(40, 40, { r: 100, g: 100, b: 100 }).withIccProfile('p3');
    const { problem, color } = await decode(await namedByPoints(grey, PQ));
    expect(problem).toBe('none');
    // 32 of the 203 candelas that count as white.
    expect(made.distance(rgb(color), { r: 111, g: 111, b: 111 })).toBeLessThan(6);
  });
});

describe('a file with more than one picture', () => {
  it.each([
    ['a JPEG that comes in passes', () => made.plain(40, 40, GREEN).jpeg({ progressive: true }).toBuffer()],
    ['a JPEG with a gain map or a second view behind it (MPF)', withSecond],
    ['a TIFF of several pages', () => pages('lzw')],
    [
      'a TIFF of 16 bits',
      () => made.plain(40, 40, GREEN).toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
    ],
    [
      'an AVIF of ten bits',
      () => made.plain(40, 40, GREEN).toColourspace('rgb16').avif({ bitdepth: 10, quality: 95 }).toBuffer(),
    ],
  ])('or in pieces: %s shows the first, and nothing is wrong with it', async (_, make) => {
    const picture = await decode(await make());
    expect(picture).toMatchObject({ problem: 'none', detail: null, facts: { animated: false } });
    expect(made.distance(rgb(picture.color), GREEN)).toBeLessThan(6);
  });

  it('shows the colours of a CMYK TIFF by its profile, and has a preview', async () => {
    const brown = { r: 150, g: 100, b: 80 };
    const picture = await decode(
      await made.plain(40, 40, brown).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer(),
    );
    expect(made.distance(rgb(picture.color), brown)).toBeLessThan(14);
    expect(await sharp(picture.preview ?? undefined).metadata()).toMatchObject({ space: 'srgb' });
  });

  it('moves: an AVIF and a PNG say so, and show their first picture', async () => {
    for (const [file, first] of [
      [made.movingAvif(), RED],
      [made.movingPng([GREEN, BLUE]), GREEN],
    ] as const) {
      const picture = await decode(file);
      expect(picture).toMatchObject({ problem: 'none', facts: { animated: true } });
      expect(made.distance(rgb(picture.color), first)).toBeLessThan(8);
    }
  });
});

describe('what nothing here can read', () => {
  it.each([
    ['JPEG XL', 'image/jxl', Buffer.from('\xff\x0a\xfa\x1f\x41\x91\x08\x06\x01\0', 'latin1')],
    [
      'JPEG XL in its container',
      'image/jxl',
      Buffer.from('\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl ', 'latin1'),
    ],
    [
      'Photoshop',
      'image/vnd.adobe.photoshop',
      Buffer.from('8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\x01\x2c\0\0\x01\x90\0\x08\0\x03', 'latin1'),
    ],
  ])('%s is kept without a preview, and not called damaged', async (_, mime, bytes) => {
    expect(await decode(bytes)).toMatchObject({ problem: 'unsupported', thumbnail: null, facts: { mime } });
  });

  it('a TIFF compressed in a way that is not built in is not called damaged, nor shown black', async () => {
    const file = await made.plain(40, 40, GREEN).tiff({ compression: 'deflate' }).toBuffer();
    const start = file.readUInt32LE(4);
    for (let at = start + 2; at < start + 2 + file.readUInt16LE(start) * 12; at += 12)
      if (file.readUInt16LE(at) === 0x103) file.writeUInt16LE(50_000, at + 8); // Zstandard
    const convert = { format: 'jpeg', quality: 80, maxEdge: null, turn: 0 } as const;
    expect(await decode(file)).toMatchObject({ problem: 'unsupported', thumbnail: null });
    expect(await pool.convert(file, { name: 'photo' }, convert)).toMatchObject({
      problem: 'unsupported',
      picture: null,
    });
  });
});

/** As phones write it: after the picture another one, whose place APP2 tells. */
async function withSecond(): Promise<Buffer> {
  const [first, second] = await Promise.all(
    [GREEN, BLUE].map((colour) => made.plain(40, 40, colour).jpeg({ quality: 95 }).toBuffer()),
  );
  if (!first || !second) throw new Error('two were made');
  const index = Buffer.alloc(90);
  index.write('MPF\0II*\0\x08\0\0\0\x03\0', 'latin1');
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    index.writeUInt16LE(tag, at);
    index.writeUInt16LE(type, at + 2);
    index.writeUInt32LE(count, at + 4);
    index.writeUInt32LE(value, at + 8);
  };
  entry(14, 0xb000, 7, 4, 0x30303130);
  entry(26, 0xb001, 4, 1, 2);
  entry(38, 0xb002, 7, 32, 50);
  const whole = first.length + index.length + 4;
  index.writeUInt32LE(whole, 58);
  index.writeUInt32LE(second.length, 74);
  index.writeUInt32LE(whole - 10, 78);
  const head = Buffer.from([0xff, 0xe2, 0, index.length + 2]);
  return Buffer.concat([first.subarray(0, 2), head, index, first.subarray(2), second]);
}

async function pages(compression: 'lzw'): Promise<Buffer> {
  const each = await Promise.all([GREEN, BLUE].map((colour) => made.plain(40, 40, colour).png().toBuffer()));
  return sharp(each, { join: { animated: true } })
    .tiff({ compression })
    .toBuffer();
}
