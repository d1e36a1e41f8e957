/** @file The folder `blobs/` of an open vault (docs/format.md §2, §4); runs in the engine. */
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorParams } from '../../../shared/errors.ts';
import {
  type Disk,
  type DiskFile,
  isMissing,
  removeQuietly,
  systemCode,
  toDiskError,
  unfinished,
} from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { openBlob, readEpoch } from './reader.ts';
import type { BlobEntry, BlobReader, NewBlob, StoredBytes, Written } from './types.ts';
import { writeBlob } from './writer.ts';

const folderPattern = /^[0-9a-f]{2}$/;
const blobPattern = /^[0-9a-f]{32}$/;
const unfinishedPattern = /^[0-9a-f]{32}\.tmp$/;

export class BlobStore {
  readonly #vault: OpenVault;
  readonly #disk: Disk;
  readonly #root: string;
  /** Whether a folder was made in `blobs/` since that was last made durable. */
  #foldersMade = false;
  /** Whether `blobs/` itself was made. */
  #rootMade = false;

  /** Blobs written anew while the vault is open, and what they have become. */
  readonly #replaced = new Map<Id, Id>();

  constructor(vault: OpenVault) {
    this.#vault = vault;
    this.#disk = vault.disk;
    this.#root = join(vault.path, 'blobs');
  }

  /**
   * Writes a blob whole or not at all, its bytes durable; its name only after `syncFolders`. Throws `no-space` (with `freeBytes`),
   * `no-permission`, `disk-failed`, `vault-moved`, `source-changed` (content of another length than said), AbortError, and whatever
   * `content` throws; then nothing stays behind.
   */
  async write(blob: NewBlob, signal?: AbortSignal): Promise<Written> {
    signal?.throwIfAborted();
    const path = this.#path(blob.id);
    const temporary = path + unfinished;
    const file = await this.#create(blob.id, temporary);
    try {
      let result;
      try {
        result = await writeBlob(this.#vault, blob, file, signal);
      } finally {
        await file.close();
      }
      if (await this.#exists(path)) throw new Error('blobs are immutable, and this one is there already');
      await this.#disk.rename(temporary, path);
      return result;
    } catch (thrown) {
      await removeQuietly(this.#disk, temporary);
      throw await this.#told(thrown);
    }
  }

  /** Makes the names of these blobs durable: one fsync for each folder they are in. */
  async syncFolders(ids: Iterable<Id>): Promise<void> {
    const folders = new Set([...ids].map((id) => this.#folder(id)));
    try {
      await Promise.all([...folders].map((folder) => this.#disk.syncFolder(folder)));
      if (!this.#foldersMade) return;
      this.#foldersMade = false;
      await this.#disk.syncFolder(this.#root);
      if (!this.#rootMade) return;
      await this.#disk.syncFolder(this.#vault.path);
      this.#rootMade = false;
    } catch (thrown) {
      this.#foldersMade = true;
      throw await this.#told(thrown);
    }
  }

  /**
   * `by` holds the same as `old`, which is about to be removed: whoever has learnt of `old` before (a viewer, an export, a verify) and opens
   * it afterwards gets `by`.
   */
  replace(old: Id, by: Id): void {
    this.#replaced.set(old, by);
  }

  /** Whether another blob has taken its place: its file, if it is still there, is none that was left behind. */
  isReplaced(id: Id): boolean {
    return this.#replaced.has(id);
  }

  /** Throws `blob-missing`, `blob-damaged` (with `detail`), `no-permission`, `disk-failed`. */
  async open(id: Id): Promise<BlobReader> {
    try {
      return await openBlob(this.#vault, id, await this.#openFile(id));
    } catch (thrown) {
      const by = this.#replaced.get(id);
      if (by === undefined || !(thrown instanceof CodedError) || thrown.code !== 'blob-missing') throw thrown;
      return this.open(by);
    }
  }

  /** The epoch it says it is sealed under (§4.1): nothing proves that before it is opened. null: it is too short to be a blob. Throws as `open`. */
  async epochOf(id: Id): Promise<number | null> {
    const file = await this.#openFile(id);
    try {
      return await readEpoch(file);
    } catch (thrown) {
      throw toDiskError(thrown, { blob: id });
    } finally {
      await file.close();
    }
  }

  /** The first bytes of a blob's file as they stand there, at most `most`, with its length and when it was written. Throws as `open`. */
  async readStored(id: Id, most: number): Promise<StoredBytes> {
    const file = await this.#openFile(id);
    try {
      const { size, mtime } = await file.stat();
      const head = Buffer.alloc(Math.min(most, size));
      return { head: head.subarray(0, await file.read(head, 0)), bytes: size, modified: mtime };
    } catch (thrown) {
      throw toDiskError(thrown, { blob: id });
    } finally {
      await file.close();
    }
  }

  async #openFile(id: Id): Promise<DiskFile> {
    try {
      return await this.#disk.open(this.#path(id), 'read');
    } catch (thrown) {
      if (isMissing(thrown)) throw new CodedError('blob-missing', { blob: id });
      const code = systemCode(thrown);
      // A link (not followed), a socket: nothing of ours.
      if (code === 'ELOOP' || code === 'ENXIO')
        throw new CodedError('blob-damaged', { blob: id, detail: 'not a file' });
      throw toDiskError(thrown, { blob: id });
    }
  }

  /** One that is not there counts as removed. */
  async remove(id: Id): Promise<void> {
    try {
      await this.#disk.unlink(this.#path(id));
    } catch (thrown) {
      if (!isMissing(thrown)) throw toDiskError(thrown, { blob: id });
    }
  }

  /** Everything under `blobs/` except unfinished writes; blobs in ascending order of id. */
  async *list(): AsyncGenerator<BlobEntry, void, void> {
    for await (const [folder, name] of this.#names()) {
      const stat =
        name?.startsWith(folder) === true && blobPattern.test(name) ? await this.#lstat(folder, name) : null;
      if (stat === 'gone') continue;
      if (stat?.isFile() === true && name !== null) yield { id: name, bytes: stat.size };
      else if (name === null) yield { stray: `blobs/${folder}` };
      else if (!unfinishedPattern.test(name)) yield { stray: `blobs/${folder}/${name}` };
    }
  }

  /** Removes what writes that were cut off have left; how many. Only while nothing is being written. */
  async removeUnfinished(): Promise<number> {
    let removed = 0;
    for await (const [folder, name] of this.#names()) {
      if (name === null || !unfinishedPattern.test(name)) continue;
      const stat = await this.#lstat(folder, name);
      if (stat === 'gone' || !stat.isFile()) continue;
      try {
        await this.#disk.unlink(join(this.#root, folder, name));
      } catch (thrown) {
        throw toDiskError(thrown);
      }
      removed += 1;
    }
    return removed;
  }

  #folder(id: Id): string {
    if (!blobPattern.test(id)) throw new RangeError('not a blob id'); // it becomes a path
    return join(this.#root, id.slice(0, 2));
  }

  #path(id: Id): string {
    return join(this.#folder(id), id);
  }

  async #create(id: Id, temporary: string): Promise<DiskFile> {
    try {
      return await this.#disk.open(temporary, 'create');
    } catch (thrown) {
      if (!isMissing(thrown)) throw await this.#told(thrown);
    }
    try {
      await this.#makeFolder(this.#folder(id)).catch(async (thrown: unknown) => {
        if (!isMissing(thrown)) throw thrown;
        await this.#makeFolder(this.#root); // all its files are gone, and with them the folder; the vault is still there
        this.#rootMade = true;
        await this.#makeFolder(this.#folder(id));
      });
      this.#foldersMade = true;
      return await this.#disk.open(temporary, 'create');
    } catch (thrown) {
      throw await this.#told(thrown);
    }
  }

  async #makeFolder(path: string): Promise<void> {
    try {
      await this.#disk.mkdir(path);
    } catch (thrown) {
      if (systemCode(thrown) !== 'EEXIST') throw thrown; // another write was quicker
    }
  }

  /** Whether there is a file of this blob; what is in it is not looked at. Rejects with `no-permission`, `disk-failed`. */
  async has(id: Id): Promise<boolean> {
    try {
      if (await this.#exists(this.#path(id))) return true;
      const by = this.#replaced.get(id);
      return by !== undefined && (await this.has(by));
    } catch (thrown) {
      throw await this.#told(thrown);
    }
  }

  async #exists(path: string): Promise<boolean> {
    try {
      await this.#disk.lstat(path);
      return true;
    } catch (thrown) {
      if (isMissing(thrown)) return false;
      throw thrown;
    }
  }

  /** Names below `blobs/`: folder and name in it, or with null a name in `blobs/` that is no folder of ours. */
  async *#names(): AsyncGenerator<readonly [folder: string, name: string | null], void, void> {
    try {
      for (const folder of (await this.#disk.readdir(this.#root)).sort()) {
        const path = join(this.#root, folder);
        if (folderPattern.test(folder) && (await this.#disk.lstat(path)).isDirectory()) {
          for (const name of (await this.#disk.readdir(path)).sort()) yield [folder, name];
        } else {
          yield [folder, null];
        }
      }
    } catch (thrown) {
      if (!isMissing(thrown)) throw toDiskError(thrown);
      // Without `blobs` every photo's file is missing, which is told of each; without the vault's folder nothing can be said.
      if (!(await this.#exists(this.#vault.path))) throw new CodedError('vault-moved', {}, { cause: thrown });
    }
  }

  async #lstat(folder: string, name: string): Promise<Stats | 'gone'> {
    try {
      return await this.#disk.lstat(join(this.#root, folder, name));
    } catch (thrown) {
      if (isMissing(thrown)) return 'gone';
      throw toDiskError(thrown);
    }
  }

  /** What writing ran into, as it is told: with the space that is left, and the vault gone for a folder gone. */
  async #told(thrown: unknown): Promise<Error> {
    if (isMissing(thrown)) return new CodedError('vault-moved', {}, { cause: thrown });
    const error = toDiskError(thrown);
    if (!(error instanceof CodedError) || error.code !== 'no-space') return error;
    const params: ErrorParams = await this.#disk.statfs(this.#vault.path).then(
      ({ freeBytes }) => ({ freeBytes }),
      () => ({}), // the message does without the figure
    );
    return new CodedError('no-space', params, { cause: thrown });
  }
}
