/** @file The root over all rows: what makes a deleted, exchanged or older row noticeable (docs/format.md §5.3). Runs in the engine. */
import { hash } from '../crypto/index.ts';

/** The tables under the root, in their order. */
export const rootTables = ['photos', 'objects', 'pages'] as const;
export type RootTable = (typeof rootTables)[number];

/** A row's part in the root; absent = the row goes. */
export interface Leaf {
  readonly table: RootTable;
  readonly id: string;
  readonly value: { readonly version: number; readonly cell: Buffer } | null;
}

const buckets = 256;
const idBytes = 16;
const versionBytes = 8;
const hashBytes = 32;
const leafBytes = idBytes + versionBytes + hashBytes;
const emptyBucket = Buffer.alloc(hashBytes);

interface TableTree {
  /** Per bucket: id → u64(version) ‖ hash of the cell, as a latin1 string (a third of a Buffer's memory). */
  readonly leaves: Map<string, string>[];
  readonly hashes: Buffer[];
}

/** Keeps the hashes of all buckets so that a change costs the buckets it touches, not the whole catalogue. */
export class RootTree {
  readonly #prefix: Buffer;
  readonly #trees: Record<RootTable, TableTree>;

  constructor(vaultId: Buffer) {
    this.#prefix = Buffer.concat([Buffer.from('lightproof/1 root'), vaultId]);
    this.#trees = { photos: emptyTree(), objects: emptyTree(), pages: emptyTree() };
  }

  /** Adds a row while a catalogue is being read; `settle` must follow. */
  load(table: RootTable, id: string, version: number, cell: Buffer): void {
    this.#trees[table].leaves[bucketOf(id)]?.set(id, leafOf(version, cell));
  }

  /** Hashes every bucket; returns the root. */
  settle(): Buffer {
    for (const tree of Object.values(this.#trees)) {
      tree.leaves.forEach((leaves, bucket) => (tree.hashes[bucket] = hashBucket(leaves)));
    }
    return this.#root(new Map());
  }

  /** The root as it will be after `changes`; nothing changes here until `commit` is called. */
  stage(changes: readonly Leaf[]): { root: Buffer; commit: () => void } {
    const staged = new Map<
      Map<string, string>,
      { tree: TableTree; bucket: number; leaves: Map<string, string>; hash: Buffer }
    >();
    for (const { table, id, value } of changes) {
      const tree = this.#trees[table];
      const bucket = bucketOf(id);
      const current = tree.leaves[bucket];
      if (current === undefined) continue;
      const entry = staged.get(current) ?? { tree, bucket, leaves: new Map(current), hash: emptyBucket };
      if (value === null) entry.leaves.delete(id);
      else entry.leaves.set(id, leafOf(value.version, value.cell));
      staged.set(current, entry);
    }
    const hashes = new Map<TableTree, Map<number, Buffer>>();
    for (const entry of staged.values()) {
      entry.hash = hashBucket(entry.leaves);
      const ofTree = hashes.get(entry.tree) ?? new Map<number, Buffer>();
      hashes.set(entry.tree, ofTree.set(entry.bucket, entry.hash));
    }
    return {
      root: this.#root(hashes),
      commit: () => {
        for (const { tree, bucket, leaves, hash: bucketHash } of staged.values()) {
          tree.leaves[bucket] = leaves;
          tree.hashes[bucket] = bucketHash;
        }
      },
    };
  }

  #root(staged: Map<TableTree, Map<number, Buffer>>): Buffer {
    const parts = [this.#prefix];
    for (const table of rootTables) {
      const tree = this.#trees[table];
      const name = Buffer.from(table, 'ascii');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(name.byteLength);
      const changed = staged.get(tree);
      parts.push(
        hash(hashBytes, [length, name, ...tree.hashes.map((known, bucket) => changed?.get(bucket) ?? known)]),
      );
    }
    return hash(hashBytes, parts);
  }
}

function emptyTree(): TableTree {
  return {
    leaves: Array.from({ length: buckets }, () => new Map<string, string>()),
    hashes: Array.from({ length: buckets }, () => emptyBucket),
  };
}

function bucketOf(id: string): number {
  return Number.parseInt(id.slice(0, 2), 16);
}

function leafOf(version: number, cell: Buffer): string {
  const leaf = Buffer.alloc(versionBytes + hashBytes);
  leaf.writeBigUInt64BE(BigInt(version), 0);
  leaf.set(hash(hashBytes, cell), versionBytes);
  return leaf.toString('latin1');
}

function hashBucket(leaves: ReadonlyMap<string, string>): Buffer {
  if (leaves.size === 0) return emptyBucket;
  const all = Buffer.alloc(leaves.size * leafBytes);
  let at = 0;
  for (const id of [...leaves.keys()].sort()) {
    all.write(id, at, 'hex');
    all.write(leaves.get(id) ?? '', at + idBytes, 'latin1');
    at += leafBytes;
  }
  return hash(hashBytes, all);
}
