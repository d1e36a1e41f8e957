/** @file The marks of the scrubber: where each month and year begins, and which of them have room for a label. Runs in the renderer; pure. */
import type { Layout } from './layout.ts';

export interface Mark {
  /** Days since 1970 of the first day shown of it (the newest). */
  readonly day: number;
  readonly year: number;
  /** Position in the timeline. */
  readonly top: number;
  /** Whether a year begins here (going down, which is back in time). */
  readonly newYear: boolean;
}

const dayMs = 86_400_000;

/** One mark a month that has photos, newest first. */
export function monthMarks(layout: Layout): readonly Mark[] {
  const marks: Mark[] = [];
  if (!layout.options.byDay) return marks;
  let month = NaN;
  let year = NaN;
  for (let band = 0; band < layout.bandCount; band += 1) {
    const end = layout.bandFirst[band + 1] ?? layout.dayCount;
    for (let day = layout.bandFirst[band] ?? 0; day < end; day += 1) {
      const number = layout.dayNumber[day] ?? 0;
      const date = new Date(number * dayMs);
      const thisYear = date.getUTCFullYear();
      if (thisYear === year && date.getUTCMonth() === month) continue;
      marks.push({
        day: number,
        year: thisYear,
        top: layout.bandTop[band] ?? 0,
        newYear: thisYear !== year,
      });
      month = date.getUTCMonth();
      year = thisYear;
    }
  }
  return marks;
}

/** The mark a position belongs to, or −1. */
export function markAt(marks: readonly Mark[], position: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle]?.top ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

export interface Label {
  readonly year: number;
  readonly y: number;
}

/** The years that have room at the scrubber, `spacing` px apart at least, and dots for the months between them. */
export function scrubberMarks(
  marks: readonly Mark[],
  toY: (position: number) => number,
  spacing: number,
): { readonly years: readonly Label[]; readonly dots: readonly number[] } {
  const years: Label[] = [];
  for (const mark of marks) {
    const y = toY(mark.top);
    const last = years.at(-1);
    if (mark.newYear && (last === undefined || y - last.y >= spacing)) years.push({ year: mark.year, y });
  }
  const dots: number[] = [];
  let next = 0;
  for (const mark of marks) {
    const y = toY(mark.top);
    while (
      next < years.length - 1 &&
      Math.abs((years[next + 1]?.y ?? 0) - y) < Math.abs((years[next]?.y ?? 0) - y)
    )
      next += 1;
    const label = years[next];
    if (label !== undefined && Math.abs(label.y - y) < spacing * 0.6) continue;
    if (y - (dots.at(-1) ?? -Infinity) >= 6) dots.push(y);
  }
  return { years, dots };
}
