/** @file The scans an import may be started from. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { randomId } from '../crypto/index.ts';

export interface Scanned {
  readonly sources: readonly string[];
  readonly total: { readonly files: number; readonly bytes: number };
}

const kept = 20;

export class Scans {
  readonly #scans = new Map<Id, Scanned>();

  /** Keeps the newest twenty. */
  add(scanned: Scanned): Id {
    const id = randomId();
    this.#scans.set(id, scanned);
    for (const old of [...this.#scans.keys()].slice(0, -kept)) this.#scans.delete(old);
    return id;
  }

  /** Each scan starts one import. Error: not-found. */
  take(id: Id): Scanned {
    const scanned = this.#scans.get(id);
    if (scanned === undefined) throw new CodedError('not-found');
    this.#scans.delete(id);
    return scanned;
  }
}
