/**
 * @file The part of the contract (`contract.ts`) for bringing photos in: what a folder holds, the import itself, its report. Pure TypeScript.
 */
import * as v from 'valibot';
import { Binary, Bytes, codes, Count, Empty, ErrorSchema, Id, Instant, Path, Text } from './basics.ts';
import { jobFields, jobStates } from './job-fields.ts';

export const ScanResult = v.strictObject({
  scan: Id,
  files: Count, // that import will look at
  bytes: Bytes,
  photos: Count, // by their content a known kind of picture
  alreadyHere: Count, // same content as a photo in the vault
  unsupported: Count, // pictures that will be kept without preview
  notPictures: Count, // will be reported as failed: not a picture, empty, unreadable
  sidecars: Count, // read with the pictures they belong to
  skipped: Count, // the sum of what is left
  /** Left out without being opened: one for a folder and all that is in it. */
  left: v.strictObject({ links: Count, hidden: Count, thumbnails: Count, system: Count }),
  needsBytes: Bytes, // estimate of what the vault will grow by
  freeBytes: Bytes,
});
export type ScanResult = v.InferOutput<typeof ScanResult>;

/** `attached`: read or kept with a photo, as a sidecar or the film of a Live Photo is. */
export const resultKinds = ['imported', 'duplicate', 'attached', 'skipped', 'failed'] as const;
export type ResultKind = (typeof resultKinds)[number];

export const ImportItem = v.strictObject({
  path: v.string(), // as shown to people: control characters and invalid UTF-8 replaced
  exactPath: v.exactOptional(v.string()), // where that is another text: for programs, never for a screen
  bytes: v.nullable(Bytes),
  result: v.picklist(resultKinds),
  reason: v.nullable(v.picklist(codes)), // also on an imported file that has a problem
  photo: v.nullable(Id),
  thumb: v.exactOptional(v.literal(true)), // the vault has a small picture of it to show
  partOf: v.exactOptional(v.string()), // of what is attached: the name of the file it belongs to
  again: v.exactOptional(v.literal(true)), // what became of a file that had failed before
  hidden: v.exactOptional(v.literal(true)), // of a hidden photo, which is not told: `path` is empty
});
export type ImportItem = v.InferOutput<typeof ImportItem>;

const Counts = v.strictObject({
  imported: Count,
  duplicate: Count,
  skipped: Count,
  failed: Count,
  attached: Count,
  bytes: Bytes,
});

export const ImportReport = v.strictObject({
  id: Id,
  started: Instant,
  finished: v.nullable(Instant),
  state: v.picklist([...jobStates, 'interrupted']), // interrupted: the engine ended while it ran
  sources: v.array(v.string()), // for display
  total: v.strictObject({ files: Count, bytes: Bytes }),
  counts: Counts,
  seconds: v.number(),
  error: v.nullable(ErrorSchema),
  resumable: v.boolean(),
  /** Where it stands, while it is resumable: the last file that has its result, for display. */
  stoppedAfter: v.nullable(v.string()),
  /** When its failures were last tried again. */
  retried: v.nullable(Instant),
  /** What was put into the vault while it was locked (dropbox.ts). */
  dropped: v.exactOptional(v.literal(true)),
  /** What somebody has sent: whether something of it is left, which `receive.reopen` goes on with. */
  received: v.exactOptional(v.strictObject({ left: v.boolean() })),
});
export type ImportReport = v.InferOutput<typeof ImportReport>;

/** An import that runs, or has ended. */
export const ImportJob = v.strictObject({
  kind: v.literal('import'),
  ...jobFields,
  import: Id,
  counts: Counts,
});

/** Answered by the engine. */
export const importMethods = {
  'import.scan': {
    input: v.strictObject({ sources: v.pipe(v.array(Path), v.minLength(1), v.maxLength(10_000)) }),
    output: ScanResult,
    progress: v.strictObject({ files: Count, bytes: Bytes, phase: v.picklist(['listing', 'comparing']) }),
    paths: ['sources'],
    needs: 'unlocked',
  },
  /** Starts at once, or queues behind the import that is running. */
  'import.start': {
    input: v.strictObject({ scan: Id, album: v.nullable(Text(500)) }),
    output: v.strictObject({ job: Id, import: Id }),
    needs: 'unlocked',
  },
  'import.resume': {
    input: v.strictObject({ import: Id }),
    output: v.strictObject({ job: Id, import: Id }),
    needs: 'unlocked',
  },
  /** Tries failures of a report again, exactly those: the one at a place in the list of failures that `import.items` gives, or all (null). */
  'import.retry': {
    input: v.strictObject({ import: Id, failure: v.nullable(Count) }),
    output: v.strictObject({ job: Id, import: Id }),
    needs: 'unlocked',
  },
  /** What an import has brought or found here: 16 bytes a photo, in no order. */
  'import.photos': {
    input: v.strictObject({ import: Id }),
    output: v.strictObject({ ids: Binary }),
    needs: 'unlocked',
  },
  'import.list': { input: Empty, output: v.array(ImportReport), needs: 'unlocked' },
  'import.items': {
    input: v.strictObject({
      import: Id,
      result: v.nullable(v.picklist(resultKinds)),
      offset: Count,
      limit: v.pipe(Count, v.maxValue(1000)),
    }),
    output: v.strictObject({ total: Count, items: v.array(ImportItem) }),
    needs: 'unlocked',
  },
} as const;
