/**
 * @file Finds, among many looks of 128 bits, all pairs that are nearly the same (docs/decisions/011-look-alikes.md). Runs in the engine; pure.
 *
 * Two looks whose first half differs in at most 11 bits differ in at most 2 in one of its four pieces of 16 bits: only looks are compared
 * that share a piece but for that. Nothing that is close enough is missed.
 */
import { setImmediate } from 'node:timers/promises';

/** Bits that may differ in the waves, the first half of a look, … */
export const mostWaves = 10;
/** … and in the whole of it. */
export const mostBits = 20;

const pieces = 4;
const pieceBits = 16;
/** Bits that may differ in the piece two looks are found by: `mostWaves` divided among the pieces, rounded down. */
const pieceSlack = 2;
/** Pieces looked up between two turns of the event loop, a few milliseconds. */
const step = 2048;

/** Looks as 32-bit words, four each. */
export type Looks = Uint32Array;

/** Whether looks `a` and `b` are close enough to be shown together. */
export function isClose(looks: Looks, a: number, b: number): boolean {
  const [i, k] = [a * 4, b * 4];
  const waves = differing(looks, i, k) + differing(looks, i + 1, k + 1);
  if (waves > mostWaves) return false;
  return waves + differing(looks, i + 2, k + 2) + differing(looks, i + 3, k + 3) <= mostBits;
}

/** Calls `found` once for every pair that `isClose`. The event loop is let go on in between; rejects when `signal` is aborted. */
export async function closePairs(
  looks: Looks,
  found: (a: number, b: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (let piece = 0; piece < pieces; piece += 1) {
    const sorted = byPiece(looks, piece);
    for (let value = 0; value < 1 << pieceBits; value += step) {
      await setImmediate();
      signal?.throwIfAborted();
      comparePieces(sorted, value, value + step, (a, b) => {
        if (isClose(looks, a, b) && !foundBefore(looks, a, b, piece)) found(a, b);
      });
    }
  }
}

/** Whether an earlier piece has led to the pair already. */
function foundBefore(looks: Looks, a: number, b: number, piece: number): boolean {
  for (let before = 0; before < piece; before += 1)
    if (bitCount(pieceOf(looks, a, before) ^ pieceOf(looks, b, before)) <= pieceSlack) return true;
  return false;
}

/** Names the pairs whose waves are close, of looks whose piece is in this range and those whose piece is nearly the same. Hot: millions of pairs. */
function comparePieces(
  { starts, members, high, low }: Sorted,
  first: number,
  last: number,
  near: (a: number, b: number) => void,
): void {
  for (let value = first; value < last; value += 1) {
    const from = starts[value] ?? 0;
    const end = starts[value + 1] ?? 0;
    if (from === end) continue;
    for (const mask of masks) {
      const other = value ^ mask;
      if (other < value) continue; // looked at from there
      const otherFrom = starts[other] ?? 0;
      const otherEnd = starts[other + 1] ?? 0;
      for (let i = from; i < end; i += 1) {
        const highWord = high[i] ?? 0;
        const lowWord = low[i] ?? 0;
        for (let k = other === value ? i + 1 : otherFrom; k < otherEnd; k += 1)
          if (bitCount(highWord ^ (high[k] ?? 0)) + bitCount(lowWord ^ (low[k] ?? 0)) <= mostWaves)
            near(members[i] ?? 0, members[k] ?? 0);
      }
    }
  }
}

/** Every change of a piece by at most `pieceSlack` bits. */
const masks = Uint16Array.from({ length: 1 << pieceBits }, (_, value) => value).filter(
  (value) => bitCount(value) <= pieceSlack,
);

/** Looks sorted by one piece: those with the value `v` are at `starts[v]` up to `starts[v + 1]`. */
interface Sorted {
  readonly starts: Int32Array;
  readonly members: Int32Array;
  /** Their waves, side by side in memory. */
  readonly high: Int32Array;
  readonly low: Int32Array;
}

function byPiece(looks: Looks, piece: number): Sorted {
  const count = looks.length / 4;
  const starts = new Int32Array((1 << pieceBits) + 1);
  for (let at = 0; at < count; at += 1) {
    const value = pieceOf(looks, at, piece) + 1;
    starts[value] = (starts[value] ?? 0) + 1;
  }
  for (let value = 0; value < 1 << pieceBits; value += 1)
    starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0);
  const next = starts.slice();
  const [members, high, low] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  for (let at = 0; at < count; at += 1) {
    const value = pieceOf(looks, at, piece);
    const place = next[value] ?? 0;
    members[place] = at;
    high[place] = looks[at * 4] ?? 0;
    low[place] = looks[at * 4 + 1] ?? 0;
    next[value] = place + 1;
  }
  return { starts, members, high, low };
}

function pieceOf(looks: Looks, at: number, piece: number): number {
  const word = looks[at * 4 + (piece >> 1)] ?? 0;
  return (piece & 1) === 0 ? word >>> 16 : word & 0xffff;
}

function differing(looks: Looks, i: number, k: number): number {
  return bitCount((looks[i] ?? 0) ^ (looks[k] ?? 0));
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
