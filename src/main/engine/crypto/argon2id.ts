/** @file Passphrase → key (docs/format.md §1.2), off the engine's event loop; runs in the engine. */
import { zero } from './memory.ts';
import { SecretKey, keyBytes } from './secret-key.ts';
import { sodium } from './sodium.ts';

/** What one derivation costs: passes over, and bytes of, memory. */
export interface Argon2Cost {
  readonly ops: number;
  readonly mem: number;
}

export const saltBytes = 16;

/**
 * `Argon2id(passphrase, salt, ops, mem)` in libuv's thread pool: the event loop goes on. The range of the costs is the caller's to check
 * (src/main/engine/vault/cost.ts). The passphrase must stay as it is until this settles; the caller zeroes it.
 */
export async function argon2id(
  passphrase: Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost,
): Promise<SecretKey> {
  if (passphrase.byteLength === 0) throw new RangeError('an empty passphrase');
  const out = Buffer.alloc(keyBytes);
  try {
    const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
    await sodium.crypto_pwhash_async(out, passphrase, salt, cost.ops, cost.mem, algorithm);
    return SecretKey.from(out);
  } finally {
    zero(out);
  }
}
