/** @file The hash of something secret that comes in pieces (docs/format.md §3.3); runs in the engine. */
import { giveBack, takeGuarded } from './guarded.ts';
import { SecretKey } from './secret-key.ts';
import { sodium } from './sodium.ts';

/** `H(32;; data)`, whose result and state never leave guarded memory. */
export class SecretHasher {
  readonly #state: Buffer;
  #done = false;

  constructor() {
    this.#state = takeGuarded(sodium.crypto_generichash_STATEBYTES);
    sodium.crypto_generichash_init(this.#state, undefined, 32);
  }

  update(bytes: Uint8Array): void {
    if (this.#done) throw new Error('a hash was added to after it was told');
    if (bytes.byteLength > 0) sodium.crypto_generichash_update(this.#state, bytes);
  }

  /** Ends the hasher; the caller disposes of the key. */
  finish(): SecretKey {
    if (this.#done) throw new Error('a hash was asked for twice');
    const key = SecretKey.filled((memory) => sodium.crypto_generichash_final(this.#state, memory));
    this.dispose();
    return key;
  }

  /** Ends the hasher without a result. Doing it twice, or after `finish`, is harmless. */
  dispose(): void {
    if (this.#done) return;
    this.#done = true;
    giveBack(this.#state);
  }
}
