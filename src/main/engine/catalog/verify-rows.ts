/** @file Reads the catalogue's rows again from disk and holds them against what was read or written before. Runs in the engine. */
import type { Problem } from '../../../shared/contract.ts';
import { idText } from '../crypto/index.ts';
import type { Cells } from './cell.ts';
import type { Database } from './database.ts';
import { isWellFormed } from './row.ts';
import type { Log } from './log.ts';
import { RootTree, rootTables, type RootTable } from './root.ts';
import { readState } from './state.ts';

interface Catalogue {
  readonly database: Database;
  readonly cells: Cells;
  readonly tree: RootTree;
  readonly log: Log;
  /** Of now, not of when the verify began. */
  readonly generation: () => number;
  readonly opens: (table: RootTable, row: Parameters<Cells['open']>[1]) => boolean;
}

/**
 * Yields what is wrong, and null after every few hundred rows, so that the caller can breathe; changes made meanwhile are no problems.
 * Thumbnails are not looked at: there may be gigabytes of them, and each is checked with its photo.
 */
export function* verifyRows(catalogue: Catalogue): Generator<Problem | null> {
  const { database, tree } = catalogue;
  for (const table of rootTables) {
    if (database.quickCheck(table) !== 'ok') {
      yield problem('catalogue-damaged', null, `SQLite finds the table ${table} damaged`);
    }
    yield null;
    for (let bucket = 0; bucket < RootTree.buckets; bucket += 1) {
      yield* [...verifyBucket(catalogue, table, bucket)]; // in one go: what is read and what it is compared with are of one moment
      yield null;
    }
    const extra = database.count(table) - tree.count(table);
    if (extra > 0) {
      const detail = `${String(extra)} rows of ${table} were added by something else`;
      yield problem('catalogue-altered', null, detail);
    }
  }
  if (database.quickCheck('log') !== 'ok')
    yield problem('catalogue-damaged', null, 'SQLite finds the table log damaged');
  yield* catalogue.log.verify();
  const state = readState(database, catalogue.cells);
  const same = state.generation === catalogue.generation() && state.root === tree.root.toString('hex');
  if (!same) yield problem('catalogue-altered', null, 'the state is not the one of these rows');
}

function* verifyBucket(
  { database, tree, opens }: Catalogue,
  table: RootTable,
  bucket: number,
): Generator<Problem> {
  for (const id of tree.ids(table, bucket)) {
    const row = database.get(table, id);
    const same = row !== undefined && isWellFormed(row) && tree.holds(table, row.id, row.version, row.cell);
    if (same && opens(table, row)) continue;
    const photo = table === 'photos' ? idText(id) : null;
    yield problem('catalogue-damaged', photo, `a row of ${table} is missing, exchanged or does not open`);
  }
}

function problem(kind: Problem['kind'], id: Problem['id'], detail: string): Problem {
  return { kind, id, file: 'catalog.db', name: null, detail };
}
