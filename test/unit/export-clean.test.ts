/** @file Cleaned files hold nothing of what was planted in them and show exactly the same pixels; hostile ones are refused in no time. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cleaned } from '../../src/main/engine/export/clean/index.ts';
import { describe as describeFile } from '../../src/main/decoder/facts.ts';
import { sniff } from '../../src/main/engine/media/sniff.ts';
import { clean, found, shownHeic } from '../support/cleaning.ts';
import { quarters } from '../support/pictures.ts';
import {
  planted,
  plantedExif,
  plantedJpeg,
  plantedPng,
  plantedWebp,
  plantedWords,
  pngChunk,
  segment,
  xmp,
} from '../support/planted.ts';

const makers = {
  'image/jpeg': async (orientation: number) => (await plantedJpeg(orientation)).dirty,
  'image/png': plantedPng,
  'image/webp': plantedWebp,
} as const;
const kinds = Object.entries(makers);

describe('cleaned', () => {
  it.each(kinds)(
    '%s: nothing planted is left without metadata, and it is turned as before',
    async (mime, make) => {
      for (const orientation of [1, 3, 6, 8]) {
        const dirty = await make(orientation);
        expect(found(dirty, planted).length).toBeGreaterThan(2);
        const result = await clean(dirty, mime, 'metadata');
        expect(found(result, { ...planted, ...plantedWords })).toEqual([]);
        const { orientation: turn = 1, exif, xmp: packet, iptc } = await sharp(result).metadata();
        expect(turn).toBe(orientation);
        expect([packet, iptc]).toEqual([undefined, undefined]);
        expect(exif?.length ?? 0).toBeLessThan(40);
      }
    },
  );

  it.each(kinds)('%s: without place the words stay that name none', async (mime, make) => {
    const dirty = await make(6);
    const result = await clean(dirty, mime, 'place');
    expect(found(result, planted)).toEqual([]);
    expect(found(result, plantedWords).length).toBeGreaterThan(0);
    const metadata = await sharp(result).metadata();
    expect(metadata.orientation).toBe(6);
    expect(metadata.exif?.includes('2019:07:14 18:30:05')).toBe(true);
  });

  it.each(kinds)('%s: the colour profile stays, byte for byte', async (mime, make) => {
    const dirty = await make(1);
    const { icc } = await sharp(dirty).metadata();
    for (const without of ['place', 'metadata'] as const) {
      const { icc: after } = await sharp(await clean(dirty, mime, without)).metadata();
      expect(after !== undefined && icc?.equals(after)).toBe(true);
    }
  });

  it('does the same in both byte orders', async () => {
    for (const little of [true, false]) {
      const { dirty } = await plantedJpeg(8, little);
      expect(found(await clean(dirty, 'image/jpeg', 'place'), planted)).toEqual([]);
    }
  });

  it('keeps XMP and IPTC that name no place, unless all metadata goes', async () => {
    const { clean: plain } = await plantedJpeg(1);
    const packet = xmp('<xmp:Rating>4</xmp:Rating><xmp:MetadataDate>2020-01-01</xmp:MetadataDate>');
    const dirty = Buffer.concat([
      plain.subarray(0, 2),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', packet),
      plain.subarray(2),
    ]);
    expect((await clean(dirty, 'image/jpeg', 'place')).includes('<xmp:Rating>4')).toBe(true);
    expect((await clean(dirty, 'image/jpeg', 'metadata')).includes('Rating')).toBe(false);
  });

  it('leaves comments and foreign blocks of a GIF behind, and its frames as they are', async () => {
    const frame = await quarters(20, 10).gif().toBuffer();
    const at = 13 + 3 * 2 ** (((frame[10] ?? 0) & 7) + 1);
    const comment = Buffer.from(`\x21\xfe\x0f${planted.comment}\0`, 'latin1');
    const foreign = Buffer.from(`\x21\xff\x0bXMP DataXMP\x10${planted.xmp}\0`, 'latin1');
    const dirty = Buffer.concat([
      frame.subarray(0, at),
      comment,
      foreign,
      frame.subarray(at),
      Buffer.from(planted.trailer),
    ]);
    for (const without of ['place', 'metadata'] as const)
      expect(found(await clean(dirty, 'image/gif', without), planted)).toEqual([]);
  });

  it('does not pretend for kinds it cannot clean', () => {
    for (const mime of [
      'image/tiff',
      'image/bmp',
      'image/heic',
      'image/x-canon-cr2',
      'video/mp4',
      'constructor',
    ])
      expect(cleaned(Buffer.from('anything'), mime, 'place')).toBeNull();
  });
});

describe('hostile files', () => {
  it('refuses what is cut off anywhere, or still hides nothing', async () => {
    for (const [mime, make] of kinds) {
      const dirty = await make(6);
      for (let length = 0; length < dirty.length; length += 7) {
        const result = cleaned(dirty.subarray(0, length), mime, 'metadata');
        if (result !== null) expect(found(result, { ...planted, ...plantedWords })).toEqual([]);
      }
    }
  });

  it('survives any byte being another one', async () => {
    for (const [mime, make] of kinds) {
      const dirty = await make(6);
      for (let at = 2; at < Math.min(dirty.length, 1500); at += 1) {
        const altered = Buffer.from(dirty);
        altered[at] = (altered[at] ?? 0) ^ 0xff;
        const result = cleaned(altered, mime, 'metadata');
        if (result !== null) expect(cleaned(result, mime, 'metadata')?.equals(result)).toBe(true);
      }
    }
  });

  it('takes no EXIF from outside its segment, and follows no circle', async () => {
    const { clean: plain } = await plantedJpeg(1);
    const exif = plantedExif(6, true);
    exif.writeUInt32LE(0xfffffff0, 4); // the first directory is nowhere
    const circle = plantedExif(6, true);
    const pointer = circle.indexOf(Buffer.from([0x69, 0x87, 4, 0]));
    circle.writeUInt32LE(8, pointer + 8); // the Exif directory is IFD0 again
    for (const tiff of [exif, circle, Buffer.alloc(0), Buffer.from('II*\0')]) {
      const dirty = Buffer.concat([plain.subarray(0, 2), segment(0xe1, 'Exif\0\0', tiff), plain.subarray(2)]);
      expect(found(await clean(dirty, 'image/jpeg', 'place'), planted)).toEqual([]);
    }
  });

  it('leaves out 10 MB of XMP without reading it for long', async () => {
    const huge = `XML:com.adobe.xmp\0\0\0\0\0${xmp('<a:gps'.repeat(1_700_000))}`;
    const png = await quarters(60, 40).png().toBuffer();
    const dirty = Buffer.concat([png.subarray(0, 33), pngChunk('iTXt', huge), png.subarray(33)]);
    const began = performance.now();
    const result = cleaned(dirty, 'image/png', 'place');
    expect(performance.now() - began).toBeLessThan(500);
    expect(result?.length).toBeLessThan(png.length + 1);
  });

  it('judges a packet of repeated names in linear time', async () => {
    const png = await quarters(60, 40).png().toBuffer();
    const packet = ` ${'stategeogps'.repeat(20_000)}`;
    const dirty = Buffer.concat([
      png.subarray(0, 33),
      pngChunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${packet}`),
      png.subarray(33),
    ]);
    const began = performance.now();
    cleaned(dirty, 'image/png', 'place');
    expect(performance.now() - began).toBeLessThan(500);
  });
});

const photos = new URL('../../../shared/photos/', import.meta.url).pathname;

describe('real photographs', () => {
  it('show the same pixels, without a place or any metadata', async () => {
    if (!existsSync(photos)) return;
    for (const file of globSync(`${photos}{camera,odd,orientation}/*.{jpg,png,webp,gif,avif,tiff}`)) {
      const bytes = readFileSync(file);
      const mime = sniff(bytes, file)?.mime ?? '';
      const without = await clean(bytes, mime, 'metadata');
      const { exif, xmp: packet, iptc } = await sharp(without).metadata();
      expect([packet, iptc, (exif?.length ?? 0) < 100]).toEqual([undefined, undefined, true]);
      await clean(bytes, mime, 'place');
    }
    for (const file of globSync(`${photos}heic/*`)) {
      const bytes = readFileSync(file);
      const result = cleaned(bytes, 'image/heic', 'metadata');
      if (result === null) throw new Error(`${file} is refused`);
      expect(describeFile(result, 'image/heic')).toMatchObject({
        latitude: null,
        capturedAt: null,
        camera: null,
      });
      // One is enough: they take their time.
      if (file.endsWith('IMG_5195.HEIC')) expect(shownHeic(result).equals(shownHeic(bytes))).toBe(true);
    }
  }, 120_000);
});
