/** @file New keys for a vault: another root key and one more epoch key, in one write of the header (docs/format.md §7.2); runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { SecretKey, idBytes, zero } from '../crypto/index.ts';
import { readSmallFile } from '../disk/index.ts';
import type { SlotChange } from './change-slots.ts';
import { type Header, encodeHeader, maxHeaderBytes } from './header.ts';
import { headerNames, writeHeaders } from './header-files.ts';
import { decodeKeyring, disposeOf, encodeKeyring, openPlaintext, sealPlaintext } from './keyring.ts';
import { SlotSecrets, openSlot } from './open-header.ts';
import { type HeaderPlace, movedOr, replaceHeader } from './replace-slots.ts';
import { type Slot, recoverySlot } from './slot.ts';

/** New keys that nothing is sealed under yet. Whoever has it disposes of it (`disposeOfRotation`). */
export interface RotationDraft {
  /** The root keys of now and of afterwards. */
  readonly root: SecretKey;
  readonly nextRoot: SecretKey;
  /** Of the new recovery kit. */
  readonly secret: SecretKey;
  /** The slot that was opened, wrapped for the new root key. */
  readonly kept: Slot;
  /** Ways in that will open nothing any more; kits, which the new one replaces, are not among them. */
  readonly dropped: readonly Slot[];
  /** Of the header it was made for. */
  readonly generation: number;
}

export interface Rotated {
  readonly header: Header;
  readonly epoch: number;
  /** The new epoch's key; its taker disposes of it. */
  readonly key: SecretKey;
  /** Whether both copies are surely on disk: only then may anything be sealed under the new epoch. */
  readonly durable: boolean;
}

/**
 * Makes the new keys and wraps them for the passphrase that is given: it is the only secret at hand. Throws `slot-proof` for recovery words
 * (their slot is replaced, and nothing would be left to open the vault but the new kit), `secret-wrong`, `kdf-out-of-range`, `key-file-unreadable`.
 */
export async function draftRotation({ disk, header, costs, proof }: SlotChange): Promise<RotationDraft> {
  if (proof.kind === 'recovery') throw new CodedError('slot-proof');
  const secrets = await SlotSecrets.read(proof, costs, disk);
  try {
    const { root, slot } = await openSlot(header, secrets);
    const nextRoot = SecretKey.random();
    try {
      const kept = await secrets.rewrap(slot, idBytes(header.vault), nextRoot, costs.standard);
      if (kept === null) throw new Error('a passphrase has opened a slot without one');
      const dropped = header.slots.filter((one) => one !== slot && one.kind !== 'recovery');
      const { generation } = header;
      return { root, nextRoot, secret: SecretKey.random(), kept, dropped, generation };
    } catch (thrown) {
      root.dispose();
      nextRoot.dispose();
      throw thrown;
    }
  } finally {
    secrets.dispose();
  }
}

export function disposeOfRotation({ root, nextRoot, secret }: RotationDraft): void {
  for (const key of [root, nextRoot, secret]) key.dispose();
}

/**
 * Writes the header with the drafted keys. Cut off at any point, the vault opens with the old keys or the new ones. Throws `not-found` when
 * the header is another than the draft was made for, and `no-space`, `no-permission`, `disk-failed`, `vault-moved`: the old keys are then
 * the ones that count.
 */
export async function rotateKeys(place: HeaderPlace, draft: RotationDraft): Promise<Rotated> {
  const { header, generation, catalogue } = place;
  const { root, nextRoot, secret, kept } = draft;
  if (header.generation !== draft.generation) throw new CodedError('not-found');
  const vaultId = idBytes(header.vault);
  const kit = recoverySlot(vaultId, nextRoot, secret);
  const key = SecretKey.random();
  try {
    const { plaintext, epoch } = withEpoch(header, root, key);
    let keyring;
    try {
      keyring = sealPlaintext(plaintext, nextRoot, vaultId, generation);
    } finally {
      zero(plaintext);
    }
    const changed: Header = { ...header, generation, catalogue, slots: [kept, kit], keyring };
    await settleCopies(place, root);
    const state = await replaceHeader(place, { header, root }, { header: changed, root: nextRoot });
    return { header: changed, epoch, key, durable: state === 'durable' };
  } catch (thrown) {
    key.dispose();
    throw thrown;
  }
}

/** The keyring's plaintext with one more epoch, which the caller zeroes, and the epoch's number. */
function withEpoch(header: Header, root: SecretKey, key: SecretKey): { plaintext: Buffer; epoch: number } {
  const before = openPlaintext(header.keyring, root, idBytes(header.vault), header.generation);
  const keyring = before && decodeKeyring(before);
  if (before !== null) zero(before);
  if (keyring === null) throw new Error('the keyring of an open vault does not open');
  try {
    const epoch = Math.max(...keyring.epochs.keys()) + 1;
    return {
      plaintext: encodeKeyring({ ...keyring, epochs: new Map([...keyring.epochs, [epoch, key]]) }),
      epoch,
    };
  } finally {
    disposeOf(keyring);
  }
}

/**
 * Both copies are the header of now before either becomes another: a copy left behind by an earlier failure may lack the epoch that is
 * written under now, and must not be what is left when the rotation fails in its turn.
 */
async function settleCopies({ disk, path, header }: HeaderPlace, root: SecretKey): Promise<void> {
  const bytes = encodeHeader(header, root);
  for (const name of headerNames) {
    const found = await readSmallFile(disk, join(path, name), maxHeaderBytes).catch(() => null);
    if (found?.equals(bytes) === true) continue;
    return writeHeaders(disk, path, bytes).catch((thrown: unknown) => {
      throw movedOr(thrown);
    });
  }
}
