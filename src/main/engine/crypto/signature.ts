/** @file Ed25519 signatures by a key that is kept as its seed (docs/format.md §1.2); runs in the engine. */
import { giveBack, takeGuarded } from './guarded.ts';
import type { SecretKey } from './secret-key.ts';
import { sodium } from './sodium.ts';

export const signatureBytes = 64;
const secretBytes = 64;

/** The signature of a message, 64 bytes; the same for the same message. */
export function sign(seed: SecretKey, message: Uint8Array): Buffer {
  const signature = Buffer.alloc(signatureBytes);
  const secret = takeGuarded(secretBytes);
  try {
    seed.use((bytes) => sodium.crypto_sign_seed_keypair(Buffer.alloc(32), secret, bytes));
    sodium.crypto_sign_detached(signature, message, secret);
  } finally {
    giveBack(secret);
  }
  return signature;
}

/** Whether the owner of this public key has signed the message. False too for values of a wrong length. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.byteLength !== 32 || signature.byteLength !== signatureBytes) return false;
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
