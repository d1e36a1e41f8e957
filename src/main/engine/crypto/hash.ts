/** @file BLAKE2b as hash, key derivation, commitment and content digest (docs/format.md §1.2, §1.3, §3.4); runs in the engine. */
import { lp } from './encode.ts';
import { giveBack, takeGuarded } from './guarded.ts';
import { SecretKey } from './secret-key.ts';
import { sodium } from './sodium.ts';

/** `H(bytes; key; data)` (§1.2): 16–64 bytes of output; data in pieces is hashed as if joined. */
export function hash(
  bytes: number,
  data: Uint8Array | readonly Uint8Array[],
  key?: SecretKey | Uint8Array,
): Buffer {
  const output = Buffer.alloc(bytes);
  const run = (keyBytes?: Uint8Array): void => {
    if (data instanceof Uint8Array) sodium.crypto_generichash(output, data, keyBytes);
    else sodium.crypto_generichash_batch(output, data, keyBytes);
  };
  if (key instanceof SecretKey) key.use(run);
  else run(key);
  return output;
}

/** `H(length of output;; data)` written into `output` (16–64 bytes): for loops over many cells, where a buffer each would be the cost. */
export function hashInto(output: Uint8Array, data: Uint8Array): void {
  sodium.crypto_generichash(output, data);
}

/** `kdf(key, index, "8 chars.")` (§1.2): a subkey for one purpose. */
export function kdf(key: SecretKey, index: number, context: string): SecretKey {
  const contextBytes = Buffer.from(context, 'latin1');
  return SecretKey.filled((subkey) =>
    key.use((parent) => sodium.crypto_kdf_derive_from_key(subkey, index, contextBytes, parent)),
  );
}

/** `okm(key, context, data)` (§1.3): an encryption key, and a commitment to the key it comes from, the context and the data. */
export function okm(
  key: SecretKey,
  context: string,
  data: Uint8Array,
): { key: SecretKey; commitment: Buffer } {
  const output = hash(64, [lp(context), data], key);
  const commitment = Buffer.from(output.subarray(32));
  return { key: SecretKey.from(output.subarray(0, 32)), commitment };
}

/** The content digest of §3.4, in pieces: `H(32; digest key; content)`. */
export class ContentHasher {
  // The state is as telling as the key until the first block is mixed in, and libsodium wants it aligned: guarded memory is both.
  readonly #state: Buffer;
  #done = false;

  constructor(key: SecretKey) {
    this.#state = takeGuarded(sodium.crypto_generichash_STATEBYTES);
    key.use((keyBytes) => sodium.crypto_generichash_init(this.#state, keyBytes, 32));
  }

  update(bytes: Uint8Array): void {
    if (this.#done) throw new Error('a digest was added to after it was told');
    if (bytes.byteLength > 0) sodium.crypto_generichash_update(this.#state, bytes);
  }

  /** The digest, 64 hex digits. Ends the hasher. */
  digest(): string {
    if (this.#done) throw new Error('a digest was asked for twice');
    const output = Buffer.alloc(32);
    sodium.crypto_generichash_final(this.#state, output);
    this.dispose();
    return output.toString('hex');
  }

  /** Ends the hasher without a digest. Doing it twice, or after `digest`, is harmless. */
  dispose(): void {
    if (this.#done) return;
    this.#done = true;
    giveBack(this.#state);
  }
}
