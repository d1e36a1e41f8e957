/**
 * @file What is written in the search field, taken apart: words, "phrases", `tag:sea`, `rating:3..5`, `has:place`, dates (`dates.ts`), each
 * also with `-` before it. Every text is a query: what fits nothing is looked for as words. Pure TypeScript; engine and page read alike.
 */
import { mostDateWords, parseDate, type DateTerm } from './dates.ts';
import { fold } from './fold.ts';
import { keyCalled, valueCalled } from './query-words.ts';

/** Facets whose values are looked for by `key:value`. */
export const facetKeys = ['tag', 'album', 'camera', 'lens', 'place'] as const;
export type FacetKey = (typeof facetKeys)[number];
export const typeNames = [
  'photo',
  'video',
  'raw',
  'animated',
  'live',
  'jpeg',
  'png',
  'gif',
  'webp',
  'heic',
  'avif',
  'tiff',
  'svg',
] as const;
export type TypeName = (typeof typeNames)[number];
export const stateNames = ['favourite', 'archived', 'lookalike', 'samesize'] as const;
export type StateName = (typeof stateNames)[number];
export const hadNames = ['date', 'place', 'caption', 'tags', 'album', 'rating'] as const;
export type HadName = (typeof hadNames)[number];

export type Term =
  /** Words that begin so, one after the other; `folded` as of `fold`. */
  | { readonly kind: 'words'; readonly text: string; readonly folded: string }
  /** `exact`: the whole value, not words in it. */
  | {
      readonly kind: 'facet';
      readonly facet: FacetKey;
      readonly text: string;
      readonly folded: string;
      readonly exact: boolean;
    }
  | { readonly kind: 'type'; readonly type: TypeName }
  | { readonly kind: 'is'; readonly state: StateName }
  | { readonly kind: 'has'; readonly what: HadName }
  /** Stars, 0 = none; both belong to it. */
  | { readonly kind: 'rating'; readonly from: number; readonly to: number }
  | { readonly kind: 'date'; readonly date: DateTerm };

/** A part of a query, and where it stands in the text. All parts have to fit. */
export interface QueryPart {
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
  readonly term: Term;
}

/** A piece of the text between spaces, or with quotes around. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
  /** Lower case; null: none, or not one that is known. */
  readonly key: string | null;
  /** What stands behind key and quotes. */
  readonly value: string;
  readonly quoted: boolean;
}

const keys = new Set<string>([...facetKeys, 'type', 'is', 'has', 'no', 'rating', 'date']);

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /(-?)(?:(\p{L}+):)?(?:"([^"]*)(?:"|$)|(\S*))/uy;
  for (;;) {
    const start = pattern.lastIndex + (/^\s*/u.exec(text.slice(pattern.lastIndex))?.[0].length ?? 0);
    pattern.lastIndex = start;
    const match = start < text.length ? pattern.exec(text) : null;
    if (match === null || match[0] === '') return tokens;
    const [whole, minus = '', written, quoted, plain = ''] = match;
    const key = written === undefined ? null : keyCalled(written);
    const known = key !== null && keys.has(key);
    tokens.push({
      start,
      end: start + whole.length,
      negated: minus !== '' && whole.length > 1,
      key: known ? key : null,
      value: known || key === null ? (quoted ?? plain) : `${key}:${quoted ?? plain}`,
      quoted: quoted !== undefined,
    });
  }
}

/** The parts of a query. `now`: the wall clock here (`wallClock`), for “yesterday”. */
export function parseQuery(text: string, now: number): QueryPart[] {
  const parts: QueryPart[] = [];
  const tokens = tokensOf(text);
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at];
    if (token === undefined) break;
    const { start, negated } = token;
    const dated = datedFrom(tokens, at, now);
    if (dated !== null) {
      const end = tokens[at + dated.length - 1]?.end ?? token.end;
      parts.push({ start, end, negated, term: { kind: 'date', date: dated.date } });
      at += dated.length;
      continue;
    }
    at += 1;
    const term = termOf(token, now);
    if (term === null) continue;
    const turned = token.key === 'no' && term.kind === 'has';
    const end = start + text.slice(start, token.end).trimEnd().length; // an open quote goes on to the end of the text
    parts.push({ start, end, negated: negated !== turned, term });
  }
  return parts;
}

/** The text without one of its parts. */
export function without(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  return `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`.trim();
}

/** `tag:"red sea"`, as it is written into the field. */
export function written(key: FacetKey, value: string): string {
  return `${key}:"${value.replaceAll('"', ' ')}"`;
}

/** A date that begins with this token, in as many words as make one. */
function datedFrom(
  tokens: readonly Token[],
  at: number,
  now: number,
): { date: DateTerm; length: number } | null {
  for (let length = Math.min(mostDateWords, tokens.length - at); length > 0; length -= 1) {
    const words = tokens.slice(at, at + length);
    const fits = words.every(
      ({ key, quoted, negated }, index) =>
        !quoted && (index === 0 ? key === null || key === 'date' : key === null && !negated),
    );
    if (!fits) continue;
    const date = parseDate(words.map(({ value }) => value.toLowerCase()).join(' '), now);
    if (date !== null) return { date, length };
  }
  return null;
}

/** null: nothing to look for yet, as in “tag:”. */
function termOf({ key, value, quoted }: Token, now: number): Term | null {
  const word = valueCalled(value);
  if (key !== null && value === '' && !quoted) return null;
  if (key !== null && isOne(facetKeys, key)) {
    const folded = fold(value);
    return folded === '' ? null : { kind: 'facet', facet: key, text: value, folded, exact: quoted };
  }
  if ((key === 'type' || key === 'is') && isOne(typeNames, word)) return { kind: 'type', type: word };
  if (key === 'is' && isOne(stateNames, word)) return { kind: 'is', state: word };
  if ((key === 'has' || key === 'no') && isOne(hadNames, word)) return { kind: 'has', what: word };
  const rating = key === 'rating' ? ratingOf(value) : null;
  if (rating !== null) return rating;
  const date = key === 'date' ? parseDate(value.toLowerCase().replace(/\s+/gu, ' ').trim(), now) : null;
  if (date !== null) return { kind: 'date', date };
  const text = key === null ? value : `${key} ${value}`;
  const folded = fold(text);
  return folded === '' ? null : { kind: 'words', text, folded };
}

/** “4”, “3..5”, “3..”, “..2”, “4+”. */
function ratingOf(value: string): Term | null {
  const match = /^(?:([0-5])(\+)?|([0-5])?\.\.([0-5])?)$/.exec(value);
  if (match === null || value === '..') return null;
  const [, only, more, low, high] = match;
  const from = Number(only ?? low ?? 0);
  const to = only === undefined ? Number(high ?? 5) : more === undefined ? from : 5;
  return from <= to ? { kind: 'rating', from, to } : null;
}

function isOne<const T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name); // wider, so that any text can be looked for
}
