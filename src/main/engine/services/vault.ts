/** @file Answers `vault.…`: make, open, close, ask about. Runs in the engine. */
import type { Id, Input, VaultInfo } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { createCatalog, openCatalog, type Catalog } from '../catalog/index.ts';
import { zero } from '../crypto/index.ts';
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
        return { vault, catalog, notices: [...notices, ...more] };
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

  'vault.changePassphrase': async ({ vault }, { current, next, keyFile }) => {
    try {
      await vault.changePassphrase(current, next, keyFile);
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
    verified,
    unfinishedImport: unfinished,
  };
}
