/** @file What was done last to photos, albums and searches, so that it can be taken back and done again: by a notice's button, or by keys. Runs in the renderer. */
import type { Id } from '../../shared/contract.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';

interface Deed {
  readonly words: string;
  /** What `edit.undo` takes, one after the other. */
  readonly undos: readonly Id[];
  /** The notice that says so. */
  notice: number | null;
}

/** So many can be taken back; the engine remembers the last 200,000 changes of photos. */
const most = 100;

class Undoing {
  #done: readonly Deed[] = $state.raw([]);
  #undone: readonly Deed[] = $state.raw([]);
  #busy = false;
  readonly #followers = new Set<() => void>();

  get canUndo(): boolean {
    return this.#done.length > 0;
  }
  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Called after something was taken back or done again, until the returned function is: not all of it is news of photos. */
  follow(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** Something was done: says so (`quietly`: to screen readers alone), and how to take it back. */
  add(words: string, undos: readonly (Id | null)[], quietly = false): void {
    const deed: Deed = { words, undos: undos.filter((undo) => undo !== null), notice: null };
    if (deed.undos.length > 0) {
      this.#done = [...this.#done.slice(1 - most), deed];
      this.#undone = [];
    }
    if (quietly) toasts.announce(words);
    else if (deed.undos.length === 0) toasts.show(words);
    else
      deed.notice = toasts.show(words, {
        action: { label: t.common.undo, run: () => void this.#take(deed, 'done') },
      });
  }

  async undo(): Promise<void> {
    const deed = this.#done.at(-1);
    if (deed !== undefined) await this.#take(deed, 'done');
  }

  async redo(): Promise<void> {
    const deed = this.#undone.at(-1);
    if (deed !== undefined) await this.#take(deed, 'undone');
  }

  async #take(deed: Deed, from: 'done' | 'undone'): Promise<void> {
    if (this.#busy || !(from === 'done' ? this.#done : this.#undone).includes(deed)) return;
    this.#busy = true;
    if (deed.notice !== null) toasts.dismiss(deed.notice);
    const back: Id[] = [];
    let failed = false;
    for (const undo of deed.undos) {
      const done = await call('edit.undo', { undo });
      if (done.ok && done.value.undo !== null) back.unshift(done.value.undo);
      if (done.ok) continue;
      reportFailure(done.error);
      failed = true;
      break;
    }
    this.#done = this.#done.filter((other) => other !== deed);
    this.#undone = this.#undone.filter((other) => other !== deed);
    this.#busy = false;
    for (const follower of this.#followers) follower();
    if (back.length > 0) this.#tell({ words: deed.words, undos: back, notice: null }, from);
    else if (!failed) toasts.show(t.organise.nothingUndone);
  }

  #tell(deed: Deed, from: 'done' | 'undone'): void {
    if (from === 'done') {
      this.#undone = [...this.#undone, deed];
      deed.notice = toasts.show(t.organise.undone(deed.words), {
        action: { label: t.organise.redo, run: () => void this.#take(deed, 'undone') },
      });
    } else {
      this.#done = [...this.#done, deed];
      deed.notice = toasts.show(deed.words, {
        action: { label: t.common.undo, run: () => void this.#take(deed, 'done') },
      });
    }
  }
}

/** The page's; a page that is locked is gone, and this with it. */
export const undoing = new Undoing();
