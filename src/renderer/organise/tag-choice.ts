/** @file Which tags may be meant by what was typed: those there are, and a new one. Runs in the renderer; pure. */
import { fold } from '../../shared/search/fold.ts';
import type { Tag } from './tags.svelte.ts';

export interface TagChoice {
  readonly name: string;
  /** Photos that have it; null: it is new. */
  readonly photos: number | null;
}

/** As many characters as a tag may have. */
export const tagLength = 200;

/**
 * Tags in which a word begins like the text, those that begin so themselves first, without those in `but`; then a new one of exactly that
 * name, unless there is one in any case. Without a text the most used ones.
 */
export function tagChoices(
  tags: readonly Tag[],
  text: string,
  but: ReadonlySet<string>,
): readonly TagChoice[] {
  const name = text.normalize('NFC').trim();
  const left = tags.filter((tag) => !but.has(tag.name));
  if (name === '') return left.toSorted((a, b) => b.photos - a.photos);
  const sought = fold(name);
  const found = left
    .map((tag) => ({ tag, folded: fold(tag.name) }))
    .filter(({ folded }) => folded.includes(sought))
    .sort((a, b) => Number(b.folded.startsWith(sought)) - Number(a.folded.startsWith(sought)))
    .map(({ tag }) => tag);
  const lower = name.toLowerCase();
  const known = [...tags.map((tag) => tag.name), ...but].some((tag) => tag.toLowerCase() === lower);
  return known ? found : [...found, { name, photos: null }];
}
