/** @file Which slot an id has, without an object or a text for each: 100,000 of them would take 11 MB and a tenth of an unlock. Runs in the engine. */

const idBytes = 16;
const idWords = idBytes / 4;

/** Ids one after the other in memory, 16 bytes a slot, and the slots by id (open addressing, linear probing). */
export class IdSlots {
  #ids = new Uint32Array(0);
  /** Slot + 1; 0 = nobody's. Its length is a power of two. */
  #table = new Int32Array(16);
  /** An id that is looked for, in words that are aligned. */
  readonly #wanted = new Uint32Array(idWords);
  readonly #wantedBytes = Buffer.from(this.#wanted.buffer);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** -1: there is none. @param id as hex or bytes */
  get(id: string | Uint8Array): number {
    return this.#want(id) ? (this.#table[this.#find()] ?? 0) - 1 : -1;
  }

  /** The id's slot, or -1 after giving it `free`, a slot that no id has. */
  getOrAdd(id: string | Uint8Array, free: number): number {
    if (!this.#want(id)) throw new RangeError('not an id');
    if ((this.#size + 1) * 2 > this.#table.length) this.#widen(this.#table.length * 2);
    const at = this.#find();
    const slot = (this.#table[at] ?? 0) - 1;
    if (slot >= 0) return slot;
    if ((free + 1) * idWords > this.#ids.length)
      this.#makeRoom(Math.max(64, Math.ceil(this.#ids.length / idWords / 2) * 3, free + 1));
    this.#ids.set(this.#wanted, free * idWords);
    this.#table[at] = free + 1;
    this.#size += 1;
    return -1;
  }

  /** So many ids come: growing bit by bit would take as long as all the rest. */
  expect(count: number): void {
    if (count * idWords > this.#ids.length) this.#makeRoom(count);
    let entries = this.#table.length;
    while (entries < count * 2) entries *= 2;
    if (entries > this.#table.length) this.#widen(entries);
  }

  delete(id: string | Uint8Array): void {
    if (!this.#want(id)) return;
    const table = this.#table;
    const mask = table.length - 1;
    let hole = this.#find();
    if (table[hole] === 0) return;
    this.#size -= 1;
    // Whatever comes behind moves up, unless it stands where it belongs: nothing is left that a search would stop at.
    for (let at = (hole + 1) & mask; table[at] !== 0; at = (at + 1) & mask) {
      const slot = (table[at] ?? 0) - 1;
      const home = this.#hash(this.#ids, slot * idWords) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      table[hole] = slot + 1;
      hole = at;
    }
    table[hole] = 0;
  }

  /** As hex. */
  text(slot: number): string {
    return this.bytes().toString('hex', slot * idBytes, (slot + 1) * idBytes);
  }

  /** Of all slots, those nobody has included. */
  bytes(): Buffer {
    return Buffer.from(this.#ids.buffer);
  }

  /** False: it is none. */
  #want(id: string | Uint8Array): boolean {
    if (typeof id === 'string') return this.#wantedBytes.write(id, 'hex') === idBytes;
    if (id.byteLength !== idBytes) return false;
    this.#wantedBytes.set(id);
    return true;
  }

  /** Where the wanted id stands in the table, or the place where it would. */
  #find(): number {
    const mask = this.#table.length - 1;
    for (let at = this.#hash(this.#wanted, 0) & mask; ; at = (at + 1) & mask) {
      const slot = (this.#table[at] ?? 0) - 1;
      if (slot < 0 || this.#isWanted(slot * idWords)) return at;
    }
  }

  #isWanted(at: number): boolean {
    for (let word = 0; word < idWords; word += 1)
      if (this.#ids[at + word] !== this.#wanted[word]) return false;
    return true;
  }

  /** Ids are random; in tests they are not. */
  #hash(words: Uint32Array, at: number): number {
    let hash = 0;
    for (let word = 0; word < idWords; word += 1)
      hash = Math.imul(hash ^ (words[at + word] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    return hash ^ (hash >>> 16);
  }

  #makeRoom(slots: number): void {
    const larger = new Uint32Array(slots * idWords);
    larger.set(this.#ids);
    this.#ids = larger;
  }

  #widen(entries: number): void {
    const old = this.#table;
    this.#table = new Int32Array(entries);
    const mask = this.#table.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let at = this.#hash(this.#ids, (entry - 1) * idWords) & mask;
      while (this.#table[at] !== 0) at = (at + 1) & mask;
      this.#table[at] = entry;
    }
  }
}
