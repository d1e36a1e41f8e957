/** @file BMP as it has been written in thirty years: every depth, palettes, bit fields, run lengths, rows from either end. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { BLUE, corners, distance, GREEN, plain, RED, YELLOW, type Rgb } from '../support/pictures.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());

const [WIDTH, HEIGHT] = [22, 10];
const COLOURS = [RED, GREEN, BLUE, YELLOW];
/** Red, green / blue, yellow. */
const at = (x: number, y: number): number => (y < HEIGHT / 2 ? 0 : 2) + (x < WIDTH / 2 ? 0 : 1);

interface Kind {
  readonly bits: number;
  readonly compression?: number;
  readonly topDown?: boolean;
  readonly old?: boolean;
  readonly masks?: readonly [number, number, number];
  /** One row, from the left. */
  readonly row: (indices: readonly number[]) => Buffer;
}

function bmp({ bits, compression = 0, topDown = false, old = false, masks, row }: Kind): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) =>
    row(Array.from({ length: WIDTH }, (__, x) => at(x, y))),
  );
  const pixels = Buffer.concat(
    (topDown ? rows : rows.toReversed()).map((one) =>
      compression === 1 || compression === 2
        ? one
        : Buffer.concat([one, Buffer.alloc((4 - (one.length % 4)) % 4)]),
    ),
  );
  const info = Buffer.alloc(old ? 12 : 40);
  info.writeUInt32LE(info.length, 0);
  if (old) {
    info.writeUInt16LE(WIDTH, 4);
    info.writeUInt16LE(HEIGHT, 6);
    info.writeUInt16LE(1, 8);
    info.writeUInt16LE(bits, 10);
  } else {
    info.writeInt32LE(WIDTH, 4);
    info.writeInt32LE(topDown ? -HEIGHT : HEIGHT, 8);
    info.writeUInt16LE(1, 12);
    info.writeUInt16LE(bits, 14);
    info.writeUInt32LE(compression, 16);
  }
  const fields = Buffer.alloc(masks ? 12 : 0);
  for (const [index, mask] of (masks ?? []).entries()) fields.writeUInt32LE(mask, index * 4);
  const palette = Buffer.concat(
    Array.from({ length: bits <= 8 ? 1 << bits : 0 }, (_, index) => {
      const { r, g, b } = COLOURS[index] ?? { r: 0, g: 0, b: 0 };
      return Buffer.from(old ? [b, g, r] : [b, g, r, 0]);
    }),
  );
  const head = Buffer.alloc(14);
  head.write('BM', 'latin1');
  head.writeUInt32LE(14 + info.length + fields.length + palette.length, 10);
  return Buffer.concat([head, info, fields, palette, pixels]);
}

const packed =
  (bits: number) =>
  (indices: readonly number[]): Buffer => {
    const line = Buffer.alloc(Math.ceil((indices.length * bits) / 8));
    for (const [x, index] of indices.entries())
      line[(x * bits) >> 3] = (line[(x * bits) >> 3] ?? 0) | (index << (8 - bits - ((x * bits) & 7)));
    return line;
  };
const words =
  (bytes: 2 | 4, pack: (color: Rgb) => number) =>
  (indices: readonly number[]): Buffer => {
    const line = Buffer.alloc(indices.length * bytes);
    for (const [x, index] of indices.entries())
      line.writeUIntLE(pack(COLOURS[index] ?? RED), x * bytes, bytes);
    return line;
  };
const rgb24 = (indices: readonly number[]): Buffer =>
  Buffer.concat(
    indices.map((index) =>
      Buffer.from([COLOURS[index]?.b ?? 0, COLOURS[index]?.g ?? 0, COLOURS[index]?.r ?? 0]),
    ),
  );
const rgb32 = words(4, ({ r, g, b }) => r * 65_536 + g * 256 + b);
/** Half of the row as a run, half one by one; then the end of the line. */
const runs8 = (indices: readonly number[]): Buffer => {
  const half = indices.length / 2;
  const rest = indices.slice(half);
  return Buffer.from([half, indices[0] ?? 0, 0, rest.length, ...rest, ...(rest.length % 2 ? [0] : []), 0, 0]);
};
const runs4 = (indices: readonly number[]): Buffer => {
  const half = indices.length / 2;
  const [first = 0, last = 0] = [indices[0], indices.at(-1)];
  return Buffer.from([half, first * 17, half, last * 17, 0, 0]);
};

describe('BMP', () => {
  it.each<[string, Kind]>([
    ['8 bits', { bits: 8, row: packed(8) }],
    ['4 bits', { bits: 4, row: packed(4) }],
    ['2 bits', { bits: 2, row: packed(2) }],
    ['24 bits', { bits: 24, row: rgb24 }],
    ['24 bits from the top', { bits: 24, topDown: true, row: rgb24 }],
    ['24 bits of OS/2', { bits: 24, old: true, row: rgb24 }],
    ['8 bits of OS/2', { bits: 8, old: true, row: packed(8) }],
    ['32 bits', { bits: 32, row: rgb32 }],
    [
      '32 bits in fields',
      {
        bits: 32,
        compression: 3,
        masks: [0xff, 0xff00, 0xff_0000],
        row: words(4, ({ r, g, b }) => b * 65_536 + g * 256 + r),
      },
    ],
    ['16 bits', { bits: 16, row: words(2, ({ r, g, b }) => ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)) }],
    [
      '16 bits in fields',
      {
        bits: 16,
        compression: 3,
        masks: [0xf800, 0x7e0, 0x1f],
        row: words(2, ({ r, g, b }) => ((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3)),
      },
    ],
    ['run lengths of 8 bits', { bits: 8, compression: 1, row: runs8 }],
    ['run lengths of 4 bits', { bits: 4, compression: 2, row: runs4 }],
  ])('of %s is shown', async (_, kind) => {
    const picture = await pool.decode(bmp(kind), { name: 'a.bmp' });
    expect(picture).toMatchObject({
      problem: 'none',
      facts: { mime: 'image/bmp', width: WIDTH, height: HEIGHT },
    });
    expect(await sharp(picture.preview ?? undefined).metadata()).toMatchObject({
      width: WIDTH,
      height: HEIGHT,
    });
    const seen = await corners(picture.thumbnail ?? new Uint8Array());
    for (const [index, wanted] of [RED, GREEN, YELLOW, BLUE].entries())
      expect(distance(seen[index] ?? { r: 0, g: 0, b: 0 }, wanted)).toBeLessThan(30);
  });

  it('of one bit is shown', async () => {
    const picture = await pool.decode(
      bmp({ bits: 1, row: (indices) => packed(1)(indices.map((index) => index & 1)) }),
      { name: 'a.bmp' },
    );
    const seen = await corners(picture.thumbnail ?? new Uint8Array());
    expect(distance(seen[0] ?? GREEN, RED)).toBeLessThan(30);
    expect(distance(seen[1] ?? RED, GREEN)).toBeLessThan(30);
  });

  it('that lacks rows is shown as far as it goes, and says so', async () => {
    const whole = bmp({ bits: 24, row: rgb24 });
    const picture = await pool.decode(whole.subarray(0, -3 * 68), { name: 'a.bmp' });
    expect(picture).toMatchObject({ problem: 'truncated', detail: 'BMP: 3 of 10 rows are missing' });
    expect(picture.thumbnail).not.toBeNull();
  });

  it('has its colours converted from the profile in it', async () => {
    const { icc } = await plain(8, 8, RED)
      .withIccProfile('p3')
      .png()
      .toBuffer()
      .then((file) => sharp(file).metadata());
    if (!icc) throw new Error('a profile was asked for');
    const file = bmp({ bits: 24, row: rgb24 });
    const head = Buffer.concat([file.subarray(0, 54), Buffer.alloc(84)]);
    head.writeUInt32LE(head.length, 10);
    head.writeUInt32LE(124, 14);
    head.write('DEBM', 70, 'latin1');
    head.writeUInt32LE(head.length + file.length - 54 - 14, 126);
    head.writeUInt32LE(icc.length, 130);
    const shown = await pool.decode(Buffer.concat([head, file.subarray(54), icc]), { name: 'a.bmp' });
    const [red] = await corners(shown.thumbnail ?? new Uint8Array());
    expect(shown.problem).toBe('none');
    // What Display P3 calls so is more than sRGB can show.
    expect(red?.r).toBeGreaterThan(RED.r + 10);
    expect(red?.g).toBeLessThan(RED.g - 10);
  });

  it('with a JPEG inside is of a kind that is not shown, not damaged', async () => {
    const file = bmp({ bits: 24, compression: 4, row: rgb24 });
    expect(await pool.decode(file, { name: 'a.bmp' })).toMatchObject({ problem: 'unsupported' });
  });

  it('cut off or altered anywhere costs no more than its preview', async () => {
    const whole = bmp({ bits: 8, compression: 1, row: runs8 });
    for (let position = 14; position < whole.length; position += 5) {
      const altered = Buffer.from(whole);
      altered[position] = (altered[position] ?? 0) ^ 0xff;
      for (const file of [altered, whole.subarray(0, position + 12)])
        expect((await pool.decode(file, { name: 'a.bmp' })).problem).not.toMatch(/crashed|timeout/u);
    }
  });
});
