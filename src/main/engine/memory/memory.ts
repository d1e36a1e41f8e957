/**
 * @file What the application remembers of the vaults it has opened, outside their folders: one small file a vault (docs/format.md §8). It
 * helps to notice an older copy; it never keeps anybody from a vault, so nothing here rejects because of the disk. Runs in the engine.
 */
import { dirname, join } from 'node:path';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import {
  type Disk,
  isMissing,
  readSmallFile,
  removeQuietly,
  systemCode,
  unfinished,
  writeFileDurably,
} from '../disk/index.ts';
import { locked } from './folder-lock.ts';
import {
  decodeMemory,
  encodeMemory,
  maxMemoryBytes,
  type Failures,
  type Remembered,
  type Seen,
} from './memory-file.ts';

/** Of an X25519 public key. */
const keyBytes = 32;

export class VaultMemory {
  readonly #disk: Disk;
  readonly #folder: string;

  /** `folder`: absolute; made when there is something to remember. */
  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** null where nothing usable is remembered. */
  async recall(vault: Id): Promise<Remembered | null> {
    return decodeMemory(await this.#read(vault), vault);
  }

  /** Whether there is something where the memory of this vault stands, and it is of no use: damaged, another's, or not to be read. */
  async isDamaged(vault: Id): Promise<boolean> {
    try {
      return decodeMemory(await readSmallFile(this.#disk, this.#file(vault), maxMemoryBytes), vault) === null;
    } catch (thrown) {
      notABug(thrown);
      return !isMissing(thrown);
    }
  }

  /**
   * Keeps what was seen of a vault that opened without complaint, or was accepted. Where another process has seen a newer state meanwhile,
   * that stays. Whether it is on disk now.
   */
  remember(vault: Id, seen: Seen): Promise<boolean> {
    return this.#change(vault, ({ seen: before, ...rest }) => {
      const newest = before !== null && before.catalogue > seen.catalogue ? before : seen;
      return { ...rest, seen: { ...newest, header: Math.max(seen.header, before?.header ?? 0) } };
    });
  }

  /** The public key of the vault's drop box, as it was when it was last unlocked here; null where it is not known. */
  async recallKey(vault: Id): Promise<Buffer | null> {
    const bytes = await readSmallFile(this.#disk, this.#keyFile(vault), maxMemoryBytes).catch(notABug);
    return bytes?.length === keyBytes ? bytes : null;
  }

  /** Keeps it, so that one put in its place is noticed before anything is sealed to it. */
  async rememberKey(vault: Id, publicKey: Uint8Array): Promise<void> {
    try {
      if ((await this.recallKey(vault))?.equals(publicKey) === true) return;
      await makeFolders(this.#disk, this.#folder);
      await writeFileDurably(this.#disk, this.#keyFile(vault), publicKey);
    } catch (thrown) {
      notABug(thrown);
    }
  }

  /** Counts an attempt to unlock that has failed. */
  async countFailure(vault: Id): Promise<void> {
    const at = new Date().toISOString();
    await this.#change(vault, ({ failures, ...rest }) => ({
      ...rest,
      failures: { count: (failures?.count ?? 0) + 1, first: failures?.first ?? at, last: at },
    }));
  }

  /** Failed attempts that no log tells of yet; null = none. Forget them once one does. */
  async failures(vault: Id): Promise<Failures | null> {
    return (await this.recall(vault))?.failures ?? null;
  }

  /** Forgets as many failed attempts as were told. */
  async forgetFailures(vault: Id, { count, last }: Failures): Promise<void> {
    await this.#change(vault, ({ failures, ...rest }) => {
      const left = (failures?.count ?? 0) - count;
      return {
        ...rest,
        failures: failures === null || left <= 0 ? null : { ...failures, count: left, first: last },
      };
    });
  }

  /** Keeps what was looked at last, which only this vault's keys open. */
  async keepView(vault: Id, view: string): Promise<void> {
    await this.#change(vault, (before) => ({ ...before, view }));
  }

  async #read(vault: Id): Promise<Buffer | null> {
    return readSmallFile(this.#disk, this.#file(vault), maxMemoryBytes).catch(notABug);
  }

  async #change(vault: Id, change: (before: Remembered) => Remembered): Promise<boolean> {
    const file = this.#file(vault);
    try {
      await makeFolders(this.#disk, this.#folder);
      await locked(this.#disk, `${file}.lock`, async () => {
        const bytes = await this.#read(vault);
        const before = decodeMemory(bytes, vault) ?? { vault, seen: null, failures: null };
        const after = encodeMemory(change(before));
        if (bytes?.equals(after) === true) return;
        await this.#tidy(file);
        await writeFileDurably(this.#disk, file, after);
      });
      return true;
    } catch (thrown) {
      notABug(thrown); // a full disk, a folder that may not be written: the vault is open all the same
      return false;
    }
  }

  /** Removes what writes that were cut off have left. */
  async #tidy(file: string): Promise<void> {
    for (const name of await this.#disk.readdir(this.#folder)) {
      const path = join(this.#folder, name);
      if (path.startsWith(file) && name.endsWith(unfinished)) await removeQuietly(this.#disk, path);
    }
  }

  #keyFile(vault: Id): string {
    return join(this.#folder, `${vault}.key`);
  }

  #file(vault: Id): string {
    return join(this.#folder, `${vault}.json`);
  }
}

/** Lets failures of the disk pass, and nothing else. */
function notABug(thrown: unknown): null {
  if (!(thrown instanceof CodedError) && systemCode(thrown) === null) throw thrown;
  return null;
}

async function makeFolders(disk: Disk, folder: string): Promise<void> {
  try {
    await makeFolder(disk, folder);
  } catch (thrown) {
    if (!isMissing(thrown) || dirname(folder) === folder) throw thrown;
    await makeFolders(disk, dirname(folder));
    await makeFolder(disk, folder);
  }
}

async function makeFolder(disk: Disk, folder: string): Promise<void> {
  await disk.mkdir(folder).catch((thrown: unknown) => {
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
  });
}
