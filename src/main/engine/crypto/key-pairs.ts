/** @file The public halves of the vault's signing and sealing keys (docs/format.md §1.2, §3.2); runs in the engine. */
import { giveBack, takeGuarded } from './guarded.ts';
import type { SecretKey } from './secret-key.ts';
import { sodium } from './sodium.ts';

/** Ed25519 public key of a seed, 32 bytes. */
export function signingPublicKey(seed: SecretKey): Buffer {
  return publicHalf(64, seed, (publicKey, secret, bytes) => {
    sodium.crypto_sign_seed_keypair(publicKey, secret, bytes);
  });
}

/** X25519 public key of a seed, 32 bytes, as libsodium's `crypto_box_seed_keypair` makes it. */
export function sealingPublicKey(seed: SecretKey): Buffer {
  return publicHalf(32, seed, (publicKey, secret, bytes) => {
    sodium.crypto_box_seed_keypair(publicKey, secret, bytes);
  });
}

function publicHalf(
  secretBytes: number,
  seed: SecretKey,
  make: (publicKey: Buffer, secret: Buffer, seed: Buffer) => void,
): Buffer {
  const publicKey = Buffer.alloc(32);
  const secret = takeGuarded(secretBytes);
  try {
    seed.use((bytes) => make(publicKey, secret, bytes));
  } finally {
    giveBack(secret);
  }
  return publicKey;
}
