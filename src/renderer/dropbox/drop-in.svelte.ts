/** @file The drop box of a locked vault, as its unlock screen sees it: what waits, and pictures being put in. Runs in the renderer. */
import type { Dropped, Waiting } from '../../shared/contract/dropbox.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import type { Place } from '../library/seams.ts';

export class DropIn {
  readonly #vault: string;
  waiting = $state.raw<Waiting | null>(null);
  /** While something is being put in. */
  progress = $state.raw<{ readonly files: number; readonly bytes: number } | null>(null);
  /** What the last drop came to. */
  result = $state.raw<Dropped | null>(null);
  error = $state.raw<ErrorValue | null>(null);

  /** @param vault the place of the vault */
  constructor(vault: string) {
    this.#vault = vault;
  }

  /** What waits. What is wrong with the vault itself is told by the unlock screen. */
  async look(): Promise<void> {
    const answer = await call('drop.look', { vault: this.#vault });
    if (answer.ok) this.waiting = answer.value.waiting;
    else if (answer.error.code === 'drop-key-changed') this.error = answer.error;
  }

  /** Puts these in; one drop after the other. */
  async put(places: readonly Place[]): Promise<void> {
    if (this.progress !== null || places.length === 0) return;
    this.forget();
    this.progress = { files: 0, bytes: 0 };
    const sources = places.map(({ place }) => place);
    const answer = await call(
      'drop.put',
      { vault: this.#vault, sources },
      { onProgress: (progress) => (this.progress = progress) },
    );
    this.progress = null;
    if (answer.ok) this.result = answer.value;
    else this.error = answer.error;
    await this.look();
  }

  /** By the system's dialog, for who has no mouse to drop with. */
  async choose(): Promise<void> {
    const chosen = await call('shell.chooseFiles', {});
    if (chosen.ok) await this.put(chosen.value);
    else this.error = chosen.error;
  }

  forget(): void {
    this.result = null;
    this.error = null;
  }
}
