/** @file Where was exported to since the vault was unlocked; nowhere written down, as it would tell of what was done. Runs in the renderer. */
import type { Place } from '../library/seams.ts';

const confirmed = new Set<string>();
let last: Place | null = null;

export const destinations = {
  /** The folder of the last export, to be offered again. */
  last: (): Place | null => last,
  /** Whether it was understood that copies in this folder can be read by anyone. */
  isConfirmed: (path: string): boolean => confirmed.has(path),
  remember(place: Place): void {
    confirmed.add(place.path);
    last = place;
  },
};
