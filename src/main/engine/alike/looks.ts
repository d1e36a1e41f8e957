/**
 * @file Finds out what photos look like that were imported before this was kept, from their thumbnails: in confined decoders, a few at a time,
 * durably every hundred. Goes on when nobody waits for it any more, and ends with the vault. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Catalog, PhotoRecord } from '../catalog/index.ts';
import type { DecoderPool } from '../media/types.ts';

/** Photos that become durable together. */
const batch = 100;

interface Place {
  readonly catalog: Catalog;
  readonly pool: () => DecoderPool;
  /** Aborted when the vault is closed. */
  readonly signal: AbortSignal;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export class LookMaker {
  readonly #place: Place;
  /** Whose thumbnail cannot be read; a verify names it. */
  readonly #unreadable = new Set<Id>();
  readonly #listeners = new Set<(progress: Progress) => void>();
  #running: Promise<void> | null = null;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Settles when every photo with a thumbnail has its look; `listener` is told how far it is. A catalogue that may not change stays as it is. */
  async run(listener: (progress: Progress) => void): Promise<void> {
    if (this.#place.catalog.frozen !== null) return;
    this.#listeners.add(listener);
    try {
      this.#running ??= this.#work().finally(() => (this.#running = null));
      await this.#running;
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /** Waits until nothing is being written any more; the vault's signal has been aborted. */
  async close(): Promise<void> {
    await this.#running?.catch(() => undefined); // told to whoever waited for it
  }

  async #work(): Promise<void> {
    const { catalog, signal } = this.#place;
    const waiting: Id[] = [];
    for (const [id, photo] of catalog.photos()) if (this.#isWaiting(id, photo)) waiting.push(id);
    for (let done = 0; done < waiting.length; done += batch) {
      this.#tell({ done, total: waiting.length });
      await this.#look(waiting.slice(done, done + batch));
      signal.throwIfAborted();
    }
    if (waiting.length > 0) this.#tell({ done: waiting.length, total: waiting.length });
  }

  #isWaiting(id: Id, { look, thumb }: PhotoRecord): boolean {
    return look === undefined && thumb !== undefined && !this.#unreadable.has(id);
  }

  async #look(ids: readonly Id[]): Promise<void> {
    const { catalog, pool, signal } = this.#place;
    const decoders = pool();
    const looks = new Map<Id, string>();
    const queue = ids.values();
    const worker = async (): Promise<void> => {
      for (const id of queue) {
        const thumbnail = this.#thumbnail(id);
        if (thumbnail === null) continue;
        const { look } = await decoders.decode(thumbnail, { name: '' }, signal);
        if (look === null) this.#unreadable.add(id);
        else looks.set(id, look);
      }
    };
    await Promise.all(Array.from({ length: decoders.size }, worker));
    if (looks.size === 0) return;
    catalog.change((tx) => {
      for (const [id, look] of looks) {
        const photo = catalog.photo(id); // as it is by now
        if (photo !== undefined) tx.putPhoto(id, { ...photo, look });
      }
    });
  }

  #thumbnail(id: Id): Uint8Array | null {
    try {
      return this.#place.catalog.thumb(id)?.bytes ?? null;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#unreadable.add(id);
      return null;
    }
  }

  #tell(progress: Progress): void {
    for (const listener of this.#listeners) listener(progress);
  }
}
