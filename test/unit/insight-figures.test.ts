/** @file What is measured of pictures: by hand on known ones, and against the values the literature prints. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asPicture, differenceOf, figuresOf, type Pixels } from '../../src/main/engine/insight/figures.ts';
import { drawing, middleOf, readPpm } from '../../src/main/engine/insight/pictures.ts';
import { directions, idealDifference, idealEntropy } from '../../src/shared/contract/insight.ts';

/** A grey picture: the same value in all three channels. */
function grey(width: number, height: number, value: (x: number, y: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.fill(value(x, y), (y * width + x) * 3, (y * width + x + 1) * 3);
  return { width, height, data };
}

describe('figures of known pictures', () => {
  it('one colour all over: no entropy, and a correlation that is not defined', () => {
    const picture = {
      width: 8,
      height: 4,
      data: Uint8Array.from({ length: 96 }, (_, at) => [200, 30, 7][at % 3] ?? 0),
    };
    const { entropy, correlation, chiSquare, repeated, histogram, samples } = figuresOf(picture);
    expect(samples).toBe(96);
    expect(entropy).toBe(0);
    expect(correlation).toEqual({ horizontal: null, vertical: null, diagonal: null });
    // 32 of one value where an eighth was expected of each: (32 − 1/8)² · 8 + 255 · 1/8.
    expect(chiSquare).toBeCloseTo(31.875 ** 2 * 8 + 255 / 8, 6);
    expect(histogram[0]?.[200]).toBe(32);
    expect(histogram[2]?.[7]).toBe(32);
    // Three bytes a pixel in blocks of 16: the pattern comes again after 48, so 6 blocks are 3 different ones, each twice.
    expect(repeated).toBe(1);
  });

  it('a gradient: every value as often as the others, and neighbours that follow each other exactly', () => {
    const { entropy, correlation, chiSquare } = figuresOf(grey(256, 8, (x) => x));
    expect(entropy).toBeCloseTo(8, 12);
    expect(chiSquare).toBe(0);
    for (const direction of directions) expect(correlation[direction]).toBeCloseTo(1, 12);
  });

  it('a checkerboard: one bit, neighbours opposite, diagonal ones equal', () => {
    const { entropy, correlation, scatter } = figuresOf(grey(16, 16, (x, y) => ((x + y) % 2) * 255));
    expect(entropy).toBeCloseTo(1, 12);
    expect(correlation.horizontal).toBeCloseTo(-1, 12);
    expect(correlation.vertical).toBeCloseTo(-1, 12);
    expect(correlation.diagonal).toBeCloseTo(1, 12);
    // 15 × 16 pairs, all drawn: black beside white or white beside black.
    expect(scatter.horizontal).toHaveLength(15 * 16 * 2);
    expect([...scatter.horizontal.subarray(0, 4)]).toEqual([0, 255, 255, 0]);
  });

  it('a correlation worked out on paper', () => {
    // Pairs in the row: (0, 1), (1, 0), (0, 2). Means 1/3 and 1; cov −1/3; variances 2/9 and 2/3; r = −√3/2.
    const { correlation } = figuresOf(grey(4, 1, (x) => [0, 1, 0, 2][x] ?? 0));
    expect(correlation.horizontal).toBeCloseTo(-Math.sqrt(3) / 2, 12);
    expect(correlation.vertical).toBeNull();
  });

  it('chance: what docs/insight.md says is to be expected', () => {
    const samples = 256 * 256 * 3;
    const { entropy, correlation, repeated } = figuresOf(asPicture(randomBytes(samples + 5), 256));
    expect(Math.abs(entropy - idealEntropy(samples))).toBeLessThan(0.001);
    for (const direction of directions) expect(Math.abs(correlation[direction] ?? 1)).toBeLessThan(0.02);
    expect(repeated).toBe(0);
  });
});

describe('NPCR and UACI', () => {
  it('as defined, by hand', () => {
    const black = grey(10, 10, () => 0).data;
    expect(differenceOf(black, black)).toEqual({ npcr: 0, uaci: 0 });
    expect(differenceOf(black, grey(10, 10, () => 255).data)).toEqual({ npcr: 1, uaci: 1 });
    const one = black.slice();
    one[17] = 51; // a fifth of 255, in one of 300
    expect(differenceOf(black, one).npcr).toBeCloseTo(1 / 300, 12);
    expect(differenceOf(black, one).uaci).toBeCloseTo(0.2 / 300, 12);
    expect(() => differenceOf(black, black.subarray(1))).toThrow(RangeError);
  });

  it('of an ideal cipher, and its critical values as the literature prints them for 256 × 256', () => {
    const ideal = idealDifference(256 * 256);
    expect((ideal.npcr * 100).toFixed(4)).toBe('99.6094');
    expect((ideal.uaci * 100).toFixed(4)).toBe('33.4635');
    // Wu, Noonan, Agaian 2011, tables for α = 0.05.
    expect((ideal.npcrFrom * 100).toFixed(4)).toBe('99.5693');
    expect((ideal.uaciFrom * 100).toFixed(4)).toBe('33.2824');
    expect((ideal.uaciTo * 100).toFixed(4)).toBe('33.6447');
  });

  it('of two random pictures: those values', () => {
    const found = differenceOf(randomBytes(1_000_000), randomBytes(1_000_000));
    // Five standard deviations: one run in a million comes out of it.
    expect(Math.abs(found.npcr - 255 / 256)).toBeLessThan(0.0004);
    expect(Math.abs(found.uaci - 257 / 768)).toBeLessThan(0.0013);
  });
});

describe('pictures that are compared', () => {
  it('come from a decoder as a pixmap, and as nothing else', () => {
    const pixels = Buffer.from([1, 2, 3, 4, 5, 6]);
    const file = (head: string, body = pixels): Buffer => Buffer.concat([Buffer.from(head), body]);
    expect(readPpm(file('P6\n2 1\n255\n'))).toEqual({ width: 2, height: 1, data: pixels });
    expect(readPpm(file('P6\n2 2\n255\n'))).toBeNull();
    expect(readPpm(file('P6\n0 1\n255\n', Buffer.alloc(0)))).toBeNull();
    expect(readPpm(file('P5\n2 1\n255\n'))).toBeNull();
    expect(readPpm(Buffer.alloc(0))).toBeNull();
  });

  it('are the middle of a photo, pixel by pixel', () => {
    const { width, height, data } = middleOf(grey(300, 260, (x, y) => (x === 22 && y === 2 ? 9 : 0)));
    expect([width, height, data.length]).toEqual([256, 256, 256 * 256 * 3]);
    expect([...data.subarray(0, 4)]).toEqual([9, 9, 9, 0]);
    expect(middleOf(grey(3, 1, (x) => x)).data).toEqual(Uint8Array.of(1, 1, 1));
  });

  it('or a drawing of a few colours', () => {
    const { width, height, data } = drawing();
    expect([width, height]).toEqual([256, 256]);
    const colours = new Set(
      Array.from({ length: 65_536 }, (_, at) => data.subarray(at * 3, at * 3 + 3).join()),
    );
    expect(colours.size).toBe(6);
  });
});
