/** @file TIFFs with samples of other kinds than eight or sixteen bits from black to white, and what libraries complain of though nothing is missing. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import * as made from '../support/pictures.ts';
import { tiff, type Directory } from '../support/tiff.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());

const [FLOAT, SIGNED, UNSIGNED] = [3, 2, 1];
const edge = 16;
const shares = Array.from({ length: edge * edge }, (_, index) => (index % edge) / (edge - 1));

/** Grey, 32 bits a sample, getting brighter from left to right. */
function grey(
  format: number,
  more: Directory = {},
  value: (share: number) => number = (share) => share,
): Buffer {
  const samples = Buffer.alloc(shares.length * 4);
  for (const [index, share] of shares.entries()) {
    if (format === FLOAT) samples.writeFloatLE(value(share), index * 4);
    else if (format === SIGNED) samples.writeInt32LE(value(share), index * 4);
    else samples.writeUInt32LE(value(share), index * 4);
  }
  const [width, height, bits, compression, photometric] = [0x100, 0x101, 0x102, 0x103, 0x106];
  const size = { [width]: edge, [height]: edge, [bits]: 32, [compression]: 1, [photometric]: 1 };
  const strips = { 0x111: samples, 0x115: 1, 0x116: edge, 0x117: samples.length };
  return tiff([{ ...size, ...strips, ...more, 0x153: format }]);
}

/** The values of the middle row of a picture, from its left to its right. */
async function row(picture: Uint8Array | null): Promise<number[]> {
  const { data, info } = await sharp(picture ?? undefined)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray((info.height >> 1) * info.width).subarray(0, info.width)];
}

const ARITHMETIC =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/yQARCAAQABADASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwDNfbNs0dD/2Q==';

/** Where the value of a tag stands in the first directory. */
function placeOf(file: Buffer, tag: number): number {
  const start = file.readUInt32LE(4);
  for (let at = start + 2; at < start + 2 + file.readUInt16LE(start) * 12; at += 12)
    if (file.readUInt16LE(at) === tag) return at + 8;
  throw new Error('no such tag');
}

const valueOf = (file: Buffer, tag: number): number => file.readUInt32LE(placeOf(file, tag));

describe('samples that are no shares of white', () => {
  it.each([
    ['floating point from 0 to 1', () => grey(FLOAT)],
    ['floating point from 0 to 255', () => grey(FLOAT, {}, (share) => share * 255)],
    ['heights, in floating point', () => grey(FLOAT, {}, (share) => share * 1000 - 200)],
    ['32 bits', () => grey(UNSIGNED, {}, (share) => Math.floor(share * 0xffff_ffff))],
    ['32 bits with a sign', () => grey(SIGNED, {}, (share) => Math.floor((share - 0.5) * 2e9))],
    ['32 bits of which few are used', () => grey(UNSIGNED, {}, (share) => Math.floor(share * 3000))],
  ])('go from black to white: %s', async (_, make) => {
    const shown = await pool.decode(make(), { name: 'measured.tif' });
    expect(shown).toMatchObject({ problem: 'none', detail: null, facts: { width: edge, height: edge } });
    const values = await row(shown.preview);
    expect(values[0]).toBeLessThan(25);
    expect(values.at(-1)).toBeGreaterThan(230);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(new Set(values).size).toBeGreaterThan(10);
  });

  it('are light, and keep what is brighter than white apart; in a converted copy too', async () => {
    const picture = sharp(new Float32Array(600), { raw: { width: 20, height: 10, channels: 3 } });
    const file = await picture.toColourspace('scrgb').tiff({ compression: 'none' }).toBuffer();
    for (let index = 0; index < 600; index++)
      file.writeFloatLE(
        [0.18, 0.5, 1, 4][Math.floor((index % 60) / 15)] ?? 0,
        valueOf(file, 0x111) + index * 4,
      );
    const { preview } = await pool.decode(file, { name: 'hdr.tif' });
    const conversion = { format: 'png', quality: 80, maxEdge: null, turn: 0 } as const;
    const copy = await pool.convert(file, { name: 'hdr.tif' }, conversion);
    for (const shown of [preview, copy.picture]) {
      const values = await row(shown);
      const [dark = 0, middle = 0, white = 0, bright = 0] = [2, 7, 12, 17].map((x) => values[x]);
      expect(dark).toBeGreaterThan(90);
      expect([middle - dark > 20, white - middle > 15, bright - white > 15]).toEqual([true, true, true]);
    }
  });

  it('are L*a*b*, and green', async () => {
    const colour = { r: 224, g: 256 - 79, b: 81 }; // as green is written in it
    const file = await made.plain(20, 20, colour).tiff({ compression: 'none' }).toBuffer();
    file.writeUInt16LE(8, placeOf(file, 0x106));
    const { problem, color } = await pool.decode(file, { name: 'lab.tif' });
    expect(problem).toBe('none');
    const seen = { r: (color ?? 0) >> 16, g: ((color ?? 0) >> 8) & 255, b: (color ?? 0) & 255 };
    expect(made.distance(seen, { r: 0, g: 255, b: 0 })).toBeLessThan(12);
  });
});

describe('a JPEG as hardly anybody writes it', () => {
  it('has a preview where the decoders read it and the window does not', async () => {
    // 16 × 16 pixels with arithmetic coding, made with libjpeg-turbo out of one colour.
    const file = Buffer.from(ARITHMETIC, 'base64');
    const shown = await pool.decode(file, { name: 'a.jpg' });
    expect(shown).toMatchObject({ problem: 'none', facts: { mime: 'image/jpeg', width: 16, height: 16 } });
    expect(await sharp(shown.preview ?? undefined).metadata()).toMatchObject({ format: 'jpeg', width: 16 });
  });

  it.each([
    ['of 12 bits', 0xc1, 12],
    ['in JPEG-LS', 0xf7, 8],
  ])('%s is of a kind that is not shown, not damaged', async (_, frame, bits) => {
    const file = await made.plain(40, 30, made.GREEN).jpeg().toBuffer();
    const at = file.indexOf(Buffer.from([0xff, 0xc0]));
    file[at + 1] = frame;
    file[at + 4] = bits;
    expect(await pool.decode(file, { name: 'a.jpg' })).toMatchObject({
      problem: 'unsupported',
      thumbnail: null,
    });
  });
});

describe('what a library complains of', () => {
  it('is no damage where only a tag is written wrong, or bytes stand between the segments', async () => {
    const [page, junk] = [grey(FLOAT, { 0x129: 1 }), Buffer.from([0, 1, 2, 3])];
    const jpeg = await made.scene(120, 90);
    const behind = 4 + jpeg.readUInt16BE(4);
    const padded = Buffer.concat([jpeg.subarray(0, behind), junk, jpeg.subarray(behind)]);
    for (const file of [page, padded])
      expect(await pool.decode(file, { name: 'photo' })).toMatchObject({ problem: 'none', detail: null });
    expect(await pool.decode(padded.subarray(0, -200), { name: 'photo' })).toMatchObject({
      problem: 'truncated',
    });
  });
});
