/** @file The lasting account of one import: its object and the pages of result lines (docs/format.md §5.5). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { ErrorValue } from '../../../shared/errors.ts';
import type { Catalog, Change, ImportCounts, ImportRecord, ResultLine } from '../catalog/index.ts';
import { hash, randomId } from '../crypto/index.ts';
import { now } from './instant.ts';

const linesPerPage = 500;

export class Ledger {
  readonly id: Id;
  readonly #catalog: Catalog;
  #record: ImportRecord;
  /** The last page, as long as it has room. */
  #page: { readonly id: Id; readonly items: readonly ResultLine[] } | null = null;

  constructor(catalog: Catalog, id: Id, record: ImportRecord) {
    this.#catalog = catalog;
    this.id = id;
    this.#record = record;
  }

  get record(): ImportRecord {
    return this.#record;
  }

  /** Puts `lines` and the new counts into a transaction. What it returns is called once that is durable. */
  stage(tx: Change, lines: readonly ResultLine[], seconds: number): () => void {
    const pages = [...this.#record.pages];
    let page = this.#page;
    for (let at = 0; at < lines.length;) {
      if (page === null) {
        page = { id: randomId(), items: [] };
        pages.push(page.id);
      }
      const room = linesPerPage - page.items.length;
      const items: readonly ResultLine[] = [...page.items, ...lines.slice(at, at + room)];
      tx.putPage(page.id, { import: this.id, items });
      page = items.length < linesPerPage ? { id: page.id, items } : null;
      at += room;
    }
    const record: ImportRecord = {
      ...this.#record,
      seconds,
      pages,
      counts: counted(this.#record.counts, lines),
    };
    tx.putObject(this.id, record);
    return () => {
      this.#record = record;
      this.#page = page;
    };
  }

  /** Writes other facts of the import durably. */
  change(facts: Partial<Pick<ImportRecord, 'state' | 'total' | 'seconds'>>): void {
    this.#put({ ...this.#record, ...facts });
  }

  /** Going on after an interruption: no end, no error. */
  reopen(): void {
    const { finished: _finished, error: _error, ...rest } = this.#record;
    this.#put({ ...rest, state: 'running' });
  }

  end(state: 'done' | 'cancelled' | 'stopped', seconds: number, error: ErrorValue | null): void {
    this.#put({ ...this.#record, state, seconds, finished: now(), ...(error !== null && { error }) });
  }

  /** Keys (see `lineKey`) of every file that has its result line already. About 60 bytes of memory each. */
  known(): Set<string> {
    const keys = new Set<string>();
    for (const id of this.#record.pages)
      for (const line of this.#catalog.page(id).items) keys.add(lineKey(line));
    return keys;
  }

  #put(record: ImportRecord): void {
    this.#catalog.change((tx) => tx.putObject(this.id, record));
    this.#record = record;
  }
}

/** Recognises a file that was dealt with before an interruption: same path, length and modification time. */
export function lineKey({ path, raw, bytes, modified }: Omit<ResultLine, 'result'>): string {
  const text = JSON.stringify([raw ?? path, raw === undefined, bytes ?? null, modified ?? null]);
  return hash(16, Buffer.from(text, 'utf8')).toString('base64');
}

function counted(before: ImportCounts, lines: readonly ResultLine[]): ImportCounts {
  const counts = { ...before };
  for (const { result, bytes = 0 } of lines) {
    counts[result] += 1;
    if (result === 'imported') counts.bytes += bytes;
  }
  return counts;
}
