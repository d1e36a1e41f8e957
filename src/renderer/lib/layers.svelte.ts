/** @file The dialogs that lie over the page: while there is one, the page beneath leaves keys and drops alone, and notices are shown in the uppermost. Runs in the renderer. */
import { untrack } from 'svelte';

class Layers {
  #open: readonly object[] = $state.raw([]);
  #holders: readonly object[] = $state.raw([]);

  get any(): boolean {
    return this.#open.length > 0;
  }

  /** The uppermost dialog that shows notices itself, for the page beneath is neither seen nor read aloud; null: the page does. */
  get holder(): object | null {
    return this.#holders.at(-1) ?? null;
  }

  /** Counts a dialog, one that `holds` notices or another, until the returned function is called. */
  add(holds?: object): () => void {
    const layer = holds ?? {};
    // Called in effects, which must not run again because of the list they change.
    untrack(() => {
      this.#open = [...this.#open, layer];
      if (holds !== undefined) this.#holders = [...this.#holders, layer];
    });
    return () =>
      untrack(() => {
        this.#open = this.#open.filter((one) => one !== layer);
        this.#holders = this.#holders.filter((one) => one !== layer);
      });
  }
}

/** The page's dialogs. */
export const layers = new Layers();
