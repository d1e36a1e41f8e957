/**
 * @file A folder whose new files are imported while the vault is open: looked at when something changes in it, now and then all the same (a
 * network drive tells nothing), and when watching begins. Nothing in it is changed. Runs in the engine.
 */
import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CodedError, toErrorValue, type ErrorValue } from '../../../shared/errors.ts';
import { sourceReason } from './source-error.ts';
import { halvesOf, walk, type Found } from './walk.ts';
import { keyOf } from './work.ts';

export interface WatchTimes {
  /** A file is taken for complete when it was the same for so long, in ms. */
  readonly restMs: number;
  /** Looked at after this time at the latest, in ms. */
  readonly everyMs: number;
}

/** A camera's card or a slow share may pause for some seconds in the middle of a file. */
export const usualTimes: WatchTimes = { restMs: 10_000, everyMs: 300_000 };
/** After something has changed, more will follow at once. */
const soonMs = 200;

export interface WatchRequest {
  readonly folder: string;
  readonly vault: string;
  readonly times: WatchTimes;
  readonly signal: AbortSignal;
  /** Keys (`lineKey`) of what earlier imports from this folder have dealt with. Asked for once. */
  readonly known: () => Set<string>;
  /**
   * Imports what is accepted, and answers with the keys of all that was dealt with and what has stopped it.
   * @param total of what is accepted
   */
  readonly take: (
    accepts: (found: Found) => boolean,
    total: { readonly files: number; readonly bytes: number },
  ) => Promise<{
    readonly known: Set<string>;
    readonly error: ErrorValue | null;
    readonly cancelled: boolean;
  }>;
}

export class WatchedFolder {
  readonly #request: WatchRequest;
  /** What is not known, and since when it is as it is. */
  #seen = new Map<string, number>();
  #known: Set<string> | null = null;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #error: ErrorValue | null = null;
  /** What has stopped an import would stop the next one too: told once, until the vault is opened again. */
  #halted = false;

  constructor(request: WatchRequest) {
    this.#request = request;
    request.signal.addEventListener('abort', () => this.#halt(), { once: true });
    this.#lookIn(soonMs);
  }

  /** Why nothing comes from it at the moment; null when all is well. */
  get error(): ErrorValue | null {
    return this.#error;
  }

  /** Resolves when no look is under way. */
  async close(): Promise<void> {
    this.#halt();
    await this.#looking;
  }

  #halt(): void {
    this.#halted = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
    this.#watcher = null;
  }

  #lookIn(ms: number): void {
    if (this.#halted || this.#request.signal.aborted) return;
    const due = performance.now() + ms;
    if (due >= this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), ms).unref();
  }

  #begin(): void {
    this.#due = Number.POSITIVE_INFINITY;
    if (this.#looking !== null) {
      this.#lookIn(this.#request.times.restMs);
      return;
    }
    this.#looking = this.#look()
      .then(
        (waiting) => this.#lookIn(waiting ? this.#request.times.restMs : this.#request.times.everyMs),
        (thrown: unknown) => {
          this.#error = toErrorValue(thrown);
          this.#lookIn(this.#request.times.everyMs);
        },
      )
      .finally(() => (this.#looking = null));
  }

  /** Answers whether something is not at rest yet. */
  async #look(): Promise<boolean> {
    const { folder, vault, signal, take } = this.#request;
    if (!(await isFolder(folder))) throw new CodedError('source-gone');
    this.#listen();
    const known = (this.#known ??= this.#request.known());
    const before = this.#seen;
    const now = performance.now();
    const ready = new Set<string>();
    const total = { files: 0, bytes: 0 };
    let waiting = false;
    let worth = false;
    this.#seen = new Map();
    for await (const found of walk([folder], vault, signal)) {
      if (found.kind === 'skipped') continue;
      for (const half of halvesOf(found)) {
        const key = keyOf(half);
        if (known.has(key)) continue;
        const since = before.get(key) ?? now;
        this.#seen.set(key, since);
        if (now - since < this.#request.times.restMs) {
          waiting ||= half.kind !== 'attached';
          continue;
        }
        ready.add(key);
        worth ||= half.kind !== 'attached'; // a sidecar alone has nothing to be read with
        total.files += 1;
        total.bytes += 'bytes' in half ? half.bytes : 0;
      }
    }
    this.#error = null;
    if (!worth) return waiting;
    // Both halves of a Live Photo at a time, even if one of them is known.
    const accepts = (found: Found): boolean => {
      if (found.kind === 'skipped') return false;
      const keys = halvesOf(found).map(keyOf);
      return keys.some((key) => ready.has(key)) && keys.every((key) => ready.has(key) || known.has(key));
    };
    const { known: more, error, cancelled } = await take(accepts, total);
    for (const key of more) known.add(key);
    // What somebody did not want now is asked for again only at another time.
    if (cancelled) for (const key of ready) known.add(key);
    if (error !== null) {
      this.#error = error;
      if (error.code !== 'source-gone') this.#halt();
    }
    return true; // more may have come meanwhile
  }

  #listen(): void {
    if (this.#watcher !== null || this.#halted) return;
    try {
      this.#watcher = watch(this.#request.folder, { recursive: true, persistent: false }, () =>
        this.#lookIn(soonMs),
      );
      this.#watcher.on('error', () => {
        this.#watcher?.close();
        this.#watcher = null; // it is looked at now and then, and listened to again from the next time on
      });
    } catch (thrown) {
      sourceReason(thrown); // no more folders can be listened to: now and then has to do
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
