/** @file The state row: generation, counts and root, rewritten with every change (docs/format.md §5.3). Runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Cells } from './cell.ts';
import type { Database } from './database.ts';
import type { Row } from './row.ts';

const stateId = Buffer.alloc(16);
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const State = v.object({
  vault: Id,
  generation: Count,
  /** The generation at which a photo or an object was last changed. */
  records: v.exactOptional(Count),
  photos: Count,
  blobs: Count,
  root: Hash,
  logLength: Count,
  logHead: Hash,
  /** Generation of the header that the vault was open under, or a higher one seen before. */
  header: v.optional(Count, 0), // version 0.1.0 wrote none
  changed: v.string(),
});
export type State = v.InferOutput<typeof State>;

/** The state row after a change. */
export function stateRow(cells: Cells, state: State): Row {
  return cells.seal('state', stateId, state.generation, Buffer.from(JSON.stringify(state), 'utf8'));
}

/** Reads the state row. Error: catalogue-damaged when it is missing or does not open. */
export function readState(database: Database, cells: Cells): State {
  const row = database.get('state', stateId);
  const data = row === undefined ? null : cells.open('state', row);
  if (row === undefined || data === null) throw new CodedError('catalogue-damaged', { detail: 'state' });
  const parsed = v.safeParse(State, JSON.parse(data.toString('utf8')));
  if (!parsed.success || parsed.output.generation !== row.version)
    throw new CodedError('catalogue-damaged', { detail: 'state' });
  return parsed.output;
}
