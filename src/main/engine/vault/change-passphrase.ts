/** @file A new passphrase for the same keys (docs/format.md §3.3, §3.6); runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { SecretKey, idBytes, zero } from '../crypto/index.ts';
import { type Disk, isMissing, readSmallFile, writeFileDurably } from '../disk/index.ts';
import type { CostPolicy } from './cost.ts';
import { type Header, encodeHeader, maxHeaderBytes } from './header.ts';
import { headerNames, writeHeaders } from './header-files.ts';
import { openPlaintext, sealPlaintext } from './keyring.ts';
import { SlotSecrets } from './open-header.ts';
import { type Slot, passphraseSlot, unwrap } from './slot.ts';

export interface Replacement {
  readonly disk: Disk;
  readonly path: string;
  readonly costs: CostPolicy;
  readonly header: Header;
  /** Of the header to write: higher than any that may be on disk. */
  readonly generation: number;
  /** The current passphrase, or the root key of a session unlocked by recovery words, or neither. */
  readonly proof: Uint8Array | SecretKey | null;
  readonly next: Uint8Array;
}

/**
 * Writes both copies with a slot for the new passphrase, at today's cost, in the place of the slot the current one opened (or of all
 * passphrase slots, when recovery words stand in for it), and answers the new header.
 *
 * Cut off at any point, the vault opens with the old passphrase or the new one: the second copy is replaced only after the first is
 * durable. When this throws, the old passphrase is valid.
 */
export async function replacePassphrase(replacement: Replacement): Promise<Header> {
  const { disk, path, header, generation, next, costs } = replacement;
  if (next.byteLength === 0) throw new CodedError('passphrase-empty');
  const vaultId = idBytes(header.vault);
  const { root, replaced } = await prove(replacement, vaultId);
  let bytes: Buffer;
  let changed: Header;
  let before: Buffer;
  try {
    const slot = await passphraseSlot(vaultId, root, next, costs.standard);
    const at = header.slots.findIndex((old) => replaced.has(old.id));
    const slots = header.slots.filter((old) => !replaced.has(old.id));
    slots.splice(at === -1 ? slots.length : at, 0, slot);
    const plaintext = openPlaintext(header.keyring, root, vaultId, header.generation);
    if (plaintext === null) throw new Error('the keyring of an open vault does not open');
    try {
      changed = {
        ...header,
        generation,
        slots,
        keyring: sealPlaintext(plaintext, root, vaultId, generation),
      };
    } finally {
      zero(plaintext);
    }
    bytes = encodeHeader(changed, root);
    before = encodeHeader(header, root);
  } finally {
    if (root !== replacement.proof) root.dispose();
  }
  try {
    await writeHeaders(disk, path, bytes);
  } catch (thrown) {
    if (await isDoneAnyway(disk, path, bytes, before)) return changed;
    const cause = thrown instanceof CodedError ? thrown.cause : thrown;
    throw isMissing(cause) ? new CodedError('vault-moved', {}, { cause }) : thrown;
  }
  return changed;
}

/**
 * After writing failed: puts the first copy back. Where the disk does not let us, the old passphrase is still in the second copy,
 * unless that one too is the new one already and only the last fsync of the folder failed. Then the change has happened, and to say
 * that the old passphrase is valid would be wrong.
 */
async function isDoneAnyway(disk: Disk, path: string, bytes: Buffer, before: Buffer): Promise<boolean> {
  const [first, second] = headerNames.map((name) => join(path, name));
  if (first === undefined || second === undefined) return false;
  try {
    await writeFileDurably(disk, first, before);
    return false;
  } catch {
    // The failure that is told is the first one.
    const left = await readSmallFile(disk, second, maxHeaderBytes).catch(() => null);
    return left?.equals(bytes) === true;
  }
}

async function prove(
  { proof, header, costs }: Replacement,
  vaultId: Buffer,
): Promise<{ root: SecretKey; replaced: Set<string> }> {
  if (proof === null) throw new CodedError('secret-wrong');
  const passphraseSlots = header.slots.filter((slot) => slot.kind === 'passphrase');
  if (proof instanceof SecretKey) {
    return { root: proof, replaced: new Set(passphraseSlots.map(({ id }) => id)) };
  }
  if (proof.byteLength === 0) throw new CodedError('secret-wrong');
  const secrets = new SlotSecrets({ kind: 'passphrase', passphrase: proof }, costs);
  try {
    for (const slot of passphraseSlots) {
      const root = await openSlot(slot, secrets, vaultId);
      if (root !== null) return { root, replaced: new Set([slot.id]) };
    }
  } finally {
    secrets.dispose();
  }
  throw new CodedError('secret-wrong');
}

async function openSlot(slot: Slot, secrets: SlotSecrets, vaultId: Buffer): Promise<SecretKey | null> {
  const secret = await secrets.of(slot);
  return secret === null ? null : unwrap(slot, vaultId, secret);
}
