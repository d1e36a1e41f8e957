/** @file Writing a file so that it is there whole or not at all (docs/format.md §2); runs in the engine. */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { Disk } from './disk.ts';
import { toDiskError } from './disk-error.ts';

/** Ending of unfinished writes; whoever holds the vault's lock removes them. */
export const unfinished = '.tmp';

/**
 * Writes `bytes` to `path`, replacing what is there: temporary name, exclusively → write → fsync → rename → fsync of the folder.
 * When it rejects (`no-space`, `no-permission`, `disk-failed`), `path` holds either what it held or all of `bytes`.
 */
export async function writeFileDurably(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}${unfinished}`;
  try {
    const file = await disk.open(temporary, 'create');
    try {
      await file.write(bytes, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temporary, path);
  } catch (thrown) {
    await removeQuietly(disk, temporary);
    throw toDiskError(thrown);
  }
  try {
    await disk.syncFolder(dirname(path));
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}

/**
 * Removes what an operation that already failed has left. A second failure is not told: the first one is what the user must hear, and
 * the file's name marks it as unfinished for the next opening.
 */
export async function removeQuietly(disk: Disk, path: string): Promise<void> {
  await disk.unlink(path).catch(() => undefined);
}

/** Reads a whole file of at most `limit` bytes; null when it is longer or not a regular file. Rejects with what the system said. */
export async function readSmallFile(disk: Disk, path: string, limit: number): Promise<Buffer | null> {
  const file = await disk.open(path, 'read');
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > limit) return null;
    const bytes = Buffer.alloc(stat.size);
    const read = await file.read(bytes, 0);
    return bytes.subarray(0, read);
  } finally {
    await file.close();
  }
}
