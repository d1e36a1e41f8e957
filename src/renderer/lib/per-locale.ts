/** @file Formatters of `Intl` in the language that is spoken. Runs in the renderer. */
import { speech } from './language.svelte.ts';

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
