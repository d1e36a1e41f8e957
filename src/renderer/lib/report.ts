/** @file Says what went wrong with something a person asked for. Runs in the renderer. */
import type { ErrorValue } from '../../shared/errors.ts';
import { sentence } from '../messages/index.ts';
import { toasts } from './toasts.svelte.ts';

/** Shows the sentence of a failure as a notice; nothing for what was called off. */
export function reportFailure(error: ErrorValue): void {
  if (error.code !== 'cancelled') toasts.show(sentence(error), { tone: 'danger' });
}
