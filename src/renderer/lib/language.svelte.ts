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
