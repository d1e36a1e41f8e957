/**
 * @file Counts the operations that change something on a disk, those that SQLite is asked for included (each row written, each checkpoint), and ends the process
 * before one of them.
 */
import { flushCompileCache } from 'node:module';
import Sqlite from 'better-sqlite3';
import { nodeDisk, type Disk, type DiskFile } from '../../src/main/engine/disk/index.ts';

const ofFiles = new Set(['write', 'sync', 'truncate']);
const ofDisk = new Set(['open', 'rename', 'link', 'unlink', 'mkdir', 'rmdir', 'syncFolder']);
const isFile = (value: unknown): value is DiskFile =>
  typeof value === 'object' && value !== null && 'sync' in value && 'truncate' in value;

function counted<T extends object>(
  target: T,
  changing: ReadonlySet<string>,
  before: () => void,
  wrap?: (value: unknown) => unknown,
): T {
  return new Proxy(target, {
    get(on, name) {
      const member: unknown = Reflect.get(on, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (changing.has(String(name)) && args[1] !== 'read') before();
        const answer: unknown = Reflect.apply(member, on, args);
        return wrap !== undefined && answer instanceof Promise ? answer.then(wrap) : answer;
      };
    },
  });
}

function countedDisk(disk: Disk, before: () => void): Disk {
  return counted(disk, ofDisk, before, (value) => (isFile(value) ? counted(value, ofFiles, before) : value));
}

/** The catalogue's own file is SQLite's to write. For the rest of the process. */
function countSqlite(before: () => void): void {
  replace('prepare', (_, answer) => {
    const statement = answer() as Sqlite.Statement; // as better-sqlite3 says
    const run = statement.run.bind(statement);
    statement.run = (...values: unknown[]): Sqlite.RunResult => {
      before();
      return run(...values);
    };
    return statement;
  });
  replace('pragma', (asked, answer) => {
    if (asked.startsWith('wal_checkpoint')) before();
    return answer();
  });
}

/** Node's disk, and SQLite's, for a process that ends itself by SIGKILL before its n-th operation on them, counted from `begin` on. */
export class KillingDisk {
  readonly disk: Disk;
  /** So many there were. */
  operations = 0;
  #counting = false;

  constructor(at: number) {
    const operation = (): void => {
      if (!this.#counting) return;
      this.operations += 1;
      if (this.operations < at) return;
      process.kill(process.pid, 'SIGKILL');
      for (;;); // the signal is on its way: nothing of what comes next may happen
    };
    countSqlite(operation);
    this.disk = countedDisk(nodeDisk, operation);
  }

  begin(): void {
    // What ends by SIGKILL keeps nothing for the next one by itself (NODE_COMPILE_CACHE, vitest.config.ts).
    flushCompileCache();
    this.#counting = true;
  }
}

function replace(name: 'prepare' | 'pragma', look: (asked: string, answer: () => unknown) => unknown): void {
  const original: unknown = Reflect.get(Sqlite.prototype, name);
  if (typeof original !== 'function') throw new Error(`better-sqlite3 has no ${name}`);
  Reflect.set(Sqlite.prototype, name, function (this: unknown, ...values: unknown[]): unknown {
    return look(String(values[0]), () => Reflect.apply(original, this, values) as unknown);
  });
}
