/** @file Making a new vault (docs/format.md §2, §3); runs in the engine. */
import { join, resolve } from 'node:path';
import type { RecoveryKit } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { SecretKey, idBytes, randomId, sealingPublicKey, signingPublicKey, zero } from '../crypto/index.ts';
import {
  type Disk,
  isMissing,
  nodeDisk,
  removeQuietly,
  systemCode,
  toDiskError,
  unfinished,
} from '../disk/index.ts';
import { type CostPolicy, standardCosts } from './cost.ts';
import { type Header, encodeHeader, formatVersion } from './header.ts';
import { headerNames, writeHeaders } from './header-files.ts';
import { type Keyring, disposeOf, encodeKeyring, sealPlaintext } from './keyring.ts';
import { lockName, takeLock } from './lock-file.ts';
import { vaultFolderName } from './name.ts';
import { passphraseSlot, recoverySlot } from './slot.ts';
import type { OpenVault } from './types.ts';
import { Vault } from './vault.ts';
import { wordsOf } from './words.ts';

export interface CreateRequest {
  /** Where the vault's folder is made; must be there. */
  readonly folder: string;
  /** Of the vault; its folder gets `.lightproof` after it. */
  readonly name: string;
  /** Zeroed before this settles. */
  readonly passphrase: Uint8Array;
  readonly disk?: Disk;
  readonly cost?: CostPolicy;
}

/**
 * Makes the folder and both copies of the header, durably, with a slot for the passphrase and one for the recovery words, and answers
 * the open vault. The catalogue is its caller's to make next. What an earlier call that was cut off has left is created over: a folder
 * without catalogue and without any blob.
 *
 * Throws `name-invalid`, `passphrase-empty`, `vault-exists`, `parent-missing`, `vault-in-use`, `no-space`, `no-permission`,
 * `disk-failed`, and takes away
 * what it has made.
 */
export async function createVault(request: CreateRequest): Promise<{ vault: OpenVault; kit: RecoveryKit }> {
  const { passphrase, disk = nodeDisk, cost: costs = standardCosts } = request;
  try {
    const folder = resolve(request.folder);
    const path = join(folder, vaultFolderName(request.name));
    if (passphrase.byteLength === 0) throw new CodedError('passphrase-empty');
    const isNew = await makeFolder(disk, path);
    try {
      const lock = await takeLock(disk, path);
      try {
        if (!isNew && !(await isUnfinished(disk, path))) throw new CodedError('vault-exists');
        await makeSubfolder(disk, join(path, 'blobs'));
        const { header, bytes, keyring, words } = await makeHeader(passphrase, costs);
        try {
          await writeHeaders(disk, path, bytes);
          await disk.syncFolder(folder);
        } catch (thrown) {
          disposeOf(keyring);
          for (const name of headerNames) await removeQuietly(disk, join(path, name));
          throw thrown;
        }
        const parts = { header, generationUsed: header.generation, keyring, root: null, openedBy: null };
        const vault = new Vault({ disk, path, costs, ...parts, lock });
        return { vault, kit: { vaultId: header.vault, words } };
      } catch (thrown) {
        await lock.release().catch(() => undefined); // the first failure is the one to tell
        throw thrown;
      }
    } catch (thrown) {
      if (isNew) await removeFolders(disk, path);
      throw thrown;
    }
  } catch (thrown) {
    throw toDiskError(thrown);
  } finally {
    zero(passphrase);
  }
}

/** Whether the folder was made now; false when it was there. */
async function makeFolder(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.mkdir(path);
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) throw new CodedError('parent-missing', {}, { cause: thrown });
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
  }
  // Looked at before the lock is taken: a folder that is not ours gets no file of ours.
  if (!(await isUnfinished(disk, path))) throw new CodedError('vault-exists');
  return false;
}

async function makeSubfolder(disk: Disk, path: string): Promise<void> {
  await disk.mkdir(path).catch((thrown: unknown) => {
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
  });
}

/** Unfinished writes, and what SQLite has kept beside a catalogue that was being made. */
const unfinishedName = new RegExp(`\\${unfinished}(?:-wal|-shm|-journal)?$`, 'u');

/** Whether a folder holds only what an interrupted creation leaves: nothing of it was ever shown to anyone. */
async function isUnfinished(disk: Disk, path: string): Promise<boolean> {
  if (!(await disk.lstat(path)).isDirectory()) return false;
  for (const name of await disk.readdir(path)) {
    const known =
      name === lockName || headerNames.some((header) => header === name) || unfinishedName.test(name);
    if (known) continue;
    if (name !== 'blobs' || (await disk.readdir(join(path, name))).length > 0) return false;
  }
  return true;
}

async function removeFolders(disk: Disk, path: string): Promise<void> {
  for (const folder of [join(path, 'blobs'), path]) {
    // Best effort after a failure that is already being told; what stays can be created over.
    await disk.rmdir(folder).catch((thrown: unknown) => isMissing(thrown));
  }
}

function newKeyring(): Keyring {
  return {
    epochs: new Map([[1, SecretKey.random()]]),
    digest: SecretKey.random(),
    signing: SecretKey.random(),
    sealing: SecretKey.random(),
  };
}

async function makeHeader(
  passphrase: Uint8Array,
  costs: CostPolicy,
): Promise<{ header: Header; bytes: Buffer; keyring: Keyring; words: string[] }> {
  const vault = randomId();
  const vaultId = idBytes(vault);
  const generation = 1;
  const root = SecretKey.random();
  const recovery = SecretKey.random();
  try {
    const first = await passphraseSlot(vaultId, root, passphrase, costs.standard);
    const keyring = newKeyring();
    const plaintext = encodeKeyring(keyring);
    const sealed = sealPlaintext(plaintext, root, vaultId, generation);
    zero(plaintext);
    const header: Header = {
      format: formatVersion,
      vault,
      generation,
      catalogue: 0,
      created: new Date().toISOString(),
      slots: [first, recoverySlot(vaultId, root, recovery)],
      keyring: sealed,
      publicKeys: { signing: signingPublicKey(keyring.signing), sealing: sealingPublicKey(keyring.sealing) },
    };
    return { header, bytes: encodeHeader(header, root), keyring, words: wordsOf(recovery) };
  } finally {
    root.dispose();
    recovery.dispose();
  }
}
