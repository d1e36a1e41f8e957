/** @file The SQLite file under the catalogue: pragmas, exact schema and statements (docs/format.md §5.1). Runs in the engine. */
import Sqlite from 'better-sqlite3';
import { accessSync, closeSync, constants, lstatSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { systemCode, toDiskError } from '../disk/index.ts';
import { allRows, type RowBatch } from './all-rows.ts';
import { copyToRead } from './reading-copy.ts';
import { mostCell, rowOf, type RawRow, type Row } from './row.ts';
import { coded } from './sqlite-errors.ts';

export const tables = ['state', 'photos', 'thumbs', 'objects', 'pages', 'log'] as const;
export type Table = (typeof tables)[number];

/** The statements of one table. */
interface Statements {
  readonly get: Sqlite.Statement<[Buffer], RawRow>;
  readonly batches: () => Generator<RowBatch>;
  readonly put: Sqlite.Statement<[Buffer, number, number, Buffer]>;
  readonly remove: Sqlite.Statement<[Buffer]>;
}

export interface Database {
  /** It is a copy of one that lies where nothing can be written: nothing is to be written to it. */
  readonly readOnly: boolean;
  get(table: Table, id: Buffer): Row | undefined;
  /** All rows in the order of their places. Of what is written meanwhile, rows at places behind are read as they are by then. */
  rows(table: Table): IterableIterator<Row>;
  /** The same as they are fetched, for who keeps them. */
  batches(table: Table): IterableIterator<RowBatch>;
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
  /** Gives back the memory that pages read before are kept in. */
  shrink(): void;
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
  }, file);
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
  if (isWritable(file) && isWritable(dirname(file)))
    return coded(() => wrap(checked(connect(file)), file), file);
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
  const writing = <T>(work: () => T): T => coded(work, file);
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
      batches: allRows(sqlite, table),
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
      for (const batch of coded(() => of(table)).batches()) yield* batch.rows();
    },
    *batches(table) {
      yield* coded(() => of(table)).batches();
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
    put: (table, row) => writing(() => void of(table).put.run(row.id, row.version, row.epoch, row.cell)),
    remove: (table, id) => writing(() => void of(table).remove.run(id)),
    transaction: (work) => {
      writing(() => {
        const inPlace = (): void => {
          work();
          checkPlace();
        };
        sqlite.transaction(inPlace).immediate();
      });
    },
    quickCheck: (table) => coded(() => String(sqlite.pragma(`quick_check(${table ?? '1'})`, simple))),
    checkpoint: () => writing(() => void sqlite.pragma('wal_checkpoint(TRUNCATE)', simple)),
    shrink: () => coded(() => void sqlite.pragma('shrink_memory', simple)),
    close: () => {
      sqlite.close();
    },
  };
}
