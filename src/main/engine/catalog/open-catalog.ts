/** @file Making a vault's catalogue, and opening the one there is. Runs in the engine. */
import { join } from 'node:path';
import type { ErrorValue } from '../../../shared/errors.ts';
import type { OpenVault } from '../vault/index.ts';
import { CatalogAhead, catalogName } from './ahead.ts';
import type { Beginning } from './catalog-types.ts';
import { Catalog } from './catalog.ts';
import { createDatabase } from './database.ts';

/** Makes an empty catalogue in a new vault; under another name and with a beginning for one that is to replace the vault's. */
export function createCatalog(vault: OpenVault, name = catalogName, beginning?: Beginning): Catalog {
  const database = createDatabase(join(vault.path, name));
  const catalog = new Catalog(vault, database, beginning);
  try {
    catalog.change((tx) => {
      if (beginning === undefined) tx.log({ event: 'created' });
    });
    return catalog;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens and reads the catalogue. Errors: catalogue-missing, catalogue-damaged, vault-in-use. Rows that were lost, exchanged or cannot be
 * opened do not throw: they are told in `notices`, what is left can be read and exported, and nothing can be changed, so that no later
 * change seals the damage in.
 */
export function openCatalog(
  vault: OpenVault,
  ahead = new CatalogAhead(vault.path),
): { catalog: Catalog; notices: ErrorValue[] } {
  const found = ahead.take();
  try {
    const catalog = new Catalog(vault, found.database);
    return { catalog, notices: catalog.load(found) };
  } catch (error) {
    found.database.close();
    throw error;
  }
}
