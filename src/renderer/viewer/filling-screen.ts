/** @file The viewer filling the screen, and giving it back with its end when it was the viewer that took it. Runs in the renderer. */
import { fullScreen } from '../lib/full-screen.svelte.ts';

export class FillingScreen {
  #filled = false;

  toggle(): void {
    void this.#toggle();
  }

  /** The viewer ends. */
  end(): void {
    if (this.#filled) void fullScreen.set(false);
  }

  async #toggle(): Promise<void> {
    const want = !fullScreen.on;
    if (await fullScreen.set(want)) this.#filled = want;
  }
}
