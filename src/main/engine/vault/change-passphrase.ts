/** @file A new passphrase for the same keys (docs/format.md §3.3, §3.6); runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import { SecretKey, idBytes } from '../crypto/index.ts';
import type { CostPolicy } from './cost.ts';
import type { Header } from './header.ts';
import { SlotSecrets, openSlot } from './open-header.ts';
import { type HeaderPlace, replaceSlots } from './replace-slots.ts';
import { type Slot, passphraseSlot } from './slot.ts';
import type { PassphraseSecret } from './types.ts';

export interface Replacement extends HeaderPlace {
  readonly costs: CostPolicy;
  /** The current passphrase, or the root key of a session unlocked by recovery words, or neither. */
  readonly proof: PassphraseSecret | SecretKey | null;
  readonly next: Uint8Array;
}

/**
 * Writes a slot for the new passphrase, at today's cost, in the place of the slot the current one opened (or of all slots with a
 * passphrase alone, when recovery words stand in for it), and answers the new header. When this throws, the old passphrase is valid.
 */
export async function replacePassphrase(replacement: Replacement): Promise<Header> {
  const { disk, header, next, costs, proof } = replacement;
  if (next.byteLength === 0) throw new CodedError('passphrase-empty');
  if (proof === null) throw new CodedError('secret-wrong');
  const vaultId = idBytes(header.vault);
  if (proof instanceof SecretKey) {
    const slot = await passphraseSlot(vaultId, proof, next, costs.standard);
    const replaced = header.slots.filter(({ kind }) => kind === 'passphrase');
    return replaceSlots(replacement, proof, inPlace(header.slots, replaced, slot));
  }
  const secrets = await SlotSecrets.read(proof, costs, disk);
  try {
    const { root, slot: old } = await openSlot(header, secrets);
    try {
      const slot = await secrets.renew(old, vaultId, root, next, costs.standard);
      return await replaceSlots(replacement, root, inPlace(header.slots, [old], slot));
    } finally {
      root.dispose();
    }
  } finally {
    secrets.dispose();
  }
}

/** `slots` with `next` where the first of `replaced` stood. */
export function inPlace(slots: readonly Slot[], replaced: readonly Slot[], next: Slot): Slot[] {
  const at = slots.findIndex((slot) => replaced.includes(slot));
  const left = slots.filter((slot) => !replaced.includes(slot));
  left.splice(at === -1 ? left.length : at, 0, next);
  return left;
}
