/** @file What to know about a place before a vault is made there; runs in the engine. */
import { join, resolve } from 'node:path';
import type { Input, Output } from '../../../shared/contract.ts';
import { randomBytes } from '../crypto/index.ts';
import { type Disk, isMissing, nodeDisk, toDiskError, unfinished } from '../disk/index.ts';
import { warningsOfFolder } from './folder-kind.ts';
import { vaultFolderName } from './name.ts';

/** Throws `name-invalid`, `disk-failed`. A folder that is not there is not writable and has no space. */
export async function inspectFolder(
  request: Input<'vault.inspectFolder'>,
  disk: Disk = nodeDisk,
): Promise<Output<'vault.inspectFolder'>> {
  const folder = resolve(request.folder);
  const path = join(folder, vaultFolderName(request.name));
  return {
    path,
    exists: await exists(disk, path),
    writable: await isWritable(disk, folder),
    freeBytes: await freeBytes(disk, folder),
    warnings: await warningsOfFolder(folder),
  };
}

async function exists(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.lstat(path);
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw toDiskError(thrown);
  }
}

async function freeBytes(disk: Disk, folder: string): Promise<number> {
  try {
    return (await disk.statfs(folder)).freeBytes;
  } catch (thrown) {
    if (isMissing(thrown)) return 0;
    throw toDiskError(thrown);
  }
}

/** Tries it: permissions alone say nothing of read-only media, quotas and shares. */
async function isWritable(disk: Disk, folder: string): Promise<boolean> {
  const path = join(folder, `.lightproof.${randomBytes(4).toString('hex')}${unfinished}`);
  try {
    const file = await disk.open(path, 'create');
    await file.close();
    await disk.unlink(path);
    return true;
  } catch {
    return false;
  }
}
