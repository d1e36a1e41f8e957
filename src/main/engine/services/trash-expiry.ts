/** @file Deletes for ever what has been in the trash for 30 days: soon after unlocking, and once an hour as long as the vault is open. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Catalog, PhotoRecord, PhotoRow } from '../catalog/index.ts';

/** Days that photos stay in the trash. The page says so over the trash. */
export const daysInTrash = 30;
const day = 86_400_000;
const every = 3_600_000;
/** After an unlock the timeline comes first; and whoever wants a photo back just now gets it. */
const first = 60_000;

interface Trash {
  readonly catalog: Catalog;
  /** Settles when files may be removed. */
  readonly tidied: Promise<void>;
  readonly remove: (photos: readonly (readonly [Id, PhotoRecord])[]) => Promise<void>;
}

export class TrashExpiry {
  readonly #trash: Trash;
  #timer: ReturnType<typeof setTimeout>;
  #running: Promise<void> = Promise.resolve();

  constructor(trash: Trash) {
    this.#trash = trash;
    this.#timer = this.#after(first);
  }

  /** Deletes what is due; answers how many photos. */
  async run(now = Date.now()): Promise<number> {
    const { catalog, tidied, remove } = this.#trash;
    await tidied;
    // In a damaged catalogue nothing changes; and what an older copy says of the trash may be taken back long since.
    if (catalog.frozen !== null || catalog.trashedCount === 0) return 0;
    const due = [...catalog.photos(isTrashed)].filter(([, photo]) => isDue(photo, now));
    if (due.length > 0) await remove(due);
    return due.length;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
  }

  #after(ms: number): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      this.#running = this.run().then(
        () => undefined,
        (error: unknown) => {
          // A file that stays is no photo any more and is named by a verify; a full disk is tried again.
          if (!(error instanceof CodedError)) throw error;
        },
      );
      this.#timer = this.#after(every);
    }, ms);
    timer.unref();
    return timer;
  }
}

function isDue({ trashedAt }: PhotoRecord, now: number): boolean {
  const since = trashedAt === undefined ? Number.NaN : Date.parse(trashedAt);
  return now - since >= daysInTrash * day; // false of NaN
}

function isTrashed({ flags }: PhotoRow): boolean {
  return (flags & photoFlags.trashed) !== 0;
}
