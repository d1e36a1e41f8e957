/**
 * @file Reads and hashes a catalogue's rows before there is a key for them: deriving one takes a second of another thread, and most of the
 * work of opening a large catalogue needs none (docs/format.md §5.3). Runs in the engine.
 */
import { join } from 'node:path';
import type { RowBatch } from './all-rows.ts';
import { openDatabase, type Database } from './database.ts';
import { isWellFormed, type Row } from './row.ts';
import { Leaves, rootTables, type RootTable } from './root.ts';

export const catalogName = 'catalog.db';

/** Rows are kept in memory up to here; those behind are read when they are asked for. Some 200,000 photos. */
const keptBytes = 64 * 1024 * 1024;

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
  readonly #rest: Generator<FoundBatch>;
  readonly #kept: FoundBatch[] = [];

  constructor(database: Database) {
    this.#rest = hashed(database, this.leaves);
  }

  fill(most: number): void {
    for (let bytes = 0; bytes < most;) {
      const next = this.#rest.next();
      if (next.done === true) return;
      this.#kept.push(next.value);
      bytes += next.value.batch.bytes;
    }
  }

  *[Symbol.iterator](): Generator<FoundRow> {
    for (const found of this.#kept.splice(0)) yield* taken(found);
    for (const found of this.#rest) yield* taken(found);
  }
}

interface FoundBatch {
  readonly table: RootTable;
  readonly batch: RowBatch;
}

/** Each row once, good until the next one is asked for; the memory of a batch is given back when it has been read. */
function* taken({ table, batch }: FoundBatch): Generator<FoundRow> {
  for (const row of batch.rows()) yield { table, row: isWellFormed(row) ? row : null };
  batch.free();
}

/** All that is under the root, with a leaf made of each row. */
function* hashed(database: Database, leaves: Leaves): Generator<FoundBatch> {
  for (const table of rootTables) {
    for (const batch of database.batches(table)) {
      for (const row of batch.rows()) if (isWellFormed(row)) leaves.add(table, row.id, row.version, row.cell);
      yield { table, batch };
    }
  }
}
