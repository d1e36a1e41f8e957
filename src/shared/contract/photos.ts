/**
 * @file The part of the contract (`contract.ts`) for the photos of a vault: the library, what is known of a photo, trash and favourites. Pure TypeScript.
 */
import * as v from 'valibot';
import { Binary, Bytes, codes, Count, Edited, Empty, Id } from './basics.ts';
import { Provenance } from './sharing.ts';

/** Longest picture of a film. */
export const maxFrameBytes = 4 * 1024 * 1024;
const FilmEdge = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const Exposure = v.strictObject({
  seconds: v.nullable(v.number()),
  fNumber: v.nullable(v.number()),
  iso: v.nullable(v.number()),
  focalLengthMm: v.nullable(v.number()),
  focalLength35Mm: v.nullable(v.number()),
});

export const PhotoDetails = v.strictObject({
  id: Id,
  name: v.string(),
  bytes: Bytes,
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), // keyed BLAKE2b-256 of the content (docs/format.md §3.4)
  type: v.string(), // MIME type, found in the content
  width: v.nullable(Count), // pixels, after orientation
  height: v.nullable(Count),
  capturedAt: v.nullable(v.string()), // as in the file: 'YYYY-MM-DDTHH:mm:ss[.sss][±HH:MM]'
  modifiedAt: v.nullable(v.string()), // the source file's modification time, UTC
  importedAt: v.string(),
  received: v.nullable(Provenance), // out of a package somebody has sent
  camera: v.nullable(v.string()),
  lens: v.nullable(v.string()),
  exposure: v.nullable(Exposure),
  latitude: v.nullable(v.number()), // degrees, north and east positive
  longitude: v.nullable(v.number()),
  altitude: v.nullable(v.number()), // metres
  title: v.nullable(v.string()), // one line
  caption: v.nullable(v.string()), // may have several
  tags: v.array(v.string()),
  rating: v.nullable(v.number()), // 1–5 stars
  duration: v.nullable(v.number()), // of a film, seconds
  albums: v.array(v.strictObject({ id: Id, name: v.string() })),
  /** What the file says of what was changed here; null: nothing was. */
  original: v.nullable(
    v.strictObject({
      capturedAt: v.nullable(v.string()),
      latitude: v.nullable(v.number()),
      longitude: v.nullable(v.number()),
    }),
  ),
  archived: v.boolean(),
  trashed: v.nullable(v.string()), // since when
  favourite: v.boolean(),
  /** How the viewer shows it: the original itself, a stored preview, played as a film where the window can, or nothing but the file's facts. */
  view: v.picklist(['original', 'preview', 'film', 'none']),
  /** Degrees clockwise that somebody has turned it by; `width` and `height` are those of the file. */
  turn: v.picklist([0, 90, 180, 270]),
  /** The film of a Live Photo. */
  film: v.nullable(v.strictObject({ name: v.string(), bytes: Bytes, type: v.string() })),
  problem: v.nullable(v.picklist(codes)), // why there is no preview, or that the file is damaged
});
export type PhotoDetails = v.InferOutput<typeof PhotoDetails>;

/** Photos as parallel columns in one buffer, newest first (layout: `columns.ts`). */
export const Columns = Binary;

/** Answered by the engine. */
export const libraryMethods = {
  'library.index': {
    input: Empty,
    output: v.strictObject({ generation: Count, columns: Columns }),
    needs: 'unlocked',
  },
  'library.details': { input: v.strictObject({ id: Id }), output: PhotoDetails, needs: 'unlocked' },
  /** Reads the files of a photo that cannot be shown: fails with what is wrong with them, if anything is. */
  'library.check': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },
  'library.trash': { input: v.strictObject({ ids: v.array(Id) }), output: Edited, needs: 'unlocked' },
  'library.restore': { input: v.strictObject({ ids: v.array(Id) }), output: Edited, needs: 'unlocked' },
  /** Deletes trashed photos for ever: rows first, then blobs. */
  'library.remove': {
    input: v.strictObject({ ids: v.array(Id) }),
    output: v.strictObject({ removed: Count }),
    needs: 'unlocked',
  },
  'library.favourite': {
    input: v.strictObject({ ids: v.array(Id), on: v.boolean() }),
    output: Edited,
    needs: 'unlocked',
  },
  /**
   * A picture of a film that has none yet, drawn by the window: the decoders have no codecs. It is decoded and made anew before it is kept; width and
   * height of the film count where its file does not tell. `input-invalid`: no film, one that has its picture, or no such picture.
   */
  'library.putFrame': {
    input: v.strictObject({
      id: Id,
      picture: v.pipe(
        Binary,
        v.check((bytes) => bytes.byteLength <= maxFrameBytes),
      ),
      width: FilmEdge,
      height: FilmEdge,
    }),
    output: Empty,
    needs: 'unlocked',
  },
} as const;
