/**
 * @file Clears what names and captions on their way to a page have left in this process: its heap is collected, and what is freed is filled
 * with zeros; Electron's main process. Knows nothing of Electron.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Takes some ten milliseconds. Best effort: what Chromium itself has copied meanwhile is out of reach (docs/security.md, "In memory"). */
export function forgetWhatPassed(): void {
  collect ??= collector();
  // Twice: what the first has let go of by its finalizers is free for the second.
  collect();
  collect();
}

function collector(): () => void {
  setFlagsFromString('--clear-free-memory');
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') return () => undefined;
  return () =>
    void Reflect.apply(gc, undefined, [{ type: 'major', execution: 'sync', flavor: 'last-resort' }]);
}
