/**
 * @file Decides when nobody has been there for so long that the vault is locked; Electron's main process. Knows nothing of Electron.
 *
 * Looked at every few seconds on the wall clock. Where the system tells how long nobody touched anything, that counts; where it cannot
 * (some Wayland desktops always say 0), the last touch of our own window does. A look that comes much too late means that the computer
 * slept: then all of that time counts, whatever the system's own counter says.
 */

/** Time between two looks, in milliseconds. */
export const lookEveryMs = 5000;
/** A look later than this was held up by sleep and not by work. */
const sleptMs = 30_000;

export class IdleWatch {
  #lastTouch: number;
  #lastLook: number;
  #systemTells = false;

  /** @param now wall clock in milliseconds */
  constructor(now: number) {
    this.#lastTouch = this.#lastLook = now;
  }

  /** Input arrived in our window. */
  touched(now: number): void {
    this.#lastTouch = now;
  }

  /**
   * @param systemIdleSeconds what the system says; 0 also when it cannot tell
   * @param idleMinutes 0 = never
   * @returns whether to lock now
   */
  look(now: number, systemIdleSeconds: number, idleMinutes: number): boolean {
    const pause = now - this.#lastLook;
    this.#lastLook = now;
    if (pause < 0) this.#lastTouch = now; // the clock was set back
    if (systemIdleSeconds > 0) this.#systemTells = true;
    const slept = pause > sleptMs;
    if (this.#systemTells && !slept)
      this.#lastTouch = Math.max(this.#lastTouch, now - systemIdleSeconds * 1000);
    return idleMinutes > 0 && now - this.#lastTouch >= idleMinutes * 60_000;
  }
}
