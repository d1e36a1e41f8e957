/** @file What was dropped on the window while a dialog was open, waiting for its turn. Runs in the renderer. */
import type { Place } from '../library/seams.ts';

class Drops {
  /** One list of places a drop, oldest first. */
  waiting = $state.raw<readonly (readonly Place[])[]>([]);

  add(places: readonly Place[]): void {
    if (places.length > 0) this.waiting = [...this.waiting, places];
  }

  /** Takes the oldest drop out; null when there is none. */
  take(): readonly Place[] | null {
    const [first, ...rest] = this.waiting;
    if (first === undefined) return null;
    this.waiting = rest;
    return first;
  }
}

export const drops = new Drops();
