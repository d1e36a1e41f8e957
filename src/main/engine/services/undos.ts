/** @file The last changes of photos' details, so that they can be taken back while the vault is open. Never on disk. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';

/** What is changed of a record; `undefined` takes a field away. */
export type Fields = { readonly [K in keyof PhotoRecord]?: PhotoRecord[K] | undefined };
export interface Step {
  readonly before: Fields;
  readonly after: Fields;
}

/** So many photos are remembered in all, and at least the newest change. */
const mostPhotos = 200_000;

export class Undos {
  readonly #kept = new Map<Id, ReadonlyMap<Id, Step>>();

  keep(steps: ReadonlyMap<Id, Step>): Id {
    const id = randomId();
    this.#kept.set(id, steps);
    let photos = 0;
    for (const [undo, { size }] of [...this.#kept].reverse()) {
      photos += size;
      if (photos > mostPhotos && undo !== id) this.#kept.delete(undo);
    }
    return id;
  }

  /** Gives it out once. Error: not-found. */
  take(undo: Id): ReadonlyMap<Id, Step> {
    const steps = this.#kept.get(undo);
    if (steps === undefined) throw new CodedError('not-found');
    this.#kept.delete(undo);
    return steps;
  }
}
