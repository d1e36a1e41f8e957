/** @file Towns in words. Runs in the renderer; pure. */
import { perLocale } from '../lib/per-locale.ts';

export interface Town {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

const countries = perLocale((locale) => new Intl.DisplayNames(locale, { type: 'region' }));

/** “Lisbon, Portugal”. */
export function townWords({ name, country }: Town): string {
  const region = /^[A-Z]{2}$/u.test(country) ? countries().of(country) : undefined;
  return region === undefined ? name : `${name}, ${region}`;
}
