/** @file Answers `vault.…`: make, open, close, ask about. Runs in the engine. */
import { resolve } from 'node:path';
import type { Id, Input, VaultInfo } from '../../../shared/contract.ts';
import { CodedError, isAcceptable, type ErrorValue } from '../../../shared/errors.ts';
import { CatalogAhead, openCatalog, type Catalog } from '../catalog/index.ts';
import { zero } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';
import { makeFirstCatalog } from '../integrity/first-catalog.ts';
import { waitAfter, type VaultMemory } from '../memory/index.ts';
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
import { checkAge, newestSnapshot } from './anchor.ts';
import type { Home } from './home.ts';
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
        return { vault, kit, notices: [], catalog: await withCatalog(vault, () => makeFirstCatalog(vault)) };
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
        const ahead = new CatalogAhead(resolve(path));
        const checked: Awaited<ReturnType<typeof openChecked>>[] = [];
        const forgotten: ErrorValue[] = [];
        const trust = async (vault: OpenVault): Promise<boolean> => {
          if (await home.memory?.isDamaged(vault.id)) forgotten.push({ code: 'memory-damaged', params: {} });
          const found = await openChecked(home, vault, { ahead });
          checked.push(found);
          return found.catalog.frozen === null;
        };
        const { vault, notices } = await countingFailures({ memory: home.memory, disk }, path, () =>
          unlockVault({ path, secret, disk, cost, trust, meanwhile: () => ahead.read() }),
        ).finally(() => ahead.close());
        const [found] = checked;
        if (found === undefined) throw new Error('a vault was opened without a look at its catalogue');
        const { catalog, notices: more } = found;
        await noteUnlocked(home.memory, vault, catalog);
        return { vault, catalog, notices: [...notices, ...more, ...forgotten] };
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

  /** Header first: cut off after it, the vault is frozen still, as its catalogue is older than what the new header names. */
  'vault.acceptRestored': async (session, { secret, keyFile }) => {
    const { vault, catalog, anchor } = session;
    const noticed = catalog.frozen;
    if (noticed === null) return infoOf(session);
    if (!isAcceptable(noticed)) throw new CodedError(noticed.code, noticed.params);
    const { generation } = catalog;
    const next = await above(session);
    await vault.renewHeader(secretOf(secret, keyFile), next);
    catalog.resume(next.catalogue, (tx) => {
      if (vault.openedBy !== null)
        tx.log({ event: 'unlocked', slot: vault.openedBy.id, kind: vault.openedBy.kind });
      tx.log({ event: 'restored', code: noticed.code, generation });
    });
    await anchor.remember();
    return infoOf(session);
  },

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
  open: () => T | Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/**
 * Opens the catalogue of a vault whose header is open, and looks at its age before anything is written.
 * @param options `ahead`: what was read of it while the key was derived; `rebuilt`: as in `checkAge`
 */
export async function openChecked(
  home: Home,
  vault: OpenVault,
  { ahead, rebuilt = false }: { readonly ahead?: CatalogAhead; readonly rebuilt?: boolean } = {},
): Promise<{ catalog: Catalog; notices: readonly ErrorValue[] }> {
  const { catalog, notices } = openCatalog(vault, ahead);
  try {
    const aged = await checkAge({ vault, catalog, memory: home.memory }, rebuilt);
    return { catalog, notices: [...notices, ...aged, ...heldStill(vault, catalog)] };
  } catch (error) {
    catalog.close();
    throw error;
  }
}

/** Where nothing can be written, nothing is changed; what else is wrong with it comes first. */
function heldStill(vault: OpenVault, catalog: Catalog): ErrorValue[] {
  if (!vault.readOnly && !catalog.readOnly) return [];
  const notice: ErrorValue = { code: 'vault-read-only', params: {} };
  catalog.freeze(notice);
  return [notice];
}

/** Who has opened the vault, and the attempts before that failed, as far as this computer knows. */
async function noteUnlocked(memory: VaultMemory | null, vault: OpenVault, catalog: Catalog): Promise<void> {
  const { openedBy } = vault;
  if (openedBy === null || catalog.frozen !== null) return;
  const failures = (await memory?.failures(vault.id)) ?? null;
  const before = catalog.logLength;
  noteInLog({ catalog }, ...(failures === null ? [] : [{ event: 'unlock-failed' as const, ...failures }]), {
    event: 'unlocked',
    slot: openedBy.id,
    kind: openedBy.kind,
  });
  if (failures !== null && catalog.logLength > before) await memory?.forgetFailures(vault.id, failures);
}

/**
 * Runs an unlocking; one that fails for its secret is counted, so that the next one that does not can tell. After several the next has to wait,
 * whatever its secret is: error `secret-later`, before anything is derived.
 */
export async function countingFailures<T>(
  { memory, disk }: { readonly memory: VaultMemory | null; readonly disk: Disk },
  path: string,
  unlock: () => Promise<T>,
): Promise<T> {
  // What is wrong with the folder is told by the unlocking.
  const known = memory === null ? null : await inspectVault(path, disk).catch(() => null);
  const seconds =
    memory === null || known === null ? 0 : waitAfter(await memory.failures(known.vaultId), Date.now());
  if (seconds > 0) throw new CodedError('secret-later', { seconds });
  try {
    return await unlock();
  } catch (error) {
    const isWrong = error instanceof CodedError && error.code === 'secret-wrong';
    if (isWrong && known !== null) await memory?.countFailure(known.vaultId);
    throw error;
  }
}

/** Higher than every generation that is known of this vault, here or anywhere. */
async function above({ vault, catalog, memory }: Session): Promise<{ header: number; catalogue: number }> {
  const seen = (await memory?.recall(vault.id))?.seen ?? null;
  const snapshot = await newestSnapshot(vault);
  return {
    header: Math.max(vault.generation, catalog.headerSeen, seen?.header ?? 0),
    catalogue: Math.max(catalog.generation, vault.catalogue, snapshot, seen?.catalogue ?? 0) + 1,
  };
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
    photos: catalog.photoCount - catalog.trashedCount - catalog.hiddenCount,
    trashed: catalog.trashedCount,
    bytes: catalog.bytes - catalog.hiddenBytes,
    verified: verified && { at: verified.at, problems: verified.problems },
    unfinishedImport: unfinished,
    damage: catalog.frozen,
  };
}
