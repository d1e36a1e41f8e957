/** @file Towns and countries in words. Runs in the renderer; pure. */
import { perLocale } from '../lib/per-locale.ts';

export interface Town {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

const countries = perLocale((locale) => new Intl.DisplayNames(locale, { type: 'region' }));

/** In the language that is spoken; in English where it has no name for the country. */
export function countryName({
  name,
  region,
}: {
  readonly name: string;
  readonly region: string | undefined;
}): string {
  return region === undefined ? name : (countries().of(region) ?? name);
}

/** “Lisbon, Portugal”. */
export function townWords({ name, country }: Town): string {
  const region = /^[A-Z]{2}$/u.test(country) ? countries().of(country) : undefined;
  return region === undefined ? name : `${name}, ${region}`;
}
