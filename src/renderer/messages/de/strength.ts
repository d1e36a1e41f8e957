/** @file German messages about how strong a passphrase is. */
import { formatNumber, plural } from '../../lib/format.ts';
import type { strength as english } from '../en/strength.ts';
import type { Shape } from '../shape.ts';

const large = new Intl.NumberFormat('de', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumSignificantDigits: 2,
});
const day = 86_400;
const year = 365.25 * day;

function about(count: number, one: string, other: string): string {
  const whole = Math.max(1, Math.round(count));
  return `etwa ${formatNumber(whole)} ${plural(whole, one, other)}`;
}

/** Seconds of guessing as people can picture them. */
function guessing(seconds: number): string {
  if (seconds < 60) return 'weniger als eine Minute';
  if (seconds < 3600) return about(seconds / 60, 'Minute', 'Minuten');
  if (seconds < day) return about(seconds / 3600, 'Stunde', 'Stunden');
  if (seconds < 60 * day) return about(seconds / day, 'Tag', 'Tage');
  if (seconds < 2 * year) return about(seconds / (year / 12), 'Monat', 'Monate');
  const years = seconds / year;
  if (years < 10_000) return about(years, 'Jahr', 'Jahre');
  if (years < 1e12) return `etwa ${large.format(years)} Jahre`;
  return 'mehr als eine Billion Jahre';
}

export const strength: Shape<typeof english> = {
  levels: ['Sehr schwach', 'Schwach', 'Mittel', 'Stark', 'Sehr stark'],
  hint: 'Mehrere Wörter, die nichts miteinander zu tun haben, sind stark und leicht zu merken.',
  estimating: 'Wird geschätzt…',
  alone: (seconds) => `Ein einzelner Computer bräuchte zum Erraten ${guessing(seconds)}.`,
  many: (computers, seconds) => `${formatNumber(computers)} Computer zusammen: ${guessing(seconds)}.`,
  weak: 'Jemand mit einer Kopie des Tresors könnte sie erraten. Einige weitere Wörter ohne Zusammenhang helfen am meisten.',
};
