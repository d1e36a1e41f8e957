/** @file The root over all rows: what makes a deleted, exchanged or older row noticeable (docs/format.md §5.3). Runs in the engine. */
import { hash, hashInto, lp, writeU64 } from '../crypto/index.ts';

/** The tables under the root, in their order. */
export const rootTables = ['photos', 'objects', 'pages'] as const;
export type RootTable = (typeof rootTables)[number];

export function isRootTable(table: string): table is RootTable {
  return rootTables.some((one) => one === table);
}

/** A row's part in the root; absent = the row goes. */
export interface Leaf {
  readonly table: RootTable;
  readonly id: Buffer;
  readonly value: { readonly version: number; readonly cell: Buffer } | null;
}

const buckets = 256;
const idBytes = 16;
const versionBytes = 8;
const hashBytes = 32;
const leafBytes = idBytes + versionBytes + hashBytes;
const leafWords = leafBytes / 4;
const emptyHash = Buffer.alloc(hashBytes);
const emptyBucket: Bucket = { leaves: Buffer.alloc(0), hash: emptyHash };

/** The rows whose ids begin with one byte: their leaves in ascending order of id, and the hash over them. */
interface Bucket {
  readonly leaves: Buffer;
  readonly hash: Buffer;
}

/** Keeps the leaves and hashes of all buckets, so that a change costs the buckets it touches, not the whole catalogue. */
export class RootTree {
  static readonly buckets = buckets;
  readonly #prefix: Buffer;
  readonly #tables: Record<RootTable, Bucket[]>;

  constructor(vaultId: Buffer) {
    this.#prefix = Buffer.concat([Buffer.from('lightproof/1 root'), vaultId]);
    const empty = (): Bucket[] => Array.from({ length: buckets }, () => emptyBucket);
    this.#tables = { photos: empty(), objects: empty(), pages: empty() };
  }

  /** Takes the rows of a catalogue just read: sorts and hashes them. */
  load(leaves: Leaves): void {
    for (const table of rootTables) this.#tables[table] = leaves.toBuckets(table);
  }

  /** The root over all rows as they are. */
  get root(): Buffer {
    return this.#root(this.#tables);
  }

  count(table: RootTable): number {
    return this.#tables[table].reduce((sum, bucket) => sum + bucket.leaves.byteLength / leafBytes, 0);
  }

  /** Ids of the rows whose id begins with byte `bucket`. */
  *ids(table: RootTable, bucket: number): Generator<Buffer> {
    const leaves = this.#tables[table][bucket]?.leaves ?? Buffer.alloc(0);
    for (let at = 0; at < leaves.byteLength; at += leafBytes) yield leaves.subarray(at, at + idBytes);
  }

  /** Whether exactly this row is part of the root. */
  holds(table: RootTable, id: Buffer, version: number, cell: Buffer): boolean {
    const leaf = Buffer.alloc(leafBytes);
    writeLeaf(leaf, id, version, cell);
    const { leaves } = this.#tables[table][id[0] ?? 0] ?? emptyBucket;
    const at = leafOffset(leaves, id);
    return leaves.subarray(at, at + leafBytes).equals(leaf);
  }

  /** The root as it will be after `changes`; nothing changes here until `commit` is called. */
  stage(changes: readonly Leaf[]): { root: Buffer; commit: () => void } {
    const tables: Record<RootTable, Bucket[]> = { ...this.#tables };
    for (const table of rootTables) {
      const changed = new Map<number, Leaf[]>();
      for (const leaf of changes) {
        if (leaf.table !== table) continue;
        const bucket = leaf.id[0] ?? 0;
        changed.set(bucket, [...(changed.get(bucket) ?? []), leaf]);
      }
      if (changed.size === 0) continue;
      tables[table] = tables[table].map((bucket, index) => {
        const leaves = changed.get(index);
        return leaves === undefined ? bucket : bucketOf(leaves.reduce(withLeaf, bucket.leaves));
      });
    }
    return {
      root: this.#root(tables),
      commit: () => {
        Object.assign(this.#tables, tables);
      },
    };
  }

  #root(tables: Readonly<Record<RootTable, readonly Bucket[]>>): Buffer {
    const ofTables = rootTables.map((table) =>
      hash(hashBytes, [lp(table), ...tables[table].map((bucket) => bucket.hash)]),
    );
    return hash(hashBytes, [this.#prefix, ...ofTables]);
  }
}

/** The rows of a catalogue while it is being read. They are hashed as they come: no key is needed for that. */
export class Leaves {
  readonly #lists: Record<RootTable, LeafList> = {
    photos: new LeafList(),
    objects: new LeafList(),
    pages: new LeafList(),
  };

  add(table: RootTable, id: Buffer, version: number, cell: Buffer): void {
    this.#lists[table].add(id, version, cell);
  }

  /** Rows of it that have come so far. */
  count(table: RootTable): number {
    return this.#lists[table].count;
  }

  toBuckets(table: RootTable): Bucket[] {
    return this.#lists[table].toBuckets();
  }
}

/** Leaves in the order they are read, in one growing buffer. */
class LeafList {
  #leaves = Buffer.alloc(leafBytes * 64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(id: Buffer, version: number, cell: Buffer): void {
    if ((this.#count + 1) * leafBytes > this.#leaves.byteLength) {
      const larger = Buffer.alloc(this.#leaves.byteLength * 2);
      larger.set(this.#leaves);
      this.#leaves = larger;
    }
    writeLeaf(
      this.#leaves.subarray(this.#count * leafBytes, (this.#count + 1) * leafBytes),
      id,
      version,
      cell,
    );
    this.#count += 1;
  }

  toBuckets(): Bucket[] {
    const all = this.#leaves;
    const words = new Uint32Array(all.buffer, all.byteOffset, all.byteLength / 4);
    const order = inOrder(all, this.#count);
    this.#leaves = Buffer.alloc(leafBytes);
    this.#count = 0;
    let next = 0;
    return Array.from({ length: buckets }, (_, byte) => {
      const first = next;
      while (next < order.length && all[(order[next] ?? 0) * leafBytes] === byte) next += 1;
      const leaves = new Uint32Array((next - first) * leafWords);
      for (let to = 0; to < leaves.length;) {
        // Word by word: a call for each leaf would cost more than all the rest.
        const from = (order[first + to / leafWords] ?? 0) * leafWords;
        for (let word = 0; word < leafWords; word += 1, to += 1) leaves[to] = words[from + word] ?? 0;
      }
      return bucketOf(Buffer.from(leaves.buffer));
    });
  }
}

/**
 * The numbers of the leaves in ascending order of their ids. Sorted as plain numbers, which takes a tenth of the time that comparing ids takes: of each id
 * its first bits, and the leaf's number behind them.
 */
function inOrder(all: Buffer, count: number): Uint32Array {
  const numberBits = Math.ceil(Math.log2(count + 1));
  const idBits = Math.min(32, 53 - numberBits);
  const step = 2 ** numberBits;
  const keys = new Float64Array(count);
  for (let leaf = 0; leaf < count; leaf += 1)
    keys[leaf] = (all.readUInt32BE(leaf * leafBytes) >>> (32 - idBits)) * step + leaf;
  keys.sort();
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) order[at] = (keys[at] ?? 0) % step;
  const isSame = (a: number, b: number): boolean =>
    Math.floor((keys[a] ?? 0) / step) === Math.floor((keys[b] ?? 0) / step);
  const byId = (a: number, b: number): number =>
    all.compare(all, b * leafBytes, b * leafBytes + idBytes, a * leafBytes, a * leafBytes + idBytes);
  // Ids are random: hardly two begin with the same bits. In a file that somebody made up all may.
  for (let first = 0, next = 1; first < count; first = next, next += 1) {
    while (next < count && isSame(first, next)) next += 1;
    if (next - first > 1) order.subarray(first, next).sort(byId);
  }
  return order;
}

function bucketOf(leaves: Buffer): Bucket {
  return leaves.byteLength === 0 ? emptyBucket : { leaves, hash: hash(hashBytes, leaves) };
}

function writeLeaf(into: Buffer, id: Buffer, version: number, cell: Buffer): void {
  into.set(id, 0);
  writeU64(into, version, idBytes);
  hashInto(into.subarray(idBytes + versionBytes), cell);
}

/** Where the leaf of `id` is, or where it would be. */
function leafOffset(leaves: Buffer, id: Buffer): number {
  let low = 0;
  let high = leaves.byteLength / leafBytes;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * leafBytes;
    if (leaves.compare(id, 0, idBytes, at, at + idBytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low * leafBytes;
}

/** The leaves of a bucket with one put in its place or taken out. */
function withLeaf(leaves: Buffer, { id, value }: Leaf): Buffer {
  const at = leafOffset(leaves, id);
  const found = at < leaves.byteLength && leaves.compare(id, 0, idBytes, at, at + idBytes) === 0;
  const rest = leaves.subarray(found ? at + leafBytes : at);
  if (value === null) return Buffer.concat([leaves.subarray(0, at), rest]);
  const leaf = Buffer.alloc(leafBytes);
  writeLeaf(leaf, id, value.version, value.cell);
  return Buffer.concat([leaves.subarray(0, at), leaf, rest]);
}
