/** @file HTTP byte ranges (RFC 9110 §14) of one part, as the viewer and the video player ask for them. Pure TypeScript. */

/** `from`–`to` (both inclusive), `from`– to the end (`to` null), or the last `to` bytes (`from` null). */
export interface ByteRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** Bytes `start` (inclusive) to `end` (exclusive). */
export interface BytePart {
  readonly start: number;
  readonly end: number;
}

/** The range a `Range` header asks for; null when the whole is to be sent: no header, several parts, or none we understand. */
export function parseRange(header: string | null): ByteRange | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header?.trim() ?? '');
  if (found === null) return null;
  const [from, to] = [found[1] ?? '', found[2] ?? ''].map((text) => (text === '' ? null : Number(text)));
  if (from === undefined || to === undefined || (from === null && to === null)) return null;
  if (from !== null && to !== null && to < from) return null;
  return { from, to };
}

/** The bytes to send of a whole of `size` bytes; null when none of them was asked for (416). */
export function resolveRange(range: ByteRange | null, size: number): BytePart | null {
  if (range === null) return { start: 0, end: size };
  const { from, to } = range;
  if (from === null)
    return to === 0 || size === 0 ? null : { start: Math.max(0, size - (to ?? 0)), end: size };
  if (from >= size) return null;
  return { start: from, end: to === null ? size : Math.min(to + 1, size) };
}
