/** @file How many dialogs lie over the page: while there is one, the page beneath leaves keys and drops alone. Runs in the renderer. */
import { untrack } from 'svelte';

class Layers {
  #count = $state(0);

  get any(): boolean {
    return this.#count > 0;
  }

  /** Counts a dialog until the returned function is called. */
  add(): () => void {
    // Called in effects, which must not run again because of the count they change.
    untrack(() => (this.#count += 1));
    return () => untrack(() => (this.#count -= 1));
  }
}

/** The page's dialogs. */
export const layers = new Layers();
