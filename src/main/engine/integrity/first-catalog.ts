/** @file The catalogue of a new vault: whole under its name, or not there. Runs in the engine. */
import { join } from 'node:path';
import { createCatalog, openCatalog, type Catalog } from '../catalog/index.ts';
import { toDiskError } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { catalogName, rebuiltName, removeRebuilt } from './set-aside.ts';

/**
 * Made under another name, durably, and then given its own: cut off before, there is none, and the vault can be made again in the same place. Errors:
 * no-space, no-permission, disk-failed.
 */
export async function makeFirstCatalog(vault: OpenVault): Promise<Catalog> {
  const { disk, path } = vault;
  await removeRebuilt(vault);
  try {
    createCatalog(vault, rebuiltName).close();
    await disk.rename(join(path, rebuiltName), join(path, catalogName));
    await disk.syncFolder(path);
  } catch (thrown) {
    await removeRebuilt(vault).catch(() => undefined); // the first failure is the one to tell
    throw toDiskError(thrown);
  }
  return openCatalog(vault).catalog;
}
