/** @file The SQLite file under the catalogue: pragmas, exact schema, statements and what its errors mean (docs/format.md §5.1). Runs in the engine. */
import Sqlite from 'better-sqlite3';
import { accessSync, closeSync, constants, lstatSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { systemCode, toDiskError } from '../disk/index.ts';
import { copyToRead } from './reading-copy.ts';

export const tables = ['state', 'photos', 'thumbs', 'objects', 'pages', 'log'] as const;
export type Table = (typeof tables)[number];

export interface Row {
  readonly id: Buffer;
  readonly version: number;
  readonly epoch: number;
  readonly cell: Buffer;
}

/** What SQLite's own types do not promise, least of all in a damaged file: an id of 16 bytes, a version to count on, a cell. */
export function isWellFormed(row: Row): boolean {
  const { id, version, epoch, cell }: { [K in keyof Row]: unknown } = row;
  return (
    Buffer.isBuffer(id) &&
    id.byteLength === 16 &&
    Number.isSafeInteger(version) &&
    Number(version) > 0 &&
    Number.isSafeInteger(epoch) &&
    Buffer.isBuffer(cell)
  );
}

/**
 * A row as it is fetched: every statement here is `raw`, every pragma `simple`. For rows as objects better-sqlite3 makes a function out of
 * text, which the engine's process is started without (`--disallow-code-generation-from-strings`).
 */
type RawRow = [id: Buffer, version: number, epoch: number, cell: Buffer];

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
/** Larger cells are fetched one at a time. */
const mostJoined = 256 * 1024;
/** No cell of ours comes near: a larger one was made to fill the memory, and is told as damage without being read. */
const mostCell = 64 * 1024 * 1024;
const idBytes = 16;

/** The statements of one table. */
interface Statements {
  readonly get: Sqlite.Statement<[Buffer], RawRow>;
  readonly joined: Sqlite.Statement<[after: number], JoinedRows>;
  readonly each: Sqlite.Statement<[after: number, last: number], RawRow>;
  readonly put: Sqlite.Statement<[Buffer, number, number, Buffer]>;
  readonly remove: Sqlite.Statement<[Buffer]>;
}

export interface Database {
  /** It is a copy of one that lies where nothing can be written: nothing is to be written to it. */
  readonly readOnly: boolean;
  get(table: Table, id: Buffer): Row | undefined;
  /** All rows in the order of their places. Of what is written meanwhile, rows at places behind are read as they are by then. */
  rows(table: Table): IterableIterator<Row>;
  count(table: Table): number;
  /** The highest place a row of the table has; 0 when there is none. A row keeps its place for as long as it is there. */
  lastPlace(table: Table): number;
  /** Up to `limit` rows of epochs before `epoch`, at places behind `after` up to `to`, in the order of their places. */
  older(
    table: Table,
    epoch: number,
    after: number,
    to: number,
    limit: number,
  ): { readonly place: number; readonly row: Row }[];
  /** How many they are, and the bytes of their cells. */
  countOlder(
    table: Table,
    epoch: number,
    after: number,
    to: number,
  ): { readonly rows: number; readonly bytes: number };
  put(table: Table, row: Row): void;
  remove(table: Table, id: Buffer): void;
  /** Runs `work` in one transaction; when it returns, the change is on disk (synchronous=FULL). Errors: vault-moved, catalogue-altered (another file is in its place). */
  transaction(work: () => void): void;
  /** Pages and indexes of one table or of the whole file, as SQLite checks them: 'ok' or what is wrong. */
  quickCheck(table?: Table): string;
  checkpoint(): void;
  close(): void;
}

const simple = { simple: true } as const;
const applicationId = 0x4c505631; // 'LPV1'
const createTable = (table: Table): string =>
  `CREATE TABLE ${table.padEnd(7)}(id BLOB PRIMARY KEY NOT NULL, version INTEGER NOT NULL, epoch INTEGER NOT NULL, cell BLOB NOT NULL) STRICT`;

/** Makes the database file with its tables. Throws when it is there already. */
export function createDatabase(file: string): Database {
  makeFile(file);
  return coded(() => {
    const sqlite = connect(file);
    sqlite.pragma(`application_id = ${String(applicationId)}`, simple);
    sqlite.pragma('user_version = 1', simple);
    for (const table of tables) sqlite.exec(createTable(table));
    return wrap(sqlite, file);
  });
}

/** Made before SQLite opens it, for its owner alone; what SQLite makes by itself everybody may read (docs/format.md §2). */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (thrown) {
    throw systemCode(thrown) === 'EEXIST' ? new CodedError('vault-exists') : toDiskError(thrown);
  }
}

/**
 * Opens the database of a vault, or a copy where nothing can be written. Errors: catalogue-missing, catalogue-damaged (not a database, or not
 * exactly our schema), vault-in-use, no-permission.
 */
export function openDatabase(file: string): Database {
  requireFiles(file);
  try {
    accessSync(file, constants.R_OK); // SQLite would call it a failed lock
  } catch (thrown) {
    throw toDiskError(thrown);
  }
  if (isWritable(file) && isWritable(dirname(file))) return coded(() => wrap(checked(connect(file)), file));
  const copy = copyToRead(file);
  try {
    return coded(() => {
      const sqlite = checked(connect(copy.file));
      sqlite.pragma('query_only = ON', simple);
      return { ...wrap(sqlite, copy.file), readOnly: true };
    });
  } finally {
    copy.forget();
  }
}

/** SQLite would follow a link, and wait for the other end of a FIFO: whoever can write the folder could have put one there. */
function requireFiles(file: string): void {
  for (const end of ['', '-wal', '-journal', '-shm']) {
    const found = lstatSync(file + end, { throwIfNoEntry: false });
    if (found === undefined && end === '') throw new CodedError('catalogue-missing');
    if (found?.isFile() === false) throw new CodedError('catalogue-damaged', { detail: 'not a file' });
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch (thrown) {
    const error = toDiskError(thrown);
    if (error instanceof CodedError && error.code === 'no-permission') return false;
    throw error;
  }
}

function checked(sqlite: Sqlite.Database): Sqlite.Database {
  try {
    checkSchema(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function connect(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file, { timeout: 250 });
  try {
    sqlite.pragma('locking_mode = EXCLUSIVE', simple);
    sqlite.pragma('trusted_schema = OFF', simple);
    sqlite.pragma('cell_size_check = ON', simple);
    sqlite.pragma('journal_mode = WAL', simple);
    sqlite.pragma('synchronous = FULL', simple);
    sqlite.pragma('secure_delete = ON', simple);
    sqlite.pragma('temp_store = MEMORY', simple);
    sqlite.pragma('cache_size = -32768', simple); // KiB
    sqlite.exec('BEGIN IMMEDIATE; COMMIT'); // takes the exclusive lock now, kept until closed or until the process ends
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** A hostile catalogue could bring triggers, views or other columns: anything but our tables is refused. */
function checkSchema(sqlite: Sqlite.Database): void {
  const found = sqlite
    .prepare<[], [type: string, name: string, sql: string | null]>(
      'SELECT type, name, sql FROM sqlite_schema',
    )
    .raw()
    .all()
    .filter(([type, name]) => !(type === 'index' && name.startsWith('sqlite_autoindex_')));
  const expected = new Set<string | null>(tables.map(createTable));
  const exact = found.length === tables.length && found.every(([, , sql]) => expected.has(sql));
  const id = sqlite.pragma('application_id', simple);
  const version = sqlite.pragma('user_version', simple);
  if (!exact || id !== applicationId || version !== 1)
    throw new CodedError('catalogue-damaged', { detail: 'schema' });
}

function rowOf([id, version, epoch, cell]: RawRow): Row {
  return { id, version, epoch, cell };
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

/** Rows among which there is one that is not as it should be, or large. */
function* oneByOne(
  each: Sqlite.Statement<[after: number, last: number], RawRow>,
  after: number,
  last: number,
): Generator<Row> {
  const rows = coded(() => each.iterate(after, last));
  try {
    for (;;) {
      const next = coded(() => rows.next());
      if (next.done === true) return;
      yield rowOf(next.value);
    }
  } finally {
    rows.return?.();
  }
}

/**
 * SQLite goes on writing into a file that was moved away or replaced, and what it writes is lost with it. Answers a check that the file
 * is still the one in its place: `vault-moved` when nothing is there, `catalogue-altered` when it is another one.
 */
function placeOf(file: string): () => void {
  const identity = (): string | null => {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? null : `${String(found.dev)} ${String(found.ino)}`;
  };
  const opened = identity();
  return () => {
    const now = identity();
    if (now === null) throw new CodedError('vault-moved');
    if (now !== opened) throw new CodedError('catalogue-altered');
  };
}

function wrap(sqlite: Sqlite.Database, file: string): Database {
  const checkPlace = placeOf(file);
  const statements = new Map<Table, Statements>();
  const of = (table: Table): Statements => {
    const known = statements.get(table);
    if (known) return known;
    const made: Statements = {
      get: sqlite
        .prepare<[Buffer], RawRow>(
          `SELECT id, version, epoch, cell FROM ${table} WHERE id = ? AND length(cell) <= ${String(mostCell)}`,
        )
        .raw(),
      joined: sqlite
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
        .raw(),
      each: sqlite
        .prepare<[number, number], RawRow>(
          `SELECT id, version, epoch, iif(length(cell) <= ${String(mostCell)}, cell, NULL) FROM ${table}
           WHERE rowid > ? AND rowid <= ? ORDER BY rowid`,
        )
        .raw(),
      put: sqlite.prepare<[Buffer, number, number, Buffer]>(
        `INSERT INTO ${table} (id, version, epoch, cell) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, epoch = excluded.epoch, cell = excluded.cell`,
      ),
      remove: sqlite.prepare<[Buffer]>(`DELETE FROM ${table} WHERE id = ?`),
    };
    statements.set(table, made);
    return made;
  };
  return {
    readOnly: false,
    get: (table, id) => {
      const found = coded(() => of(table).get.get(id));
      return found === undefined ? undefined : rowOf(found);
    },
    *rows(table) {
      let after = Number.MIN_SAFE_INTEGER;
      for (;;) {
        const [rows = 0, inside = 0, last = null, joined = null] =
          coded(() => of(table).joined.get(after)) ?? [];
        if (last === null) return;
        // SQLite never gave such a place; made up, it could have us fetch the same rows for ever.
        if (!Number.isSafeInteger(last)) throw new CodedError('catalogue-damaged', { detail: 'places' });
        if (inside === rows && joined !== null) yield* apart(joined);
        else yield* oneByOne(of(table).each, after, last);
        after = last;
      }
    },
    count: (table) =>
      coded(() => sqlite.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0),
    lastPlace: (table) =>
      coded(
        () => sqlite.prepare<[], number>(`SELECT coalesce(max(rowid), 0) FROM ${table}`).pluck().get() ?? 0,
      ),
    older: (table, epoch, after, to, limit) =>
      coded(() =>
        sqlite
          .prepare<[number, number, number, number], [place: number, ...row: RawRow]>(
            `SELECT rowid, id, version, epoch, cell FROM ${table} WHERE rowid > ? AND rowid <= ? AND epoch < ?
             ORDER BY rowid LIMIT ?`,
          )
          .raw()
          .all(after, to, epoch, limit)
          .map(([place, ...row]) => ({ place, row: rowOf(row) })),
      ),
    countOlder: (table, epoch, after, to) =>
      coded(() => {
        const [rows = 0, bytes = 0] =
          sqlite
            .prepare<[number, number, number], [rows: number, bytes: number]>(
              `SELECT count(*), coalesce(sum(length(cell)), 0) FROM ${table}
               WHERE rowid > ? AND rowid <= ? AND epoch < ?`,
            )
            .raw()
            .get(after, to, epoch) ?? [];
        return { rows, bytes };
      }),
    put: (table, row) => coded(() => void of(table).put.run(row.id, row.version, row.epoch, row.cell)),
    remove: (table, id) => coded(() => void of(table).remove.run(id)),
    transaction: (work) => {
      coded(() => {
        const inPlace = (): void => {
          work();
          checkPlace();
        };
        sqlite.transaction(inPlace).immediate();
      });
    },
    quickCheck: (table) => coded(() => String(sqlite.pragma(`quick_check(${table ?? '1'})`, simple))),
    checkpoint: () => coded(() => void sqlite.pragma('wal_checkpoint(TRUNCATE)', simple)),
    close: () => {
      sqlite.close();
    },
  };
}

/** Turns SQLite's errors into ours; everything else passes. */
function coded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    const { code } = error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) throw new CodedError('vault-in-use', {}, { cause: error });
    if (code.startsWith('SQLITE_FULL')) throw new CodedError('no-space', {}, { cause: error });
    if (/^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/.test(code))
      throw new CodedError('no-permission', {}, { cause: error });
    if (/^SQLITE_(CORRUPT|NOTADB|SCHEMA|ERROR)/.test(code)) {
      throw new CodedError('catalogue-damaged', { detail: code }, { cause: error });
    }
    throw new CodedError('disk-failed', { system: code }, { cause: error });
  }
}
