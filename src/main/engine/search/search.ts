/**
 * @file The search of an open vault. Nothing of it is ever on disk (docs/format.md §5.1): it is made in memory when it is first asked for, in
 * small steps between which the engine answers others, and follows the catalogue from then on. Runs in the engine.
 */
import { setImmediate } from 'node:timers/promises';
import type { Id, Output } from '../../../shared/contract.ts';
import type { SearchScope } from '../../../shared/contract/organising.ts';
import { wallClock } from '../../../shared/search/dates.ts';
import { parseQuery, type QueryPart } from '../../../shared/search/query.ts';
import type { Catalog } from '../catalog/index.ts';
import { scopeTest, testOf } from './match.ts';
import { Rows } from './rows.ts';
import { suggest } from './suggest.ts';

/** Photos read in one step, some milliseconds. */
const step = 2000;
const noRows: ReadonlySet<number> = new Set();

export class Search {
  readonly #catalog: Catalog;
  readonly #alike: () => Promise<ReadonlySet<Id>>;
  readonly #rows = new Rows();
  #building: Promise<void> | null = null;
  #unlisten: (() => void) | null = null;

  /** @param alike photos that look like another one */
  constructor(catalog: Catalog, alike: () => Promise<ReadonlySet<Id>>) {
    this.#catalog = catalog;
    this.#alike = alike;
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
    const relaxed =
      found.length > 0 || parts.length < 2
        ? []
        : parts.map(({ start, end }, at) => ({
            start,
            end,
            photos: this.#find(parts.toSpliced(at, 1), scope, alike).length,
          }));
    return { ids: this.#rows.idsOf(found), count: found.length, parts: parts.map(told), relaxed };
  }

  async suggest(text: string, caret: number): Promise<Output<'search.suggest'>> {
    await this.#ready();
    return suggest({ rows: this.#rows, catalog: this.#catalog }, text, caret);
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
  }

  async #alikeRows(): Promise<ReadonlySet<number>> {
    const rows = [...(await this.#alike())].flatMap((id) => this.#rows.rowOf(id) ?? []);
    return new Set(rows);
  }

  #find(parts: readonly QueryPart[], scope: SearchScope, alike: ReadonlySet<number>): number[] {
    const inScope = scopeTest(this.#rows, this.#catalog, scope);
    const fits = testOf({ rows: this.#rows, catalog: this.#catalog, alike }, parts);
    const found: number[] = [];
    for (let row = 0; row < this.#rows.count; row += 1) if (inScope(row) && fits(row)) found.push(row);
    return found;
  }

  #ready(): Promise<void> {
    this.#building ??= this.#build();
    return this.#building;
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
    let done = 0;
    for (const [id, record] of this.#catalog.photos()) {
      this.#rows.put(id, record);
      done += 1;
      if (done % step === 0) await setImmediate();
    }
  }
}

function told({ start, end, negated, term }: QueryPart): Output<'search.run'>['parts'][number] {
  return { start, end, negated, kind: term.kind };
}
