/**
 * @file A disk that writes down what is done with it, for where no strace is. What SQLite writes does not go through it: its files are looked at before each
 * operation, and what they hold then is durable, as every transaction is (docs/format.md §5.1; `synchronous=FULL` is looked at by a test of its own).
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { nodeDisk, type Disk } from '../../src/main/engine/disk/index.ts';
import type { Op } from './power.ts';

const bySqlite = ['', '.tmp'].flatMap((name) =>
  ['', '-wal', '-journal'].map((end) => `catalog.db${name}${end}`),
);

export class RecordingDisk {
  readonly ops: Op[] = [];
  readonly #vault: string;
  readonly #seen = new Map<string, string>();

  constructor(vault: string) {
    this.#vault = vault;
    this.#lookAtSqlite(false);
  }

  tell(number: number): void {
    this.#lookAtSqlite(true);
    this.ops.push({ kind: 'told', number });
  }

  readonly disk: Disk = {
    ...nodeDisk,
    open: async (path, mode, permissions) => {
      if (mode !== 'read') this.#lookAtSqlite(true);
      const file = await nodeDisk.open(path, mode, permissions);
      if (mode === 'create') this.#add({ kind: 'create', path });
      return {
        read: (buffer, position) => file.read(buffer, position),
        write: async (buffer, position) => {
          await file.write(buffer, position);
          this.#add({ kind: 'write', path, at: position, bytes: Buffer.from(buffer) });
        },
        sync: async () => {
          const begun = this.ops.length;
          await file.sync();
          this.#add({ kind: 'sync', path, begun });
        },
        truncate: async (bytes) => {
          await file.truncate(bytes);
          this.#add({ kind: 'truncate', path, bytes });
        },
        stat: () => file.stat(),
        bigStat: () => file.bigStat(),
        utimes: (accessed, modified) => file.utimes(accessed, modified),
        close: () => file.close(),
      };
    },
    rename: async (path, to) => {
      this.#lookAtSqlite(true);
      await nodeDisk.rename(path, to);
      this.#add({ kind: 'rename', path, to });
    },
    link: async (path, to) => {
      this.#lookAtSqlite(true);
      await nodeDisk.link(path, to);
      this.#add({ kind: 'link', path, to });
    },
    unlink: async (path) => {
      this.#lookAtSqlite(true);
      await nodeDisk.unlink(path);
      this.#add({ kind: 'unlink', path });
    },
    mkdir: async (path, permissions) => {
      await nodeDisk.mkdir(path, permissions);
      this.#add({ kind: 'mkdir', path });
    },
    rmdir: async (path) => {
      await nodeDisk.rmdir(path);
      this.#add({ kind: 'rmdir', path });
    },
    syncFolder: async (path) => {
      const begun = this.ops.length;
      await nodeDisk.syncFolder(path);
      this.#add({ kind: 'sync', path, begun });
    },
  };

  #add(op: Op): void {
    this.ops.push(op);
    // What was renamed or removed by us is no news of SQLite.
    this.#lookAtSqlite(op.kind !== 'rename' && op.kind !== 'link' && op.kind !== 'unlink');
  }

  #lookAtSqlite(record: boolean): void {
    for (const name of bySqlite) {
      const path = join(this.#vault, name);
      const stat = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
      const now =
        stat === undefined ? '' : `${String(stat.ino)} ${String(stat.mtimeNs)} ${String(stat.size)}`;
      if (now === (this.#seen.get(name) ?? '')) continue;
      this.#seen.set(name, now);
      if (record)
        this.ops.push({ kind: 'durable', path, content: stat === undefined ? null : fs.readFileSync(path) });
    }
  }
}
