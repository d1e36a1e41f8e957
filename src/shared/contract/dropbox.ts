/**
 * @file The part of the contract (`contract.ts`) for the drop box: what may be put into a locked vault, and how it is taken in once the vault is open. Pure
 * TypeScript.
 */
import * as v from 'valibot';
import { codes, Count, Empty, ErrorSchema, Id, Path } from './basics.ts';

const Sources = v.pipe(v.array(Path), v.minLength(1), v.maxLength(10_000));

/** What waits in a drop box, as far as its folder tells. */
const Waiting = v.strictObject({
  entries: Count,
  bytes: Count, // as they lie on the disk
  /** Entries that could not be taken in, kept aside. */
  aside: Count,
  /** Things in the folder that are no entries: they are left alone. */
  strays: Count,
});
export type Waiting = v.InferOutput<typeof Waiting>;

/** What became of one file that was to be dropped and was not. */
const LeftOut = v.strictObject({
  path: v.string(),
  reason: v.picklist(codes),
});

/** What was dropped. `leftOut` are files that are no pictures, hidden, links …; `beside`: sidecars, which a drop box does not take. */
const Dropped = v.strictObject({
  files: Count,
  bytes: Count,
  /** The first 1,000. */
  failed: v.array(LeftOut),
  failures: Count,
  leftOut: Count,
  beside: Count,
  /** What has stopped it before the end: what is counted above is in the drop box all the same. */
  stopped: v.nullable(ErrorSchema),
});
export type Dropped = v.InferOutput<typeof Dropped>;

const DropProgress = v.strictObject({ files: Count, bytes: Count });
/** Eight words that tell one public key from another, to be compared by people. */
const Fingerprint = v.pipe(v.array(v.string()), v.length(8));

/** Answered by the engine. Of a vault that is named, nothing but its folder is needed: no passphrase. */
export const dropboxMethods = {
  /** The drop box of a locked vault: its public key's fingerprint, and what waits. `drop-key-changed`, and what `vault.inspect` says. */
  'drop.look': {
    input: v.strictObject({ vault: Path }),
    output: v.strictObject({ vaultId: Id, name: v.string(), fingerprint: Fingerprint, waiting: Waiting }),
    paths: ['vault'],
    needs: 'nothing',
  },
  /** Seals files and folders into a vault's drop box. `drop-key-changed`, `drop-full`, `no-space`, `no-permission`. */
  'drop.put': {
    input: v.strictObject({ vault: Path, sources: Sources }),
    output: Dropped,
    progress: DropProgress,
    paths: ['vault', 'sources'],
    needs: 'nothing',
  },
  /** The same with nothing but the vault's public key, into a folder: what is in it is copied into the vault's folder `inbox` later. */
  'drop.putInto': {
    input: v.strictObject({ key: Path, folder: Path, sources: Sources }),
    output: v.strictObject({ ...Dropped.entries, fingerprint: Fingerprint }),
    progress: DropProgress,
    paths: ['key', 'folder', 'sources'],
    notForPage: true,
    needs: 'nothing',
  },
  /** Writes the public key of a vault, or of the open one, to a new file, for `drop.putInto`. */
  'drop.saveKey': {
    input: v.strictObject({ vault: v.optional(Path), saveTo: Path }),
    output: v.strictObject({ fingerprint: Fingerprint }),
    paths: ['vault', 'saveTo'],
    needs: 'nothing',
  },
  /** The open vault's drop box. */
  'drop.status': {
    input: Empty,
    output: v.strictObject({ fingerprint: Fingerprint, waiting: Waiting }),
    needs: 'unlocked',
  },
  /**
   * Takes in what waits: an import like any other, whose report tells of every entry. null where nothing waits. An entry goes only once its photo was read
   * back. `again`: what was set aside is tried once more.
   */
  'drop.adopt': {
    input: v.strictObject({ again: v.boolean() }),
    output: v.nullable(v.strictObject({ job: Id, import: Id })),
    needs: 'unlocked',
  },
} as const;
