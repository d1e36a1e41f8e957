/** @file The reins of one job: pause, resume and cancel, which take effect where the work says that it is safe. Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';

export interface Progress {
  filesTotal: number;
  filesDone: number;
  bytesTotal: number;
  bytesDone: number;
}

export class JobControl {
  readonly progress: Progress = { filesTotal: 0, filesDone: 0, bytesTotal: 0, bytesDone: 0 };
  readonly #abort = new AbortController();
  readonly #changed: () => void;
  #state: 'running' | 'pausing' | 'paused' = 'running';
  /** What those wait for who have come to a safe point while the job is held. */
  #released: PromiseWithResolvers<undefined> | null = null;
  #leaving = false;
  #working = false;
  #workedMs = 0;
  #since = 0;

  /** @param changed called whenever the state or the progress is another */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): 'running' | 'pausing' | 'paused' {
    return this.#state;
  }
  /** Aborted when the job was cancelled or the vault is being closed: work under way may be dropped, what is kept must be whole. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  /** Time spent working, in ms: neither waiting for its turn nor paused. */
  get workedMs(): number {
    return this.#workedMs + (this.#working ? performance.now() - this.#since : 0);
  }

  /** Tells the change in `progress`. */
  update(change: Partial<Progress>): void {
    Object.assign(this.progress, change);
    this.#changed();
  }

  /** Starts and stops the clock. */
  work(on: boolean): void {
    if (on === this.#working) return;
    this.#workedMs = this.workedMs;
    this.#working = on;
    this.#since = performance.now();
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#state = this.#working ? 'pausing' : 'paused'; // a job that has not begun has nothing to bring to an end
    this.#changed();
  }

  resume(): void {
    if (this.#state === 'running') return;
    this.#state = 'running';
    this.#release();
    this.#changed();
  }

  cancel(): void {
    this.#abort.abort(new CodedError('cancelled'));
    this.#release();
  }

  /** The vault is being closed: as `cancel`, but nobody decided that the job shall not go on another day. */
  leave(): void {
    this.#leaving = true;
    this.cancel();
  }
  get leaving(): boolean {
    return this.#leaving;
  }

  /**
   * A safe point. When a pause is asked for, `settle` brings everything under way to its end, then this waits for `resume`.
   * @throws CodedError `cancelled`
   */
  async point(settle?: () => Promise<void>): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#state === 'running') return;
    await settle?.();
    while (this.#isHeld()) {
      this.work(false);
      this.#state = 'paused';
      this.#changed();
      this.#released ??= Promise.withResolvers();
      await this.#released.promise;
    }
    this.signal.throwIfAborted();
    this.work(true);
  }

  #release(): void {
    this.#released?.resolve(undefined);
    this.#released = null;
  }

  // A method, so that what an await has changed is looked at afresh.
  #isHeld(): boolean {
    return this.#state !== 'running' && !this.signal.aborted;
  }
}
