/** @file The audit log, newest first, read a page at a time as far as it is looked at. Runs in the renderer. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ErrorValue } from '../../shared/errors.ts';
import type { LogItem } from '../../shared/log.ts';
import { call } from '../lib/api.ts';

const pageSize = 200;

export class LogPages {
  /** Entries there are; null until the first page came. */
  length = $state.raw<number | null>(null);
  failed = $state.raw<ErrorValue | null>(null);
  readonly #pages = new SvelteMap<number, readonly LogItem[]>();
  readonly #asked = new SvelteSet<number>();

  /** The entry at a place of the list, 0 the newest; undefined while its page is on its way. */
  at(index: number): LogItem | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Makes sure that the entries from `first` up to, not including, `end` are there or on their way. */
  want(first: number, end: number): void {
    const last = Math.max(first, end - 1);
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) {
      if (!this.#asked.has(page)) void this.#read(page);
    }
  }

  async #read(page: number): Promise<void> {
    this.#asked.add(page);
    // Entries never change: a page is where it was, however many have come since.
    const before = this.length === null ? null : this.length - page * pageSize + 1;
    const answer = await call('log.list', { before, limit: pageSize });
    if (answer.ok) {
      this.length ??= answer.value.length;
      this.#pages.set(page, answer.value.items);
      this.failed = null;
    } else {
      this.#asked.delete(page);
      this.failed = answer.error;
    }
  }
}
