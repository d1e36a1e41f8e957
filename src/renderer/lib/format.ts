/** @file Numbers, sizes, dates and durations as people read them, through Intl. Runs in the renderer. */

import type { Language } from '../../shared/languages.ts';
import { speech } from './language.svelte.ts';
import { perLocale } from './per-locale.ts';

const number = (options: Intl.NumberFormatOptions): (() => Intl.NumberFormat) =>
  perLocale((locale) => new Intl.NumberFormat(locale, options));
const date = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, options));
const whole = number({ maximumFractionDigits: 0 });
const short = number({ maximumSignificantDigits: 3 });
const oneDigit = number({ maximumFractionDigits: 1 });
const share = number({ style: 'percent', maximumFractionDigits: 0 });
const plurals = perLocale((locale) => new Intl.PluralRules(locale));
const day = date({ day: 'numeric', month: 'short', year: 'numeric' });
const dayThisYear = date({ day: 'numeric', month: 'short' });
const minute = date({ dateStyle: 'medium', timeStyle: 'short' });
const conjunction = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

type Forms = readonly [one: string, other: string];
interface UnitWords {
  readonly space: string;
  readonly byte: Forms;
  readonly few: string;
  readonly second: Forms;
  readonly minute: Forms;
  readonly hour: Forms;
  readonly short: { readonly hours: string; readonly minutes: string };
}

/** What `Intl` does not say, or not as short. German keeps a number and its unit on one line. */
const words: Readonly<Record<Language, UnitWords>> = {
  en: {
    space: ' ',
    byte: ['byte', 'bytes'],
    few: 'a few seconds',
    second: ['second', 'seconds'],
    minute: ['minute', 'minutes'],
    hour: ['hour', 'hours'],
    short: { hours: 'h', minutes: 'min' },
  },
  de: {
    space: '\u00a0',
    byte: ['Byte', 'Byte'],
    few: 'einige Sekunden',
    second: ['Sekunde', 'Sekunden'],
    minute: ['Minute', 'Minuten'],
    hour: ['Stunde', 'Stunden'],
    short: { hours: 'Std.', minutes: 'Min.' },
  },
};

/** 3214 → "3,214". */
export function formatNumber(value: number): string {
  return whole().format(value);
}

/** 0–1 → "42%". */
export function formatPercent(value: number): string {
  return share().format(value);
}

/** 18_214_000_000 → "18.2 GB" (decimal units, three significant digits, as file managers do). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return withUnit(whole().format(bytes), plural(bytes, ...words[speech.language].byte));
  let unit = 0;
  let value = bytes / 1000;
  // 999.5 would be shown as "1,000".
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return withUnit(short().format(value), units[unit] ?? '');
}

/** A number as it is written, and its unit. */
export function withUnit(amount: string, unit: string): string {
  return `${amount}${words[speech.language].space}${unit}`;
}

/** Items or bytes a second with one digit below ten: 4.2, 31. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? oneDigit().format(perSecond) : whole().format(perSecond);
}

/** Picks the word for a count: `plural(1, 'photo', 'photos')` → "photo". */
export function plural(count: number, one: string, other: string): string {
  return plurals().select(count) === 'one' ? one : other;
}

/** `counted(3214, 'photo', 'photos')` → "3,214 photos". */
export function counted(count: number, one: string, other: string): string {
  return `${formatNumber(count)} ${plural(count, one, other)}`;
}

/** An instant as a day in local time: "3 Nov", with the year when it is another one. */
export function formatDay(instant: string, now: Date = new Date()): string {
  const at = new Date(instant);
  return (at.getFullYear() === now.getFullYear() ? dayThisYear : day)().format(at);
}

/** An instant as day and time, local. */
export function formatInstant(instant: string): string {
  return minute().format(new Date(instant));
}

/** Seconds as people say them while waiting: "a few seconds", "40 seconds", "3 minutes", "2 h 10 min". */
export function formatDuration(seconds: number): string {
  const { few, second, minute, hour, short } = words[speech.language];
  if (seconds < 5) return few;
  if (seconds < 55) return counted(Math.ceil(seconds / 5) * 5, ...second);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return counted(Math.max(1, minutes), ...minute);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (rest === 0) return counted(hours, ...hour);
  return `${withUnit(formatNumber(hours), short.hours)} ${withUnit(formatNumber(rest), short.minutes)}`;
}

/** ["a", "b", "c"] → "a, b, and c". */
export function formatList(items: readonly string[]): string {
  return conjunction().format(items);
}
