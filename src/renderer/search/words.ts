/** @file How a part of a search is told. Runs in the renderer; pure. */
import type { DateTerm } from '../../shared/search/dates.ts';
import type { QueryPart } from '../../shared/search/query.ts';
import { perLocale } from '../lib/per-locale.ts';
import { t } from '../messages/index.ts';

const utc = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }));
const days = utc({ day: 'numeric', month: 'short', year: 'numeric' });
const months = utc({ month: 'long', year: 'numeric' });
const years = utc({ year: 'numeric' });
const month = utc({ month: 'long' });
const dayOfMonth = utc({ day: 'numeric', month: 'long' });

export function partWords({ term, negated }: QueryPart): string {
  return t.search.understood(term, negated, term.kind === 'date' ? dateWords(term.date) : '');
}

/** “July 2024”, “Jun 1 – Aug 31, 2023”, “Since Jan 1, 2019”. */
export function dateWords(date: DateTerm): string {
  if (date.kind === 'yearly') {
    const time = Date.UTC(2024, date.month - 1, date.day ?? 1);
    return t.search.anyYear((date.day === null ? month : dayOfMonth)().format(time));
  }
  const { from, to } = date;
  if (!Number.isFinite(from)) return t.search.until(days().format(to - 1));
  if (!Number.isFinite(to)) return t.search.since(days().format(from));
  const [first, after] = [new Date(from), new Date(to)];
  const begins = first.getUTCDate() === 1 && after.getUTCDate() === 1;
  const whole = begins && first.getUTCMonth() === 0 && after.getUTCMonth() === 0;
  return (whole ? years : begins ? months : days)().formatRange(from, to - 1);
}
