/** @file A long list read a page at a time, as far as it is looked at; runs in the renderer. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ImportItem, ResultKind } from '../../shared/contract.ts';
import type { ErrorValue, Result } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';

const pageSize = 200;
/** Largest page `import.items` gives. */
const copySize = 1000;

/** The items of one kind of one import. */
export class ItemPages {
  /** How many there are; null until the first page came. */
  total = $state.raw<number | null>(null);
  failed = $state.raw<ErrorValue | null>(null);
  readonly #pages = new SvelteMap<number, readonly ImportItem[]>();
  readonly #asked = new SvelteSet<number>();
  readonly #import: string;
  readonly #kind: ResultKind;
  /** Whether the list was at rest when this was made. */
  readonly settled: boolean;

  constructor(importId: string, kind: ResultKind, settled: boolean) {
    this.settled = settled;
    this.#import = importId;
    this.#kind = kind;
  }

  /** The item at an index, or undefined while its page is on its way. */
  at(index: number): ImportItem | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Makes sure that the items from `first` up to, not including, `end` are there or on their way. */
  want(first: number, end: number): void {
    const last = Math.max(first, Math.min(end, this.total ?? 1) - 1);
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) {
      if (!this.#asked.has(page)) void this.#read(page);
    }
  }

  /** Reads the last page again: items are only ever added at the end. */
  async readOn(): Promise<void> {
    await this.#read(Math.floor(Math.max(0, (this.total ?? 0) - 1) / pageSize));
  }

  /** All items, for copying. */
  async all(): Promise<Result<readonly ImportItem[]>> {
    const items: ImportItem[] = [];
    for (;;) {
      const answer = await this.#ask(items.length, copySize);
      if (!answer.ok) return answer;
      items.push(...answer.value.items);
      if (answer.value.items.length < copySize) return { ok: true, value: items };
    }
  }

  async #read(page: number): Promise<void> {
    this.#asked.add(page);
    const answer = await this.#ask(page * pageSize, pageSize);
    if (answer.ok) {
      this.total = answer.value.total;
      this.#pages.set(page, answer.value.items);
      this.failed = null;
    } else {
      this.#asked.delete(page);
      this.failed = answer.error;
    }
  }

  #ask(offset: number, limit: number): ReturnType<typeof call<'import.items'>> {
    return call('import.items', { import: this.#import, result: this.#kind, offset, limit });
  }
}
