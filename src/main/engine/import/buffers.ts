/** @file Memory for files under way, used again and again: taking and freeing some megabytes for every photo costs more than reading it. Runs in the engine. */

/** Longer files get memory of their own. */
const longestKept = 32 * 1024 * 1024;
const step = 1024 * 1024;

/** Frees a buffer of `allocUnsafeSlow` at once, not when garbage is collected. It is empty then. */
export function freeNow(buffer: Buffer): void {
  (buffer.buffer as ArrayBuffer).transfer(0); // its own
}

export class Buffers {
  readonly #spare: Buffer[] = [];
  readonly #kept: number;

  /** @param kept how many buffers stay for the next files */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** At least `bytes` long; holds what was in it before. */
  take(bytes: number): Buffer {
    const fitting = this.#spare.findIndex((buffer) => buffer.length >= bytes);
    const [found] = fitting < 0 ? [] : this.#spare.splice(fitting, 1);
    return found ?? Buffer.allocUnsafeSlow(Math.max(step, Math.ceil(bytes / step) * step));
  }

  /** Takes it back. Nobody may look at it any more. */
  give(buffer: Buffer): void {
    if (buffer.length > longestKept) {
      freeNow(buffer);
      return;
    }
    this.#spare.push(buffer);
    // Smallest first, so that the first that fits is the one to take; the smallest goes when there are too many.
    this.#spare.sort((a, b) => a.length - b.length);
    if (this.#spare.length > this.#kept) this.#spare.shift();
  }

  /** Overwrites what is left of the photos. */
  clear(): void {
    for (const buffer of this.#spare) buffer.fill(0);
    this.#spare.length = 0;
  }
}
