/** @file Photos that are hidden: whether they may be seen now. What that means is the engine's to know; this follows it. Runs in the renderer. */
import type { Input } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';

export class Hidden {
  #revealed = $state(false);

  get revealed(): boolean {
    return this.#revealed;
  }

  /** The answer is why they are not shown. */
  async reveal(proof: Input<'hidden.reveal'>): Promise<ErrorValue | null> {
    const done = await call('hidden.reveal', proof);
    if (done.ok) this.#revealed = true;
    return done.ok ? null : done.error;
  }

  /** Without an answer the engine is gone, and they with it. */
  async conceal(): Promise<void> {
    this.#revealed = false;
    await call('hidden.conceal', {});
  }

  /** Something has changed: after a time without being looked at they are concealed by themselves. */
  async follow(): Promise<void> {
    if (!this.#revealed) return;
    const answer = await call('hidden.state', {});
    if (answer.ok && !answer.value.revealed) this.#revealed = false;
  }
}
