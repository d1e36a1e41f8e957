/** @file Which photos have blobs that were sealed under an older epoch than the newest (docs/format.md §4.1, §7.3). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import { blobsOf, type Catalog, type MentionedBlob } from '../catalog/index.ts';
import { forEachOf } from '../jobs/index.ts';

export interface OlderPhoto {
  readonly photo: Id;
  readonly blobs: readonly MentionedBlob[];
}

const atOnce = 8;

/** Remembers the epoch of every blob it was asked about: blobs never change. */
export class BlobEpochs {
  readonly #blobs: BlobStore;
  readonly #known = new Map<Id, number>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /**
   * Photos with blobs of epochs before `epoch`, and with blobs whose epoch cannot be read (`unknown`: missing, damaged, a failing disk).
   * `point`: called between blobs, may throw. Nothing is read while there is only one epoch.
   */
  async older(
    catalog: Catalog,
    epoch: number,
    point: () => Promise<void> | void,
  ): Promise<{ older: OlderPhoto[]; unknown: OlderPhoto[] }> {
    const older: OlderPhoto[] = [];
    const unknown: OlderPhoto[] = [];
    if (epoch === 1) return { older, unknown };
    await forEachOf(oneByOne(catalog.photoIds(), point), atOnce, async (photo) => {
      const record = catalog.photo(photo);
      if (record === undefined) return; // removed meanwhile
      const found: MentionedBlob[] = [];
      const unread: MentionedBlob[] = [];
      for (const one of blobsOf(record)) {
        const its = await this.#epochOf(one.blob);
        if (its === null) unread.push(one);
        else if (its < epoch) found.push(one);
      }
      if (found.length > 0) older.push({ photo, blobs: found });
      if (unread.length > 0) unknown.push({ photo, blobs: unread });
    });
    return { older, unknown };
  }

  /** A blob that has just been written. */
  note(blob: Id, epoch: number): void {
    this.#known.set(blob, epoch);
  }

  async #epochOf(blob: Id): Promise<number | null> {
    const known = this.#known.get(blob);
    if (known !== undefined) return known;
    try {
      const epoch = await this.#blobs.epochOf(blob);
      if (epoch !== null) this.#known.set(blob, epoch);
      return epoch;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return null;
    }
  }
}

/** With a safe point before each. */
async function* oneByOne<T>(items: readonly T[], point: () => Promise<void> | void): AsyncGenerator<T> {
  for (const item of items) {
    await point();
    yield item;
  }
}
