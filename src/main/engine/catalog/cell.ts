/** @file Sealing and opening one cell of the catalogue (docs/format.md §5.2). Runs in the engine. */
import {
  lp,
  nonceBytes,
  openInto,
  randomBytes,
  seal,
  tagBytes,
  writeU64,
  type SecretKey,
} from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { tables, type Table } from './database.ts';
import type { Row } from './row.ts';

const idLength = 16;
/** id ‖ u64(version) ‖ u32(epoch) */
const placeBytes = idLength + 8 + 4;
const blockBytes: Record<Table, number> = {
  state: 256,
  photos: 256,
  thumbs: 1024,
  objects: 256,
  pages: 1024,
  log: 256,
};
const lengthBytes = 4;

/** Of what is sealed in the row's cell; 0 when the cell is too short to hold anything. */
function plainBytes({ cell }: Row): number {
  return Math.max(0, cell.byteLength - nonceBytes - tagBytes);
}

/** Seals and opens the cells of one vault. */
export class Cells {
  readonly #vault: OpenVault;
  /** Associated data per table, its last 28 bytes (id, version, epoch) written anew for every cell. */
  readonly #ad = new Map<Table, Buffer>();
  #room = Buffer.alloc(0);
  #last: { readonly table: Table; readonly epoch: number; readonly key: SecretKey } | null = null;

  constructor(vault: OpenVault) {
    this.#vault = vault;
    for (const table of tables) {
      const context = [Buffer.from('lightproof/1 cell'), vault.idBytes, lp(table)];
      this.#ad.set(table, Buffer.concat([...context, Buffer.alloc(placeBytes)]));
    }
  }

  /** Runs `work` with the table's newest key readable throughout: opening many cells is then twice as fast. */
  reading<T>(table: Table, work: () => T): T {
    return this.#key(table, this.#vault.keys.epoch).use(work);
  }

  /** A row with `data` padded and sealed under the newest epoch. */
  seal(table: Table, id: Buffer, version: number, data: Uint8Array): Row {
    const epoch = this.#vault.keys.epoch;
    const block = blockBytes[table];
    const plain = Buffer.alloc(Math.ceil((lengthBytes + data.byteLength) / block) * block);
    plain.writeUInt32BE(data.byteLength, 0);
    plain.set(data, lengthBytes);
    const nonce = randomBytes(nonceBytes);
    const box = seal(this.#key(table, epoch), nonce, plain, this.#placed(table, id, version, epoch));
    plain.fill(0);
    return { id, version, epoch, cell: Buffer.concat([nonce, box]) };
  }

  /** The data of a row, or null when the cell is not what this vault sealed at this place and version. */
  open(table: Table, row: Row): Buffer | null {
    return this.#open(table, row, Buffer.allocUnsafeSlow(plainBytes(row))); // Slow: no shared pool for what may be secret
  }

  /** The same, good until the next is opened. In memory that is used again: with a buffer for each row, reading a large table takes twice as long. */
  openShared(table: Table, row: Row): Buffer | null {
    const bytes = plainBytes(row);
    if (this.#room.byteLength < bytes) this.#room = Buffer.allocUnsafeSlow(2 * bytes);
    return this.#open(table, row, this.#room.subarray(0, bytes));
  }

  #open(table: Table, { id, version, epoch, cell }: Row, plain: Buffer): Buffer | null {
    const usable =
      id.byteLength === idLength &&
      Number.isSafeInteger(version) &&
      version > 0 &&
      this.#vault.keys.knows(epoch);
    if (!usable || plain.byteLength < lengthBytes) return null;
    const nonce = cell.subarray(0, nonceBytes);
    const ad = this.#placed(table, id, version, epoch);
    const box = cell.subarray(nonceBytes);
    if (!this.#key(table, epoch).use((key) => openInto(plain, key, nonce, box, ad))) return null;
    const end = lengthBytes + plain.readUInt32BE(0);
    if (end > plain.byteLength || plain.byteLength % blockBytes[table] !== 0) return null;
    for (let at = end; at < plain.byteLength; at += 1) if (plain[at] !== 0) return null; // a call for so few costs more
    return plain.subarray(lengthBytes, end);
  }

  #key(table: Table, epoch: number): SecretKey {
    // Of a hundred thousand cells one after the other nearly all have the same.
    const last = this.#last;
    if (last?.table === table && last.epoch === epoch) return last.key;
    const key = this.#vault.keys.cellKey(epoch, tables.indexOf(table));
    this.#last = { table, epoch, key };
    return key;
  }

  #placed(table: Table, id: Buffer, version: number, epoch: number): Buffer {
    const ad = this.#ad.get(table) ?? Buffer.alloc(placeBytes); // every table has one
    const at = ad.byteLength - placeBytes;
    ad.set(id, at);
    writeU64(ad, version, at + idLength);
    ad.writeUInt32BE(epoch, at + idLength + 8);
    return ad;
  }
}

/** The JSON of an opened cell; null when it did not open, or holds none (authenticated, yet not JSON: a writer's bug). */
export function parseCell(text: Buffer | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

export interface Thumbnail {
  readonly mime: 'image/jpeg' | 'image/webp';
  readonly bytes: Buffer;
}

const thumbKinds = { 1: 'image/jpeg', 2: 'image/webp' } as const;

/** The thumbnail in an opened cell of `thumbs`; null when there is none. */
export function parseThumb(data: Buffer | null): Thumbnail | null {
  const mime = data === null ? undefined : thumbKinds[data[0] as keyof typeof thumbKinds]; // undefined when it is neither
  return data === null || mime === undefined ? null : { mime, bytes: data.subarray(1) };
}
