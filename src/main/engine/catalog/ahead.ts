/**
 * @file Reads and hashes a catalogue's rows before there is a key for them: deriving one takes a second of another thread, and most of the
 * work of opening a large catalogue needs none (docs/format.md §5.3). Runs in the engine.
 */
import { join } from 'node:path';
import { openDatabase, type Database } from './database.ts';
import { isWellFormed, type Row } from './row.ts';
import { Leaves, rootTables, type RootTable } from './root.ts';

export const catalogName = 'catalog.db';

/** Rows are kept in memory up to here; those behind are read when they are asked for. Some 200,000 photos. */
const keptBytes = 64 * 1024 * 1024;
const pieceBytes = 4 * 1024 * 1024;
const idBytes = 16;
const headBytes = 26;

export interface FoundRow {
  readonly table: RootTable;
  /** null: not even the form of a row. */
  readonly row: Row | null;
}

/** What is found in a catalogue. Whoever takes it closes the database. */
export interface FoundCatalog {
  readonly database: Database;
  /** All rows under the root, once; `leaves` is complete when they have been read to their end. */
  readonly rows: Iterable<FoundRow>;
  readonly leaves: Leaves;
}

export class CatalogAhead {
  readonly #file: string;
  #database: Database | null = null;
  #reader: Reader | null = null;
  #failure: { readonly error: unknown } | null = null;

  /** @param path the vault's folder */
  constructor(path: string) {
    this.#file = join(path, catalogName);
  }

  /** Reads what fits. Blocks for half a second at 100,000 rows. What is wrong with the file is thrown by `take`. */
  read(most = keptBytes): void {
    try {
      this.#open().fill(most);
    } catch (error) {
      this.#failure = { error };
    }
  }

  /** Errors: as `openDatabase`. */
  take(): FoundCatalog {
    if (this.#failure !== null) throw this.#failure.error;
    const reader = this.#open();
    const database = this.#database;
    if (database === null) throw new Error('a catalogue is taken once');
    this.#database = null;
    return { database, rows: reader, leaves: reader.leaves };
  }

  /** Closes the file, if nobody has taken it. */
  close(): void {
    this.#database?.close();
    this.#database = null;
  }

  #open(): Reader {
    this.#database ??= openDatabase(this.#file);
    this.#reader ??= new Reader(this.#database);
    return this.#reader;
  }
}

/** The rows of a database in one pass: those kept first, then the rest as it is read. */
class Reader implements Iterable<FoundRow> {
  readonly leaves = new Leaves();
  readonly #rest: Generator<FoundRow>;
  readonly #kept = new KeptRows();

  constructor(database: Database) {
    this.#rest = hashed(database, this.leaves);
  }

  fill(most: number): void {
    while (this.#kept.bytes < most) {
      const next = this.#rest.next();
      if (next.done === true) return;
      this.#kept.add(next.value);
    }
  }

  *[Symbol.iterator](): Generator<FoundRow> {
    yield* this.#kept.take();
    yield* this.#rest;
  }
}

function* hashed(database: Database, leaves: Leaves): Generator<FoundRow> {
  for (const table of rootTables) {
    for (const row of database.rows(table)) {
      const good = isWellFormed(row);
      if (good) leaves.add(table, row.id, row.version, row.cell);
      yield { table, row: good ? row : null };
    }
  }
}

/**
 * Rows one after the other in a few large pieces: table, whether there is a row (one byte each), version, epoch, length of the cell (doubles),
 * id, cell. As many objects as there are rows would cost more than they hold, and would stay after they are used.
 */
class KeptRows {
  bytes = 0;
  readonly #pieces: { readonly memory: Buffer; end: number }[] = [];

  add({ table, row }: FoundRow): void {
    const needed = headBytes + (row === null ? 0 : idBytes + row.cell.byteLength);
    let piece = this.#pieces.at(-1);
    if (piece === undefined || piece.memory.byteLength - piece.end < needed) {
      piece = { memory: Buffer.allocUnsafeSlow(Math.max(pieceBytes, needed)), end: 0 };
      this.#pieces.push(piece);
    }
    const { memory, end } = piece;
    memory[end] = rootTables.indexOf(table);
    memory[end + 1] = row === null ? 0 : 1;
    memory.writeDoubleBE(row?.version ?? 0, end + 2);
    memory.writeDoubleBE(row?.epoch ?? 0, end + 10);
    memory.writeDoubleBE(row?.cell.byteLength ?? 0, end + 18);
    if (row !== null) {
      memory.set(row.id, end + headBytes);
      memory.set(row.cell, end + headBytes + idBytes);
    }
    piece.end += needed;
    this.bytes += needed;
  }

  /** Each row once; good until the next one is asked for, since a piece's memory is given back when it has been read. */
  *take(): Generator<FoundRow> {
    for (const { memory, end } of this.#pieces.splice(0)) {
      for (let at = 0; at < end;) {
        const table = rootTables[memory[at] ?? 0] ?? 'photos';
        const good = memory[at + 1] === 1;
        const cellBytes = memory.readDoubleBE(at + 18);
        const id = at + headBytes;
        const cell = id + idBytes;
        yield {
          table,
          row: good
            ? {
                id: memory.subarray(id, cell),
                version: memory.readDoubleBE(at + 2),
                epoch: memory.readDoubleBE(at + 10),
                cell: memory.subarray(cell, cell + cellBytes),
              }
            : null,
        };
        at = good ? cell + cellBytes : id;
      }
      (memory.buffer as ArrayBuffer).transfer(0); // its own, by allocUnsafeSlow
    }
  }
}
