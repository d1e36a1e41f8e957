/** @file Searches that were kept under a name: smart albums. Runs in the renderer. */
import type { Output } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { t } from '../messages/index.ts';

export type SavedSearch = Output<'search.saved'>[number];

export class Searches {
  #list: readonly SavedSearch[] = $state.raw([]);

  /** By name. */
  get list(): readonly SavedSearch[] {
    return this.#list;
  }

  async refresh(): Promise<void> {
    const answer = await call('search.saved', {});
    if (answer.ok) this.#list = answer.value;
  }

  /** The answer is why that did not work. */
  async save(name: string, query: string): Promise<ErrorValue | null> {
    const done = await call('search.save', { name, query });
    await this.refresh();
    if (!done.ok) return done.error;
    toasts.show(t.search.saved(name.trim()));
    return null;
  }

  /** The answer is why that did not work. */
  async rename({ id }: SavedSearch, name: string): Promise<ErrorValue | null> {
    const done = await call('search.rename', { id, name });
    await this.refresh();
    return done.ok ? null : done.error;
  }

  async forget({ id, name, query }: SavedSearch): Promise<void> {
    const done = await call('search.forget', { id });
    if (done.ok)
      toasts.show(t.search.forgotten(name), {
        action: { label: t.common.undo, run: () => void this.#again(name, query) },
      });
    else reportFailure(done.error);
    await this.refresh();
  }

  async #again(name: string, query: string): Promise<void> {
    const done = await call('search.save', { name, query });
    if (!done.ok) reportFailure(done.error);
    await this.refresh();
  }
}
