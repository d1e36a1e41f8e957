/** @file Says what a change of details has done, and offers to take it back. Runs in the renderer. */
import type { ErrorValue, Result } from '../../shared/errors.ts';
import type { Edited } from '../../shared/contract/organising.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';

/** Answers why it did not work, for a dialog to show. */
export function edited(done: Result<Edited>, words: (photos: number) => string): ErrorValue | null {
  if (!done.ok) return done.error;
  const { changed, undo } = done.value;
  if (undo === null) toasts.show(t.organise.unchanged);
  else toasts.show(words(changed), { action: { label: t.common.undo, run: () => void takeBack(undo) } });
  return null;
}

/** The same where no dialog is open. */
export function editedHere(done: Result<Edited>, words: (photos: number) => string): void {
  const failed = edited(done, words);
  if (failed !== null) reportFailure(failed);
}

async function takeBack(undo: string): Promise<void> {
  const done = await call('edit.undo', { undo });
  if (!done.ok) reportFailure(done.error);
  else toasts.announce(t.organise.undone(done.value.changed));
}
