/** @file A 32-byte key in guarded memory, unreadable while it is not used; runs in the engine. */
import { giveBack, takeGuarded } from './guarded.ts';
import { zero } from './memory.ts';
import { sodium } from './sodium.ts';

export const keyBytes = 32;

/**
 * 32 secret bytes outside JavaScript's heap: locked into RAM where the system allows it, left out of core dumps, between guard pages,
 * and without read access between uses. Two `use`s may be nested; only the outermost changes the protection (two system calls, some
 * 3 µs), so a loop over many cells belongs inside one `use`.
 */
export class SecretKey {
  // Private in the language's sense: whatever prints or compares objects must not reach into memory that cannot be read.
  readonly #memory: Buffer;
  #depth = 0;
  #disposed = false;

  private constructor(fill: (memory: Buffer) => void) {
    this.#memory = takeGuarded(keyBytes);
    try {
      fill(this.#memory);
    } catch (thrown) {
      giveBack(this.#memory);
      throw thrown;
    }
    sodium.sodium_mprotect_noaccess(this.#memory);
  }

  static random(): SecretKey {
    return new SecretKey((memory) => sodium.randombytes_buf(memory));
  }

  /** Copies 32 bytes in and zeroes where they came from. */
  static from(bytes: Uint8Array): SecretKey {
    try {
      if (bytes.byteLength !== keyBytes) throw new RangeError('a key is 32 bytes');
      return new SecretKey((memory) => memory.set(bytes));
    } finally {
      zero(bytes);
    }
  }

  /** A key written by `fill` straight into the guarded memory (32 zero bytes before). */
  static filled(fill: (memory: Buffer) => void): SecretKey {
    return new SecretKey(fill);
  }

  /** Lets `work` read the key. The buffer must not be kept: its memory is another key's later. And `work` must be synchronous. */
  use<T>(work: (key: Buffer) => T): T {
    if (this.#disposed) throw new Error('a key was used after it was disposed of');
    if (this.#depth === 0) sodium.sodium_mprotect_readonly(this.#memory);
    this.#depth += 1;
    try {
      return work(this.#memory);
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) sodium.sodium_mprotect_noaccess(this.#memory);
    }
  }

  /** Zeroes the key and gives its memory back. Doing it twice is harmless. */
  dispose(): void {
    if (this.#disposed) return;
    if (this.#depth > 0) throw new Error('a key was disposed of while in use');
    this.#disposed = true;
    giveBack(this.#memory);
  }
}
