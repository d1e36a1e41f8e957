/**
 * @file Copies of the catalogue without thumbnails, encrypted like photos, in the folder `snapshots/` (docs/format.md §6): with the capsules
 * of the photos they are what a lost catalogue is rebuilt from. Runs in the engine.
 */
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { openBlob, readEpoch, writeBlob, type BlobReader, type Capsule } from '../blobs/index.ts';
import type { CatalogEntries } from '../catalog/index.ts';
import { ContentHasher } from '../crypto/index.ts';
import { isMissing, removeQuietly, toDiskError, unfinished } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { snapshotLines, SnapshotParser, type Snapshot } from './snapshot-content.ts';

export const snapshotFolder = 'snapshots';
const kept = 3;
/** A generation as it stands in a file's name: no sign, no leading zero, countable. */
const namePattern = /^[1-9]\d{0,15}$/;
const noPhoto: Id = '0'.repeat(32);

export class Snapshots {
  readonly #vault: OpenVault;
  readonly #folder: string;

  constructor(vault: OpenVault) {
    this.#vault = vault;
    this.#folder = join(vault.path, snapshotFolder);
  }

  /** Generations of the snapshots there are, by their names, newest first. */
  async list(): Promise<number[]> {
    const names = await this.#names();
    return names
      .filter((name) => namePattern.test(name))
      .map(Number)
      .filter((generation) => Number.isSafeInteger(generation))
      .sort((a, b) => b - a);
  }

  /**
   * Writes the catalogue's records of one moment, durably, then removes all but the newest three. Nothing is left when it fails.
   * Errors: no-space, no-permission, disk-failed; AbortError.
   */
  async write(generation: number, entries: CatalogEntries, signal?: AbortSignal): Promise<void> {
    const { disk } = this.#vault;
    const path = join(this.#folder, String(generation));
    const temporary = path + unfinished;
    try {
      await this.#makeFolder();
      const written = new Date().toISOString();
      const content = (): Iterable<Buffer> => snapshotLines(generation, written, entries);
      const { bytes, digest } = await this.#measure(content(), signal);
      const id = snapshotId(generation);
      const capsule: Capsule = {
        kind: 'snapshot',
        photo: noPhoto,
        name: `catalogue ${String(generation)}`,
        mime: 'application/x-ndjson',
        bytes,
        digest,
        importedAt: written,
      };
      await disk.unlink(temporary).catch((thrown: unknown) => {
        if (!isMissing(thrown)) throw thrown;
      });
      const file = await disk.open(temporary, 'create');
      try {
        await writeBlob(this.#vault, { id, capsule, bytes, content: unhurried(content()) }, file, signal);
      } finally {
        await file.close();
      }
      await disk.rename(temporary, path);
      await disk.syncFolder(this.#folder);
    } catch (thrown) {
      await removeQuietly(disk, temporary);
      throw toDiskError(thrown);
    }
    await this.#prune(generation);
  }

  /** Opens one: its name, its key and its first piece are what this vault wrote. Errors: blob-missing, blob-damaged, disk-failed, no-permission. */
  async open(generation: number): Promise<BlobReader> {
    const { disk } = this.#vault;
    let file;
    try {
      file = await disk.open(join(this.#folder, String(generation)), 'read');
    } catch (thrown) {
      throw isMissing(thrown) ? new CodedError('blob-missing') : toDiskError(thrown);
    }
    const reader = await openBlob(this.#vault, snapshotId(generation), file);
    if (reader.capsule.kind === 'snapshot') return reader;
    await reader.close();
    throw new CodedError('blob-damaged', { detail: 'not a snapshot' });
  }

  /** Everything in one. Errors: as `open`; blob-damaged also when it is not what a snapshot holds. */
  async read(generation: number, signal?: AbortSignal): Promise<Snapshot> {
    const reader = await this.open(generation);
    try {
      const parser = new SnapshotParser();
      for await (const piece of reader.read(0, reader.bytes, signal)) parser.add(piece);
      const snapshot = parser.end();
      if (snapshot?.generation !== generation) throw new CodedError('blob-damaged', { detail: 'content' });
      return snapshot;
    } finally {
      await reader.close();
    }
  }

  /** Generation of the newest one that opens; null when none does. */
  async newest(): Promise<number | null> {
    for (const generation of await this.list()) {
      try {
        await (await this.open(generation)).close();
        return generation;
      } catch (error) {
        if (!(error instanceof CodedError)) throw error; // damaged: an older one may do
      }
    }
    return null;
  }

  /** Removes those that say they were sealed under an epoch before `epoch` (docs/format.md §7.3). Errors: no-permission, disk-failed. */
  async removeOlder(epoch: number): Promise<void> {
    const { disk } = this.#vault;
    try {
      for (const generation of await this.list()) {
        const path = join(this.#folder, String(generation));
        const file = await disk.open(path, 'read');
        let its: number | null;
        try {
          its = await readEpoch(file);
        } finally {
          await file.close();
        }
        if (its !== null && its < epoch) await disk.unlink(path);
      }
      await disk.syncFolder(this.#folder);
    } catch (thrown) {
      throw toDiskError(thrown);
    }
  }

  /** Removes what writes that were cut off have left. Only while nothing is being written. */
  async removeUnfinished(): Promise<void> {
    for (const name of await this.#names()) {
      if (name.endsWith(unfinished) && namePattern.test(name.slice(0, -unfinished.length)))
        await removeQuietly(this.#vault.disk, join(this.#folder, name));
    }
  }

  async #names(): Promise<string[]> {
    try {
      return await this.#vault.disk.readdir(this.#folder);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw toDiskError(thrown);
    }
  }

  async #makeFolder(): Promise<void> {
    const { disk, path } = this.#vault;
    try {
      await disk.lstat(this.#folder);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      await disk.mkdir(this.#folder);
      await disk.syncFolder(path);
    }
  }

  /** The capsule stands before the content and tells its length and digest, so the content is made twice rather than held in memory. */
  async #measure(
    content: Iterable<Buffer>,
    signal: AbortSignal | undefined,
  ): Promise<{ bytes: number; digest: string }> {
    const hasher = new ContentHasher(this.#vault.keys.digest);
    let bytes = 0;
    try {
      for await (const piece of unhurried(content)) {
        signal?.throwIfAborted();
        hasher.update(piece);
        bytes += piece.byteLength;
      }
      return { bytes, digest: hasher.digest() };
    } finally {
      hasher.dispose();
    }
  }

  /** A name of a later generation than the catalogue's was not written by this catalogue: it counts for nothing here. */
  async #prune(generation: number): Promise<void> {
    const ours = (await this.list()).filter((one) => one <= generation);
    for (const old of ours.slice(kept))
      await removeQuietly(this.#vault.disk, join(this.#folder, String(old)));
  }
}

/** Whether something could not be read, which says nothing of what is in it. */
export function isOfDisk(code: ErrorCode): boolean {
  return code === 'disk-failed' || code === 'no-permission';
}

/** The id in the header of a snapshot: its generation, so that one under another's name does not open (docs/format.md §6.1). */
function snapshotId(generation: number): Id {
  return generation.toString(16).padStart(32, '0');
}

/** Lets others work between the pieces. */
async function* unhurried(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    yield piece;
    await breathe();
  }
}
