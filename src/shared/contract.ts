/**
 * @file The one list of what processes may ask of each other, with a schema for what goes in and what comes out.
 * The renderer, the shell (Electron's main process), the engine and the command line take their types from here. Pure TypeScript.
 *
 * A field named in a method's `paths` holds an absolute path where the engine sees it. The renderer never sees or sends paths that it
 * could choose: there the same field holds a *place*, an opaque id given out by a native dialog, a drop or the list of recent vaults,
 * and the shell puts the path in its stead.
 */
import * as v from 'valibot';
import { commandNames } from './commands.ts';
import { albumMethods } from './albums.ts';
import { discoveringMethods } from './discovering.ts';
import { storingMethods } from './storing.ts';
import { viewingMethods } from './viewing.ts';
import { dropboxMethods } from './dropbox.ts';
import { errorCodes, type ErrorCode, type ErrorValue } from './errors.ts';
import { languages } from './languages.ts';
import { insightMethods } from './insight.ts';
import { LogItem } from './log.ts';
import { hidingMethods } from './hiding.ts';
import { organisingMethods } from './organising.ts';
import { Provenance, sharingMethods } from './sharing.ts';
import { Sealed } from './sealing.ts';
import { KitWords, Passphrase, Secret, secretsIn, SecretText, type Where } from './secrets.ts';
import { sharesMethods } from './shares.ts';

/** 16 random bytes as 32 lowercase hex digits: the id of a photo, album, import, blob or vault. */
export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export type Id = v.InferOutput<typeof Id>;

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Bytes = Count;
/** Longest picture of a film. */
export const maxFrameBytes = 4 * 1024 * 1024;
const FilmEdge = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));
/** Absolute path (engine) or place (renderer). */
const Path = v.pipe(v.string(), v.minLength(1), v.maxLength(32_768));
const Binary = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Instant = v.pipe(v.string(), v.isoTimestamp());
const Empty = v.strictObject({});
const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]; // Object.keys forgets the literal types
export const ErrorSchema: v.GenericSchema<ErrorValue> = v.strictObject({
  code: v.picklist(codes),
  params: v.record(v.string(), v.union([v.string(), v.number()])),
});

// ---------------------------------------------------------------- what is spoken about

export const VaultInfo = v.strictObject({
  vaultId: Id,
  name: Text(255),
  path: Text(32_768), // for display
  created: Instant,
  generation: Count,
  photos: Count, // not in the trash
  trashed: Count,
  bytes: Bytes, // of the originals
  /** When a full verify last ended, and how many problems it found; null = never. */
  verified: v.nullable(v.strictObject({ at: Instant, problems: Count })),
  /** An import that was interrupted and can be resumed. */
  unfinishedImport: v.nullable(Id),
  /** What is wrong with the catalogue, so that nothing can be changed until it is repaired; null = nothing. */
  damage: v.nullable(ErrorSchema),
});
export type VaultInfo = v.InferOutput<typeof VaultInfo>;

/** One way into a vault: what the header tells of it to anyone who has the vault's folder. */
export const SlotInfo = v.strictObject({
  id: Id,
  kind: v.picklist(['passphrase', 'passphrase+keyfile', 'recovery']),
  label: v.string(),
  created: Instant,
});
export type SlotInfo = v.InferOutput<typeof SlotInfo>;

/** A name for a way in. It stands in the header in the clear. */
const SlotLabel = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(100),
  v.regex(/^\P{Cc}+$/u),
  v.check((text) => text.trim() !== ''),
);
/** Every change of the slots needs a secret that opens the vault now. */
const proof = { secret: Secret, keyFile: v.optional(Path) };

export const RecoveryKit = v.strictObject({ vaultId: Id, words: KitWords });
export type RecoveryKit = v.InferOutput<typeof RecoveryKit>;

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
const Columns = Binary;

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
  partOf: v.exactOptional(v.string()), // of what is attached: the name of the file it belongs to
  again: v.exactOptional(v.literal(true)), // what became of a file that had failed before
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
const jobStates = ['running', 'pausing', 'paused', 'done', 'cancelled', 'stopped'] as const;
/** running → pausing → paused → running …; ends once, in done, cancelled or stopped (by `error`). */
const JobState = v.picklist(jobStates);

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
});
export type ImportReport = v.InferOutput<typeof ImportReport>;

const jobFields = {
  id: Id,
  state: JobState,
  filesTotal: Count,
  filesDone: Count,
  bytesTotal: Bytes,
  bytesDone: Bytes,
  filesPerSecond: v.number(), // over the last seconds
  bytesPerSecond: v.number(),
  secondsLeft: v.nullable(v.number()), // null while nothing honest can be said
  seconds: v.number(), // working time so far
  error: v.nullable(ErrorSchema),
};

export const Problem = v.strictObject({
  kind: v.picklist(codes),
  id: v.nullable(Id), // the photo
  file: v.nullable(v.string()), // inside the vault's folder
  name: v.nullable(v.string()), // the photo's name, where known
  detail: v.string(),
});
export type Problem = v.InferOutput<typeof Problem>;

/** One file of an export: a photo in two albums is two where a folder was asked for each album. */
const ExportItem = v.strictObject({
  photo: Id,
  name: v.string(),
  path: v.nullable(v.string()), // relative to the destination
  result: v.picklist(['written', 'already', 'failed']), // already: an earlier export has written the same there
  content: v.nullable(v.picklist(['exact', 'cleaned', 'converted'])), // null when it failed
  digest: v.nullable(v.string()), // of the file as it was read back; of an exact one equal to the photo's
  error: v.nullable(ErrorSchema),
});
export type ExportItem = v.InferOutput<typeof ExportItem>;

/** What is encrypted anew under the newest keys: the catalogue alone, or every photo as well. */
const ResealScope = v.picklist(['catalogue', 'everything']);

export const Job = v.variant('kind', [
  v.strictObject({ kind: v.literal('import'), ...jobFields, import: Id, counts: Counts }),
  v.strictObject({
    kind: v.literal('export'),
    ...jobFields,
    destination: v.string(), // for display
    written: Count, // every one of them read back and compared
    already: Count, // were there from an earlier export, and are the same
    failures: v.pipe(v.array(ExportItem), v.maxLength(1000)), // the first 1000
    failed: Count,
  }),
  v.strictObject({
    kind: v.literal('send'),
    ...jobFields,
    file: v.string(), // of the package, for display
    people: v.array(v.string()), // whom it is for; nobody: whoever knows its passphrase
    written: Count,
    failures: v.pipe(v.array(ExportItem), v.maxLength(1000)), // the first 1000
    failed: Count,
  }),
  v.strictObject({
    kind: v.literal('verify'),
    ...jobFields,
    quick: v.boolean(),
    problems: v.pipe(v.array(Problem), v.maxLength(1000)), // the first 1000
    problemCount: Count,
  }),
  v.strictObject({
    kind: v.literal('repair'),
    ...jobFields,
    dryRun: v.boolean(), // told only, nothing changed
    catalogue: v.picklist(['good', 'older', 'damaged', 'missing']), // as it was found; older: whole, but not the newest
    restored: Count, // photos put back into a rebuilt catalogue as they were
    adopted: Count, // photos found only by their files: without albums and marks
    thumbnails: Count, // small pictures made again
    missing: Count, // photos whose file is not there
    damaged: Count, // files that are damaged or cannot be read
    moved: v.pipe(v.array(v.string()), v.maxLength(1000)), // files set aside, as they are named now; the first 1000
    problems: v.pipe(v.array(Problem), v.maxLength(1000)), // what is missing or damaged, the first 1000
  }),
  v.strictObject({
    kind: v.literal('reencrypt'), // after a change of the keys
    ...jobFields, // files: photos whose files are encrypted anew, none where it is about the catalogue
    scope: ResealScope,
    already: Count, // photos that needed nothing when it began
    problems: v.pipe(v.array(Problem), v.maxLength(1000)), // photos whose files were left as they are, the first 1000
    problemCount: Count,
  }),
]);
export type Job = v.InferOutput<typeof Job>;

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

// ---------------------------------------------------------------- methods

interface MethodShape {
  readonly input: v.GenericSchema;
  readonly output: v.GenericSchema;
  /** Present when the call reports progress while it runs (at most 10 a second, the last one always). */
  readonly progress?: v.GenericSchema;
  /** Input fields that hold a path, or a list of them; what may be left out may be left out here too. */
  readonly paths?: readonly string[];
  /** Answers the shell or the command line, never a page: a path would go in or out. */
  readonly notForPage?: true;
  /** Whether the vault must be unlocked. */
  readonly needs: 'nothing' | 'unlocked';
}
const methods = <const T extends Record<string, MethodShape>>(map: T): T => map;

/** Answered by the engine. */
export const engineMethods = methods({
  /** A key for secrets of the next call that has any, and of its answer: good once (`sealing.ts`). */
  'secret.key': { input: Empty, output: v.strictObject({ key: Sealed.entries.to }), needs: 'nothing' },
  'vault.inspectFolder': {
    // where a vault is about to be made
    input: v.strictObject({ folder: Path, name: Text(255) }),
    output: v.strictObject({
      path: v.string(), // the vault's folder, for display
      exists: v.boolean(),
      writable: v.boolean(),
      freeBytes: Bytes,
      warnings: v.array(v.picklist(['synchronised', 'temporary', 'network', 'removable'])),
    }),
    paths: ['folder'],
    needs: 'nothing',
  },
  'vault.suggestPassphrase': {
    input: Empty,
    output: v.strictObject({ passphrase: SecretText }),
    needs: 'nothing',
  },
  /** Creates and unlocks. The passphrase slot and the recovery slot are on disk before this answers. */
  'vault.create': {
    input: v.strictObject({ folder: Path, name: Text(255), passphrase: Passphrase }),
    output: v.strictObject({ vault: VaultInfo, kit: RecoveryKit }),
    paths: ['folder'],
    needs: 'nothing',
  },
  /** What can be told of a vault without unlocking it. */
  'vault.inspect': {
    input: v.strictObject({ vault: Path }),
    output: v.strictObject({
      vaultId: Id,
      name: v.string(),
      path: v.string(),
      created: Instant,
      slots: v.array(SlotInfo),
      notices: v.array(ErrorSchema),
    }),
    paths: ['vault'],
    needs: 'nothing',
  },
  'vault.unlock': {
    input: v.strictObject({
      vault: Path,
      secret: Secret,
      keyFile: v.optional(Path),
    }),
    output: v.strictObject({ vault: VaultInfo, notices: v.array(ErrorSchema) }),
    paths: ['vault', 'keyFile'],
    needs: 'nothing',
  },
  /** Stops work at a safe point, checkpoints, releases the lock, forgets the keys. The shell then ends the process. */
  'vault.close': { input: Empty, output: Empty, needs: 'nothing' },
  'vault.info': { input: Empty, output: VaultInfo, needs: 'unlocked' },
  /**
   * Takes an older vault, or one that went another way, as it is: it was restored on purpose. From then on it is the newest, and can be
   * changed. What was noticed is in `VaultInfo.damage` before (`isAcceptable` in errors.ts) and null afterwards.
   */
  'vault.acceptRestored': {
    input: v.strictObject(proof),
    output: VaultInfo,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** `current` is a passphrase of this vault, with its key file if it has one; after unlocking by recovery words it may be null. */
  'vault.changePassphrase': {
    input: v.strictObject({
      current: v.nullable(Passphrase),
      next: Passphrase,
      keyFile: v.optional(Path),
    }),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },

  /** The ways into the open vault, one to eight of them. */
  'slot.list': { input: Empty, output: v.array(SlotInfo), needs: 'unlocked' },
  /** A passphrase, with a key file if `newKeyFile` names one. */
  'slot.add': {
    input: v.strictObject({
      ...proof,
      label: SlotLabel,
      passphrase: Passphrase,
      newKeyFile: v.optional(Path),
    }),
    output: v.strictObject({ slot: Id }),
    paths: ['keyFile', 'newKeyFile'],
    needs: 'unlocked',
  },
  'slot.rename': {
    input: v.strictObject({ ...proof, slot: Id, label: SlotLabel }),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** Never the last one, and `secret` must be another's: nobody locks themselves out. */
  'slot.remove': {
    input: v.strictObject({ ...proof, slot: Id }),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** The words of a new recovery kit, which open nothing until `slot.reissueKit`. */
  'slot.draftKit': {
    input: v.strictObject(proof),
    output: RecoveryKit,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** The drafted kit takes the place of every earlier one. `not-found` without a draft. */
  'slot.reissueKit': { input: Empty, output: v.strictObject({ slot: Id }), needs: 'unlocked' },
  /** Forgets the draft; the kit there was goes on working. */
  'slot.dropKit': { input: Empty, output: Empty, needs: 'unlocked' },
  /** Makes a key file of 64 random bytes where nothing is yet. */
  'slot.createKeyFile': {
    input: v.strictObject({ file: Path }),
    output: Empty,
    paths: ['file'],
    needs: 'unlocked',
  },

  /** How old the keys are, and what is still encrypted under older ones. Counts files the first time it is asked: seconds in a large vault. */
  'keys.info': {
    input: Empty,
    output: v.strictObject({
      epoch: v.pipe(Count, v.minValue(1)), // 1 in a new vault, one more with every change of the keys
      created: v.nullable(Instant), // when these keys were made, where that is known
      photos: Count, // the trash included
      older: v.strictObject({
        photos: Count, // with files under older keys
        blobs: Count,
        bytes: Bytes, // of content
        rows: Count, // of the catalogue
        rowBytes: Bytes,
      }),
      /** What was begun and is not done; `job`: running now. */
      resealing: v.nullable(v.strictObject({ scope: ResealScope, job: v.nullable(Id) })),
    }),
    needs: 'unlocked',
  },
  /**
   * Makes new keys and the words of a new recovery kit, good for nothing before `keys.rotate`. `secret`: a passphrase, whose way in is kept;
   * `dropped`: the ways in that will open nothing any more. `slot-proof` for recovery words.
   */
  'keys.draftRotation': {
    input: v.strictObject(proof),
    output: v.strictObject({ kit: RecoveryKit, kept: SlotInfo, dropped: v.array(SlotInfo) }),
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /**
   * The drafted keys become the vault's, and the job that seals the catalogue (and, if so asked, everything) anew begins. `job` is null where the
   * disk would not confirm the change: then it begins when the vault is next opened. `not-found` without a draft; the old keys count if it fails.
   */
  'keys.rotate': {
    input: v.strictObject({ scope: ResealScope }),
    output: v.strictObject({ epoch: Count, job: v.nullable(Id) }),
    needs: 'unlocked',
  },
  /** Forgets the draft. */
  'keys.dropRotation': { input: Empty, output: Empty, needs: 'unlocked' },
  /** Encrypts anew what is under older keys; answers the job that does so already, if there is one. */
  'keys.reencrypt': {
    input: v.strictObject({ scope: ResealScope }),
    output: v.strictObject({ job: Id }),
    needs: 'unlocked',
  },

  'library.index': {
    input: Empty,
    output: v.strictObject({ generation: Count, columns: Columns }),
    needs: 'unlocked',
  },
  'library.details': { input: v.strictObject({ id: Id }), output: PhotoDetails, needs: 'unlocked' },
  /** Reads the files of a photo that cannot be shown: fails with what is wrong with them, if anything is. */
  'library.check': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },
  'library.trash': { input: v.strictObject({ ids: v.array(Id) }), output: Empty, needs: 'unlocked' },
  'library.restore': { input: v.strictObject({ ids: v.array(Id) }), output: Empty, needs: 'unlocked' },
  /** Deletes trashed photos for ever: rows first, then blobs. */
  'library.remove': {
    input: v.strictObject({ ids: v.array(Id) }),
    output: v.strictObject({ removed: Count }),
    needs: 'unlocked',
  },
  'library.favourite': {
    input: v.strictObject({ ids: v.array(Id), on: v.boolean() }),
    output: Empty,
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
  ...albumMethods,
  ...organisingMethods,
  ...hidingMethods(proof),
  ...discoveringMethods,
  ...sharingMethods(Selection),
  ...viewingMethods,
  ...storingMethods,
  ...insightMethods,
  ...sharesMethods,
  ...dropboxMethods,

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
  // Folders whose new files are imported as long as the vault is open.
  'watch.list': {
    input: Empty,
    output: v.array(
      v.strictObject({
        id: Id,
        path: v.string(), // for display
        error: v.nullable(ErrorSchema), // why nothing comes from it at the moment
      }),
    ),
    needs: 'unlocked',
  },
  /** A folder that is watched already stays so. Errors: source-missing, source-unreadable, source-not-a-file. */
  'watch.add': {
    input: v.strictObject({ folder: Path }),
    output: v.strictObject({ id: Id }),
    paths: ['folder'],
    needs: 'unlocked',
  },
  /** What was imported from it stays. */
  'watch.remove': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },
  /** Reads back every photo of an import and every original of it, and compares them: which originals may go. The newest check counts. */
  'import.checkOriginals': {
    input: v.strictObject({ import: Id }),
    output: v.strictObject({ check: Id, files: Count, bytes: Bytes, staying: Count }),
    progress: v.strictObject({ files: Count, bytes: Bytes }),
    needs: 'unlocked',
  },
  /** The originals that may go, or those that stay, each with the reason. */
  'import.originals': {
    input: v.strictObject({
      check: Id,
      going: v.boolean(),
      offset: Count,
      limit: v.pipe(Count, v.maxValue(1000)),
    }),
    output: v.strictObject({
      total: Count,
      items: v.array(
        v.strictObject({ path: v.string(), bytes: Bytes, reason: v.nullable(v.picklist(codes)) }),
      ),
    }),
    needs: 'unlocked',
  },
  /** For the shell alone, right before it moves the file: its path, if it still is what was compared. Errors: source-missing, source-changed. */
  'import.originalPath': {
    input: v.strictObject({ check: Id, index: Count }),
    output: v.strictObject({ path: v.string(), bytes: Bytes }),
    notForPage: true,
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
  'verify.start': {
    input: v.strictObject({ quick: v.boolean() }),
    output: v.strictObject({ job: Id }),
    needs: 'unlocked',
  },
  /** What the last verify found that is remembered: the last full one, or a later quick one with problems. The first 100. */
  'verify.last': {
    input: Empty,
    output: v.nullable(
      v.strictObject({
        at: Instant,
        problemCount: Count,
        problems: v.pipe(v.array(Problem), v.maxLength(100)),
      }),
    ),
    needs: 'unlocked',
  },
  /**
   * Rebuilds the catalogue where it is damaged or missing, adopts files no photo mentions and sets damaged ones aside. For a vault that is
   * locked, or open here: then it is closed first. While it runs the vault is locked to everybody; when it is done the vault is unlocked
   * (`vault.info` answers), and when it ends otherwise, or changed nothing because of `dryRun`, it is closed.
   */
  'repair.start': {
    input: v.strictObject({ vault: Path, ...proof, dryRun: v.boolean() }),
    output: v.strictObject({ job: Id, vault: v.strictObject({ name: v.string(), path: v.string() }) }),
    paths: ['vault', 'keyFile'],
    needs: 'nothing',
  },

  /** The audit log, newest first: entries before number `before`, or from the newest on. `length`: entries there are. */
  'log.list': {
    input: v.strictObject({ before: v.nullable(Count), limit: v.pipe(Count, v.maxValue(1000)) }),
    output: v.strictObject({ length: Count, items: v.array(LogItem) }),
    needs: 'unlocked',
  },
  /** Checks the chain and every signature. `against`: what an exported log says of itself; `holds` tells whether this log begins with it. */
  'log.verify': {
    input: v.strictObject({ against: v.optional(v.strictObject({ length: Count, head: v.string() })) }),
    output: v.strictObject({
      length: Count,
      head: v.string(),
      problems: v.array(Problem),
      holds: v.nullable(v.boolean()),
    }),
    needs: 'unlocked',
  },
  /** Writes the log, its signature and the public key into a folder: three new files, named in `files`. */
  'log.export': {
    input: v.strictObject({ destination: Path }),
    output: v.strictObject({
      folder: v.string(),
      files: v.array(v.string()),
      length: Count,
      head: v.string(),
      keyId: v.string(), // as minisign shows it
    }),
    paths: ['destination'],
    needs: 'unlocked',
  },
  /** Checks an exported log by its own public key, or by the one in the file `key`. `problems` are for people; empty = none. For the command line. */
  'log.verifyFile': {
    input: v.strictObject({ file: Path, key: v.optional(Path) }),
    output: v.strictObject({
      vaultId: Id,
      keyId: v.string(),
      length: Count,
      head: v.string(),
      signature: v.picklist(['good', 'bad', 'missing']), // of the whole file, in the file beside it
      problems: v.array(v.string()),
    }),
    notForPage: true,
    paths: ['file', 'key'],
    needs: 'nothing',
  },

  /** How pictures are decoded here: in processes without files, network and other processes in sight, or in plain ones. */
  'decoding.info': {
    input: Empty,
    output: v.strictObject({ isolation: v.picklist(['isolated', 'separate process']), processes: Count }),
    needs: 'nothing',
  },

  // Jobs of the open vault, and a repair. Error without either: not-unlocked.
  'job.list': { input: Empty, output: v.array(Job), needs: 'nothing' },
  'job.pause': { input: v.strictObject({ job: Id }), output: Empty, needs: 'nothing' },
  'job.resume': { input: v.strictObject({ job: Id }), output: Empty, needs: 'nothing' },
  'job.cancel': { input: v.strictObject({ job: Id }), output: Empty, needs: 'nothing' },
});

const Place = v.strictObject({ place: v.string(), path: v.string() }); // the path is for display only
const Settings = v.strictObject({
  theme: v.picklist(['system', 'dark', 'light']),
  idleMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(240)), // 0 = never
  textSize: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(200))), // per cent; 100 unless told
  notify: v.exactOptional(v.boolean()), // when something long ends while the window is not looked at; yes unless told
  tray: v.exactOptional(v.boolean()), // no unless told
  language: v.exactOptional(v.picklist(['system', ...languages])), // 'system' unless told
  export: v.exactOptional(ExportOptions), // what the last export was asked for
});
export type Settings = v.InferOutput<typeof Settings>;

/** Answered by the shell: what needs a native window, or must be known before a vault is open. */
export const shellMethods = methods({
  'shell.state': {
    input: Empty,
    output: v.strictObject({
      version: v.string(),
      electron: v.string(),
      platform: v.string(),
      settings: Settings,
      recents: v.array(
        v.strictObject({
          place: v.string(),
          name: v.string(),
          path: v.string(),
          exists: v.boolean(),
          opened: Instant,
        }),
      ),
      /** Where new vaults are suggested to go. */
      home: Place,
      /** Why this page is being shown afresh: locked by hand, idle, sleep, or the engine ended. */
      locked: v.nullable(v.picklist(['hand', 'idle', 'sleep', 'engine-gone'])),
      /** The vault to offer first: the one just locked, or the newest. */
      last: v.nullable(v.string()), // place
    }),
    needs: 'nothing',
  },
  'shell.changeSettings': { input: Settings, output: Settings, needs: 'nothing' },
  'shell.chooseFolder': {
    input: v.strictObject({ purpose: v.picklist(['vault-parent', 'import', 'export']) }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  'shell.chooseFiles': { input: Empty, output: v.array(Place), needs: 'nothing' },
  /** Native dialog for a key file: one that is there or, to be made by `slot.createKeyFile`, a new one. */
  'shell.chooseKeyFile': {
    input: v.strictObject({ create: v.boolean() }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  /** Native dialog for a new file that takes the public key of a drop box (`drop.saveKey`). */
  'shell.chooseDropKeyFile': { input: Empty, output: v.nullable(Place), needs: 'nothing' },
  /** Native dialog for a file that was received or holds keys, or for the name of a new one. */
  'shell.chooseShared': {
    input: v.strictObject({
      purpose: v.picklist(['package', 'keys', 'new-package', 'new-keys']),
      name: Text(255), // of a new one
    }),
    output: v.nullable(Place),
    needs: 'nothing',
  },
  'shell.chooseVault': { input: Empty, output: v.nullable(Place), needs: 'nothing' },
  'shell.forgetRecent': { input: v.strictObject({ place: v.string() }), output: Empty, needs: 'nothing' },
  'shell.lock': { input: Empty, output: Empty, needs: 'nothing' },
  /** Prints what is on the page (its print style shows only the kit) or saves it as PDF where the user says. */
  'shell.printKit': { input: Empty, output: v.strictObject({ printed: v.boolean() }), needs: 'nothing' },
  /** The same for one share of the kit, which is named by its number. */
  'shell.saveShare': {
    input: v.strictObject({ number: v.pipe(Count, v.maxValue(99)) }),
    output: v.strictObject({ saved: v.nullable(v.string()) }),
    needs: 'nothing',
  },
  'shell.saveKit': {
    input: Empty,
    output: v.strictObject({ saved: v.nullable(v.string()) }),
    needs: 'nothing',
  },
  /** The same for the report of what a thief sees. */
  'shell.saveReport': {
    input: Empty,
    output: v.strictObject({ saved: v.nullable(v.string()) }),
    needs: 'nothing',
  },
  'shell.fullScreen': { input: v.strictObject({ on: v.boolean() }), output: Empty, needs: 'nothing' },
  /** Moves originals that `import.checkOriginals` has found dispensable to the system's bin, from one place in their list on; never deletes. */
  'shell.binOriginals': {
    input: v.strictObject({ check: Id, from: Count, count: v.pipe(Count, v.maxValue(100)) }),
    output: v.strictObject({
      moved: Count,
      bytes: Bytes,
      failures: v.array(v.strictObject({ index: Count, error: ErrorSchema })),
    }),
    needs: 'nothing',
  },
  /** Opens the system's file manager at a place given out before. */
  'shell.reveal': { input: v.strictObject({ place: v.string() }), output: Empty, needs: 'nothing' },
});

export const allMethods = { ...engineMethods, ...shellMethods };
export type Methods = typeof allMethods;
export type MethodName = keyof Methods;
export type EngineMethodName = keyof typeof engineMethods;
export type ShellMethodName = keyof typeof shellMethods;
/** The secrets of a method: from a page these go to the engine, and from there to the page, only sealed (`sealing.ts`). */
export function secretsOf(method: EngineMethodName): {
  readonly input: readonly Where[];
  readonly output: readonly Where[];
} {
  const { input, output } = engineMethods[method];
  return { input: secretsIn(input), output: secretsIn(output) };
}

export type Input<M extends MethodName> = v.InferOutput<Methods[M]['input']>;
export type Output<M extends MethodName> = v.InferOutput<Methods[M]['output']>;
export type Progress<M extends MethodName> = Methods[M] extends { progress: infer P extends v.GenericSchema }
  ? v.InferOutput<P>
  : never;

// ---------------------------------------------------------------- events

/** Told to whoever listens. Engine events are coalesced to at most 10 a second per subject; the last one is always delivered. */
export const events = {
  /** One job's state; exactly one event with an ended state per job. */
  job: Job,
  /** Photos that came, changed or went. `columns` holds the new rows of everything that came or changed. */
  library: v.strictObject({ generation: Count, columns: Columns, removed: v.array(Id) }),
  /** A command of the native menu or a drop on the window. */
  menu: v.strictObject({
    command: v.picklist(commandNames),
  }),
  'full-screen': v.strictObject({ on: v.boolean() }),
} as const;
export type EventName = keyof typeof events;
export type Event<E extends EventName> = v.InferOutput<(typeof events)[E]>;

/** What the preload script puts on `window.lightproof`. */
export interface Bridge {
  /** Answers a Result of the method's output (`errors.ts`). `call` is a number unique in this page, for `cancel` and progress. */
  call(call: number, method: string, input: unknown): Promise<unknown>;
  cancel(call: number): void;
  /** `handler(event name or 'progress', payload)`; one listener for the page's life. Progress payload: `{ call, progress }`. */
  listen(handler: (event: string, payload: unknown) => void): void;
  /** Places of files and folders (DOM `File` objects) dropped on the window, in order. */
  placesOfDrop(files: readonly unknown[]): Promise<{ place: string; path: string }[]>;
}

/** `vault-media://<kind>/<photo id>?v=<version>`: what the viewer and the grid load; Range requests work. `film`: of a Live Photo. */
export const mediaKinds = ['thumb', 'preview', 'original', 'film'] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** Largest control message in bytes: an index of a million photos fits. */
export const maxMessageBytes = 128 * 1024 * 1024;
