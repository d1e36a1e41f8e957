/**
 * @file The part of the contract (`contract.ts`) for albums, which may lie in one another, each method with the schema of what goes in and what comes
 * out. Pure TypeScript.
 */
import * as v from 'valibot';
import { Binary, Count, Empty, Id, Undoable } from './basics.ts';

const Name = v.pipe(v.string(), v.maxLength(500));

/** As many albums may lie in one another, the outermost counted. */
export const mostAlbumLevels = 8;

export const albumSorts = ['newest', 'oldest', 'name', 'own'] as const;
/** In which order an album's photos are shown: by date from either end, by the names of their files, or as somebody has put them. */
export type AlbumSort = (typeof albumSorts)[number];

/**
 * Answered by the engine. A photo that is in an album is also in those that the album lies in. Errors of what puts an album somewhere: `name-taken`
 * (by another album there), `album-unfit` (it would lie in itself, or too deep).
 */
export const albumMethods = {
  'album.list': {
    input: Empty,
    output: v.array(
      v.strictObject({
        id: Id,
        name: v.string(),
        /** The album it lies in; null: in none. */
        parent: v.nullable(Id),
        sort: v.picklist(albumSorts),
        /** Those of the albums in it included, each once. */
        photos: Count,
        /** The photo that stands for it: the one chosen, else the newest; null: there is none with a thumbnail. */
        cover: v.nullable(Id),
        /** Whether somebody has chosen it. */
        chosen: v.boolean(),
      }),
    ),
    needs: 'unlocked',
  },
  /** An album of this name that is there already is the one. */
  'album.create': {
    input: v.strictObject({ name: Name, parent: v.exactOptional(v.nullable(Id)) }),
    output: v.strictObject({ id: Id, undo: v.nullable(Id) }),
    needs: 'unlocked',
  },
  /** Everything in the album and in those in it, what is in the trash included: 16 bytes a photo, in the order of the album where that is not by date. */
  'album.photos': {
    input: v.strictObject({ album: Id }),
    output: v.strictObject({ ids: Binary, sort: v.picklist(albumSorts) }),
    needs: 'unlocked',
  },
  /** Answers those that were not in it before. */
  'album.add': {
    input: v.strictObject({ album: Id, ids: v.array(Id) }),
    output: v.strictObject({ added: v.array(Id), undo: v.nullable(Id) }),
    needs: 'unlocked',
  },
  /** Takes photos out of the album and of those in it; they stay in the vault. Answers those that were in it. */
  'album.remove': {
    input: v.strictObject({ album: Id, ids: v.array(Id) }),
    output: v.strictObject({ removed: v.array(Id), undo: v.nullable(Id) }),
    needs: 'unlocked',
  },
  'album.rename': { input: v.strictObject({ album: Id, name: Name }), output: Undoable, needs: 'unlocked' },
  /** Into another album, with all that lies in it; null: out of all. */
  'album.move': {
    input: v.strictObject({ album: Id, parent: v.nullable(Id) }),
    output: Undoable,
    needs: 'unlocked',
  },
  'album.sort': {
    input: v.strictObject({ album: Id, sort: v.picklist(albumSorts) }),
    output: Undoable,
    needs: 'unlocked',
  },
  /** Puts photos of the album, as they follow one another, before another one of it; null: to its end. Its own order is shown from then on. */
  'album.arrange': {
    input: v.strictObject({ album: Id, ids: v.pipe(v.array(Id), v.minLength(1)), before: v.nullable(Id) }),
    output: Undoable,
    needs: 'unlocked',
  },
  /** Which of its photos stands for the album; null: the newest. */
  'album.cover': {
    input: v.strictObject({ album: Id, photo: v.nullable(Id) }),
    output: Undoable,
    needs: 'unlocked',
  },
  /** Makes two albums one: photos and albums of the first are the other's from then on. */
  'album.merge': {
    input: v.strictObject({ album: Id, into: Id }),
    output: Undoable,
    needs: 'unlocked',
  },
  /** Deletes the album, and none of its photos. Albums in it move to where it was. */
  'album.delete': { input: v.strictObject({ album: Id }), output: Undoable, needs: 'unlocked' },
} as const;
