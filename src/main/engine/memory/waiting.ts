/** @file How long somebody who has guessed wrongly several times waits before the next attempt. Pure; runs in the engine. */
import type { Failures } from './memory-file.ts';

/** People mistype: so many attempts in a row cost nothing. */
const free = 5;
/** Nobody is ever kept from their photos for longer, in seconds. */
const longest = 30;

/** Seconds from now until the next attempt is looked at: 1, 2, 4 … 30 after the last that failed; 0 = at once. @param now in milliseconds */
export function waitAfter(failures: Pick<Failures, 'count' | 'last'> | null, now: number): number {
  if (failures === null || failures.count < free) return 0;
  const wait = Math.min(longest, 2 ** Math.min(failures.count - free, 10));
  const since = (now - Date.parse(failures.last)) / 1000;
  // A clock that was set back must not keep anybody out for a year.
  return since < 0 ? 0 : Math.max(0, Math.ceil(wait - since));
}
