/** @file Reads a catalogue's rows into memory, and tells what is wrong with them (docs/format.md §5.3). Runs in the engine. */
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import { idText } from '../crypto/index.ts';
import { parseCell, type Cells } from './cell.ts';
import type { FoundCatalog, FoundRow } from './ahead.ts';
import type { OpenVault } from '../vault/index.ts';
import { ForeignEpochs } from './foreign-epochs.ts';
import type { Log } from './log.ts';
import type { Memory } from './memory.ts';
import { PhotoReading } from './photo-reading.ts';
import { isObjectRecord } from './records.ts';
import type { RootTree } from './root.ts';
import { readState, type State } from './state.ts';

interface Catalogue {
  readonly vault: OpenVault;
  readonly found: FoundCatalog;
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
  const { vault, found, memory, tree } = catalogue;
  const foreign = new ForeignEpochs(vault);
  const unreadable = loadRows(catalogue, foreign);
  found.database.shrink(); // nobody reads the same rows soon
  tree.load(found.leaves);
  const state = readStateOf(catalogue, foreign);
  const notices: ErrorValue[] = [];
  // Rows of a later epoch than that of a state that opens nobody has written who had the keys: the state is sealed anew with each of them.
  if (unreadable > 0) notices.push({ code: 'catalogue-damaged', params: { rows: unreadable } });
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
function olderThanTheOther(vault: OpenVault, { generation, header, changed }: State): ErrorValue[] {
  if (vault.generation < header)
    return [{ code: 'header-rolled-back', params: { older: header - vault.generation } }];
  if (generation < vault.catalogue)
    return [{ code: 'catalogue-rolled-back', params: { older: vault.catalogue - generation, changed } }];
  return [];
}

function readStateOf({ found: { database }, cells }: Catalogue, foreign: ForeignEpochs): State {
  try {
    return readState(database, cells);
  } catch (error) {
    foreign.lookAtState(database);
    if (foreign.count === 0) throw error;
    throw new CodedError('header-rolled-back', { unopened: foreign.count }, { cause: error });
  }
}

/** Answers how many rows do not open, or hold no record. */
function loadRows({ found, cells, memory }: Catalogue, foreign: ForeignEpochs): number {
  const photos = new PhotoReading(memory.photos, expectedPhotos(found));
  const opens = ({ table, row }: FoundRow): boolean => {
    if (row === null) return false;
    const { id, version, epoch } = row;
    if (table === 'pages') {
      memory.loadPage(idText(id), version);
      return true;
    }
    const text = cells.openShared(table, row);
    if (text === null) foreign.look(epoch);
    else if (table === 'photos') return photos.add(id, version, text);
    const record = parseCell(text);
    if (!isObjectRecord(record)) return false;
    memory.loadObject(idText(id), { record, version });
    return true;
  };
  let unreadable = 0;
  try {
    cells.reading('photos', () => {
      for (const row of found.rows) if (!opens(row)) unreadable += 1;
    });
    unreadable += photos.finish();
  } finally {
    photos.close();
  }
  memory.countLoaded();
  return unreadable;
}

/** Nearly always how many there are; what is wrong with the table is told when it is read. */
function expectedPhotos({ database, leaves }: FoundCatalog): number {
  try {
    return database.count('photos');
  } catch {
    return leaves.count('photos');
  }
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
