/** @file The last changes of photos' details, of albums and of searches that were kept, so that they can be taken back while the vault is open. Never on disk. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { ObjectRecord, PhotoRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';

/** What is changed of a record; `undefined` takes a field away. */
export type Fields = { readonly [K in keyof PhotoRecord]?: PhotoRecord[K] | undefined };
export interface Step {
  readonly before: Fields;
  readonly after: Fields;
}
/** null: there was none, or there is none any more. */
export interface ObjectStep {
  readonly before: ObjectRecord | null;
  readonly after: ObjectRecord | null;
}
export interface Steps {
  readonly photos: ReadonlyMap<Id, Step>;
  /** Albums, searches, and what was called different. */
  readonly objects: ReadonlyMap<Id, ObjectStep>;
}

/** So many photos are remembered in all, and at least the newest change. */
const mostPhotos = 200_000;

export class Undos {
  readonly #kept = new Map<Id, Steps>();

  keep(steps: Steps): Id {
    const id = randomId();
    this.#kept.set(id, steps);
    let photos = 0;
    for (const [undo, { photos: of, objects }] of [...this.#kept].reverse()) {
      photos += of.size;
      // An order of an album is as much as its photos.
      for (const { after } of objects.values())
        photos += 1 + (after?.type === 'album' ? (after.order?.length ?? 0) : 0);
      if (photos > mostPhotos && undo !== id) this.#kept.delete(undo);
    }
    return id;
  }

  /** The photos that a change has changed. Error: not-found. */
  photosOf(undo: Id): Id[] {
    const steps = this.#kept.get(undo);
    if (steps === undefined) throw new CodedError('not-found');
    return [...steps.photos.keys()];
  }

  /** Gives it out once. Error: not-found. */
  take(undo: Id): Steps {
    const steps = this.#kept.get(undo);
    if (steps === undefined) throw new CodedError('not-found');
    this.#kept.delete(undo);
    return steps;
  }
}
