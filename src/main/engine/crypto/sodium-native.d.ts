/** @file Types of the part of libsodium's binding that we use; the package has none. All functions throw on wrong lengths. */
declare module 'sodium-native' {
  interface Sodium {
    readonly crypto_generichash_STATEBYTES: number;
    readonly crypto_pwhash_ALG_ARGON2ID13: number;

    /** Guarded, locked, zeroed memory outside JavaScript's heap. */
    sodium_malloc(bytes: number): Buffer;
    /** Detaches the buffer (its length becomes 0) and lets go of the memory, which is zeroed. */
    sodium_free(buffer: Buffer): void;
    sodium_mprotect_noaccess(buffer: Buffer): void;
    sodium_mprotect_readonly(buffer: Buffer): void;
    sodium_mprotect_readwrite(buffer: Buffer): void;
    sodium_memzero(buffer: Uint8Array): void;
    sodium_is_zero(buffer: Uint8Array, length: number): boolean;
    sodium_memcmp(a: Uint8Array, b: Uint8Array): boolean;

    randombytes_buf(buffer: Uint8Array): void;
    randombytes_uniform(upperBound: number): number;

    crypto_generichash(output: Uint8Array, input: Uint8Array, key?: Uint8Array): void;
    crypto_generichash_batch(output: Uint8Array, inputs: readonly Uint8Array[], key?: Uint8Array): void;
    crypto_generichash_init(state: Uint8Array, key: Uint8Array | undefined, outputBytes: number): void;
    crypto_generichash_update(state: Uint8Array, input: Uint8Array): void;
    crypto_generichash_final(state: Uint8Array, output: Uint8Array): void;

    crypto_kdf_derive_from_key(
      subkey: Uint8Array,
      subkeyId: number,
      context: Uint8Array,
      key: Uint8Array,
    ): void;

    /** Answers the number of bytes written. */
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      box: Uint8Array,
      message: Uint8Array,
      ad: Uint8Array | undefined,
      secretNonce: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** Answers the number of bytes written; throws `could not verify data` when the tag does not hold. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      message: Uint8Array,
      secretNonce: null,
      box: Uint8Array,
      ad: Uint8Array | undefined,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;

    /** RFC 8439; answers the number of bytes written. */
    crypto_aead_chacha20poly1305_ietf_encrypt(
      box: Uint8Array,
      message: Uint8Array,
      ad: Uint8Array | undefined,
      secretNonce: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** Answers the number of bytes written; throws `could not verify data` when the tag does not hold. */
    crypto_aead_chacha20poly1305_ietf_decrypt(
      message: Uint8Array,
      secretNonce: null,
      box: Uint8Array,
      ad: Uint8Array | undefined,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;

    /** Works in libuv's thread pool. */
    crypto_pwhash_async(
      out: Uint8Array,
      password: Uint8Array,
      salt: Uint8Array,
      ops: number,
      mem: number,
      algorithm: number,
    ): Promise<void>;

    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
    crypto_box_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
    crypto_box_seal(box: Uint8Array, message: Uint8Array, publicKey: Uint8Array): void;
    /** False when it does not open. */
    crypto_box_seal_open(
      message: Uint8Array,
      box: Uint8Array,
      publicKey: Uint8Array,
      secretKey: Uint8Array,
    ): boolean;
  }
  const sodium: Sodium;
  export { sodium as default };
}
