/**
 * @file The search of an open vault. Nothing of it is ever on disk (docs/format.md §5.1): it is made in memory when it is prepared or first asked for, in small steps between which the engine answers others, and follows the catalogue from then on.
 * Runs in the engine.
 */
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { Id, Output } from '../../../shared/contract.ts';
import type { SearchScope } from '../../../shared/contract/organising.ts';
import { wallClock } from '../../../shared/search/dates.ts';
import { parseQuery, type QueryPart } from '../../../shared/search/query.ts';
import type { Catalog } from '../catalog/index.ts';
import { scopeTest, testOf } from './match.ts';
import { Rows } from './rows.ts';
import { suggest } from './suggest.ts';

/** Photos read in one step while somebody waits, some ten milliseconds … */
const step = 2000;
/** … and while nobody does: few, with as much time again for whoever looks at pictures. */
const easyStep = 250;
const easyPauseMs = 4;
const noRows: ReadonlySet<number> = new Set();

export class Search {
  readonly #catalog: Catalog;
  readonly #alike: () => Promise<ReadonlySet<Id>>;
  readonly #rows = new Rows();
  #found = new Uint32Array(0);
  #building: Promise<void> | null = null;
  #unlisten: (() => void) | null = null;
  /** Somebody waits for it. */
  #hurried = false;
  readonly #end = new AbortController();

  /** @param alike photos that look like another one */
  constructor(catalog: Catalog, alike: () => Promise<ReadonlySet<Id>>) {
    this.#catalog = catalog;
    this.#alike = alike;
  }

  /** Makes ready before anybody asks. Settles when it is, or has been closed. */
  prepare(): Promise<void> {
    this.#building ??= this.#build();
    return this.#building;
  }

  /**
   * Photos of `scope` that fit all parts of the text; an empty text fits all. When none does, `relaxed` tells of each part how many would
   * without it.
   */
  async run(text: string, scope: SearchScope, now = new Date()): Promise<Output<'search.run'>> {
    await this.#ready();
    const parts = parseQuery(text, wallClock(now));
    const alike = parts.some(({ term }) => term.kind === 'is' && term.state === 'lookalike')
      ? await this.#alikeRows()
      : noRows;
    const found = this.#find(parts, scope, alike);
    const [ids, count] = [this.#rows.idsOf(found), found.length];
    const relaxed =
      count > 0 || parts.length < 2
        ? []
        : parts.map(({ start, end }, at) => ({
            start,
            end,
            photos: this.#find(parts.toSpliced(at, 1), scope, alike).length,
          }));
    return { ids, count, parts: parts.map(told), relaxed };
  }

  async suggest(text: string, caret: number): Promise<Output<'search.suggest'>> {
    await this.#ready();
    return suggest({ rows: this.#rows, catalog: this.#catalog }, text, caret);
  }

  close(): void {
    this.#end.abort();
    this.#unlisten?.();
    this.#unlisten = null;
  }

  async #alikeRows(): Promise<ReadonlySet<number>> {
    const rows = [...(await this.#alike())].flatMap((id) => this.#rows.rowOf(id) ?? []);
    return new Set(rows);
  }

  /** The rows; until the next call. */
  #find(parts: readonly QueryPart[], scope: SearchScope, alike: ReadonlySet<number>): Uint32Array {
    const inScope = scopeTest(this.#rows, this.#catalog, scope);
    const fits = testOf({ rows: this.#rows, catalog: this.#catalog, alike }, parts);
    // One piece of memory for all searches: with every letter another one is made.
    if (this.#found.length < this.#rows.count) this.#found = new Uint32Array(this.#rows.count);
    let count = 0;
    for (let row = 0; row < this.#rows.count; row += 1) {
      if (!inScope(row) || !fits(row)) continue;
      this.#found[count] = row;
      count += 1;
    }
    return this.#found.subarray(0, count);
  }

  #ready(): Promise<void> {
    this.#hurried = true;
    return this.prepare();
  }

  async #build(): Promise<void> {
    // What changes meanwhile is put in at once, and put in again when it is come to.
    this.#unlisten = this.#catalog.onChange(({ put, removed }) => {
      for (const id of removed) this.#rows.remove(id);
      for (const id of put) {
        const record = this.#catalog.photo(id);
        if (record !== undefined) this.#rows.put(id, record);
      }
    });
    this.#rows.reserve(this.#catalog.photoCount);
    let left = this.#hurried ? step : easyStep;
    for (const [id, record] of this.#catalog.photos()) {
      this.#rows.put(id, record);
      left -= 1;
      if (left > 0) continue;
      await (this.#hurried ? setImmediate() : pause(easyPauseMs, undefined, { ref: false }));
      if (this.#end.signal.aborted) return;
      left = this.#hurried ? step : easyStep;
    }
  }
}

function told({ start, end, negated, term }: QueryPart): Output<'search.run'>['parts'][number] {
  return { start, end, negated, kind: term.kind };
}
