/** @file Which language the page speaks, and how numbers and dates look in it. What reads it is drawn again when it changes. Runs in the renderer. */
import type { Settings } from '../../shared/contract.ts';
import { localeOf, spoken, type Language } from '../../shared/languages.ts';

const system = typeof document === 'undefined' ? 'en' : navigator.language;

class Spoken {
  #language: Language = $state(spoken('system', system));

  get language(): Language {
    return this.#language;
  }

  /** For `Intl`. */
  get locale(): string {
    return localeOf(this.#language, system);
  }

  /** Speaks the language that was chosen from now on. */
  choose(chosen: NonNullable<Settings['language']>): void {
    this.#language = spoken(chosen, system);
    if (typeof document !== 'undefined') document.documentElement.lang = this.locale;
  }
}

export const speech = new Spoken();

/** What `Intl` needs a while to make, made once for each locale: `perLocale((locale) => new Intl.NumberFormat(locale))().format(1)`. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { locale } = speech;
    const ready = made.get(locale);
    if (ready !== undefined) return ready;
    const fresh = make(locale);
    made.set(locale, fresh);
    return fresh;
  };
}
