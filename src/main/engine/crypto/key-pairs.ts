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

/** What a sealed box is longer than what is in it: an ephemeral public key and a tag. */
export const sealedBoxBytes = 48;

/** libsodium's `crypto_box_seal`: whoever has the public key can make it, and only the seed's owner open it. */
export function sealTo(publicKey: Uint8Array, plaintext: Uint8Array): Buffer {
  const box = Buffer.alloc(plaintext.byteLength + sealedBoxBytes);
  sodium.crypto_box_seal(box, plaintext, publicKey);
  return box;
}

/** Opens such a box; null when it is not for this seed's key, or damaged: nothing tells which. */
export function openSealed(seed: SecretKey, box: Uint8Array): Buffer | null {
  if (box.byteLength < sealedBoxBytes) return null;
  const plaintext = Buffer.alloc(box.byteLength - sealedBoxBytes);
  const publicKey = Buffer.alloc(32);
  const secret = takeGuarded(32);
  try {
    seed.use((bytes) => sodium.crypto_box_seed_keypair(publicKey, secret, bytes));
    return sodium.crypto_box_seal_open(plaintext, box, publicKey, secret) ? plaintext : null;
  } finally {
    giveBack(secret);
  }
}
