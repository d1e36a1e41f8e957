/**
 * @file The part of the contract (`contract.ts`) for taking photos out: which, into what, and what became of each. Pure TypeScript.
 */
import * as v from 'valibot';
import { Bytes, Count, Empty, ErrorSchema, Id, Path } from './basics.ts';
import { jobFields } from './job-fields.ts';

/** Which photos an export takes. Trashed photos only when named by id. */
export const Selection = v.variant('of', [
  v.strictObject({ of: v.literal('all') }),
  /** Hidden photos too, which must be revealed. */
  v.strictObject({ of: v.literal('all-and-hidden') }),
  v.strictObject({ of: v.literal('ids'), ids: v.array(Id) }),
  v.strictObject({ of: v.literal('album'), album: Id }),
]);
export type Selection = v.InferOutput<typeof Selection>;

/** What an export writes, and how. All that is left out: originals, byte for byte, into one folder, nothing beside them. */
export const ExportOptions = v.strictObject({
  format: v.exactOptional(v.picklist(['original', 'jpeg', 'webp', 'png'])),
  /** Of originals without touching a pixel; of converted pictures by not writing it. */
  without: v.exactOptional(v.picklist(['nothing', 'place', 'metadata'])),
  /** Originals it cannot be taken out of that way: left out with the reason, or converted to JPEG. */
  otherwise: v.exactOptional(v.picklist(['refuse', 'jpeg'])),
  /** Of converted pictures, in pixels; never enlarged. null = as they are. */
  maxEdge: v.exactOptional(v.nullable(v.pipe(Count, v.minValue(16), v.maxValue(65_535)))),
  /** Of JPEG and WebP. */
  quality: v.exactOptional(v.pipe(Count, v.minValue(1), v.maxValue(100))),
  layout: v.exactOptional(v.picklist(['flat', 'date', 'albums'])),
  /** XMP files (docs/sidecars.md). Not without metadata. */
  sidecars: v.exactOptional(v.boolean()),
  /** A list for `sha256sum -c`. */
  checksums: v.exactOptional(v.boolean()),
  /** Dates of the files: of the imported files, of the capture, or of now. Left out: `modified`, and `now` without metadata. */
  times: v.exactOptional(v.picklist(['modified', 'captured', 'now'])),
});
export type ExportOptions = v.InferOutput<typeof ExportOptions>;

/** One file of an export: a photo in two albums is two where a folder was asked for each album. */
export const ExportItem = v.strictObject({
  photo: Id,
  name: v.string(),
  path: v.nullable(v.string()), // relative to the destination
  result: v.picklist(['written', 'already', 'failed']), // already: an earlier export has written the same there
  content: v.nullable(v.picklist(['exact', 'cleaned', 'converted'])), // null when it failed
  digest: v.nullable(v.string()), // of the file as it was read back; of an exact one equal to the photo's
  error: v.nullable(ErrorSchema),
});
export type ExportItem = v.InferOutput<typeof ExportItem>;

/** An export that runs, or has ended. */
export const ExportJob = v.strictObject({
  kind: v.literal('export'),
  ...jobFields,
  destination: v.string(), // for display
  written: Count, // every one of them read back and compared
  already: Count, // were there from an earlier export, and are the same
  failures: v.pipe(v.array(ExportItem), v.maxLength(1000)), // the first 1000
  failed: Count,
});

/** Answered by the engine. */
export const exportMethods = {
  'export.check': {
    input: v.strictObject({
      destination: Path,
      selection: Selection,
      options: v.exactOptional(ExportOptions),
    }),
    output: v.strictObject({
      path: v.string(),
      photos: Count,
      files: Count, // copies to write, sidecars not counted
      bytes: Bytes, // that the destination will grow by
      estimated: v.boolean(), // converted pictures are only known when they are made
      already: Count, // copies that seem to be there from an earlier export
      uncleanable: Count, // photos whose metadata cannot be taken out without touching a pixel
      unconvertible: Count, // photos that cannot be converted as asked
      freeBytes: Bytes,
      writable: v.boolean(),
    }),
    paths: ['destination'],
    needs: 'unlocked',
  },
  /** An export into a folder that an earlier one was cut off in, or was made in, writes what is not there yet. */
  'export.start': {
    input: v.strictObject({
      destination: Path,
      selection: Selection,
      options: v.exactOptional(ExportOptions),
    }),
    output: v.strictObject({ job: Id }),
    paths: ['destination'],
    needs: 'unlocked',
  },
  'export.items': {
    input: v.strictObject({ job: Id, offset: Count, limit: v.pipe(Count, v.maxValue(1000)) }),
    output: v.strictObject({ total: Count, items: v.array(ExportItem) }),
    needs: 'unlocked',
  },
  /** The page has let go of this original outside the window: a copy that anyone can read may lie there now. */
  'export.dragged': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },
} as const;
