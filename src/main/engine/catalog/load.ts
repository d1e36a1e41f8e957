/** @file Reads a catalogue's rows into memory, and tells what is wrong with them (docs/format.md §5.3). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import { idText } from '../crypto/index.ts';
import { parseCell, type Cells } from './cell.ts';
import { isWellFormed, type Database } from './database.ts';
import type { OpenVault } from '../vault/index.ts';
import { ForeignEpochs } from './foreign-epochs.ts';
import type { Log } from './log.ts';
import type { Entry, Memory } from './memory.ts';
import { isObjectRecord, isPhotoRecord } from './records.ts';
import type { RootTable, RootTree } from './root.ts';
import { readState, type State } from './state.ts';

interface Catalogue {
  readonly vault: OpenVault;
  readonly database: Database;
  readonly cells: Cells;
  readonly memory: Memory;
  readonly tree: RootTree;
  readonly log: Log;
}

/**
 * Pages and the log stay on disk. Errors: catalogue-damaged (the state, or a table that cannot be read at all), header-rolled-back (the state
 * and more is sealed under keys that the header does not have yet).
 */
export function loadCatalog(catalogue: Catalogue): { state: State; notices: ErrorValue[] } {
  const { vault, memory, tree } = catalogue;
  const foreign = new ForeignEpochs(vault);
  const unreadable = loadRows(catalogue, foreign);
  tree.settle();
  const state = readStateOf(catalogue, foreign);
  const notices: ErrorValue[] = [];
  if (foreign.count > 0) notices.push({ code: 'header-rolled-back', params: { unopened: foreign.count } });
  else if (unreadable > 0) notices.push({ code: 'catalogue-damaged', params: { rows: unreadable } });
  else if (tree.root.toString('hex') !== state.root) {
    const missing = Math.max(0, state.photos - memory.photos.size);
    notices.push({ code: 'catalogue-altered', params: { missing } });
  }
  if (!logHolds(catalogue.log, state) && notices.length === 0)
    notices.push({ code: 'catalogue-altered', params: { detail: 'log' } });
  if (notices.length === 0) notices.push(...olderThanTheOther(vault, state));
  return { state, notices };
}

/** Header and catalogue name each other's age (docs/format.md §5.3): an older one in the place of either. */
function olderThanTheOther(vault: OpenVault, { generation, header }: State): ErrorValue[] {
  if (vault.generation < header)
    return [{ code: 'header-rolled-back', params: { older: header - vault.generation } }];
  if (generation < vault.catalogue)
    return [{ code: 'catalogue-rolled-back', params: { older: vault.catalogue - generation } }];
  return [];
}

function readStateOf({ database, cells }: Catalogue, foreign: ForeignEpochs): State {
  for (const row of database.rows('state')) if (isWellFormed(row)) foreign.look(row.epoch);
  try {
    return readState(database, cells);
  } catch (error) {
    if (foreign.count === 0) throw error;
    throw new CodedError('header-rolled-back', { unopened: foreign.count }, { cause: error });
  }
}

/** Answers how many rows do not open. */
function loadRows({ database, cells, memory, tree }: Catalogue, foreign: ForeignEpochs): number {
  let unreadable = 0;
  const read = <T>(
    table: RootTable,
    accept: (value: unknown) => value is T,
    keep: (id: Id, entry: Entry<T>) => void,
  ): void => {
    cells.reading(table, () => {
      for (const row of database.rows(table)) {
        const record = isWellFormed(row) ? parseCell(cells.openText(table, row)) : null;
        if (isWellFormed(row)) tree.load(table, row.id, row.version, row.cell);
        if (record === null && isWellFormed(row)) foreign.look(row.epoch);
        if (accept(record)) keep(idText(row.id), { record, version: row.version });
        else unreadable += 1;
      }
    });
  };
  read('photos', isPhotoRecord, (id, entry) => {
    memory.loadPhoto(id, entry);
  });
  read('objects', isObjectRecord, (id, entry) => {
    memory.loadObject(id, entry);
  });
  for (const row of database.rows('pages')) {
    if (!isWellFormed(row)) {
      unreadable += 1;
      continue;
    }
    tree.load('pages', row.id, row.version, row.cell);
    memory.loadPage(idText(row.id), row.version);
  }
  return unreadable;
}

/** A log that cannot be read keeps nobody from their photos. */
function logHolds(log: Log, { logLength, logHead }: State): boolean {
  try {
    return log.load(logLength, logHead);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return false;
  }
}
