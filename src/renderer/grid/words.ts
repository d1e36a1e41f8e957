/**
 * @file Dates of photos as people read them. A photo's time is the wall clock where it was taken, kept as if it were UTC
 * (src/shared/columns.ts), so everything here is formatted in UTC. Runs in the renderer; pure.
 */
import { speech } from '../lib/language.svelte.ts';
import { perLocale } from '../lib/per-locale.ts';

const dayMs = 86_400_000;
const utc = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
const longThisYear = utc({ weekday: 'long', day: 'numeric', month: 'long' });
const longOtherYear = utc({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
const shortThisYear = utc({ weekday: 'short', day: 'numeric', month: 'short' });
const shortOtherYear = utc({ day: 'numeric', month: 'short', year: 'numeric' });
const monthAndYear = utc({ month: 'long', year: 'numeric' });
const dayAndTime = utc({
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const fullDay = utc({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const clock = utc({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

/** Today as a number of days since 1970, by the wall clock here. */
export function today(now: Date = new Date()): number {
  return Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / dayMs);
}

/** The header of a day: "Today", "Sunday 14 July", "Sun, 14 July 2019"; `short` for days that share a row. */
export function dayWords(day: number, short: boolean, now: number = today()): string {
  const ago = now - day;
  if (ago === 0 || ago === 1) return capital(relative().format(-ago, 'day'));
  const date = new Date(day * dayMs);
  const sameYear = date.getUTCFullYear() === new Date(now * dayMs).getUTCFullYear();
  if (short) return (sameYear ? shortThisYear : shortOtherYear)().format(date);
  return (sameYear ? longThisYear : longOtherYear)().format(date);
}

/** "July 2024". */
export function monthWords(day: number): string {
  return monthAndYear().format(new Date(day * dayMs));
}

/** "14 July 2024 at 16:34". */
export function momentWords(time: number): string {
  return dayAndTime().format(new Date(time));
}

/** "Sunday 14 July 2024". */
export function fullDayWords(time: number): string {
  return fullDay().format(new Date(time));
}

/** "14 Jul 2024". */
export function shortDayWords(time: number): string {
  return shortOtherYear().format(new Date(time));
}

/** "4:34:05 PM". */
export function clockWords(time: number): string {
  return clock().format(new Date(time));
}

function capital(words: string): string {
  return words.slice(0, 1).toLocaleUpperCase(speech.locale) + words.slice(1);
}
