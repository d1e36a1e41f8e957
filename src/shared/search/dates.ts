/**
 * @file Dates as people say them: “july 2024”, “2019..2021”, “last summer”, “14. Juli”; the words are in `date-words.ts`. Pure TypeScript. A
 * photo's time is the wall clock where it was taken, as if it were UTC (`columns.ts`), and so is everything here. Weeks begin on Monday;
 * seasons are those of the northern half.
 */
import { daysAgo, monthOf, seasonOf, unitOf, whichOf, withoutPreposition, type Unit } from './date-words.ts';

/** A stretch of time: `from` belongs to it, `to` does not; ms, ±Infinity where it is open. */
export interface Span {
  readonly kind: 'span';
  readonly from: number;
  readonly to: number;
}
/** A month (1–12) of any year, or a day of it. */
export interface Yearly {
  readonly kind: 'yearly';
  readonly month: number;
  readonly day: number | null;
}
export type DateTerm = Span | Yearly;

const day = 86_400_000;

/** Most words a date is said in: “july 14 2023..august 2 2024” is five, and so is “in den letzten 30 Tagen”. */
export const mostDateWords = 5;

/** The wall clock here at an instant, as if it were UTC. */
export function wallClock(now = new Date()): number {
  return now.getTime() - now.getTimezoneOffset() * 60_000;
}

/** What a text says, in lower case and with single spaces; null when it is no date. `now` as of `wallClock`. */
export function parseDate(text: string, now: number): DateTerm | null {
  const years = /^(\d{4})-(\d{4})$/.exec(text);
  const [first, second, more] = years === null ? text.split('..') : [years[1], years[2]];
  if (first === undefined || more !== undefined) return null;
  if (second === undefined) return one(first.trim(), now);
  return range(first.trim(), second.trim(), now);
}

function range(first: string, last: string, now: number): Span | null {
  if (first === '' && last === '') return null;
  const to = last === '' ? null : one(last, now);
  if (last !== '' && to?.kind !== 'span') return null;
  let from = first === '' ? null : one(first, now);
  // “july..august 2024”: the year of the last is meant.
  if (from?.kind === 'yearly' && to !== null) {
    const { year } = partsOf(to.kind === 'span' ? to.to - 1 : now);
    from = from.day === null ? month(year, from.month) : dayOf(year, from.month, from.day);
  }
  if (first !== '' && from?.kind !== 'span') return null;
  const begin = from?.kind === 'span' ? from.from : -Infinity;
  const end = to?.kind === 'span' ? to.to : Infinity;
  return begin < end ? { kind: 'span', from: begin, to: end } : null;
}

function one(text: string, now: number): DateTerm | null {
  const said = withoutPreposition(text.normalize('NFC'));
  return numeric(said) ?? relative(said, now) ?? named(said);
}

/** 2024, 2024-07, 2024-07-14, 2024/07/14, 14.7.2024. */
function numeric(text: string): Span | null {
  const iso = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(text);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [year, monthText, dayText] =
    iso === null ? [dotted?.[3], dotted?.[2], dotted?.[1]] : [iso[1], iso[2], iso[3]];
  if (year === undefined || !isYear(Number(year))) return null;
  if (monthText === undefined) return yearSpan(Number(year));
  const numbered = Number(monthText);
  if (numbered < 1 || numbered > 12) return null;
  return dayText === undefined
    ? month(Number(year), numbered)
    : dayOf(Number(year), numbered, Number(dayText));
}

/** “yesterday”, “this month”, “last summer”, “last 30 days”. */
function relative(text: string, now: number): Span | null {
  const today = Math.floor(now / day) * day;
  const ago = daysAgo(text);
  if (ago !== undefined) return span(today - ago * day, today - (ago - 1) * day);
  const several = /^(\p{L}+) (\d{1,4}) (\p{L}+)$/u.exec(text);
  if (several !== null && whichOf(several[1] ?? '', true) === 'last') {
    const unit = unitOf(several[3] ?? '');
    const count = Number(several[2]);
    if (unit === undefined || count === 0) return null;
    return span(since(unit, count, today), today + day);
  }
  const [first = '', what = '', more] = text.split(' ');
  const which = whichOf(first);
  if (which === undefined || more !== undefined) return null;
  const last = which === 'last';
  const { year, month: current } = partsOf(today);
  const unit = unitOf(what);
  if (unit === 'week') {
    const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * day - (last ? 7 * day : 0);
    return span(monday, monday + 7 * day);
  }
  if (unit === 'month')
    return month(last ? year - (current === 1 ? 1 : 0) : year, last ? ((current + 10) % 12) + 1 : current);
  if (unit === 'year') return yearSpan(last ? year - 1 : year);
  const spanIn = spanNamed(what);
  if (spanIn === null) return null;
  if (!last) {
    const before = spanIn(year - 1);
    return before.to > today ? before : spanIn(year); // in January it is still last year's winter
  }
  // The newest that is over.
  return [year, year - 1, year - 2].map(spanIn).find(({ to }) => to <= today) ?? null;
}

/** The first of so many days, weeks … that end today. `Date.UTC` carries what is below the first month, or above the last day, over. */
function since(unit: Unit, count: number, today: number): number {
  const { year, month: current, day: date } = partsOf(today);
  switch (unit) {
    case 'day':
      return today - (count - 1) * day;
    case 'week':
      return today - (count * 7 - 1) * day;
    case 'month':
      return Date.UTC(year, current - 1 - count, date);
    case 'year':
      return Date.UTC(year - count, current - 1, date);
  }
}

/** “july 2024”, “14 july 2024”, “july 14, 2024”, “summer 2023”; without a year any year is meant. */
function named(text: string): DateTerm | null {
  const words = text.replaceAll(',', ' ').split(/\s+/u).filter(Boolean);
  const years = words.filter((word) => /^\d{4}$/.test(word));
  const days = words.filter((word) => /^\d{1,2}(?:st|nd|rd|th)?\.?$/.test(word));
  const [name, another] = words.filter((word) => !years.includes(word) && !days.includes(word));
  if (name === undefined || another !== undefined || years.length > 1 || days.length > 1) return null;
  const year = years[0] === undefined ? null : Number(years[0]);
  if (year !== null && (!isYear(year) || words.at(-1) !== years[0])) return null;
  const date = days[0] === undefined ? null : Number.parseInt(days[0], 10);
  if (seasonOf(name) !== undefined)
    return date === null && year !== null ? (spanNamed(name)?.(year) ?? null) : null;
  const numbered = monthNamed(name, year !== null || date !== null);
  if (numbered === null) return null;
  if (year !== null) return date === null ? month(year, numbered) : dayOf(year, numbered, date);
  if (date === null) return { kind: 'yearly', month: numbered, day: null };
  return dayOf(2024, numbered, date) === null ? null : { kind: 'yearly', month: numbered, day: date }; // a leap year: 29 February is a day
}

function spanNamed(name: string): ((year: number) => Span) | null {
  const begins = seasonOf(name);
  if (begins !== undefined) return (year) => span(Date.UTC(year, begins - 1), Date.UTC(year, begins + 2));
  const numbered = monthNamed(name, true);
  return numbered === null ? null : (year) => month(year, numbered);
}

/** 1–12. A short form by itself may be anything. */
function monthNamed(name: string, short: boolean): number | null {
  const found = monthOf(name);
  return found === undefined || (found.short && !short) ? null : found.month;
}

function isYear(year: number): boolean {
  return year >= 1800 && year < 2200;
}

function span(from: number, to: number): Span {
  return { kind: 'span', from, to };
}

function yearSpan(year: number): Span {
  return span(Date.UTC(year, 0), Date.UTC(year + 1, 0));
}

function month(year: number, numbered: number): Span {
  return span(Date.UTC(year, numbered - 1), Date.UTC(year, numbered));
}

/** null when that month has no such day. */
function dayOf(year: number, numbered: number, date: number): Span | null {
  const from = Date.UTC(year, numbered - 1, date);
  const { month: same, day: kept } = partsOf(from);
  return same === numbered && kept === date ? span(from, from + day) : null;
}

function partsOf(time: number): { year: number; month: number; day: number } {
  const at = new Date(time);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}
