/**
 * @file Rows sealed under older epochs, sealed anew under the newest, in transactions of bounded size and time, so that photos are shown
 * meanwhile (docs/format.md §7.2, docs/decisions/005-reseal-in-batches.md). Runs in the engine.
 */
import type { Cells } from './cell.ts';
import type { Database, Table } from './database.ts';
import { isWellFormed, type Row } from './row.ts';

export interface RowCount {
  readonly rows: number;
  /** Of their cells. */
  readonly bytes: number;
}

/** What one transaction has sealed anew. */
export interface Resealed extends RowCount {
  /** Rows that were passed over: they do not open. */
  readonly unreadable: number;
}

export interface Resealing {
  readonly database: Database;
  readonly cells: Cells;
  /** Rows of epochs before it are older. */
  readonly epoch: number;
  /** One transaction, in which the state is sealed anew too. */
  readonly write: (rows: readonly { readonly table: Table; readonly row: Row }[]) => void;
}

/** All but the state, which goes with every transaction. */
const tables = ['log', 'thumbs', 'pages', 'objects', 'photos'] as const;
/** Whichever comes first ends a transaction: another's turn comes after it. */
const limits = { bytes: 2 * 1024 * 1024, ms: 10 };
/** Places of a table looked at, and rows fetched, in one go. */
const span = 2000;
const fetched = 16;

/** Counts what is older: yields the sum so far now and then, so that the caller can breathe, and at the end. */
export function* countOlder({ database, epoch }: Pick<Resealing, 'database' | 'epoch'>): Generator<RowCount> {
  let rows = 0;
  let bytes = 0;
  for (const table of tables) {
    const end = database.lastPlace(table);
    for (let place = 0; place < end; place += span) {
      const found = database.countOlder(table, epoch, place, place + span);
      rows += found.rows;
      bytes += found.bytes;
      yield { rows, bytes };
    }
  }
  yield { rows, bytes };
}

/** Each step is at most one transaction; what others change between the steps is sealed under the newest epoch anyway. */
export function* resealRows(resealing: Resealing): Generator<Resealed> {
  const { database, epoch } = resealing;
  for (const table of tables) {
    const end = database.lastPlace(table);
    let place = 0;
    while (place < end) {
      const batch = new Batch(resealing, table);
      while (place < end && !batch.full) {
        const to = Math.min(place + span, end);
        const found = database.older(table, epoch, place, to, fetched);
        for (const { row } of found) batch.add(row);
        place = found.length < fetched ? to : (found.at(-1)?.place ?? to);
      }
      yield batch.end();
    }
  }
}

class Batch {
  readonly #resealing: Resealing;
  readonly #table: Table;
  readonly #rows: { readonly table: Table; readonly row: Row }[] = [];
  readonly #started = performance.now();
  #bytes = 0;
  #unreadable = 0;

  constructor(resealing: Resealing, table: Table) {
    this.#resealing = resealing;
    this.#table = table;
  }

  get full(): boolean {
    return this.#bytes >= limits.bytes || performance.now() - this.#started >= limits.ms;
  }

  /** A row keeps its id and its version: nothing of what it says has changed. */
  add(row: Row): void {
    const { cells } = this.#resealing;
    const data = isWellFormed(row) ? cells.open(this.#table, row) : null;
    if (data === null) {
      this.#unreadable += 1; // a verify tells of it; sealed anew it would pass for whole
      return;
    }
    this.#rows.push({ table: this.#table, row: cells.seal(this.#table, row.id, row.version, data) });
    data.fill(0);
    this.#bytes += row.cell.byteLength;
  }

  end(): Resealed {
    if (this.#rows.length > 0) this.#resealing.write(this.#rows);
    return { rows: this.#rows.length, bytes: this.#bytes, unreadable: this.#unreadable };
  }
}
