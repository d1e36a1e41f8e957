/** @file Whether the viewer's bar may be out of the way: nobody has moved the pointer or a control for a while. Runs in the renderer. */

const idleAfter = 2500; // milliseconds

export class Idle {
  #idle = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #used: () => boolean;

  /** @param used whether something in the bar is under the pointer or has the keyboard: it stays then */
  constructor(used: () => boolean) {
    this.#used = used;
  }

  get now(): boolean {
    return this.#idle;
  }

  /** The pointer moved or a control has the focus: the bar is there, for a while. */
  wake(): void {
    this.#idle = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), idleAfter);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #rest(): void {
    if (this.#used()) this.wake();
    else this.#idle = true;
  }
}
