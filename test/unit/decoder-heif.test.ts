/** @file HEIC through a real decoder: put together, turned once, right colours, and nothing that a hostile one can do. */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecoderPool } from '../../src/main/engine/media/pool.ts';
import { box, heic, type Tile, u32 } from '../support/heif.ts';
import * as made from '../support/pictures.ts';

const entry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
const pool = createDecoderPool({ entry, size: 1 });
afterAll(() => pool.close());

const decode = (bytes: Uint8Array) => pool.decode(bytes, { name: 'IMG_1.HEIC' });
const FOUR: readonly Tile[] = ['red', 'green', 'blue', 'yellow'];
const rgb = (color: number | null): made.Rgb => ({
  r: ((color ?? 0) >> 16) & 255,
  g: ((color ?? 0) >> 8) & 255,
  b: (color ?? 0) & 255,
});

async function seen(bytes: Uint8Array | null): Promise<string[]> {
  const names = { red: made.RED, green: made.GREEN, blue: made.BLUE, yellow: made.YELLOW };
  // Clockwise, as they come; read like a text, as the tiles are given.
  const [topLeft, topRight, bottomRight, bottomLeft] = await made.corners(bytes ?? new Uint8Array());
  return [topLeft, topRight, bottomLeft, bottomRight].map(
    (corner) =>
      Object.entries(names).find(([, wanted]) => corner && made.distance(corner, wanted) < 25)?.[0] ?? 'none',
  );
}

describe('HEIC', () => {
  it('gets a thumbnail, and a preview the window can show', async () => {
    const picture = await decode(heic(['green'], 1));
    expect(picture).toMatchObject({
      problem: 'none',
      facts: { mime: 'image/heic', width: 64, height: 64, orientation: 1 },
    });
    expect(made.distance(rgb(picture.color), made.GREEN)).toBeLessThan(8);
    expect(await sharp(picture.preview ?? undefined).metadata()).toMatchObject({
      format: 'jpeg',
      width: 64,
      height: 64,
    });
  });

  it('is put together from its tiles', async () => {
    const picture = await decode(heic(FOUR, 2));
    expect(picture.facts).toMatchObject({ width: 128, height: 128 });
    expect(await seen(picture.thumbnail)).toEqual(['red', 'green', 'blue', 'yellow']);
    expect(await seen(picture.preview)).toEqual(['red', 'green', 'blue', 'yellow']);
  });

  it.each([
    [1, undefined, ['green', 'yellow', 'red', 'blue']],
    [2, undefined, ['yellow', 'blue', 'green', 'red']],
    [3, undefined, ['blue', 'red', 'yellow', 'green']],
    [0, 'left-right', ['green', 'red', 'yellow', 'blue']],
    [0, 'top-bottom', ['blue', 'yellow', 'red', 'green']],
  ] as const)('is turned by %i quarters, mirrored %s, once', async (turns, mirror, wanted) => {
    const exif = await orientationSix();
    const picture = await decode(heic(FOUR, 2, { turns, ...(mirror && { mirror }), exif }));
    // The EXIF beside it says to turn it again; in HEIF that has no say.
    expect(picture.facts.orientation).toBe(1);
    expect(await seen(picture.thumbnail)).toEqual(wanted);
  });

  it('has the size it is seen in', async () => {
    const picture = await decode(heic(['red', 'green'], 2, { turns: 1 }));
    expect(picture.facts).toMatchObject({ width: 64, height: 128 });
  });

  it('has the size of its primary picture, whatever else is in the file', async () => {
    const picture = await decode(heic(['red', 'green'], 2, { beside: [4000, 3000] }));
    expect(picture).toMatchObject({ problem: 'none', facts: { width: 128, height: 64 } });
  });

  it('that only moves is of a kind that is not shown, not damaged', async () => {
    const brand = box('ftyp', Buffer.from('msf1'), u32(0), Buffer.from('msf1hevc'));
    const file = Buffer.concat([brand, box('moov', box('mvhd', Buffer.alloc(100)))]);
    expect(await decode(file)).toMatchObject({ problem: 'unsupported', facts: { mime: 'image/heic' } });
  });

  it('keeps date and place out of its EXIF', async () => {
    const { exif } = await sharp(await made.jpegWith(made.FULL_EXIF)).metadata();
    const picture = await decode(heic(['red'], 1, { exif: exif?.subarray(6) ?? Buffer.alloc(0) }));
    expect(picture.facts).toMatchObject({
      camera: 'Canon EOS 40D',
      capturedAt: '2019-07-14T18:30:05.250+02:00',
    });
  });

  it('has its colours converted from Display P3, told by a profile or by code points', async () => {
    const { icc } = await sharp(
      await made.plain(8, 8, made.RED).withIccProfile('p3').png().toBuffer(),
    ).metadata();
    const wanted = p3AsSrgb(made.GREEN);
    for (const told of [{ icc: icc ?? Buffer.alloc(0) }, { nclx: [12, 13, 6] as const }])
      expect(made.distance(rgb((await decode(heic(['green'], 1, told))).color), wanted)).toBeLessThan(10);
  });

  it('of ten bits and of HDR is shown as a screen without HDR can', async () => {
    const plain = await decode(heic(['deep'], 1, { nclx: [1, 13, 6] }));
    expect(plain.problem).toBe('none');
    const hdr = await decode(heic(['deep'], 1, { nclx: [9, 16, 9] }));
    expect(hdr.problem).toBe('none');
    // The same red in wide colours and up to 10,000 cd/m² is a stronger one.
    expect(rgb(hdr.color).r).toBeGreaterThan(rgb(plain.color).r);
    expect(rgb(hdr.color).g).toBeLessThan(60);
  });

  it('that promises too many pixels is not decoded', async () => {
    const picture = await decode(heic(['red'], 1, { claims: [30_000, 30_000] }));
    expect(picture).toMatchObject({
      problem: 'too-large',
      thumbnail: null,
      facts: { width: 30_000, height: 30_000 },
    });
  });

  it('that is cut off or altered costs no more than its preview, and the next one is shown', async () => {
    const whole = heic(FOUR, 2, { turns: 1 });
    for (let length = 12; length < whole.length; length += 29)
      expect((await decode(whole.subarray(0, length))).problem).not.toMatch(/crashed|timeout/u);
    for (let at = 30; at < whole.length; at += 7) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 0xff;
      expect((await decode(altered)).problem).not.toMatch(/crashed|timeout/u);
    }
    expect((await decode(whole)).problem).toBe('none');
  }, 60_000);
});

async function orientationSix(): Promise<Buffer> {
  const { exif } = await sharp(
    await made.plain(8, 8, made.RED).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  ).metadata();
  return exif?.subarray(6) ?? Buffer.alloc(0);
}

/** What these numbers, meant as Display P3, are in sRGB. */
function p3AsSrgb(color: made.Rgb): made.Rgb {
  const light = (value: number): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const back = (value: number): number => {
    const clear = Math.min(1, Math.max(0, value));
    return Math.round(255 * (clear <= 0.0031308 ? clear * 12.92 : 1.055 * clear ** (1 / 2.4) - 0.055));
  };
  const [r, g, b] = [light(color.r), light(color.g), light(color.b)];
  return {
    r: back(1.2249 * r - 0.2247 * g),
    g: back(-0.042 * r + 1.0419 * g),
    b: back(-0.0197 * r - 0.0786 * g + 1.0979 * b),
  };
}
