/** @file The public face of the crypto room, the only importer of sodium-native; runs in the engine. */
export {
  nonceBytes,
  open,
  openInto,
  openShortInto,
  seal,
  sealInto,
  sealShortInto,
  tagBytes,
} from './aead.ts';
export { type Argon2Cost, argon2id, saltBytes } from './argon2id.ts';
export { idBytes, idText, lp, readU64, u32, u64, writeU64 } from './encode.ts';
export { contentDigest, contentHasher, type AnyContentHasher } from './hash-thread.ts';
export { ContentHasher, hash, hashInto, kdf, okm } from './hash.ts';
export { openSealed, sealTo, sealingPublicKey, signingPublicKey } from './key-pairs.ts';
export { equal, isZero, randomBelow, randomBytes, randomId, zero } from './memory.ts';
export { SecretHasher } from './secret-hasher.ts';
export { SecretKey, keyBytes } from './secret-key.ts';
export { isSignedBy, sign } from './signature.ts';
