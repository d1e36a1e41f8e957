/** @file Every kind of raw file, taken upright: its picture turned, its size, date and camera told, by the structure each maker writes. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { box, full, u32 } from '../support/heif.ts';
import * as made from '../support/pictures.ts';
import { tiff, withBlock, type Directory } from '../support/tiff.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());

/** As stored: orientation 6 brings it upright, and nothing in it says so. */
const lying = await made.quarters(800, 1200).rotate(270).jpeg({ quality: 95 }).toBuffer();
const taken = { 0x9003: '2021:03:04 05:06:07', 0x829a: 0 };
const camera = (make: string, more: Directory = {}): Directory => ({
  0x10f: make,
  0x110: 'Model One',
  0x112: 6,
  0x8769: [taken],
  ...more,
});
const preview = { 0x201: lying, 0x202: lying.length };
const sensor = { 0x100: 6000, 0x101: 4000, 0x106: 32803, 0x103: 34713 };
const below = { 0xfe: 1, 0x14a: [preview, sensor] };
const strip = { 0x100: 1200, 0x101: 800, 0x103: 6, 0x106: 6, 0x111: lying, 0x117: lying.length };
const inNote = { 0x927c: Buffer.concat([Buffer.from('maker note'), lying]) };

const kinds: readonly (readonly [
  string,
  mime: string,
  make: string,
  file: () => Promise<Buffer> | Buffer,
])[] = [
  ['cr2', 'canon-cr2', 'Canon', () => tiff([camera('Canon', strip), sensor])],
  ['cr3', 'canon-cr3', 'Canon', () => cr3()],
  ['nef', 'nikon-nef', 'NIKON', () => tiff([camera('NIKON', below)])],
  ['arw', 'sony-arw', 'SONY', () => tiff([camera('SONY', below)])],
  ['dng', 'adobe-dng', 'Pentax', () => tiff([camera('Pentax', { ...below, 0xc612: 1 })])],
  ['raf', 'fuji-raf', 'FUJIFILM', () => raf()],
  ['orf', 'olympus-orf', 'OLYMPUS', () => tiff([camera('OLYMPUS', inNote), sensor], 'IIRO')],
  [
    'rw2',
    'panasonic-rw2',
    'Panasonic',
    () => withBlock(tiff([camera('Panasonic', { 0x2e: 0 }), sensor], 'IIU\0'), 0x2e, lying),
  ],
  ['pef', 'pentax-pef', 'PENTAX', () => tiff([camera('PENTAX', inNote), sensor])],
];

describe('a preview that is not where or as it should be', () => {
  const named = (more: Directory): Buffer => tiff([camera('NIKON', { 0xfe: 1, 0x14a: [more, sensor] })]);

  it('cut off is shown as far as it goes, and said to be', async () => {
    const part = lying.subarray(0, -2000);
    const picture = await pool.decode(named({ 0x201: part, 0x202: part.length }), { name: 'a.nef' });
    expect(picture.problem).toBe('truncated');
    expect(await sharp(picture.preview ?? undefined).metadata()).toMatchObject({ width: 800, height: 1200 });
  });

  it('outside of the file, or longer than it, is looked for in it', async () => {
    const note = { 0x927c: lying };
    for (const place of [
      { 0x201: 0x7fff_0000, 0x202: 5000 },
      { 0x201: lying, 0x202: 0x7fff_ffff },
    ]) {
      const picture = await pool.decode(named({ ...place, ...note }), { name: 'a.nef' });
      expect(picture).toMatchObject({ problem: 'none', facts: { width: 4000, height: 6000 } });
      expect(picture.preview).not.toBeNull();
    }
  });

  it('of formats of old is found by looking', async () => {
    for (const [head, mime] of [
      ['II\x1a\0\0\0HEAPCCDR', 'image/x-canon-crw'],
      ['\0MRM\0\0\x0a\x0c\0PRD\0\0\0\x18', 'image/x-minolta-mrw'],
    ] as const) {
      const picture = await pool.decode(Buffer.concat([Buffer.from(head, 'latin1'), lying]), { name: 'a' });
      expect(picture).toMatchObject({ problem: 'none', facts: { mime, width: 1200, height: 800 } });
    }
  });
});

describe.each(kinds)('a %s', (ending, mime, make, file) => {
  it('is shown upright and large, with size, date and camera', async () => {
    const picture = await pool.decode(await file(), { name: `a.${ending}` });
    expect(picture).toMatchObject({
      problem: 'none',
      facts: {
        mime: `image/x-${mime}`,
        width: 4000,
        height: 6000,
        orientation: 6,
        capturedAt: '2021-03-04T05:06:07',
        camera: `${make} Model One`,
      },
    });
    const { width, height } = await sharp(picture.preview ?? undefined).metadata();
    expect([width, height]).toEqual([800, 1200]);
    const seen = await made.corners(picture.thumbnail ?? new Uint8Array());
    for (const [index, wanted] of [made.RED, made.GREEN, made.YELLOW, made.BLUE].entries())
      expect(made.distance(seen[index] ?? made.RED, wanted)).toBeLessThan(15);
  });
});

/** The directories in boxes of their own, the picture the sample of a track. */
function cr3(): Buffer {
  const directory = (type: string, ...of: readonly Directory[]): Buffer => box(type, tiff(of));
  const { 0x8769: _exif, ...main } = camera('Canon');
  const holder = box(
    'uuid',
    Buffer.alloc(16, 7),
    directory('CMT1', main),
    directory('CMT2', { ...taken, 0xa002: 6000, 0xa003: 4000 }),
  );
  const brand = box('ftyp', Buffer.from('crx '), u32(1), Buffer.from('crx isom'));
  const table = (at: number): Buffer =>
    box('stbl', full('stsz', u32(0), u32(1), u32(lying.length)), full('co64', u32(1), u32(0), u32(at)));
  const movie = (at: number): Buffer => box('moov', holder, box('trak', box('mdia', box('minf', table(at)))));
  return Buffer.concat([brand, movie(brand.length + movie(0).length + 8), box('mdat', lying)]);
}

/** The JPEG carries the EXIF; a list of tags tells the size of the photo. */
async function raf(): Promise<Buffer> {
  const jpeg = await sharp(lying)
    .withExif({
      IFD0: { Make: 'FUJIFILM', Model: 'Model One' },
      IFD2: { DateTimeOriginal: '2021:03:04 05:06:07' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  const tags = Buffer.from([0, 0, 0, 1, 0x01, 0x11, 0, 4, 4000 >> 8, 4000 & 255, 6000 >> 8, 6000 & 255]);
  const header = Buffer.alloc(160);
  header.write('FUJIFILMCCD-RAW 0201', 'latin1');
  for (const [at, value] of [
    [84, 160],
    [88, jpeg.length],
    [92, 160 + jpeg.length],
    [96, tags.length],
  ] as const)
    header.writeUInt32BE(value, at);
  return Buffer.concat([header, jpeg, tags]);
}
