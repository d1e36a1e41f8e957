/**
 * @file The folders below a destination: made as they are needed, never entered through a link, their names given out once, with what an
 * earlier export has left in them. Runs in the engine.
 */
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { ContentHasher } from '../crypto/index.ts';
import { isMissing, removeQuietly, systemCode, type Disk } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { digestsAt, type Digests } from './digests.ts';
import type { Parts } from './layout.ts';
import { ExistingNames, FolderNames, numbered } from './names.ts';

/** One folder of the destination. */
export class ExportFolder {
  readonly path: string;
  /** What stands before a name in it, relative to the destination: '' or `2024/2024-07-14/`. */
  readonly prefix: string;
  readonly names: FolderNames;
  /** Throws when something else has come into its place: what is written next would be written elsewhere. */
  readonly checkPlace: () => Promise<void>;
  readonly #existing: ExistingNames;
  readonly #claimed = new Set<string>();
  readonly #digests = new Map<string, Promise<Digests | null>>();

  constructor(path: string, prefix: string, existing: readonly string[], checkPlace: () => Promise<void>) {
    this.path = path;
    this.prefix = prefix;
    this.checkPlace = checkPlace;
    this.#existing = new ExistingNames(existing);
    this.names = new FolderNames(existing);
  }

  has(name: string): boolean {
    return this.#existing.has(name);
  }

  /** Files of before this export that a photo of this name may have been written to. */
  candidates(name: string): string[] {
    return this.#existing.likely(name).filter((candidate) => !this.#claimed.has(candidate));
  }

  /** Digests of a file of before this export; each is read once. Null when it is not a file of this length. */
  async digests(
    vault: OpenVault,
    name: string,
    bytes: number,
    sums: boolean,
    signal: AbortSignal,
  ): Promise<Digests | null> {
    const key = `${name}/${String(bytes)}`;
    const known = this.#digests.get(key) ?? digestsAt(vault, join(this.path, name), bytes, sums, signal);
    this.#digests.set(key, known);
    return known;
  }

  /** False when another photo was found to be this file. */
  claim(name: string): boolean {
    if (this.#claimed.has(name)) return false;
    this.#claimed.add(name);
    return true;
  }
}

export class Folders {
  readonly #disk: Disk;
  readonly #root: string;
  readonly #entered = new Map<string, Promise<ExportFolder>>();
  /** Those that were not there before, outermost first. */
  readonly #made: string[] = [];
  /** Begins the names of unfinished files: only this vault, which is open nowhere else, makes any of this name. */
  readonly partPrefix: string;

  constructor(vault: OpenVault, root: string) {
    this.#disk = vault.disk;
    this.#root = root;
    const hasher = new ContentHasher(vault.keys.digest);
    hasher.update(Buffer.from('lightproof/1 export part', 'latin1'));
    this.partPrefix = `.lightproof-part-${hasher.digest().slice(0, 16)}-`;
  }

  /** Names in a folder as it is now; none where it is not there. Makes nothing. Rejects with what the system said. */
  async peek(parts: Parts): Promise<{ path: string; names: ExistingNames }> {
    let path: string | null = this.#root;
    for (const part of parts) path = path === null ? null : await this.#find(path, part, false);
    try {
      if (path !== null) return { path, names: new ExistingNames(await this.#disk.readdir(path)) };
    } catch (error) {
      if (!isMissing(error)) throw error; // a destination that is yet to be made
    }
    return { path: join(this.#root, ...parts), names: new ExistingNames([]) };
  }

  /** The folder, made if need be; unfinished files of an export that was cut off are gone from it. Rejects with what the system said. */
  enter(parts: Parts): Promise<ExportFolder> {
    const key = parts.join('/');
    const known = this.#entered.get(key) ?? this.#enter(parts);
    this.#entered.set(key, known);
    return known;
  }

  /** Makes the names in all folders durable, and takes away folders that were made for nothing. */
  async close(): Promise<void> {
    for (const folder of this.#made.reverse()) await this.#disk.rmdir(folder).catch(() => undefined); // not empty: as it should be
    const entered = await Promise.allSettled(this.#entered.values());
    const paths = entered.flatMap((one) => (one.status === 'fulfilled' ? [one.value.path] : []));
    for (const path of new Set([this.#root, ...paths])) {
      await this.#disk.syncFolder(path).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    }
  }

  async #enter(parts: Parts): Promise<ExportFolder> {
    const last = parts.at(-1);
    const parent = last === undefined ? null : await this.enter(parts.slice(0, -1));
    const path =
      parent === null || last === undefined ? this.#root : await this.#find(parent.path, last, true);
    if (path === null) throw new CodedError('disk-failed');
    if (
      parent !== null &&
      (await realpath(path)) !== join(await realpath(this.#root), path.slice(this.#root.length))
    )
      throw new CodedError('destination-unfit'); // somebody has put a link there this very moment
    const entered = await identityOf(path);
    const checkPlace = async (): Promise<void> => {
      await parent?.checkPlace();
      if ((await identityOf(path)) !== entered) throw new CodedError('destination-unfit');
    };
    const names: string[] = [];
    for (const name of await this.#disk.readdir(path)) {
      if (name.startsWith(this.partPrefix)) await removeQuietly(this.#disk, join(path, name));
      else names.push(name);
    }
    const prefix = path === this.#root ? '' : `${path.slice(this.#root.length + 1).replaceAll('\\', '/')}/`;
    return new ExportFolder(path, prefix, names, checkPlace);
  }

  /** The folder `wanted` in `parent`, or the next number of it where something else has the name; null where there is none and none shall be made. */
  async #find(parent: string, wanted: string, make: boolean): Promise<string | null> {
    for (let number = 1; ; number += 1) {
      const path = join(parent, numbered(wanted, number));
      const kind = await this.#kindOf(path);
      if (kind === 'folder') return path;
      if (kind === 'other') continue;
      if (!make) return null;
      try {
        await this.#disk.mkdir(path, 0o777); // a folder of the user's: open to whom their other folders are open to
        this.#made.push(path);
        return path;
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error;
        number -= 1; // made this moment by somebody else: looked at again
      }
    }
  }

  async #kindOf(path: string): Promise<'folder' | 'other' | 'none'> {
    try {
      return (await this.#disk.lstat(path)).isDirectory() ? 'folder' : 'other';
    } catch (error) {
      if (isMissing(error)) return 'none';
      throw error;
    }
  }
}

/** Which folder this is, whatever it is called: another one that a link leads to has another identity. */
async function identityOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${String(dev)} ${String(ino)}`;
}
