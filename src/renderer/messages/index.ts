/**
 * @file Every word a user sees, as `t`: `t.grid.selected(3)`, in the language that is spoken. One file a room in `en/` and in `de/`, joined in
 * their `index.ts`; why not a message compiler stands in docs/decisions/003-messages.md. Runs in the renderer.
 */
import type { ErrorValue } from '../../shared/errors.ts';
import type { Language } from '../../shared/languages.ts';
import { speech } from '../lib/language.svelte.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import type { Shape } from './shape.ts';

export type Catalogue = Shape<typeof en>;

/** Each has what the English one has, which the type holds it to. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, de };

/** Looks up its rooms at each reading: what is shown by it follows the language. Keep `t.room` in a `$derived`, never in a constant. */
export const t: Catalogue = new Proxy<Catalogue>(en, {
  get: (_, room) => Reflect.get(catalogues[speech.language], room) as unknown,
});

/** The sentence for people of any failure. */
export function sentence(error: ErrorValue): string {
  return t.errors[error.code](error.params);
}
