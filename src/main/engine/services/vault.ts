/** @file Answers `vault.…`: make, open, close, ask about. Runs in the engine. */
import type { Id, Input, VaultInfo } from '../../../shared/contract.ts';
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import { createCatalog, openCatalog, type Catalog } from '../catalog/index.ts';
import { zero } from '../crypto/index.ts';
import { Snapshots } from '../integrity/snapshots.ts';
import {
  createVault,
  inspectFolder,
  inspectVault,
  passphraseSecret,
  suggestPassphrase,
  unlockVault,
  type OpenVault,
  type Secret,
} from '../vault/index.ts';
import { unfinishedImport } from './imports.ts';
import { noteInLog, noteSlot } from './note.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

export const vaultServices: ServicesOf<'vault'> = {
  'vault.inspectFolder': ({ options }, input) => inspectFolder(input, options.disk),

  'vault.suggestPassphrase': () => ({ passphrase: suggestPassphrase() }),

  'vault.create': async (home, { folder, name, passphrase }) => {
    const { disk, cost } = home.options;
    try {
      const { session, opened } = await home.enter(async () => {
        const { vault, kit } = await createVault({ folder, name, passphrase, disk, cost });
        return { vault, kit, notices: [], catalog: await withCatalog(vault, () => createCatalog(vault)) };
      });
      return { vault: infoOf(session), kit: opened.kit };
    } finally {
      zero(passphrase);
    }
  },

  'vault.inspect': ({ options }, { vault }) => inspectVault(vault, options.disk),

  'vault.unlock': async (home, { vault: path, secret: given, keyFile }) => {
    const secret = secretOf(given, keyFile);
    const { disk, cost } = home.options;
    try {
      const { session, opened } = await home.enter(async () => {
        const { vault, notices } = await unlockVault({ path, secret, disk, cost });
        const { catalog, notices: more } = await withCatalog(vault, () => openCatalog(vault));
        const older = await olderThanSnapshot(vault, catalog);
        if (vault.openedBy !== null) {
          const { id: slot, kind } = vault.openedBy;
          noteInLog({ catalog }, { event: 'unlocked', slot, kind });
        }
        return { vault, catalog, notices: [...notices, ...more, ...older] };
      });
      return { vault: infoOf(session), notices: [...opened.notices] };
    } finally {
      if (secret.kind === 'passphrase') zero(secret.passphrase);
    }
  },

  'vault.close': async (home) => {
    await home.leave();
    return {};
  },

  'vault.info': (session) => infoOf(session),

  'vault.changePassphrase': async (session, { current, next, keyFile }) => {
    const { vault } = session;
    try {
      const before = new Set(vault.slots.map(({ id }) => id));
      await vault.changePassphrase(current, next, keyFile);
      const made = vault.slots.find(({ id }) => !before.has(id));
      if (made !== undefined) noteSlot(session, 'passphrase-changed', made.id);
    } finally {
      zero(next, ...(current === null ? [] : [current]));
    }
    return {};
  },
};

/** What the contract says in two fields. A key file beside recovery words is no secret of anything. */
export function secretOf(secret: Input<'vault.unlock'>['secret'], keyFile: string | undefined): Secret {
  if (secret.kind === 'passphrase') return passphraseSecret(secret.passphrase, keyFile);
  if (keyFile !== undefined) throw new CodedError('input-invalid', { field: 'keyFile' });
  return secret;
}

/** A vault whose catalogue cannot be had is let go of again. */
async function withCatalog<T extends Catalog | { catalog: Catalog }>(
  vault: OpenVault,
  open: () => T,
): Promise<T> {
  try {
    return open();
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/** A snapshot is never newer than its catalogue: if it is, an older catalogue was put in the place of the newest (docs/format.md §6.1). */
async function olderThanSnapshot(vault: OpenVault, catalog: Catalog): Promise<ErrorValue[]> {
  if (catalog.frozen !== null) return [];
  try {
    const newest = (await new Snapshots(vault).newest()) ?? 0;
    if (newest <= catalog.generation) return [];
    const notice: ErrorValue = {
      code: 'catalogue-rolled-back',
      params: { older: newest - catalog.generation },
    };
    catalog.freeze(notice);
    return [notice];
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return []; // the folder of snapshots cannot be read: nobody is kept from their photos by that
  }
}

function infoOf(session: Session): VaultInfo {
  const { vault, catalog } = session;
  const verified = catalog.objects('settings')[0]?.[1].verified ?? null;
  const unfinished: Id | null = unfinishedImport(session);
  return {
    vaultId: vault.id,
    name: vault.name,
    path: vault.path,
    created: vault.created,
    generation: catalog.generation,
    photos: catalog.photoCount - catalog.trashedCount,
    trashed: catalog.trashedCount,
    bytes: catalog.bytes,
    verified: verified && { at: verified.at, problems: verified.problems },
    unfinishedImport: unfinished,
    damage: catalog.frozen,
  };
}
