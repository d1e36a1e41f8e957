/** @file The camera's own JPEG out of raw files, however they keep it: the largest one, the right way up, with the facts of the raw file. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { box, full, u32 } from '../support/heif.ts';
import * as made from '../support/pictures.ts';
import { tiff, withBlock } from '../support/tiff.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());
const decode = (bytes: Uint8Array, name: string) => pool.decode(bytes, { name });

const TAG = { width: 0x100, height: 0x101, compression: 0x103, photometric: 0x106, make: 0x10f, model: 0x110, strip: 0x111, orientation: 0x112, stripLength: 0x117, subIfds: 0x14a, jpeg: 0x201, jpegLength: 0x202, exif: 0x8769, date: 0x9003, type: 0xfe, dng: 0xc612 }; // prettier-ignore
const camera = (make: string, orientation = 1) => ({
  [TAG.make]: make,
  [TAG.model]: 'Model One',
  [TAG.orientation]: orientation,
  [TAG.exif]: [{ [TAG.date]: '2021:03:04 05:06:07' }],
});
const small = await made.plain(160, 120, made.BLUE).jpeg().toBuffer();
const large = await made.quarters(1200, 800).jpeg({ quality: 95 }).toBuffer();
const sensor = { [TAG.width]: 6000, [TAG.height]: 4000, [TAG.photometric]: 32803, [TAG.compression]: 34713 };
const thumbnail = { [TAG.jpeg]: small, [TAG.jpegLength]: small.length };
const preview = { [TAG.jpeg]: large, [TAG.jpegLength]: large.length };

async function expectLarge(file: Buffer, name: string, mime: string): Promise<void> {
  const picture = await decode(file, name);
  expect(picture).toMatchObject({ problem: 'none', facts: { mime, orientation: 1 } });
  expect(await sharp(picture.preview ?? undefined).metadata()).toMatchObject({
    format: 'jpeg',
    width: 1200,
    height: 800,
  });
  const [topLeft] = await made.corners(picture.thumbnail ?? new Uint8Array());
  expect(made.distance(topLeft ?? made.BLUE, made.RED)).toBeLessThan(12);
}

describe('the largest picture inside', () => {
  it.each([
    ['NEF', 'a.nef', 'image/x-nikon-nef', 'NIKON CORPORATION', [preview, sensor]],
    ['ARW', 'a.arw', 'image/x-sony-arw', 'SONY', [sensor, preview]],
  ] as const)('of a %s hangs below the first directory', async (_, name, mime, make, below) => {
    const file = tiff([{ ...camera(make), [TAG.type]: 1, [TAG.subIfds]: below }, thumbnail]);
    await expectLarge(file, name, mime);
    const { facts } = await decode(file, name);
    expect(facts).toMatchObject({
      width: 6000,
      height: 4000,
      camera: `${make} Model One`,
      capturedAt: '2021-03-04T05:06:07',
    });
  });

  it('of a DNG is a strip compressed as JPEG', async () => {
    const strip = {
      [TAG.width]: 1200,
      [TAG.height]: 800,
      [TAG.compression]: 7,
      [TAG.strip]: large,
      [TAG.stripLength]: large.length,
    };
    await expectLarge(
      tiff([{ ...camera('Make'), [TAG.dng]: 1, [TAG.subIfds]: [sensor, strip] }]),
      'a.dng',
      'image/x-adobe-dng',
    );
  });

  it('of a CR2 is the strip of the first directory', async () => {
    const file = tiff([
      { ...camera('Canon'), [TAG.strip]: large, [TAG.stripLength]: large.length },
      thumbnail,
      sensor,
    ]);
    // The directory stands where Canon puts its own sign; here it is moved behind it.
    const moved = Buffer.concat([
      file.subarray(0, 8),
      Buffer.from('CR\x02\0\0\0\0\0', 'latin1'),
      file.subarray(8),
    ]);
    await expectLarge(shifted(moved, 8), 'a.cr2', 'image/x-canon-cr2');
  });

  it('of an RW2 is a block of its own', async () => {
    const file = withBlock(tiff([{ 0x2e: 0, ...camera('Panasonic') }], 'IIU\0'), 0x2e, large);
    await expectLarge(file, 'a.rw2', 'image/x-panasonic-rw2');
  });

  it('of an ORF and a PEF is found though only the maker knows where', async () => {
    const note = Buffer.concat([small, Buffer.from('OLYMPUS\0maker note'), large]);
    await expectLarge(tiff([{ ...camera('OLYMPUS'), 0x927c: note }], 'IIRO'), 'a.orf', 'image/x-olympus-orf');
    await expectLarge(
      tiff([{ ...camera('PENTAX'), 0x927c: note, ...thumbnail }]),
      'a.pef',
      'image/x-pentax-pef',
    );
  });

  it('of a RAF is where its header says', async () => {
    const header = Buffer.alloc(160);
    header.write('FUJIFILMCCD-RAW 0201', 'latin1');
    header.writeUInt32BE(160, 84);
    header.writeUInt32BE(large.length, 88);
    await expectLarge(Buffer.concat([header, large]), 'a.raf', 'image/x-fuji-raf');
  });

  it('of a CR3 is the sample of a track', async () => {
    const brand = box('ftyp', Buffer.from('crx '), u32(1), Buffer.from('crx isom'));
    const track = (at: number, length: number): Buffer =>
      box(
        'trak',
        box(
          'mdia',
          box(
            'minf',
            box('stbl', full('stsz', u32(0), u32(1), u32(length)), full('co64', u32(1), u32(0), u32(at))),
          ),
        ),
      );
    const movie = (start: number): Buffer =>
      box('moov', track(start, large.length), track(start + large.length, 999));
    const start = brand.length + movie(0).length + 8;
    await expectLarge(
      Buffer.concat([brand, movie(start), box('mdat', large, Buffer.alloc(999))]),
      'a.cr3',
      'image/x-canon-cr3',
    );
  });
});

describe('a raw file taken upright', () => {
  const jpeg = (orientation: number) => made.turned(orientation);
  it.each([1, 3, 6, 8])(
    'is turned by its own orientation %i, which the JPEG inside does not know',
    async (orientation) => {
      const { data } = await sharp(await jpeg(orientation))
        .keepIccProfile()
        .jpeg({ quality: 95 })
        .toBuffer({ resolveWithObject: true });
      const file = tiff([
        {
          ...camera('NIKON', orientation),
          [TAG.type]: 1,
          [TAG.subIfds]: [{ [TAG.jpeg]: data, [TAG.jpegLength]: data.length }],
        },
      ]);
      const picture = await decode(file, 'a.nef');
      expect(picture.facts).toMatchObject({ orientation, width: 120, height: 80 });
      for (const shown of [picture.thumbnail, picture.preview])
        for (const [index, wanted] of [made.RED, made.GREEN, made.YELLOW, made.BLUE].entries())
          expect(
            made.distance((await made.corners(shown ?? new Uint8Array()))[index] ?? made.RED, wanted),
          ).toBeLessThan(15);
    },
  );

  it('is not turned twice where the JPEG inside says it as well', async () => {
    const inside = await jpeg(6);
    const picture = await decode(
      tiff([
        {
          ...camera('NIKON', 6),
          [TAG.type]: 1,
          [TAG.subIfds]: [{ [TAG.jpeg]: inside, [TAG.jpegLength]: inside.length }],
        },
      ]),
      'a.nef',
    );
    const [topLeft] = await made.corners(picture.thumbnail ?? new Uint8Array());
    expect(made.distance(topLeft ?? made.BLUE, made.RED)).toBeLessThan(15);
  });
});

describe('a raw file without a JPEG', () => {
  const withPixels = (width: number, height: number): Buffer => {
    const pixels = Buffer.alloc(width * height * 3, 200);
    return tiff([
      {
        [TAG.type]: 1,
        [TAG.width]: width,
        [TAG.height]: height,
        0x102: 8,
        [TAG.compression]: 1,
        [TAG.photometric]: 2,
        ...camera('NIKON'),
        [TAG.strip]: pixels,
        0x115: 3,
        0x116: height,
        [TAG.stripLength]: pixels.length,
        [TAG.subIfds]: [sensor],
      },
    ]);
  };

  it('shows the small picture of its first directory', async () => {
    const picture = await decode(withPixels(32, 16), 'a.nef');
    expect(picture).toMatchObject({ problem: 'none', color: 0xc8c8c8, facts: { width: 6000, height: 4000 } });
  });

  it('says that it has none, rather than show a few dots', async () => {
    const picture = await decode(withPixels(8, 8), 'a.nef');
    expect(picture).toMatchObject({ problem: 'unsupported', thumbnail: null, facts: { width: 6000 } });
  });
});

describe('a hostile raw file', () => {
  it.each([
    ['directories in a circle', () => circle()],
    [
      'offsets outside of the file',
      () =>
        tiff([
          {
            ...camera('NIKON'),
            [TAG.type]: 1,
            [TAG.subIfds]: 0xffff_fff0,
            [TAG.jpeg]: 0xffff_ff00,
            [TAG.jpegLength]: 0xffff_ffff,
          },
        ]),
    ],
    [
      'a preview that is none',
      () =>
        tiff([
          {
            ...camera('NIKON'),
            [TAG.type]: 1,
            [TAG.subIfds]: [{ [TAG.jpeg]: Buffer.alloc(500, 0xff), [TAG.jpegLength]: 500 }],
          },
        ]),
    ],
    [
      'the sensor’s lossless JPEG alone',
      () =>
        tiff([
          {
            ...camera('NIKON'),
            [TAG.type]: 1,
            [TAG.subIfds]: [
              { [TAG.strip]: Buffer.from('ffd8ffc3001108ffffffff03', 'hex'), [TAG.stripLength]: 12 },
            ],
          },
        ]),
    ],
    ['nothing behind its head', () => tiff([{ ...camera('NIKON'), [TAG.type]: 1, [TAG.subIfds]: [{}] }])],
  ])('with %s is kept without a preview', async (_, make) => {
    const picture = await decode(make(), 'a.nef');
    expect(picture).toMatchObject({ problem: 'unsupported', thumbnail: null, preview: null });
    expect(picture.facts.camera).toBe('NIKON Model One');
  });
});

/** Each directory names the other two as its next and below it. */
function circle(): Buffer {
  const file = tiff([{ ...camera('NIKON'), [TAG.type]: 1, [TAG.subIfds]: 8 }, { [TAG.subIfds]: 8 }]);
  const start = file.readUInt32LE(4);
  const count = file.readUInt16LE(start);
  for (let index = 0; index < count; index++)
    if (file.readUInt16LE(start + 2 + index * 12) === TAG.subIfds)
      file.writeUInt32LE(start, start + 2 + index * 12 + 8);
  file.writeUInt32LE(start, start + 2 + count * 12);
  return file;
}

/** Every offset of the directories moved by so many bytes. */
function shifted(file: Buffer, by: number): Buffer {
  const visit = (pointer: number): void => {
    const start = file.readUInt32LE(pointer) + by;
    if (start === by) return;
    file.writeUInt32LE(start, pointer);
    const count = file.readUInt16LE(start);
    for (let index = 0; index < count; index++) {
      const at = start + 2 + index * 12;
      const [tag, type, length] = [
        file.readUInt16LE(at),
        file.readUInt16LE(at + 2),
        file.readUInt32LE(at + 4),
      ];
      if (tag === TAG.exif) visit(at + 8);
      else if (tag === TAG.strip || tag === TAG.jpeg || (type === 2 && length > 4))
        file.writeUInt32LE(file.readUInt32LE(at + 8) + by, at + 8);
    }
    visit(start + 2 + count * 12);
  };
  visit(4);
  return file;
}
