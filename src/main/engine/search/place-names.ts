/**
 * @file The towns that photos are near, and their countries, by the names people give them (docs/search.md), with how many photos are near each. Runs in
 * the engine.
 */
import { fold } from '../../../shared/search/fold.ts';
import { worldTowns } from '../places/index.ts';

/** No town is near, or there is no place at all. */
export const noTown = -1;

/** Languages in which a country is known: those the app speaks. */
const languages = ['en', 'de'].map((language) => new Intl.DisplayNames(language, { type: 'region' }));

interface Known {
  readonly name: string;
  readonly folded: string;
  readonly country: Country;
  /** Photos that are near, and those of them that are neither in the trash nor hidden. */
  all: number;
  shown: number;
}
interface Country {
  /** ISO 3166-1 alpha-2 last. */
  readonly names: readonly { readonly name: string; readonly folded: string }[];
}

export interface PlaceValue {
  readonly value: string;
  readonly folded: string;
  readonly photos: number;
}

export class PlaceNames {
  readonly #towns = new Map<number, Known>();
  readonly #countries = new Map<string, Country>();

  /** One photo more that is near a town, or (`by` −1) one less. */
  count(town: number, isShown: boolean, by: 1 | -1): void {
    if (town === noTown) return;
    let known = this.#towns.get(town);
    if (known === undefined) this.#towns.set(town, (known = this.#known(town)));
    known.all += by;
    if (isShown) known.shown += by;
    if (known.all <= 0) this.#towns.delete(town);
  }

  /** Towns in whose name, or in whose country's, words begin so, or (`exact`) that are called so. */
  matching(folded: string, exact: boolean): ReadonlySet<number> {
    const fits = (own: string): boolean => (exact ? own === folded : own.includes(folded));
    const countries = new Set<Country>();
    for (const country of this.#countries.values())
      if (country.names.some((name) => fits(name.folded))) countries.add(country);
    const found = new Set<number>();
    for (const [town, known] of this.#towns)
      if (countries.has(known.country) || fits(known.folded)) found.add(town);
    return found;
  }

  /** Towns and countries by their names in which words begin so: each name once, a country in the language it was begun in. */
  *shown(folded: string): IterableIterator<PlaceValue> {
    const photos = new Map<string, { folded: string; photos: number }>();
    const add = (name: string, own: string, more: number): void => {
      photos.set(name, { folded: own, photos: (photos.get(name)?.photos ?? 0) + more });
    };
    for (const { name, folded: own, country, shown } of this.#towns.values()) {
      if (shown === 0) continue;
      if (own.includes(folded)) add(name, own, shown);
      const called = country.names.find((one) => one.folded.includes(folded));
      if (called !== undefined && called.name !== name) add(called.name, called.folded, shown);
    }
    for (const [value, of] of photos) yield { value, ...of };
  }

  #known(town: number): Known {
    const towns = worldTowns();
    const [name, code] = [towns.name(town), towns.country(town)];
    let country = this.#countries.get(code);
    if (country === undefined) {
      const names = [...new Set(languages.flatMap((language) => language.of(code) ?? [])), code];
      country = { names: names.map((one) => ({ name: one, folded: fold(one) })) };
      this.#countries.set(code, country);
    }
    return { name, folded: fold(name), country, all: 0, shown: 0 };
  }
}
