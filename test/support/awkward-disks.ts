/** @file File systems as people have them: slow ones, and ones that know no second names and no difference between a and A. */
import { dirname, basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nodeDisk, type Disk, type DiskFile } from '../../src/main/engine/disk/index.ts';

const slowed = <T extends object>(
  target: T,
  milliseconds: () => number,
  wrap?: (value: unknown) => unknown,
): T =>
  new Proxy(target, {
    get(on, name) {
      const member: unknown = Reflect.get(on, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        await wait(milliseconds());
        const answer: unknown = await Reflect.apply(member, on, args);
        return wrap === undefined ? answer : wrap(answer);
      };
    },
  });

const isFile = (value: unknown): value is DiskFile =>
  typeof value === 'object' && value !== null && 'sync' in value && 'truncate' in value;

/** Every operation takes as long as `milliseconds` says at that moment. */
export function slowDisk(milliseconds: () => number): Disk {
  return slowed(nodeDisk, milliseconds, (value) => (isFile(value) ? slowed(value, milliseconds) : value));
}

/** As FAT and exFAT are: names are the same whatever their case, no file has two names. */
export function fatDisk(): Disk {
  const refused = (code: string): Error => Object.assign(new Error(code), { code });
  const actual = async (path: string): Promise<string> => {
    const names = await nodeDisk.readdir(dirname(path)).catch(() => []);
    const found = names.find((name) => name.toLowerCase() === basename(path).toLowerCase());
    return found === undefined ? path : join(dirname(path), found);
  };
  return {
    ...nodeDisk,
    open: async (path, mode, permissions) => nodeDisk.open(await actual(path), mode, permissions),
    rename: async (from, to) => {
      const over = await actual(to);
      if (over !== to && over !== (await actual(from))) await nodeDisk.unlink(over);
      await nodeDisk.rename(await actual(from), to);
    },
    link: () => Promise.reject(refused('EPERM')),
    unlink: async (path) => nodeDisk.unlink(await actual(path)),
    mkdir: async (path, permissions) => nodeDisk.mkdir(await actual(path), permissions),
    stat: async (path) => nodeDisk.stat(await actual(path)),
    lstat: async (path) => nodeDisk.lstat(await actual(path)),
  };
}
