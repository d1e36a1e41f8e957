/** @file Open blobs, kept for a while: a viewer asks for many ranges of one file. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { BlobReader, BlobStore } from '../blobs/index.ts';

interface Entry {
  readonly reader: Promise<BlobReader>;
  users: number;
}

export interface Lease {
  readonly reader: BlobReader;
  /** Gives it back. Doing it twice is harmless. */
  readonly release: () => void;
}

/** File handles that stay open although nobody reads. */
const idleReaders = 16;

export class Readers {
  readonly #blobs: BlobStore;
  /** Least recently used first. */
  readonly #entries = new Map<Id, Entry>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Errors: blob-missing, blob-damaged, disk-failed. */
  async lease(blob: Id): Promise<Lease> {
    const entry = this.#entries.get(blob) ?? { reader: this.#blobs.open(blob), users: 0 };
    this.#entries.delete(blob);
    this.#entries.set(blob, entry);
    entry.users += 1;
    try {
      const reader = await entry.reader;
      let held = true;
      const release = (): void => {
        if (!held) return;
        held = false;
        entry.users -= 1;
        this.#released(blob, entry);
      };
      return { reader, release };
    } catch (error) {
      entry.users -= 1;
      if (this.#entries.get(blob) === entry) this.#entries.delete(blob); // the next one tries again
      throw error;
    }
  }

  /** The blob is about to be deleted, or not needed soon: lets go of it, now or as soon as nobody reads it. */
  async forget(blob: Id): Promise<void> {
    const entry = this.#entries.get(blob);
    this.#entries.delete(blob);
    if (entry?.users === 0) await closeReader(entry);
  }

  /** Ends all of them, whoever still reads. */
  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map((entry) => closeReader(entry)));
  }

  #released(blob: Id, entry: Entry): void {
    if (entry.users > 0) return;
    if (this.#entries.get(blob) !== entry) void closeReader(entry);
    const idle = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [oldest] of idle.slice(0, -idleReaders)) void this.forget(oldest);
  }
}

/** Never rejects: nothing was written, so there is nothing a failure could have lost. */
async function closeReader({ reader }: Entry): Promise<void> {
  await reader.then((open) => open.close()).catch(() => undefined);
}
