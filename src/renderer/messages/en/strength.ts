/** @file English messages about how strong a passphrase is. */
import { formatNumber, plural } from '../../lib/format.ts';

const large = new Intl.NumberFormat('en', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumSignificantDigits: 2,
});
const day = 86_400;
const year = 365.25 * day;

function about(count: number, one: string, other: string): string {
  const whole = Math.max(1, Math.round(count));
  return `about ${formatNumber(whole)} ${plural(whole, one, other)}`;
}

/** Seconds of guessing as people can picture them. */
function guessing(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  if (seconds < 3600) return about(seconds / 60, 'minute', 'minutes');
  if (seconds < day) return about(seconds / 3600, 'hour', 'hours');
  if (seconds < 60 * day) return about(seconds / day, 'day', 'days');
  if (seconds < 2 * year) return about(seconds / (year / 12), 'month', 'months');
  const years = seconds / year;
  if (years < 10_000) return about(years, 'year', 'years');
  if (years < 1e12) return `about ${large.format(years)} years`;
  return 'more than a trillion years';
}

export const strength = {
  levels: ['Very weak', 'Weak', 'Fair', 'Strong', 'Very strong'],
  hint: 'Several words that have nothing to do with one another are strong and easy to remember.',
  estimating: 'Estimating…',
  alone: (seconds: number) => `Guessing it would take one computer ${guessing(seconds)}.`,
  many: (computers: number, seconds: number) =>
    `${formatNumber(computers)} computers together: ${guessing(seconds)}.`,
  weak: 'Somebody with a copy of the vault could guess this. A few more unrelated words help most.',
} as const;
