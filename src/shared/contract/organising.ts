/**
 * @file The part of the contract (`contract.ts`) for searching and organising: what is found by a text, tags, and changes of photos' details,
 * each with the schema of what goes in and what comes out. Pure TypeScript.
 */
import * as v from 'valibot';
import { Binary, Count, Edited, Empty, Id, Text, Undoable } from './basics.ts';

/** Where a search looks. What is in the trash is only found there, and what is hidden only there, once it is revealed. */
export const SearchScope = v.variant('of', [
  v.strictObject({ of: v.picklist(['library', 'favourites', 'archive', 'trash', 'hidden']) }),
  v.strictObject({ of: v.literal('album'), album: Id }),
]);
export type SearchScope = v.InferOutput<typeof SearchScope>;

const Query = Text(1000);
/** A tag as it is written; the engine takes the spelling there is, whatever the case. */
const Tag = Text(200);
const Ids = v.array(Id);
/** Minutes east of Greenwich. */
const ZoneMinutes = v.pipe(v.number(), v.integer(), v.minValue(-1080), v.maxValue(1080));

/** How the dates of photos are changed. What the files say is kept (docs/format.md §5.4). */
export const DateChange = v.variant('kind', [
  /** By minutes; photos without a date are left alone. */
  v.strictObject({
    kind: v.literal('shift'),
    minutes: v.pipe(v.number(), v.integer(), v.minValue(-1e8), v.maxValue(1e8)),
  }),
  /** All to one: 'YYYY-MM-DDTHH:mm:ss', with an offset or without. */
  v.strictObject({
    kind: v.literal('set'),
    to: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d)?$/)),
  }),
  /** To the clock of another time zone: the moment stays where the photo has one, else only the zone is added. */
  v.strictObject({ kind: v.literal('zone'), minutes: ZoneMinutes }),
  /** The same, to the clock of a region ('Europe/Berlin'): in summer another one than in winter. */
  v.strictObject({
    kind: v.literal('region'),
    region: v.pipe(v.string(), v.regex(/^[A-Za-z][\w+/-]{0,63}$/)),
  }),
  /** Back to what the file says. */
  v.strictObject({ kind: v.literal('original') }),
]);
export type DateChange = v.InferOutput<typeof DateChange>;

/** How the places of photos are changed; `null` takes it away. */
export const PlaceChange = v.variant('kind', [
  v.strictObject({
    kind: v.literal('set'),
    latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
    longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  }),
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('original') }),
]);
export type PlaceChange = v.InferOutput<typeof PlaceChange>;

/** Answered by the engine. */
export const organisingMethods = {
  /** Photos that fit a text, written as docs/search.md says. Every text is one: what fits nothing is looked for as words. */
  'search.run': {
    input: v.strictObject({ query: Query, scope: SearchScope }),
    output: v.strictObject({
      ids: Binary, // 16 bytes a photo, in no order
      count: Count,
      /** How the text was understood, part by part: where it stands, in UTF-16 units. */
      parts: v.array(
        v.strictObject({
          start: Count,
          end: Count,
          negated: v.boolean(),
          kind: v.picklist(['words', 'facet', 'type', 'is', 'has', 'rating', 'date']),
        }),
      ),
      /** When nothing fits several parts: how many photos would without this one. */
      relaxed: v.array(v.strictObject({ start: Count, end: Count, photos: Count })),
    }),
    needs: 'unlocked',
  },
  /** What the word at the cursor may become: `text` in the place of `start` to `end`. At most eight. */
  'search.suggest': {
    input: v.strictObject({ query: Query, caret: Count }),
    output: v.array(
      v.strictObject({
        kind: v.picklist(['tag', 'album', 'camera', 'lens', 'place', 'filter']),
        start: Count,
        end: Count,
        text: v.string(),
        label: v.string(),
        photos: v.nullable(Count),
      }),
    ),
    needs: 'unlocked',
  },
  /** Searches that were kept, by name. */
  'search.saved': {
    input: Empty,
    output: v.array(v.strictObject({ id: Id, name: v.string(), query: v.string() })),
    needs: 'unlocked',
  },
  /** Keeps a search under a name; one of that name becomes it. */
  'search.save': {
    input: v.strictObject({ name: Text(500), query: Query }),
    output: v.strictObject({ id: Id, undo: v.nullable(Id) }),
    needs: 'unlocked',
  },
  'search.rename': {
    input: v.strictObject({ id: Id, name: Text(500) }),
    output: Undoable,
    needs: 'unlocked',
  },
  'search.forget': { input: v.strictObject({ id: Id }), output: Undoable, needs: 'unlocked' },

  /** Every tag, with the number of photos that have it and are not in the trash. */
  'tag.list': {
    input: Empty,
    output: v.array(v.strictObject({ name: v.string(), photos: Count })),
    needs: 'unlocked',
  },
  /** Tags of these photos, with how many of them have each. */
  'tag.of': {
    input: v.strictObject({ ids: Ids }),
    output: v.array(v.strictObject({ name: v.string(), photos: Count })),
    needs: 'unlocked',
  },
  /** In all photos; where there is a tag `to` already, the two become one. */
  'tag.rename': { input: v.strictObject({ tag: Tag, to: Tag }), output: Edited, needs: 'unlocked' },
  /** From all photos. */
  'tag.delete': { input: v.strictObject({ tag: Tag }), output: Edited, needs: 'unlocked' },

  // Details of photos: each one durable transaction for all of them.
  'edit.tags': {
    input: v.strictObject({ ids: Ids, add: v.array(Tag), remove: v.array(Tag) }),
    output: Edited,
    needs: 'unlocked',
  },
  /** 0 = none. */
  'edit.rating': {
    input: v.strictObject({ ids: Ids, rating: v.picklist([0, 1, 2, 3, 4, 5]) }),
    output: Edited,
    needs: 'unlocked',
  },
  /** Empty: none. */
  'edit.caption': {
    input: v.strictObject({ ids: Ids, caption: Text(10_000) }),
    output: Edited,
    needs: 'unlocked',
  },
  'edit.date': { input: v.strictObject({ ids: Ids, change: DateChange }), output: Edited, needs: 'unlocked' },
  /** What `edit.date` would make of these photos. */
  'edit.previewDate': {
    input: v.strictObject({ ids: v.pipe(Ids, v.maxLength(100)), change: DateChange }),
    output: v.array(
      v.strictObject({
        id: Id,
        name: v.string(),
        before: v.nullable(v.string()),
        after: v.nullable(v.string()),
      }),
    ),
    needs: 'unlocked',
  },
  'edit.place': {
    input: v.strictObject({ ids: Ids, change: PlaceChange }),
    output: Edited,
    needs: 'unlocked',
  },
  /** Turns photos by quarters, clockwise; their files stay as they are. Films are left alone. */
  'edit.turn': {
    input: v.strictObject({ ids: Ids, quarters: v.picklist([1, 2, 3]) }),
    output: Edited,
    needs: 'unlocked',
  },
  /** Out of the timeline, or into it again; albums, searches and favourites show archived photos. */
  'edit.archive': { input: v.strictObject({ ids: Ids, on: v.boolean() }), output: Edited, needs: 'unlocked' },
  /**
   * Takes one of the last changes back (whichever method named the undoing), in what nobody has changed there since. The answer's own `undo` does it
   * again. `not-found`: too long ago.
   */
  'edit.undo': {
    input: v.strictObject({ undo: Id }),
    output: Edited,
    needs: 'unlocked',
  },
} as const;
