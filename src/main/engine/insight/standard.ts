/** @file The ciphers of the standards, by OpenSSL and libsodium; runs in the engine. Their keys are made for the comparison: the vault's are elsewhere. */
import { createCipheriv, createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import { pieceBytes, setPieceNonce } from '../blobs/layout.ts';
import { nonceBytes, openInto, sealInto, tagBytes } from '../crypto/index.ts';
import type { Cipher } from './cipher.ts';

const none = new Uint8Array(0);
const blockBytes = 16;

/** Every block of 16 bytes by itself (SP 800-38A §6.1). The last one is filled with zeros. */
export const aesEcb: Cipher = {
  keyBytes: 32,
  nonceBytes: 0,
  encrypt: ({ bytes, key }) => {
    const whole = new Uint8Array(Math.ceil(bytes.length / blockBytes) * blockBytes);
    whole.set(bytes);
    return { body: createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(whole), tag: none };
  },
  decrypt: ({ bytes, key }) => createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(bytes),
};

/** A stream out of key and nonce (SP 800-38A §6.5). */
export const aesCtr: Cipher = {
  keyBytes: 32,
  nonceBytes: blockBytes,
  encrypt: ({ bytes, key, nonce }) => ({
    body: createCipheriv('aes-256-ctr', key, nonce).update(bytes),
    tag: none,
  }),
  decrypt: ({ bytes, key, nonce }) => createDecipheriv('aes-256-ctr', key, nonce).update(bytes),
};

/** AES-256-GCM (SP 800-38D) and ChaCha20-Poly1305 (RFC 8439): a stream and a tag over it. */
function authenticated(name: CipherGCMTypes | 'chacha20-poly1305'): Cipher {
  // Node types the two apart; they are made and used alike.
  const algorithm = name as CipherGCMTypes;
  const options = { authTagLength: tagBytes };
  return {
    keyBytes: 32,
    nonceBytes: 12,
    encrypt: ({ bytes, key, nonce }) => {
      const cipher = createCipheriv(algorithm, key, nonce, options);
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return { body, tag: cipher.getAuthTag() };
    },
    decrypt: ({ bytes, key, nonce, tag }) => {
      const decipher = createDecipheriv(algorithm, key, nonce, options);
      decipher.setAuthTag(tag);
      const plain = decipher.update(bytes);
      try {
        decipher.final();
      } catch {
        return null; // the only thing that can go wrong here: the tag does not hold
      }
      return plain;
    },
  };
}
export const aesGcm = authenticated('aes-256-gcm');
export const chacha20Poly1305 = authenticated('chacha20-poly1305');

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) as a blob's content is sealed (docs/format.md §4.2): piece by piece, each with its number and
 * whether it is the last in its nonce, under a key that no other blob has. The header is not part of it, so the associated data is empty.
 */
export const xchacha20Poly1305: Cipher = {
  keyBytes: 32,
  nonceBytes: 0,
  newKeys: true,
  encrypt: ({ bytes, key }) => {
    const body = new Uint8Array(bytes.length);
    const tag = new Uint8Array(piecesOf(bytes.length) * tagBytes);
    for (const { index, start, end, nonce } of pieces(bytes.length)) {
      const box = new Uint8Array(end - start + tagBytes);
      sealInto(box, key, nonce, bytes.subarray(start, end), none);
      body.set(box.subarray(0, -tagBytes), start);
      tag.set(box.subarray(-tagBytes), index * tagBytes);
    }
    return { body, tag };
  },
  decrypt: ({ bytes, key, tag }) => {
    const plain = new Uint8Array(bytes.length);
    for (const { index, start, end, nonce } of pieces(bytes.length)) {
      const box = new Uint8Array(end - start + tagBytes);
      box.set(bytes.subarray(start, end));
      box.set(tag.subarray(index * tagBytes, (index + 1) * tagBytes), end - start);
      if (!openInto(plain.subarray(start, end), key, nonce, box, none)) return null;
    }
    return plain;
  },
};

function piecesOf(length: number): number {
  return Math.ceil(length / pieceBytes);
}

function* pieces(
  length: number,
): Generator<{ index: number; start: number; end: number; nonce: Uint8Array }, void, void> {
  const last = piecesOf(length) - 1;
  for (let index = 0; index <= last; index += 1) {
    const nonce = Buffer.alloc(nonceBytes);
    setPieceNonce(nonce, index, index === last);
    yield { index, start: index * pieceBytes, end: Math.min(length, (index + 1) * pieceBytes), nonce };
  }
}
