/** @file Work that waits until somebody has stopped looking: on few cores it would take what scrolling needs. Runs in the engine. */

/** Does its work once, when it has been wanted and then nothing has disturbed it for a while. */
export class WhenQuiet {
  readonly #afterMs: number;
  readonly #work: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isDone = false;

  constructor(afterMs: number, work: () => void) {
    this.#afterMs = afterMs;
    this.#work = work;
  }

  /** From now on it waits for quiet. */
  want(): void {
    if (this.#isDone) return;
    this.#timer ??= setTimeout(() => {
      this.#isDone = true;
      this.#work();
    }, this.#afterMs).unref();
  }

  /** It waits anew, if it waits. */
  disturb(): void {
    if (!this.#isDone) this.#timer?.refresh();
  }

  /** It is never done any more. */
  close(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
  }
}
