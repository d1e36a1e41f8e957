/**
 * @file Tells cells of keys the header does not have from damaged ones: where the header is older than the catalogue, the newest cells are
 * sealed under an epoch it knows nothing of (docs/format.md §5.3, §7.2). Runs in the engine.
 */
import type { OpenVault } from '../vault/index.ts';
import type { Database } from './database.ts';
import { isWellFormed } from './row.ts';

/**
 * One witness may be a flipped bit in an epoch's number. Two that name the same epoch are believed: no change of keys leaves fewer, as the
 * state and at least one more row are sealed anew in its first transaction.
 */
const enough = 2;
/** Nobody changes keys more often behind a header's back; what names a later epoch is damaged. */
const furthest = 0xffff;

export class ForeignEpochs {
  readonly #keys: OpenVault['keys'];
  readonly #counts = new Map<number, number>();

  constructor({ keys }: Pick<OpenVault, 'keys'>) {
    this.#keys = keys;
  }

  /** Looks at the epoch that something which may not open says it is sealed under. */
  look(epoch: number): void {
    const isAhead = epoch > this.#keys.epoch && epoch <= this.#keys.epoch + furthest;
    if (isAhead && !this.#keys.knows(epoch)) this.#counts.set(epoch, (this.#counts.get(epoch) ?? 0) + 1);
  }

  /** Of a catalogue whose state does not open: an entry of the log is written with it when the keys are changed. */
  lookAtState(database: Database): void {
    for (const table of ['state', 'log'] as const)
      for (const row of database.rows(table)) if (isWellFormed(row)) this.look(row.epoch);
  }

  /** How many are sealed under keys that this header does not have; 0 when none is surely. */
  get count(): number {
    let sum = 0;
    for (const count of this.#counts.values()) if (count >= enough) sum += count;
    return sum;
  }
}
