/** @file How many dialogs lie over the page: while there is one, the page beneath leaves keys and drops alone. Runs in the renderer. */

class Layers {
  #count = $state(0);

  get any(): boolean {
    return this.#count > 0;
  }

  /** Counts a dialog until the returned function is called. */
  add(): () => void {
    this.#count += 1;
    return () => {
      this.#count -= 1;
    };
  }
}

/** The page's dialogs. */
export const layers = new Layers();
