/** @file The lasting account of one import: its object and the pages of result lines (docs/format.md §5.5). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { ErrorValue } from '../../../shared/errors.ts';
import type { LogEvent } from '../../../shared/log.ts';
import type { Catalog, Change, ImportCounts, ImportRecord, ResultLine } from '../catalog/index.ts';
import { hash, randomId } from '../crypto/index.ts';
import { now } from './instant.ts';
import type { LineRef } from './outcome.ts';
import { pathOf, type SourcePath } from './source-path.ts';

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

  /**
   * Puts `lines` and the new counts into a transaction. What it returns is called once that is durable.
   * @param retried lines of failures that count no more, because one of `lines` tells what became of the file in the end
   */
  stage(
    tx: Change,
    lines: readonly ResultLine[],
    seconds: number,
    retried: readonly LineRef[] = [],
  ): () => void {
    this.#strike(tx, retried);
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
      counts: counted(this.#record.counts, lines, retried.length),
    };
    tx.putObject(this.id, record);
    return () => {
      this.#record = record;
      this.#page = page;
    };
  }

  /** Writes other facts of the import durably. */
  change(facts: Partial<Pick<ImportRecord, 'state' | 'total' | 'seconds' | 'retried'>>): void {
    this.#put({ ...this.#record, ...facts });
  }

  /** Going on after an interruption: no end, no error. */
  reopen(): void {
    const { finished: _finished, error: _error, ...rest } = this.#record;
    this.#put({ ...rest, state: 'running' });
  }

  end(state: 'done' | 'cancelled' | 'stopped', seconds: number, error: ErrorValue | null): void {
    const { imported, duplicate, attached = 0, skipped, failed } = this.#record.counts;
    const counts = { imported, duplicate, attached, skipped, failed };
    this.#put(
      { ...this.#record, state, seconds, finished: now(), ...(error !== null && { error }) },
      { event: 'imported', import: this.id, state, ...counts },
    );
  }

  /**
   * Keys (see `lineKey`) of every file that has its result line already. About 60 bytes of memory each.
   * @param settled only of those that are in the vault or left out on purpose
   */
  known(settled = false): Set<string> {
    const keys = new Set<string>();
    for (const id of this.#record.pages)
      for (const line of this.#catalog.page(id).items)
        if (!settled || line.result !== 'failed') keys.add(lineKey(line));
    return keys;
  }

  /** The failures there are now, in their order; page by page, so that what is added meanwhile is not among them. */
  *failures(): Generator<Failure> {
    for (const page of [...this.#record.pages])
      for (const [index, line] of this.#catalog.page(page).items.entries())
        if (isFailure(line)) yield { ref: { page, index }, path: pathOf(line), bytes: line.bytes ?? 0 };
  }

  /** Marks lines as superseded. The pages are complete ones: the one being filled holds this pass's own lines. */
  #strike(tx: Change, retried: readonly LineRef[]): void {
    for (const id of new Set(retried.map(({ page }) => page))) {
      const struck = new Set(retried.filter(({ page }) => page === id).map(({ index }) => index));
      const { items } = this.#catalog.page(id);
      tx.putPage(id, {
        import: this.id,
        items: items.map((line, index) => (struck.has(index) ? { ...line, retried: true as const } : line)),
      });
    }
  }

  #put(record: ImportRecord, ...events: readonly LogEvent[]): void {
    this.#catalog.change((tx) => {
      tx.putObject(this.id, record);
      for (const event of events) tx.log(event);
    });
    this.#record = record;
  }
}

export interface Failure {
  readonly ref: LineRef;
  readonly path: SourcePath;
  readonly bytes: number;
}

/** A file that failed, and was not tried again since. */
export function isFailure({ result, retried }: ResultLine): boolean {
  return result === 'failed' && retried !== true;
}

/** Recognises a file that was dealt with before an interruption: same path, length and modification time. */
export function lineKey({ path, raw, bytes, modified }: Omit<ResultLine, 'result'>): string {
  const text = JSON.stringify([raw ?? path, raw === undefined, bytes ?? null, modified ?? null]);
  return hash(16, Buffer.from(text, 'utf8')).toString('base64');
}

function counted(before: ImportCounts, lines: readonly ResultLine[], retried: number): ImportCounts {
  const counts = { attached: 0, ...before, failed: before.failed - retried };
  for (const { result, bytes = 0 } of lines) {
    counts[result] += 1;
    if (result === 'imported') counts.bytes += bytes;
  }
  return counts;
}
