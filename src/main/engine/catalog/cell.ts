/** @file Sealing and opening one cell of the catalogue (docs/format.md §5.2). Runs in the engine. */
import { open, randomBytes, seal, u32, u64, type SecretKey } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { tables, type Row, type Table } from './database.ts';

const nonceBytes = 24;
const blockBytes: Record<Table, number> = {
  state: 256,
  photos: 256,
  thumbs: 1024,
  objects: 256,
  pages: 1024,
  log: 256,
};
const lengthBytes = 4;

/** Seals and opens the cells of one vault. */
export class Cells {
  readonly #vault: OpenVault;
  /** "lightproof/1 cell" ‖ vaultId ‖ LP(table name), per table. */
  readonly #context = new Map<Table, Buffer>();

  constructor(vault: OpenVault) {
    this.#vault = vault;
    for (const table of tables) {
      const name = Buffer.from(table, 'ascii');
      this.#context.set(
        table,
        Buffer.concat([Buffer.from('lightproof/1 cell'), vault.idBytes, u32(name.byteLength), name]),
      );
    }
  }

  /** A row with `data` padded and sealed under the newest epoch. */
  seal(table: Table, id: Buffer, version: number, data: Uint8Array): Row {
    const epoch = this.#vault.keys.epoch;
    const block = blockBytes[table];
    const plain = Buffer.alloc(Math.ceil((lengthBytes + data.byteLength) / block) * block);
    plain.writeUInt32BE(data.byteLength, 0);
    plain.set(data, lengthBytes);
    const nonce = randomBytes(nonceBytes);
    const box = seal(this.#key(table, epoch), nonce, plain, this.#ad(table, id, version, epoch));
    plain.fill(0);
    return { id, version, epoch, cell: Buffer.concat([nonce, box]) };
  }

  /** The data of a row, or null when the cell is not what this vault sealed at this place and version. */
  open(table: Table, row: Row): Buffer | null {
    const { id, version, epoch, cell } = row;
    if (cell.byteLength < nonceBytes + 16 + lengthBytes || !this.#vault.keys.knows(epoch)) return null;
    const nonce = cell.subarray(0, nonceBytes);
    const plain = open(
      this.#key(table, epoch),
      nonce,
      cell.subarray(nonceBytes),
      this.#ad(table, id, version, epoch),
    );
    if (plain === null) return null;
    const length = plain.readUInt32BE(0);
    return length <= plain.byteLength - lengthBytes
      ? plain.subarray(lengthBytes, lengthBytes + length)
      : null;
  }

  #key(table: Table, epoch: number): SecretKey {
    return this.#vault.keys.cellKey(epoch, tables.indexOf(table));
  }

  #ad(table: Table, id: Buffer, version: number, epoch: number): Buffer {
    return Buffer.concat([this.#context.get(table) ?? Buffer.alloc(0), id, u64(version), u32(epoch)]);
  }
}
