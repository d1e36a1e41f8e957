/** @file XChaCha20-Poly1305-IETF (docs/format.md §1.2); runs in the engine. */
import type { SecretKey } from './secret-key.ts';
import { sodium } from './sodium.ts';

export const nonceBytes = 24;
export const tagBytes = 16;

/** `AEAD(key, nonce, plaintext, ad)`: ciphertext ‖ 16-byte tag, in a new buffer. */
export function seal(key: SecretKey, nonce: Uint8Array, plaintext: Uint8Array, ad: Uint8Array): Buffer {
  const box = Buffer.allocUnsafeSlow(plaintext.byteLength + tagBytes);
  key.use((keyBytes) => sealInto(box, keyBytes, nonce, plaintext, ad));
  return box;
}

/** Opens a box in a new buffer; null when it is not authentic, whatever the reason (also a nonce or box of impossible length). */
export function open(key: SecretKey, nonce: Uint8Array, box: Uint8Array, ad: Uint8Array): Buffer | null {
  if (box.byteLength < tagBytes) return null;
  const plaintext = Buffer.allocUnsafeSlow(box.byteLength - tagBytes); // Slow: no shared pool for what may be secret
  return key.use((keyBytes) => openInto(plaintext, keyBytes, nonce, box, ad)) ? plaintext : null;
}

/** Seals into `box`, which is exactly 16 bytes longer than the plaintext and does not overlap it. For loops inside one `SecretKey.use`. */
export function sealInto(
  box: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  ad: Uint8Array,
): void {
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box, plaintext, ad, null, nonce, key);
}

/** Opens into `plaintext`, which is exactly 16 bytes shorter than the box. False when not authentic; `plaintext` then holds zeros. */
export function openInto(
  plaintext: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  box: Uint8Array,
  ad: Uint8Array,
): boolean {
  if (box.byteLength < tagBytes || nonce.byteLength !== nonceBytes) return false;
  return isOpened(plaintext, () =>
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(plaintext, null, box, ad, nonce, key),
  );
}

/** Seals with ChaCha20-Poly1305 of RFC 8439, 12-byte nonce, nothing authenticated beside it: what age is made of. As `sealInto` else. */
export function sealShortInto(
  box: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
): void {
  sodium.crypto_aead_chacha20poly1305_ietf_encrypt(box, plaintext, undefined, null, nonce, key);
}

/** Opens what `sealShortInto` has sealed; as `openInto`. */
export function openShortInto(
  plaintext: Uint8Array,
  key: Uint8Array,
  nonce: Uint8Array,
  box: Uint8Array,
): boolean {
  if (box.byteLength < tagBytes) return false;
  return isOpened(plaintext, () =>
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(plaintext, null, box, undefined, nonce, key),
  );
}

function isOpened(plaintext: Uint8Array, open: () => number): boolean {
  try {
    return open() === plaintext.byteLength;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message === 'could not verify data') return false;
    throw thrown;
  }
}
