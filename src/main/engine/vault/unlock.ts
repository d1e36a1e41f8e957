/** @file Opening a vault that is there (docs/format.md §3.7); runs in the engine. */
import { join, resolve } from 'node:path';
import type { Output } from '../../../shared/contract.ts';
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import { zero } from '../crypto/index.ts';
import {
  type Disk,
  isMissing,
  nodeDisk,
  removeQuietly,
  toDiskError,
  unfinished,
  writeFileDurably,
} from '../disk/index.ts';
import { type CostPolicy, standardCosts } from './cost.ts';
import { type HeaderCopies, headerNames, readHeaders, type ReadableCopy } from './header-files.ts';
import { takeLock } from './lock-file.ts';
import { nameOfVault } from './name.ts';
import { SlotSecrets, openHeader } from './open-header.ts';
import { strengthen } from './strengthen.ts';
import type { OpenVault, Secret } from './types.ts';
import { Vault, slotInfos } from './vault.ts';

export interface UnlockRequest {
  /** The vault's folder. */
  readonly path: string;
  /** Its passphrase is zeroed before this settles. */
  readonly secret: Secret;
  readonly disk?: Disk;
  readonly cost?: CostPolicy;
  /** Called at most once, with the lock taken, while the key is being derived on another thread. It must not throw. */
  readonly meanwhile?: () => void;
  /**
   * Asked before anything of the header is written: an older header that was put in the place of the newest must not be made to look like a
   * newer one. What it throws ends the unlocking, and the vault is closed. Without it the header is taken as it is.
   */
  readonly trust?: (vault: OpenVault) => Promise<boolean>;
}

const copyDamaged: ErrorValue = { code: 'header-copy-damaged', params: {} };

/**
 * Takes the lock and opens the vault. Throws `vault-missing`, `vault-not-a-vault`, `vault-in-use`, `vault-version`, `header-damaged`,
 * `kdf-out-of-range`, `words-invalid`, `key-file-unreadable`, `secret-wrong`, `no-permission`, `no-space`, `disk-failed`. Nothing stays
 * behind then. A slot that asks for less work than is usual today is written anew.
 *
 * Notices: `header-copy-damaged` (one copy was used and the other has been written anew, where the disk allowed it).
 */
export async function unlockVault(
  request: UnlockRequest,
): Promise<{ vault: OpenVault; notices: ErrorValue[] }> {
  const {
    secret,
    disk = nodeDisk,
    cost: costs = standardCosts,
    trust = () => Promise.resolve(true),
    meanwhile = () => undefined,
  } = request;
  const path = resolve(request.path);
  try {
    await requireFolder(disk, path);
    await readHeaders(disk, path); // before the lock: a folder that is no vault gets no file of ours
    const lock = await takeLock(disk, path);
    try {
      await removeUnfinished(disk, path);
      const copies = await readHeaders(disk, path);
      const secrets = await SlotSecrets.read(secret, costs, disk, copies.readable[0]?.header.vault);
      secrets.whileDeriving(meanwhile);
      try {
        const { copy, slot, root, keyring } = await openHeader(copies.readable, secrets);
        const keep = secret.kind === 'recovery';
        const { header } = copy;
        const generationUsed = Math.max(...copies.readable.map((one) => one.header.generation));
        const openedBy = { id: slot.id, kind: slot.kind };
        const heldBack = copies.readable.some((one) => !one.bytes.equals(copy.bytes));
        const parts = { header, generationUsed, keyring, heldBack, openedBy, root: keep ? root : null };
        const vault = new Vault({ disk, path, costs, ...parts, lock });
        try {
          if (await trust(vault)) {
            const healed = await heal(disk, path, copies, copy);
            let now = { header, generationUsed };
            if (!healed.foreign)
              now = await strengthen({ disk, path, header }, { slot, root, secrets, costs });
            vault.settle({ ...now, heldBack: healed.heldBack });
          }
        } catch (thrown) {
          vault.dispose();
          throw thrown;
        } finally {
          if (!keep) root.dispose();
        }
        return { vault, notices: copies.whole ? [] : [copyDamaged] };
      } finally {
        secrets.dispose();
      }
    } catch (thrown) {
      await lock.release();
      throw thrown;
    }
  } finally {
    if (secret.kind === 'passphrase') zero(secret.passphrase);
  }
}

/** What can be told of a vault without a secret. Throws as `unlockVault` does, except about the secret and the lock. */
export async function inspectVault(path: string, disk: Disk = nodeDisk): Promise<Output<'vault.inspect'>> {
  const absolute = resolve(path);
  await requireFolder(disk, absolute);
  const { readable, whole } = await readHeaders(disk, absolute);
  const header = readable[0]?.header;
  if (header === undefined) throw new CodedError('header-damaged');
  return {
    vaultId: header.vault,
    name: nameOfVault(absolute),
    path: absolute,
    created: header.created,
    slots: slotInfos(header),
    notices: whole ? [] : [copyDamaged],
  };
}

/** Throws `vault-missing`, `vault-not-a-vault`, what the disk says. */
export async function requireFolder(disk: Disk, path: string): Promise<void> {
  try {
    if (!(await disk.stat(path)).isDirectory()) throw new CodedError('vault-not-a-vault');
  } catch (thrown) {
    throw isMissing(thrown) ? new CodedError('vault-missing') : toDiskError(thrown);
  }
}

/**
 * Writes the copy that was not used anew, unless it is somebody else's readable header: then nobody but a person can decide.
 * `heldBack`: an older copy stayed, which may not know the newest epoch.
 */
async function heal(
  disk: Disk,
  path: string,
  { readable, whole }: HeaderCopies,
  used: ReadableCopy,
): Promise<{ foreign: boolean; heldBack: boolean }> {
  if (whole) return { foreign: false, heldBack: false };
  const foreign = readable.some((copy) => copy.header.vault !== used.header.vault);
  let heldBack = false;
  for (const name of headerNames) {
    if (foreign || name === used.name) continue;
    // A disk that is full or read-only does not keep anybody from their photos; the notice says how it stands.
    await writeFileDurably(disk, join(path, name), used.bytes).catch(() => {
      heldBack = readable.some((copy) => copy.name === name);
    });
  }
  return { foreign, heldBack };
}

/** Removes what writes of the header and the lock have left unfinished (§2); blobs are the blob store's. */
async function removeUnfinished(disk: Disk, path: string): Promise<void> {
  const ours = /^(vault\.hdr|vault\.hdr\.bak|lock)\.[0-9a-f]{8}\.tmp$/;
  try {
    for (const name of await disk.readdir(path)) {
      if (name.endsWith(unfinished) && ours.test(name)) await removeQuietly(disk, join(path, name));
    }
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}
