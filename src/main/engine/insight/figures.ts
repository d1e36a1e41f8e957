/** @file What is measured of a picture, encrypted or not (docs/insight.md has the definitions); runs in the engine. */
import {
  directions,
  type Difference,
  type Direction,
  type Figures,
} from '../../../shared/contract/insight.ts';

/** Three bytes a pixel, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const channels = 3;
/** Pairs of neighbours that are drawn. */
const pairsDrawn = 1500;
/** Of AES. */
const blockBytes = 16;

/** The neighbour of (x, y). */
const steps: Readonly<Record<Direction, readonly [x: number, y: number]>> = {
  horizontal: [1, 0],
  vertical: [0, 1],
  diagonal: [1, 1],
};

/** Bytes as a picture of this width: whole rows only. */
export function asPicture(bytes: Uint8Array, width: number): Pixels {
  const height = width === 0 ? 0 : Math.floor(bytes.length / (channels * width));
  return { width, height, data: bytes.subarray(0, height * width * channels) };
}

export function figuresOf(picture: Pixels): Figures {
  const histogram = histogramOf(picture.data);
  const samples = picture.data.length;
  const counts = samples / channels;
  return {
    samples,
    entropy: mean(histogram.map((channel) => entropyOf(channel, counts))),
    chiSquare: mean(histogram.map((channel) => chiSquareOf(channel, counts))),
    histogram,
    correlation: perDirection((direction) => correlationOf(picture, direction)),
    scatter: perDirection((direction) => pairsOf(picture, direction)),
    repeated: repeatedShare(picture.data),
  };
}

/** NPCR and UACI of two ciphertexts of the same length. */
export function differenceOf(one: Uint8Array, other: Uint8Array): Difference {
  if (one.length !== other.length) throw new RangeError('only pictures of the same size can be compared');
  if (one.length === 0) return { npcr: 0, uaci: 0 };
  let unequal = 0;
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) {
    const difference = Math.abs((one[at] ?? 0) - (other[at] ?? 0));
    if (difference > 0) unequal += 1;
    sum += difference;
  }
  return { npcr: unequal / one.length, uaci: sum / 255 / one.length };
}

function perDirection<T>(of: (direction: Direction) => T): Record<Direction, T> {
  const [horizontal, vertical, diagonal] = directions;
  return { horizontal: of(horizontal), vertical: of(vertical), diagonal: of(diagonal) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function histogramOf(data: Uint8Array): number[][] {
  const counts = Array.from({ length: channels }, () => new Array<number>(256).fill(0));
  for (const [channel, count] of counts.entries())
    for (let at = channel; at < data.length; at += channels) {
      const value = data[at] ?? 0;
      count[value] = (count[value] ?? 0) + 1;
    }
  return counts;
}

/** H = −Σ pᵢ log₂ pᵢ (Shannon 1948). */
function entropyOf(counts: readonly number[], total: number): number {
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return Math.min(8, Math.max(0, bits));
}

/** χ² = Σ (nᵢ − n/256)² / (n/256). */
function chiSquareOf(counts: readonly number[], total: number): number {
  if (total === 0) return 0;
  const expected = total / 256;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** r = cov(x, y) / √(D(x) D(y)) over all pairs of neighbours; the mean of the channels in which it is defined. */
function correlationOf({ width, height, data }: Pixels, direction: Direction): number | null {
  const [dx, dy] = steps[direction];
  const pairs = (width - dx) * (height - dy);
  if (width <= dx || height <= dy) return null;
  const beside = (dy * width + dx) * channels;
  const found: number[] = [];
  for (let channel = 0; channel < channels; channel += 1) {
    // Sums of whole numbers under 2⁵³: exact.
    let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
    for (let y = 0; y < height - dy; y += 1) {
      const end = (y * width + width - dx) * channels;
      for (let at = y * width * channels + channel; at < end; at += channels) {
        const a = data[at] ?? 0;
        const b = data[at + beside] ?? 0;
        sumX += a;
        sumY += b;
        sumXX += a * a;
        sumYY += b * b;
        sumXY += a * b;
      }
    }
    const spread = (pairs * sumXX - sumX * sumX) * (pairs * sumYY - sumY * sumY);
    if (spread > 0) found.push((pairs * sumXY - sumX * sumY) / Math.sqrt(spread));
  }
  return found.length === 0 ? null : Math.min(1, Math.max(-1, mean(found)));
}

/** Pairs spread over the whole picture by the golden ratio, which meets no pattern twice: always the same ones. */
function pairsOf({ width, height, data }: Pixels, direction: Direction): Uint8Array {
  const [dx, dy] = steps[direction];
  const columns = Math.max(0, width - dx);
  const pairs = columns * Math.max(0, height - dy);
  const drawn = Math.min(pairs, pairsDrawn);
  const points = new Uint8Array(drawn * 2);
  for (let index = 0; index < drawn; index += 1) {
    const pair = drawn === pairs ? index : Math.floor(((index * 0.6180339887498949) % 1) * pairs);
    const [x, y] = [pair % columns, Math.floor(pair / columns)];
    points[index * 2] = data[(y * width + x) * channels + 1] ?? 0;
    points[index * 2 + 1] = data[((y + dy) * width + x + dx) * channels + 1] ?? 0;
  }
  return points;
}

/** Equal blocks in a ciphertext betray equal blocks in the picture. */
function repeatedShare(data: Uint8Array): number {
  const blocks = Math.floor(data.length / blockBytes);
  if (blocks === 0) return 0;
  const seen = new Map<string, number>();
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  for (let block = 0; block < blocks; block += 1) {
    const text = bytes.toString('latin1', block * blockBytes, (block + 1) * blockBytes);
    seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  let repeated = 0;
  for (const times of seen.values()) if (times > 1) repeated += times;
  return repeated / blocks;
}
