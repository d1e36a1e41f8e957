/** @file Turns a stream of changes into at most ten messages a second, the last one always among them. Runs in the engine. */

export class Throttle {
  readonly #send: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(send: () => void, intervalMs = 100) {
    this.#send = send;
    this.#intervalMs = intervalMs;
  }

  /** Something changed: sends now, or as soon as the interval is over. */
  poke(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#sentAt + this.#intervalMs - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends now. */
  flush(): void {
    this.stop();
    this.#sentAt = performance.now();
    this.#send();
  }

  /** Sends what waits to be sent, if anything does. */
  settle(): void {
    if (this.#timer !== undefined) this.flush();
  }

  /** Forgets what waits to be sent. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
