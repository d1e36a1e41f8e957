/**
 * @file What a picture looks like in 128 bits, of which few change when it is made smaller, compressed again, brightened or cut a little
 * (docs/format.md §5.4, docs/decisions/011-look-alikes.md); decoder process.
 */
import type { Pixels } from './thumbnail.ts';

/** The picture is looked at in so many boxes each way, whatever its proportions. */
const GRID = 32;
/** Waves counted each way, the flat one left out. */
const WAVES = 8;
/** Below this spread of brightness (of 255) there is nothing to tell pictures apart by: a black frame, an empty sheet. */
const LEAST_SPREAD = 5;

/** 8 bytes of waves (DCT), then 8 bytes of slopes; null: the picture is all of one brightness. */
export function lookOf(pixels: Pixels): Uint8Array | null {
  const grid = brightness(pixels, GRID, GRID);
  if (spread(grid) < LEAST_SPREAD) return null;
  const look = new Uint8Array(16);
  const set = (bit: number): void => {
    look[bit >> 3] = (look[bit >> 3] ?? 0) | (128 >> (bit & 7));
  };
  const waves = wavesOf(grid);
  const middle = median(waves);
  waves.forEach((wave, bit) => {
    if (wave > middle) set(bit);
  });
  const rows = brightness(pixels, 9, 8);
  for (let y = 0; y < 8; y += 1)
    for (let x = 0; x < 8; x += 1)
      if ((rows[y * 9 + x + 1] ?? 0) > (rows[y * 9 + x] ?? 0)) set(64 + y * 8 + x);
  return look;
}

/** Mean brightness, 0–255, of each of `across` × `down` boxes; what is transparent counts as white. */
function brightness({ data, width, height, channels }: Pixels, across: number, down: number): Float64Array {
  const sums = new Float64Array(across * down);
  const counts = new Float64Array(across * down);
  for (let box = 0; box < down; box += 1) {
    const [top, bottom] = edges(box, down, height);
    for (let column = 0; column < across; column += 1) {
      const [left, right] = edges(column, across, width);
      const cell = box * across + column;
      for (let y = top; y < bottom; y += 1)
        for (let x = left, at = (y * width + left) * channels; x < right; x += 1, at += channels) {
          const luma = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
          const alpha = channels === 4 ? (data[at + 3] ?? 0) / 255 : 1;
          sums[cell] = (sums[cell] ?? 0) + luma * alpha + 255 * (1 - alpha);
          counts[cell] = (counts[cell] ?? 0) + 1;
        }
    }
  }
  return sums.map((sum, cell) => sum / (counts[cell] ?? 1));
}

/** First pixel of a box and the one after its last: at least one, where there are fewer pixels than boxes. */
function edges(box: number, boxes: number, pixels: number): [number, number] {
  const first = Math.min(Math.floor((box * pixels) / boxes), pixels - 1);
  return [first, Math.max(first + 1, Math.floor(((box + 1) * pixels) / boxes))];
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const cosines = Float64Array.from({ length: WAVES * GRID }, (_, at) =>
  Math.cos((Math.PI * (Math.floor(at / GRID) + 1) * (2 * (at % GRID) + 1)) / (2 * GRID)),
);

/** The strength of waves 1 to 8 across by 1 to 8 down: none of them knows how bright the whole is. */
function wavesOf(grid: Float64Array): Float64Array {
  const rows = new Float64Array(GRID * WAVES);
  for (let y = 0; y < GRID; y += 1)
    for (let wave = 0; wave < WAVES; wave += 1) {
      let sum = 0;
      for (let x = 0; x < GRID; x += 1) sum += (grid[y * GRID + x] ?? 0) * (cosines[wave * GRID + x] ?? 0);
      rows[y * WAVES + wave] = sum;
    }
  const waves = new Float64Array(WAVES * WAVES);
  for (let down = 0; down < WAVES; down += 1)
    for (let across = 0; across < WAVES; across += 1) {
      let sum = 0;
      for (let y = 0; y < GRID; y += 1)
        sum += (rows[y * WAVES + across] ?? 0) * (cosines[down * GRID + y] ?? 0);
      waves[down * WAVES + across] = sum;
    }
  return waves;
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = sorted.length >> 1;
  return ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
