/** @file Says what a change of details has done, and offers to take it back. Runs in the renderer. */
import type { ErrorValue, Result } from '../../shared/errors.ts';
import type { Edited } from '../../shared/contract/basics.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';
import { undoing } from './undoing.svelte.ts';

/** Answers why it did not work, for a dialog to show. `quietly`: what was done is seen anyhow. */
export function edited(
  done: Result<Edited>,
  words: (photos: number) => string,
  quietly = false,
): ErrorValue | null {
  if (!done.ok) return done.error;
  const { changed, undo } = done.value;
  if (undo !== null) undoing.add(words(changed), [undo], quietly);
  else if (quietly) toasts.announce(t.organise.unchanged);
  else toasts.show(t.organise.unchanged);
  return null;
}

/** The same where no dialog is open. */
export function editedHere(done: Result<Edited>, words: (photos: number) => string, quietly = false): void {
  const failed = edited(done, words, quietly);
  if (failed !== null) reportFailure(failed);
}
