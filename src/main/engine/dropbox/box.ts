/** @file The folder `inbox/` of a vault: what waits in it, what was set aside, and what is none of ours (docs/format.md §4.5). Runs in the engine. */
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '../../../shared/contract.ts';
import type { Waiting } from '../../../shared/contract/dropbox.ts';
import { CodedError } from '../../../shared/errors.ts';
import { type Disk, isMissing, removeQuietly, systemCode, toDiskError } from '../disk/index.ts';

export const boxName = 'inbox';
const asideName = 'aside';
/** More than this many wait in no drop box. */
export const mostEntries = 100_000;

const entryPattern = /^[0-9a-f]{32}$/;
const asidePattern = /^([0-9a-f]{32})(?:-\d{1,4})?$/;
const unfinishedPattern = /^[0-9a-f]{32}\.tmp$/;
/** A write that has not gone on for a day was cut off. Who drops holds no lock that would tell. */
const cutOffMs = 24 * 3600 * 1000;

export interface BoxEntry {
  readonly id: Id;
  readonly path: string;
  /** Of the file. */
  readonly bytes: number;
}

export class DropBox {
  readonly #disk: Disk;
  readonly #vault: string;
  readonly folder: string;

  constructor(disk: Disk, vault: string) {
    this.#disk = disk;
    this.#vault = vault;
    this.folder = join(vault, boxName);
  }

  /** What lies in it, by name. Links, folders, pipes and everything not called like an entry are strays. Throws as the disk does. */
  async look(): Promise<{ readonly entries: readonly BoxEntry[]; readonly waiting: Waiting }> {
    const entries: BoxEntry[] = [];
    let strays = 0;
    for (const name of (await this.#names(this.folder)).sort()) {
      if (name === asideName || unfinishedPattern.test(name)) continue;
      const path = join(this.folder, name);
      const stat = entryPattern.test(name) && entries.length < mostEntries ? await this.#stat(path) : null;
      if (stat === 'gone') continue;
      if (stat?.isFile() === true) entries.push({ id: name, path, bytes: stat.size });
      else strays += 1;
    }
    const aside = (await this.#names(this.#aside)).filter((name) => asidePattern.test(name)).length;
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return { entries, waiting: { entries: entries.length, bytes, aside, strays } };
  }

  /** Makes the folder, durably, where there is none. Throws `destination-unfit` where something else is in its place. */
  async make(): Promise<void> {
    try {
      const stat = await this.#stat(this.folder);
      if (stat === 'gone') {
        await this.#disk.mkdir(this.folder).catch((thrown: unknown) => {
          if (systemCode(thrown) !== 'EEXIST') throw thrown; // another dropper was quicker
        });
        await this.#disk.syncFolder(this.#vault);
      } else if (!stat.isDirectory()) throw new CodedError('destination-unfit');
    } catch (thrown) {
      throw toDiskError(thrown);
    }
  }

  /** Removes writes that were cut off long ago. What cannot be removed only takes space. */
  async tidy(now: number): Promise<void> {
    for (const name of await this.#names(this.folder)) {
      if (!unfinishedPattern.test(name)) continue;
      const stat = await this.#stat(join(this.folder, name));
      if (stat !== 'gone' && stat.isFile() && now - stat.mtimeMs > cutOffMs)
        await removeQuietly(this.#disk, join(this.folder, name));
    }
  }

  /** Removes an entry whose photo is in the vault. One that is gone already counts as removed. */
  async remove({ path }: BoxEntry): Promise<void> {
    await this.#disk.unlink(path).catch((thrown: unknown) => {
      if (!isMissing(thrown)) throw toDiskError(thrown);
    });
  }

  /** Keeps an entry that cannot be taken in where no adoption meets it again. Nothing that is there is replaced. */
  async setAside({ id, path }: BoxEntry): Promise<void> {
    try {
      if ((await this.#stat(this.#aside)) === 'gone') {
        await this.#disk.mkdir(this.#aside);
        await this.#disk.syncFolder(this.folder);
      }
      for (let n = 0; n < 10_000; n += 1) {
        const to = join(this.#aside, n === 0 ? id : `${id}-${String(n)}`);
        if ((await this.#stat(to)) !== 'gone') continue;
        await this.#disk.rename(path, to);
        await this.#disk.syncFolder(this.#aside);
        return;
      }
    } catch (thrown) {
      if (!isMissing(thrown)) throw toDiskError(thrown);
    }
  }

  /** What was set aside waits again. */
  async putBack(): Promise<void> {
    try {
      for (const name of await this.#names(this.#aside)) {
        const id = asidePattern.exec(name)?.[1];
        if (id === undefined || (await this.#stat(join(this.folder, id))) !== 'gone') continue;
        await this.#disk.rename(join(this.#aside, name), join(this.folder, id));
      }
    } catch (thrown) {
      throw toDiskError(thrown);
    }
  }

  /** Makes what was removed stay so. */
  async sync(): Promise<void> {
    await this.#disk.syncFolder(this.folder).catch((thrown: unknown) => {
      if (!isMissing(thrown)) throw toDiskError(thrown);
    });
  }

  get #aside(): string {
    return join(this.folder, asideName);
  }

  /** Of a folder, and of nothing that only looks like one. */
  async #names(folder: string): Promise<string[]> {
    try {
      const stat = await this.#stat(folder);
      return stat !== 'gone' && stat.isDirectory() ? await this.#disk.readdir(folder) : [];
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw toDiskError(thrown);
    }
  }

  async #stat(path: string): Promise<Stats | 'gone'> {
    try {
      return await this.#disk.lstat(path);
    } catch (thrown) {
      if (isMissing(thrown)) return 'gone';
      throw toDiskError(thrown);
    }
  }
}
