/** @file Keeps two processes from writing the same memory at once, each over what the other has just written. Runs in the engine. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Disk, removeQuietly, systemCode } from '../disk/index.ts';

/** Nobody needs it for longer; whoever is older has died. Milliseconds. */
const staleAfter = 10_000;
const waitFor = 1000;
const pause = 20;

/**
 * Runs `work` while the file `path` is ours. Who does not get it in a second goes on without: at worst a failed attempt is not counted, and
 * no vault waits for that.
 */
export async function locked<T>(disk: Disk, path: string, work: () => Promise<T>): Promise<T> {
  const isOurs = await take(disk, path);
  try {
    return await work();
  } finally {
    if (isOurs) await removeQuietly(disk, path);
  }
}

async function take(disk: Disk, path: string): Promise<boolean> {
  for (let waited = 0; waited < waitFor; waited += pause) {
    try {
      await (await disk.open(path, 'create')).close();
      return true;
    } catch (thrown) {
      if (systemCode(thrown) !== 'EEXIST') throw thrown;
    }
    const stat = await disk.lstat(path).catch(() => null); // gone meanwhile
    if (stat !== null && Math.abs(Date.now() - stat.mtimeMs) > staleAfter) await removeQuietly(disk, path);
    else await delay(pause);
  }
  return false;
}
