/** @file Numbers, sizes, dates and durations as people read them, through Intl. Runs in the renderer. */

/** The interface speaks English; how numbers and dates look follows the system when it, too, is English. */
function chosenLocale(): string {
  const system = typeof navigator === 'undefined' ? 'en' : navigator.language;
  return system.startsWith('en') ? system : 'en';
}

export const locale = chosenLocale();

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(locale);
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const dayThisYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const minute = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' });
const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** 3214 → "3,214". */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** 0–1 → "42%". */
export function formatPercent(value: number): string {
  return share.format(value);
}

/** 18_214_000_000 → "18.2 GB" (decimal units, three significant digits, as file managers do). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${whole.format(bytes)} ${plurals.select(bytes) === 'one' ? 'byte' : 'bytes'}`;
  let unit = 0;
  let value = bytes;
  // 999.5 would be shown as "1,000".
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${short.format(value)} ${units[unit] ?? ''}`;
}

/** Items or bytes a second with one digit below ten: 4.2, 31. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? oneDigit.format(perSecond) : whole.format(perSecond);
}

/** Picks the word for a count: `plural(1, 'photo', 'photos')` → "photo". */
export function plural(count: number, one: string, other: string): string {
  return plurals.select(count) === 'one' ? one : other;
}

/** `counted(3214, 'photo', 'photos')` → "3,214 photos". */
export function counted(count: number, one: string, other: string): string {
  return `${formatNumber(count)} ${plural(count, one, other)}`;
}

/** An instant as a day in local time: "3 Nov", with the year when it is another one. */
export function formatDay(instant: string, now: Date = new Date()): string {
  const date = new Date(instant);
  return (date.getFullYear() === now.getFullYear() ? dayThisYear : day).format(date);
}

/** An instant as day and time, local. */
export function formatInstant(instant: string): string {
  return minute.format(new Date(instant));
}

/** Seconds as people say them while waiting: "a few seconds", "40 seconds", "3 minutes", "2 h 10 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 5) return 'a few seconds';
  if (seconds < 55) return counted(Math.ceil(seconds / 5) * 5, 'second', 'seconds');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return counted(Math.max(1, minutes), 'minute', 'minutes');
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return rest === 0 ? counted(hours, 'hour', 'hours') : `${formatNumber(hours)} h ${formatNumber(rest)} min`;
}

/** ["a", "b", "c"] → "a, b, and c". */
export function formatList(items: readonly string[]): string {
  return conjunction.format(items);
}
