/** @file What the word at the cursor of a query may become: values of a key, and keys. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Output } from '../../../shared/contract.ts';
import { fold } from '../../../shared/search/fold.ts';
import {
  facetKeys,
  hadNames,
  stateNames,
  tokensOf,
  typeNames,
  written,
  type FacetKey,
} from '../../../shared/search/query.ts';
import { AlbumTree, type Catalog } from '../catalog/index.ts';
import type { Rows } from './rows.ts';

type Suggestion = Output<'search.suggest'>[number];
interface Value {
  readonly value: string;
  readonly folded: string;
  readonly photos: number;
}

/** Most of them shown. */
const most = 8;
const fixed: Readonly<Record<string, readonly string[]>> = {
  type: typeNames,
  is: stateNames,
  has: hadNames,
  no: hadNames,
  rating: ['5', '4..5', '3..5', '0'],
};

/** `caret`: where the cursor is in the text, in UTF-16 units. */
export function suggest(
  { rows, catalog }: { readonly rows: Rows; readonly catalog: Catalog },
  text: string,
  caret: number,
): Suggestion[] {
  const token = tokensOf(text).find(({ start, end }) => start < caret && caret <= end);
  if (token === undefined) return [];
  const { start, end, key } = token;
  const minus = token.negated ? '-' : '';
  const insert = (
    kind: Suggestion['kind'],
    replacement: string,
    label: string,
    photos: number | null,
  ): Suggestion => ({
    kind,
    start,
    end,
    text: minus + replacement,
    label,
    photos,
  });
  const folded = fold(token.value);
  if (key !== null && key in fixed) {
    const typed = token.value.toLowerCase();
    return (fixed[key] ?? [])
      .filter((name) => name.startsWith(typed) && name !== typed)
      .slice(0, most)
      .map((name) => insert('filter', `${key}:${name}`, `${key}:${name}`, null));
  }
  const facets = facetKeys.filter((facet) => key === null || key === facet);
  const values = facets.flatMap((facet) =>
    [...valuesOf(facet, folded, { rows, catalog })]
      .filter((value) => value.folded.includes(folded))
      .map((value) => ({ facet, ...value, begins: value.folded.startsWith(folded) })),
  );
  values.sort(
    (a, b) => Number(b.begins) - Number(a.begins) || b.photos - a.photos || (a.value < b.value ? -1 : 1),
  );
  const found = once(
    values.map(({ facet, value, photos }) => insert(facet, written(facet, value), value, photos)),
  );
  if (key !== null)
    return found.filter(({ text: becomes }) => becomes !== text.slice(start, end)).slice(0, most);
  const typed = token.value.toLowerCase();
  const names = [...facetKeys.map((facet) => `${facet}:`), ...Object.entries(fixed).flatMap(offered)];
  const filters = names
    .filter(
      (name) =>
        typed.length > 0 &&
        name !== typed &&
        (name.startsWith(typed) || name.split(':')[1]?.startsWith(typed) === true),
    )
    .map((name) => insert('filter', name, name, null));
  return [...found.slice(0, most - Math.min(filters.length, 3)), ...filters].slice(0, most);
}

/** The first of those that are written the same, as two tags are that differ by a quotation mark. */
function once(suggestions: readonly Suggestion[]): Suggestion[] {
  const firsts = new Map<string, Suggestion>();
  for (const suggestion of suggestions)
    if (!firsts.has(suggestion.text)) firsts.set(suggestion.text, suggestion);
  return [...firsts.values()];
}

/** A key by itself and, where its values are few, with them: `is:favourite`. */
function offered([key, values]: [string, readonly string[]]): string[] {
  return [`${key}:`, ...(key === 'rating' ? [] : values.map((value) => `${key}:${value}`))];
}

function* valuesOf(
  facet: FacetKey,
  folded: string,
  { rows, catalog }: { readonly rows: Rows; readonly catalog: Catalog },
): IterableIterator<Value> {
  if (facet === 'tag') yield* rows.tags.shown();
  else if (facet === 'camera') yield* rows.cameras.shown();
  else if (facet === 'lens') yield* rows.lenses.shown();
  else if (facet === 'place') yield* rows.places.shown(folded);
  else yield* albumValues(rows, catalog);
}

/** Albums by their names, each name once: with the photos of all albums that are called so, and of those in them. */
function* albumValues(rows: Rows, catalog: Catalog): IterableIterator<Value> {
  const albums = catalog.objects('album');
  const tree = new AlbumTree(albums);
  const names = new Map(albums.map(([id]) => [id, new Set(tree.path(id))]));
  const photos = new Map(albums.map(([, { name }]) => [name, 0]));
  for (let row = 0; row < rows.count; row += 1) {
    const own = rows.values('album', row);
    if (own.length === 0 || (rows.flags(row) & (photoFlags.trashed | photoFlags.hidden)) !== 0) continue;
    const [only] = own;
    const all =
      own.length === 1 && only !== undefined
        ? names.get(only)
        : new Set(own.flatMap((id) => [...(names.get(id) ?? [])]));
    for (const name of all ?? []) photos.set(name, (photos.get(name) ?? 0) + 1);
  }
  for (const [value, count] of photos) yield { value, folded: fold(value), photos: count };
}
