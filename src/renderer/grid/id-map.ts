/**
 * @file From a photo's id to its row, in 8 bytes a photo instead of a Map of strings: open addressing over the id bytes themselves.
 * Runs in the renderer; pure.
 */

export class IdMap {
  readonly #ids: Uint8Array; // 16 bytes a row
  readonly #slots: Int32Array; // row + 1, 0 = free
  readonly #mask: number;

  /** Indexes `count` ids laid out one after the other. Of an id that occurs twice, the first row is found. */
  constructor(ids: Uint8Array, count: number) {
    let capacity = 16;
    while (capacity < count * 2) capacity *= 2;
    this.#ids = ids;
    this.#slots = new Int32Array(capacity);
    this.#mask = capacity - 1;
    for (let row = 0; row < count; row += 1) {
      let slot = this.#hash(ids, row * 16);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row + 1;
    }
  }

  /** The row whose id stands in `bytes` at `at`, or −1. */
  find(bytes: Uint8Array, at: number): number {
    let slot = this.#hash(bytes, at);
    for (;;) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0 || this.#equal(row * 16, bytes, at)) return row;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** The row of an id given as 32 hex digits, or −1. */
  findHex(id: string): number {
    if (id.length !== 32) return -1;
    for (let byte = 0; byte < 16; byte += 1)
      scratch[byte] = Number.parseInt(id.slice(byte * 2, byte * 2 + 2), 16);
    return this.find(scratch, 0);
  }

  /** Ids are random, so eight of their bytes are plenty; mixed, so that ids made by counting do not queue up either. */
  #hash(bytes: Uint8Array, at: number): number {
    const mixed = Math.imul(word(bytes, at) ^ Math.imul(word(bytes, at + 12), 0x85ebca6b), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }

  #equal(mine: number, bytes: Uint8Array, at: number): boolean {
    for (let byte = 0; byte < 16; byte += 1) if (this.#ids[mine + byte] !== bytes[at + byte]) return false;
    return true;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

const scratch = new Uint8Array(16);
