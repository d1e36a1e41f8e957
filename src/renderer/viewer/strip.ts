/** @file Which photos the filmstrip shows, and where it stands. Runs in the renderer; pure. */

export interface Strip {
  /** Items [first, end). */
  readonly first: number;
  readonly end: number;
  /** Where the first of them stands, in CSS pixels from the left edge. */
  readonly shift: number;
}

/**
 * The items around `item` that a strip of `width` pixels has room for, `pitch` pixels each: the one shown in the middle, but no gap at an end that
 * the strip could fill.
 */
export function stripOf(item: number, count: number, width: number, pitch: number): Strip {
  if (count === 0 || width <= 0) return { first: 0, end: 0, shift: 0 };
  const all = count * pitch;
  /** The strip's left edge in the row of all photos. */
  const middle = (Math.max(0, item) + 0.5) * pitch - width / 2;
  const left = all <= width ? (all - width) / 2 : Math.min(Math.max(0, middle), all - width);
  const first = Math.max(0, Math.floor(left / pitch));
  const end = Math.min(count, Math.ceil((left + width) / pitch));
  return { first, end, shift: Math.round(first * pitch - left) };
}
