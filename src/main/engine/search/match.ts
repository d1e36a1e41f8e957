/** @file Makes of a query's parts a question that one row after the other is asked. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import type { SearchScope } from '../../../shared/contract/organising.ts';
import {
  facetKeys,
  type HadName,
  type QueryPart,
  type Term,
  type TypeName,
} from '../../../shared/search/query.ts';
import { fold } from '../../../shared/search/fold.ts';
import { AlbumTree, type Catalog } from '../catalog/index.ts';
import { marks, type Rows, type ValueKind } from './rows.ts';

/** Asked with the number of a row. */
export type Test = (row: number) => boolean;

interface Searched {
  readonly rows: Rows;
  readonly catalog: Catalog;
  /** Rows of photos that look like another one, where the question asks for them. */
  readonly alike: ReadonlySet<number>;
}

/** What tells fewer things apart costs less: asked first. */
const order: readonly Term['kind'][] = ['is', 'has', 'rating', 'date', 'type', 'facet', 'words'];

/** A row that fits all parts. */
export function testOf(searched: Searched, parts: readonly QueryPart[]): Test {
  const tests = parts
    .toSorted((a, b) => order.indexOf(a.term.kind) - order.indexOf(b.term.kind))
    .map(({ term, negated }): Test => {
      const test = termTest(searched, term);
      return negated ? (row) => !test(row) : test;
    });
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (row) => tests.every((test) => test(row));
}

/** A row that stands in what is searched. */
export function scopeTest(rows: Rows, catalog: Catalog, scope: SearchScope): Test {
  const { trashed, favourite, archived, hidden } = photoFlags;
  const flagged =
    (mask: number, want: number): Test =>
    (row) =>
      (rows.flags(row) & mask) === want;
  switch (scope.of) {
    case 'library':
      return flagged(trashed | hidden, 0);
    case 'favourites':
      return flagged(trashed | hidden | favourite, favourite);
    case 'archive':
      return flagged(trashed | hidden | archived, archived);
    case 'trash':
      return flagged(trashed | hidden, trashed);
    case 'hidden':
      return flagged(hidden, hidden);
    case 'album': {
      const within = new AlbumTree(catalog.objects('album')).within(scope.album);
      const of = rows.having('album', (album) => within.has(album));
      return (row) => (rows.flags(row) & (trashed | hidden)) === 0 && of(row);
    }
  }
}

function termTest({ rows, catalog, alike }: Searched, term: Term): Test {
  switch (term.kind) {
    case 'words':
      return wordsTest(rows, catalog, term.folded);
    case 'facet':
      return facetTest(rows, catalog, term) ?? (() => false);
    case 'type':
      return typeTest(rows, term.type);
    case 'is': {
      if (term.state === 'lookalike') return (row) => alike.has(row);
      if (term.state === 'samesize') return sameSizeTest(rows);
      const mask = photoFlags[term.state];
      return (row) => (rows.flags(row) & mask) !== 0;
    }
    case 'has':
      return had[term.what](rows);
    case 'rating': {
      const { from, to } = term;
      return (row) => rows.rating(row) >= from && rows.rating(row) <= to;
    }
    case 'date': {
      const { date } = term;
      if (date.kind === 'span') return (row) => rows.time(row) >= date.from && rows.time(row) < date.to;
      return (row) => {
        const at = new Date(rows.time(row));
        return at.getUTCMonth() + 1 === date.month && (date.day === null || at.getUTCDate() === date.day);
      };
    }
  }
}

/** null: there is no such value at all. */
function facetTest(
  rows: Rows,
  catalog: Catalog,
  { facet, folded, exact }: Omit<Extract<Term, { kind: 'facet' }>, 'kind' | 'text'>,
): Test | null {
  const having = (kind: ValueKind, values: ReadonlySet<string>): Test | null =>
    values.size === 0 ? null : rows.having(kind, (value) => values.has(value));
  switch (facet) {
    case 'tag':
      return having('tag', rows.tags.matching(folded, exact));
    case 'album':
      return having('album', albumsNamed(catalog, folded, exact));
    case 'place': {
      const towns = rows.places.matching(folded, exact);
      return towns.size === 0 ? null : (row) => towns.has(rows.town(row));
    }
    case 'camera':
      return having('camera', rows.cameras.matching(folded, exact));
    case 'lens':
      return having('lens', rows.lenses.matching(folded, exact));
  }
}

/** In the photo's own words, or in one of its tags, its albums, its camera, its lens or its place. */
function wordsTest(rows: Rows, catalog: Catalog, folded: string): Test {
  const facets = facetKeys.flatMap(
    (facet) => facetTest(rows, catalog, { facet, folded, exact: false }) ?? [],
  );
  const inWords: Test = (row) => rows.words[row]?.includes(folded) === true;
  if (facets.length === 0) return inWords;
  const [only, another] = facets;
  if (only !== undefined && another === undefined) return (row) => inWords(row) || only(row);
  return (row) => inWords(row) || facets.some((test) => test(row));
}

/** Another photo, neither in the trash nor hidden, has exactly as many bytes. */
function sameSizeTest(rows: Rows): Test {
  const sizes = new Map<number, number>();
  for (let row = 0; row < rows.count; row += 1)
    if ((rows.flags(row) & (photoFlags.trashed | photoFlags.hidden)) === 0)
      sizes.set(rows.bytes(row), (sizes.get(rows.bytes(row)) ?? 0) + 1);
  return (row) => (sizes.get(rows.bytes(row)) ?? 0) > 1;
}

/** With the albums that lie in them. */
function albumsNamed(catalog: Catalog, folded: string, exact: boolean): ReadonlySet<Id> {
  const albums = catalog.objects('album');
  const named = albums.filter(([, { name }]) => {
    const own = fold(name);
    return exact ? own === folded : own.includes(folded);
  });
  if (named.length === 0) return new Set();
  const tree = new AlbumTree(albums);
  return new Set(named.flatMap(([id]) => [...tree.within(id)]));
}

const had: Readonly<Record<HadName, (rows: Rows) => Test>> = {
  date: (rows) => (row) => (rows.flags(row) & photoFlags.dated) !== 0,
  place: (rows) => (row) => (rows.flags(row) & photoFlags.placed) !== 0,
  caption: (rows) => (row) => (rows.marks(row) & marks.caption) !== 0,
  tags: (rows) => rows.having('tag', () => true),
  album: (rows) => rows.having('album', () => true),
  rating: (rows) => (row) => rows.rating(row) > 0,
};

const subtypes: Readonly<Partial<Record<TypeName, readonly string[]>>> = {
  jpeg: ['image/jpeg'],
  png: ['image/png', 'image/apng'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  heic: ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'],
  avif: ['image/avif'],
  tiff: ['image/tiff'],
  svg: ['image/svg+xml'],
};

function typeTest(rows: Rows, type: TypeName): Test {
  const mimes = subtypes[type];
  if (mimes !== undefined) return rows.having('mime', (mime) => mimes.includes(mime));
  if (type === 'photo') return rows.having('mime', (mime) => mime.startsWith('image/'));
  if (type === 'live') return (row) => (rows.marks(row) & marks.partOfLive) !== 0;
  const mask = photoFlags[type as 'video' | 'raw' | 'animated']; // the others have been dealt with
  return (row) => (rows.flags(row) & mask) !== 0;
}
