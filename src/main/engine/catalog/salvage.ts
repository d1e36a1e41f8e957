/**
 * @file Reads what can still be read of a catalogue, however damaged: each row stands for itself, authenticated with its id and version
 * (docs/format.md §5.2, §6.3). Runs in the engine.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { idBytes, idText } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { Cells, parseCell, parseThumb, type Thumbnail } from './cell.ts';
import { openDatabase, type Database } from './database.ts';
import { isWellFormed, type Row } from './row.ts';
import { ForeignEpochs } from './foreign-epochs.ts';
import { LogChain, type LogRecord } from './log-chain.ts';
import { openRecord, seqOfRow } from './log.ts';
import type { Entry } from './photo-table.ts';
import { isObjectRecord, isPageRecord, isPhotoRecord } from './records.ts';
import type { ObjectRecord, PageRecord, PhotoRecord } from './records.ts';
import { Leaves, RootTree, type RootTable } from './root.ts';
import { readState } from './state.ts';

export interface Salvage {
  readonly photos: ReadonlyMap<Id, Entry<PhotoRecord>>;
  readonly objects: ReadonlyMap<Id, Entry<ObjectRecord>>;
  readonly pages: ReadonlyMap<Id, Entry<PageRecord>>;
  /** Entries of the audit log that open, by their numbers; whether they are a chain is another question. */
  readonly log: ReadonlyMap<number, LogRecord>;
  /** From the state row; 0 when that cannot be read. */
  readonly logLength: number;
  /** From the state row; 0 when that cannot be read. */
  readonly generation: number;
  /** Highest generation of the header that it was changed under; 0 when its state cannot be read. */
  readonly headerSeen: number;
  /** Rows under keys that the header does not have (yet): 0 unless it is surely older than the catalogue. */
  readonly unopened: number;
  /** Whether nothing is wrong with it at all. */
  readonly whole: boolean;
  /** A thumbnail of this version; null when it is not there or does not open. */
  thumb(id: Id, version: number): Thumbnail | null;
  close(): void;
}

/** Rows, or entries of the log, between two breaths: whoever asks the engine something is answered meanwhile. */
const breath = 50;

/** Failures that say nothing of what the file holds. */
const notItsFault = new Set(['vault-in-use', 'no-permission', 'no-space', 'catalogue-missing']);

/** null when not a single table can be asked. Errors: catalogue-missing, vault-in-use, no-permission. */
export async function salvageCatalog(vault: OpenVault, file: string): Promise<Salvage | null> {
  const database = await ifReadable(() => openDatabase(file));
  if (database === null) return null;
  try {
    return await read(vault, database);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function read(vault: OpenVault, database: Database): Promise<Salvage> {
  const cells = new Cells(vault);
  const tree = new RootTree(vault.idBytes);
  const leaves = new Leaves();
  let whole = (await ifReadable(() => database.quickCheck())) === 'ok';
  const foreign = new ForeignEpochs(vault);
  const table = async <T>(
    name: RootTable,
    accept: (value: unknown) => value is T,
  ): Promise<Map<Id, Entry<T>>> => {
    const found = new Map<Id, Entry<T>>();
    const readAll = async (): Promise<true> => {
      for await (const row of breathing(database.rows(name))) {
        const record = isWellFormed(row) ? parseCell(cells.openShared(name, row)) : null;
        if (accept(record)) {
          found.set(idText(row.id), { record, version: row.version });
          leaves.add(name, row.id, row.version, row.cell);
        } else {
          whole = false;
          if (isWellFormed(row)) foreign.look(row.epoch);
        }
      }
      return true;
    };
    if ((await ifReadable(readAll)) === null) whole = false; // a damaged page: what was read before it counts
    return found;
  };
  const photos = await table('photos', isPhotoRecord);
  const objects = await table('objects', isObjectRecord);
  const pages = await table('pages', isPageRecord);
  tree.load(leaves);
  const state = await ifReadable(() => readState(database, cells));
  if (state === null) await ifReadable(() => foreign.lookAtState(database));
  if (state?.root !== tree.root.toString('hex')) whole = false;
  const log = new Map<number, LogRecord>();
  const readLog = async (): Promise<true> => {
    for await (const row of breathing(database.rows('log'))) {
      const record = openRecord(cells, row);
      if (record === null) whole = false;
      else log.set(seqOfRow(row), record);
    }
    return true;
  };
  if ((await ifReadable(readLog)) === null) whole = false;
  const chain = await chainOf(vault, log);
  const { logLength = 0, logHead } = state ?? {};
  if (log.size !== logLength || chain.head.toString('hex') !== logHead) whole = false;
  return {
    photos,
    objects,
    pages,
    log,
    logLength,
    generation: state?.generation ?? 0,
    headerSeen: state?.header ?? 0,
    // Where the state opens, rows of later epochs are made up: it is sealed anew with each of them.
    unopened: state === null ? foreign.count : 0,
    whole,
    thumb: (id, version) => {
      const row = thumbRow(database, id);
      if (row?.version !== version || !isWellFormed(row)) return null;
      return parseThumb(cells.open('thumbs', row));
    },
    close: () => database.close(),
  };
}

/** As far as the entries are a chain from the first on. */
async function chainOf(
  { idBytes: vaultId, keys }: OpenVault,
  log: ReadonlyMap<number, LogRecord>,
): Promise<LogChain> {
  const chain = new LogChain(vaultId, keys.signingPublicKey);
  for (let next = log.get(1); next !== undefined && chain.add(next); next = log.get(chain.length + 1))
    if (chain.length % breath === 0) await breathe();
  return chain;
}

async function* breathing<T>(rows: Iterable<T>): AsyncGenerator<T> {
  let count = 0;
  for (const row of rows) {
    count += 1;
    if (count % breath === 0) await breathe();
    yield row;
  }
}

function thumbRow(database: Database, id: Id): Row | null {
  try {
    return database.get('thumbs', idBytes(id)) ?? null;
  } catch (error) {
    return nullIfUnreadable(error);
  }
}

async function ifReadable<T>(work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    return nullIfUnreadable(error);
  }
}

function nullIfUnreadable(error: unknown): null {
  if (!(error instanceof CodedError) || notItsFault.has(error.code)) throw error;
  return null;
}
