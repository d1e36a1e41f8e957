/** @file Reads a whole table, many rows at a time. Runs in the engine. */
import type Sqlite from 'better-sqlite3';
import { CodedError } from '../../../shared/errors.ts';
import { idBytes, mostCell, rowOf, type RawRow, type Row } from './row.ts';
import { coded } from './sqlite-errors.ts';

/**
 * Many rows as one value, since making a value of each is half the work of fetching them: how many there are, how many of them are in it, the
 * last one's place, and of each its version, epoch and length of cell in hexadecimal digits, its id and its cell.
 */
type JoinedRows = [rows: number, inside: number, last: number | null, joined: Buffer | null];
const versionDigits = 14; // up to Number.MAX_SAFE_INTEGER
const epochDigits = 8;
const lengthDigits = 8;
/** So many rows are fetched at once. */
const batch = 100;
/** What a row costs beside its cell, nearly. */
const rowBytes = 256;
/** Larger cells are fetched one at a time. */
const mostJoined = 256 * 1024;

/** Rows as they were fetched together. */
export interface RowBatch {
  /** What it holds of memory, nearly. */
  readonly bytes: number;
  /** Each time anew. */
  rows(): Iterable<Row>;
  /** Gives its memory back at once; the rows are no more to be looked at. */
  free(): void;
}

/**
 * Reads all rows of a table in the order of their places.
 * @throws CodedError catalogue-damaged, for places that SQLite never gives, and as `coded` says
 */
export function allRows(sqlite: Sqlite.Database, table: string): () => Generator<RowBatch> {
  const many = sqlite
    .prepare<[number], JoinedRows>(
      `SELECT count(*), count(one), max(place), CAST(group_concat(one, '') AS BLOB) FROM (
         SELECT rowid AS place,
           iif(typeof(id) = 'blob' AND length(id) = ${String(idBytes)}
             AND typeof(version) = 'integer' AND version BETWEEN 1 AND ${String(Number.MAX_SAFE_INTEGER)}
             AND typeof(epoch) = 'integer' AND epoch BETWEEN 0 AND ${String(0xffff_ffff)}
             AND typeof(cell) = 'blob' AND length(cell) <= ${String(mostJoined)},
             printf('%0${String(versionDigits)}x%0${String(epochDigits)}x%0${String(lengthDigits)}x', version, epoch, length(cell))
               || id || cell,
             NULL) AS one
         FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${String(batch)})`,
    )
    .raw();
  const each = sqlite
    .prepare<[number, number], RawRow>(
      `SELECT id, version, epoch, iif(length(cell) <= ${String(mostCell)}, cell, NULL) FROM ${table}
       WHERE rowid > ? AND rowid <= ? ORDER BY rowid`,
    )
    .raw();
  return function* () {
    let after = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const [rows = 0, inside = 0, last = null, joined = null] = coded(() => many.get(after)) ?? [];
      if (last === null) return;
      // SQLite never gave such a place; made up, it could have us fetch the same rows for ever.
      if (!Number.isSafeInteger(last)) throw new CodedError('catalogue-damaged', { detail: 'places' });
      if (inside === rows && joined !== null) yield new JoinedBatch(joined);
      else yield* oneByOne(each, after, last);
      after = last;
    }
  };
}

class JoinedBatch implements RowBatch {
  readonly #joined: Buffer<ArrayBuffer>;

  constructor(joined: Buffer) {
    // SQLite's values come each in a buffer of its own; a small one may stand in memory that others share.
    const own = joined.buffer instanceof ArrayBuffer && joined.byteLength === joined.buffer.byteLength;
    this.#joined = own ? (joined as Buffer<ArrayBuffer>) : Buffer.from(new Uint8Array(joined).buffer);
  }

  get bytes(): number {
    return this.#joined.byteLength;
  }

  rows(): Iterable<Row> {
    return apart(this.#joined);
  }

  free(): void {
    this.#joined.buffer.transfer(0);
  }
}

function* apart(joined: Buffer): Generator<Row> {
  for (let at = 0; at < joined.byteLength;) {
    const version = hexAt(joined, at, versionDigits);
    const epoch = hexAt(joined, at + versionDigits, epochDigits);
    const length = hexAt(joined, at + versionDigits + epochDigits, lengthDigits);
    const id = at + versionDigits + epochDigits + lengthDigits;
    const cell = id + idBytes;
    at = cell + length;
    yield { id: joined.subarray(id, cell), version, epoch, cell: joined.subarray(cell, at) };
  }
}

function hexAt(bytes: Buffer, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const code = bytes[index] ?? 0;
    value = value * 16 + (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return value;
}

/** Rows among which there is one that is not as it should be, or large: each is a batch, since together they might fill the memory. */
function* oneByOne(
  each: Sqlite.Statement<[after: number, last: number], RawRow>,
  after: number,
  last: number,
): Generator<RowBatch> {
  const rows = coded(() => each.iterate(after, last));
  try {
    for (;;) {
      const next = coded(() => rows.next());
      if (next.done === true) return;
      const row = rowOf(next.value);
      yield { bytes: rowBytes + sizeOf(row), rows: () => [row], free: () => undefined };
    }
  } finally {
    rows.return?.();
  }
}

/** Of anything a damaged file may hold in a cell's place. */
function sizeOf({ cell }: { readonly cell: unknown }): number {
  return cell instanceof Uint8Array ? cell.byteLength : 0;
}
