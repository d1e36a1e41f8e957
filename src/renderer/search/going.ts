/** @file Going to a date: which photo of a timeline stands for it. Runs in the renderer; pure. */
import type { DateTerm, Span } from '../../shared/search/dates.ts';

/** Where a date leads in a timeline. */
export interface Aim {
  /** Position of the photo in the timeline. */
  readonly item: number;
  /** Where that photo is: in the stretch of time, or, where there is none, the nearest before it, else after it. */
  readonly lies: 'within' | 'before' | 'after';
  /** Photos in the stretch of time. */
  readonly within: number;
  /** Of the photo, as of the columns. */
  readonly time: number;
}

/** The stretch of time a date stands for: of a day or a month of any year the last one that has begun. `now` as of `wallClock`. */
export function stretchOf(date: DateTerm, now: number): Span {
  if (date.kind === 'span') return date;
  const { month, day } = date;
  for (let year = new Date(now).getUTCFullYear(); ; year -= 1) {
    const from = Date.UTC(year, month - 1, day ?? 1);
    // 29 February is no day of every year.
    if (from > now || (day !== null && new Date(from).getUTCDate() !== day)) continue;
    return { kind: 'span', from, to: day === null ? Date.UTC(year, month) : from + 86_400_000 };
  }
}

/** The first photo of the stretch in the order shown; where there is none the nearest before, else after. null: there are no photos. */
export function aimAt(rows: Uint32Array, times: Float64Array, { from, to }: Span): Aim | null {
  let first = -1;
  let within = 0;
  let before = { item: -1, time: -Infinity };
  let after = { item: -1, time: Infinity };
  for (let item = 0; item < rows.length; item += 1) {
    const time = times[rows[item] ?? 0] ?? 0;
    if (time >= to) {
      if (time < after.time) after = { item, time };
    } else if (time < from) {
      if (time > before.time) before = { item, time };
    } else {
      if (within === 0) first = item;
      within += 1;
    }
  }
  if (within > 0) return { item: first, lies: 'within', within, time: times[rows[first] ?? 0] ?? 0 };
  if (before.item >= 0) return { ...before, lies: 'before', within };
  return after.item >= 0 ? { ...after, lies: 'after', within } : null;
}
