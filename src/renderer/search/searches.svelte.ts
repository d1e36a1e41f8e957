/** @file Searches that were kept under a name: smart albums. Runs in the renderer. */
import type { Output } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { t } from '../messages/index.ts';
import { undoing } from '../organise/undoing.svelte.ts';

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
    undoing.add(t.search.saved(name.trim()), [done.value.undo]);
    return null;
  }

  /** Another text for a search that was kept. */
  async change({ name }: SavedSearch, query: string): Promise<void> {
    const done = await call('search.save', { name, query });
    if (done.ok) undoing.add(t.search.changed(name), [done.value.undo]);
    else reportFailure(done.error);
    await this.refresh();
  }

  /** The answer is why that did not work. */
  async rename({ id }: SavedSearch, name: string): Promise<ErrorValue | null> {
    const done = await call('search.rename', { id, name });
    await this.refresh();
    if (done.ok && done.value.undo !== null) undoing.add(t.search.renamed(name.trim()), [done.value.undo]);
    return done.ok ? null : done.error;
  }

  async forget({ id, name }: SavedSearch): Promise<void> {
    const done = await call('search.forget', { id });
    if (done.ok) undoing.add(t.search.forgotten(name), [done.value.undo]);
    else reportFailure(done.error);
    await this.refresh();
  }
}
