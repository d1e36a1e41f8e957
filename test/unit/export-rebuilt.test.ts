/** @file HEIC, AVIF and TIFF are put together anew when they are cleaned: the same coded bytes, nothing of what was planted, no harm from hostile ones. */
import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { describe as describeFile } from '../../src/main/decoder/facts.ts';
import { cleaned } from '../../src/main/engine/export/clean/index.ts';
import { clean, found, shownHeic } from '../support/cleaning.ts';
import { box, full, heic, u32 } from '../support/heif.ts';
import { quarters } from '../support/pictures.ts';
import { planted, plantedExif, plantedWords } from '../support/planted.ts';

/** As phones make it: several tiles, turned, with EXIF, and a film and more behind the pixels. */
function plantedHeic(): Buffer {
  const picture = heic(['red', 'green', 'blue', 'yellow'], 2, {
    turns: 1,
    nclx: [12, 13, 6],
    exif: plantedExif(6, false),
  });
  return Buffer.concat([
    picture,
    box('uuid', Buffer.from(planted.trailer)),
    box('free', Buffer.from(planted.gopro)),
  ]);
}

describe('HEIC and AVIF', () => {
  it('keep every coded byte, their tiles, turns and colours, and nothing planted', () => {
    const dirty = plantedHeic();
    expect(found(dirty, { ...planted, ...plantedWords }).length).toBeGreaterThan(5);
    for (const without of ['place', 'metadata'] as const) {
      const result = cleaned(dirty, 'image/heic', without);
      if (result === null) throw new Error('refused');
      expect(found(result, planted)).toEqual([]);
      expect(found(result, plantedWords)).toEqual(without === 'place' ? Object.values(plantedWords) : []);
      expect(shownHeic(result).equals(shownHeic(dirty))).toBe(true);
      expect(cleaned(result, 'image/heic', without)?.equals(result)).toBe(true);
      const facts = describeFile(result, 'image/heic');
      expect([facts.latitude, facts.capturedAt !== null]).toEqual([null, without === 'place']);
    }
  });

  it('AVIF: with what shows through and XMP', async () => {
    const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="${planted.xmp}"/></rdf:RDF></x:xmpmeta>`;
    const half = { r: 200, g: 20, b: 20, alpha: 0.5 };
    const dirty = await sharp({ create: { width: 64, height: 48, channels: 4, background: half } })
      .avif({ quality: 60, effort: 0 })
      .withExif({
        IFD0: { Model: plantedWords.model },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '33/1 51/1 35/1' },
      })
      .withXmp(packet)
      .toBuffer();
    expect(found(dirty, { ...planted, ...plantedWords })).toHaveLength(2);
    const bare = await clean(dirty, 'image/avif', 'metadata');
    expect(found(bare, { ...planted, ...plantedWords })).toEqual([]);
    expect((await sharp(bare).metadata()).hasAlpha).toBe(true);
    expect(found(await clean(dirty, 'image/avif', 'place'), { ...planted, ...plantedWords })).toEqual([
      plantedWords.model,
    ]);
  });

  it('refuses films, what is cut off, and what needs more than is known; survives any byte being another one', () => {
    const dirty = plantedHeic();
    expect(cleaned(Buffer.concat([dirty, box('moov')]), 'image/heic', 'place')).toBeNull();
    // An essential property nobody has heard of.
    const strange = Buffer.from(dirty);
    strange.write('hvcX', strange.indexOf('hvcC'), 'latin1');
    expect(cleaned(strange, 'image/heic', 'place')).toBeNull();
    for (let length = 0; length < dirty.length; length += 1) {
      const result = cleaned(dirty.subarray(0, length), 'image/heic', 'metadata');
      if (result !== null) expect(found(result, { ...planted, ...plantedWords })).toEqual([]);
    }
    for (let at = 0; at < dirty.length; at += 1) {
      const altered = Buffer.from(dirty);
      altered[at] = (altered[at] ?? 0) ^ 0xff;
      const result = cleaned(altered, 'image/heic', 'metadata');
      if (result !== null) expect(cleaned(result, 'image/heic', 'metadata')?.equals(result)).toBe(true);
    }
  });

  it('does not write the same bytes over and over because a file names them so', () => {
    const extent = Buffer.concat([u32(0), u32(4000)]);
    const many = Buffer.concat(Array.from({ length: 60_000 }, () => extent));
    const iloc = full('iloc', Buffer.from([0x44, 0, 0, 1, 0, 1, 0, 0, 0xea, 0x60]), many);
    const plain = heic(['red'], 1);
    const at = plain.indexOf('iloc') - 4;
    const old = plain.readUInt32BE(at);
    const bomb = Buffer.concat([plain.subarray(0, at), iloc, plain.subarray(at + old)]);
    const meta = bomb.indexOf('meta') - 4;
    bomb.writeUInt32BE(bomb.readUInt32BE(meta) + iloc.length - old, meta);
    expect(cleaned(bomb, 'image/heic', 'metadata')).toBeNull();
  });
});

describe('TIFF', () => {
  const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="${planted.xmp}"/></rdf:RDF></x:xmpmeta>`;
  const scan = (options: TiffOptions): Promise<Buffer> =>
    quarters(70, 50)
      .composite([{ input: Buffer.from([1, 2, 3]), raw: { width: 1, height: 1, channels: 3 } }])
      .tiff(options)
      .withIccProfile('p3')
      .withXmp(packet)
      .toBuffer();

  it.each([
    ['rows, LZW', { compression: 'lzw', predictor: 'horizontal' }],
    ['tiles, deflated', { compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }],
    ['tiles, JPEG', { compression: 'jpeg', tile: true, tileWidth: 32, tileHeight: 32 }],
    ['no compression', { compression: 'none' }],
  ] as const)('keeps every coded byte, its profile, and nothing planted: %s', async (_, options) => {
    const dirty = Buffer.concat([await scan(options), Buffer.from(planted.trailer)]);
    expect(found(dirty, { ...planted, ...plantedWords })).toHaveLength(2);
    const bare = await clean(dirty, 'image/tiff', 'metadata');
    expect(found(bare, { ...planted, ...plantedWords })).toEqual([]);
    const { icc } = await sharp(dirty).metadata();
    expect((await sharp(bare).metadata()).icc).toEqual(icc);
    expect(found(await clean(dirty, 'image/tiff', 'place'), planted)).toEqual([]);
  });

  it('keeps all pages, in either byte order', async () => {
    for (const file of [fax(true), fax(false)]) {
      const bare = await clean(file, 'image/tiff', 'metadata');
      expect((await sharp(bare, { pages: -1 }).metadata()).pages).toBe(2);
      expect(found(bare, { ...planted, ...plantedWords })).toEqual([]);
      const placeless = await clean(file, 'image/tiff', 'place');
      expect(found(placeless, { ...planted, ...plantedWords })).toEqual([plantedWords.model]);
    }
  });

  it('refuses what holds files of its own, circles and what is cut off, and survives any byte being another one', async () => {
    const [webp, large] = [await scan({ compression: 'webp' }), await scan({ bigtiff: true })];
    for (const file of [webp, large]) expect(cleaned(file, 'image/tiff', 'place')).toBeNull();
    const circle = fax(true);
    circle.writeUInt32LE(8, circle.length - faxTail - 4);
    expect(cleaned(circle, 'image/tiff', 'place')).toBeNull();
    const dirty = await scan({ compression: 'lzw' });
    for (let length = 0; length < dirty.length; length += 3) {
      const result = cleaned(dirty.subarray(0, length), 'image/tiff', 'metadata');
      if (result !== null) expect(found(result, { ...planted, ...plantedWords })).toEqual([]);
    }
    for (const file of [dirty, fax(true)])
      for (let at = 0; at < file.length; at += 1) {
        const altered = Buffer.from(file);
        altered[at] = (altered[at] ?? 0) ^ 0xff;
        const result = cleaned(altered, 'image/tiff', 'metadata');
        if (result !== null) expect(cleaned(result, 'image/tiff', 'metadata')?.equals(result)).toBe(true);
      }
  });
});

const faxTexts = [planted.comment, plantedWords.model, planted.gps].map((word) => Buffer.from(`${word}\0`));
/** What stands behind the last directory of a fax: texts and 32 pixels. */
const faxTail = faxTexts.reduce((sum, { length }) => sum + length, 32);

/** Two grey pages of 8 × 4, each with a name somebody has given it, the camera, and a directory of places. */
function fax(little: boolean): Buffer {
  const u16 = (value: number): Buffer =>
    Buffer.from(little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const long = (value: number): Buffer => (little ? u32(value).swap32() : u32(value));
  const entry = (tag: number, type: number, amount: number, value: Buffer): Buffer =>
    Buffer.concat([u16(tag), u16(type), long(amount), value]);
  const short = (tag: number, value: number): Buffer => entry(tag, 3, 1, Buffer.concat([u16(value), u16(0)]));
  const page = (start: number, last: boolean): Buffer => {
    const count = 11;
    const behind = start + 2 + count * 12 + 4;
    const [name, model] = faxTexts.map(({ length }) => length);
    const entries = [
      short(256, 8),
      short(257, 4),
      short(258, 8),
      short(259, 1),
      short(262, 1),
      entry(272, 2, model ?? 0, long(behind + (name ?? 0))),
      entry(273, 4, 1, long(behind + faxTail - 32)),
      short(278, 4),
      entry(279, 4, 1, long(32)),
      entry(285, 2, name ?? 0, long(behind)),
      entry(34_853, 4, 1, long(behind + faxTail - 32 - 10)),
    ];
    const next = long(last ? 0 : behind + faxTail);
    return Buffer.concat([u16(count), ...entries, next, ...faxTexts, Buffer.alloc(32, start)]);
  };
  const header = Buffer.concat([Buffer.from(little ? 'II' : 'MM'), u16(42), long(8)]);
  const first = page(8, false);
  return Buffer.concat([header, first, page(8 + first.length, true)]);
}
