/**
 * @file Answers `view.…`: what was being looked at, sealed under the vault's keys and kept outside of it (docs/format.md §8): looking at photos
 * changes no vault, and makes no copy of it older. Runs in the engine.
 */
import * as v from 'valibot';
import { View } from '../../../shared/contract/viewing.ts';
import { nonceBytes, open, randomBytes, seal, u64 } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import type { ServicesOf } from './service.ts';

/** Number of a table that no catalogue has: its key seals nothing else. */
const viewTable = 192;
/** All are of this size: how long the name of a section is tells nobody anything. */
const plainBytes = 8192;
const epochBytes = 8;

export const viewServices: ServicesOf<'view'> = {
  'view.recall': async ({ memory, vault }) => {
    const kept = (await memory?.recall(vault.id))?.view;
    return kept === undefined ? null : openView(vault, Buffer.from(kept, 'base64'));
  },

  'view.remember': async ({ memory, vault }, view) => {
    await memory?.keepView(vault.id, sealView(vault, view).toString('base64'));
    return {};
  },
};

/** u64(epoch) ‖ nonce ‖ AEAD of the JSON, filled with spaces. */
export function sealView(vault: OpenVault, view: View): Buffer {
  const { epoch } = vault.keys;
  const nonce = randomBytes(nonceBytes);
  const plain = Buffer.alloc(plainBytes, ' ');
  plain.write(JSON.stringify(view), 'utf8');
  const box = seal(vault.keys.cellKey(epoch, viewTable), nonce, plain, associated(vault, epoch));
  plain.fill(0);
  return Buffer.concat([u64(epoch), nonce, box]);
}

/** null for anything that this vault has not sealed, or that a later version would understand. */
export function openView(vault: OpenVault, bytes: Buffer): View | null {
  if (bytes.byteLength < epochBytes + nonceBytes) return null;
  const epoch = Number(bytes.readBigUInt64BE(0));
  if (!vault.keys.knows(epoch)) return null;
  const nonce = bytes.subarray(epochBytes, epochBytes + nonceBytes);
  const box = bytes.subarray(epochBytes + nonceBytes);
  const plain = open(vault.keys.cellKey(epoch, viewTable), nonce, box, associated(vault, epoch));
  if (plain === null) return null;
  try {
    const parsed = v.safeParse(View, JSON.parse(plain.toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  } finally {
    plain.fill(0);
  }
}

function associated(vault: OpenVault, epoch: number): Buffer {
  return Buffer.concat([Buffer.from('lightproof/1 view'), vault.idBytes, u64(epoch)]);
}
