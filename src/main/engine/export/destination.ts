/** @file The folder an export goes to: what is there of it, what is free, whether it may be written, and that it is not the vault. Runs in the engine. */
import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { isMissing, toDiskError } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';

export interface Destination {
  /** Absolute path as the user named it. */
  readonly path: string;
  /** Folders that have to be made, outermost first. */
  readonly missing: readonly string[];
  readonly freeBytes: number;
  readonly writable: boolean;
}

/** Errors: destination-unfit (inside the vault, or something that is not a folder is in the way), no-permission, disk-failed. */
export async function inspectDestination(vault: OpenVault, folder: string): Promise<Destination> {
  const path = resolve(folder);
  const missing: string[] = [];
  let existing = path;
  while (!(await isFolder(vault, existing))) {
    missing.unshift(existing);
    if (dirname(existing) === existing) throw new CodedError('destination-unfit');
    existing = dirname(existing);
  }
  try {
    const real = join(await realpath(existing), relative(existing, path));
    const inside = relative(await realpath(vault.path), real);
    const outside = inside === '..' || inside.startsWith(`..${sep}`) || resolve(inside) === inside; // another drive on Windows
    if (!outside) throw new CodedError('destination-unfit');
    const { freeBytes } = await vault.disk.statfs(existing);
    return { path, missing, freeBytes, writable: await mayWrite(existing) };
  } catch (error) {
    throw toDiskError(error);
  }
}

/** Makes the folders that are missing. Errors: no-space, no-permission, disk-failed. */
export async function makeDestination(vault: OpenVault, { missing }: Destination): Promise<void> {
  try {
    // A folder of the user's, not of the vault: open to whom their other folders are open to.
    for (const folder of missing) await vault.disk.mkdir(folder, 0o777);
  } catch (error) {
    throw toDiskError(error);
  }
}

async function isFolder(vault: OpenVault, path: string): Promise<boolean> {
  try {
    if ((await vault.disk.stat(path)).isDirectory()) return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw toDiskError(error);
  }
  throw new CodedError('destination-unfit');
}

async function mayWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
