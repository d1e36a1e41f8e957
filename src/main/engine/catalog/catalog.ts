/**
 * @file The catalogue: every photo, album and import of an open vault, in memory for reading and, sealed cell by cell, in SQLite.
 * One way in (`change`: one durable transaction) and plain look-ups out (docs/format.md §5). Runs in the engine.
 */
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import type { Id, Problem } from '../../../shared/contract.ts';
import { idBytes } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import type { FoundCatalog } from './ahead.ts';
import { Cells, parseCell, parseThumb, type Thumbnail } from './cell.ts';
import { stageChange, type Change, type StagedChange } from './change.ts';
import type { Age, Beginning, CatalogChange, CatalogEntries } from './catalog-types.ts';
import type { Database, Table } from './database.ts';
import type { Row } from './row.ts';
import { loadCatalog } from './load.ts';
import type { LogRecord } from './log-chain.ts';
import { Log } from './log.ts';
import { Memory } from './memory.ts';
import { buildColumns } from './photo-columns.ts';
import type { PhotoRow } from './photo-table.ts';
import {
  isPageRecord,
  type ObjectOf,
  type ObjectRecord,
  type PageRecord,
  type PhotoRecord,
} from './records.ts';
import { countOlder, resealRows, type Resealed, type RowCount } from './reseal.ts';
import { isRootTable, RootTree } from './root.ts';
import { stateRow } from './state.ts';
import { verifyRows } from './verify-rows.ts';

export class Catalog {
  readonly #vault: OpenVault;
  readonly #database: Database;
  readonly #cells: Cells;
  readonly #memory = new Memory();
  readonly #tree: RootTree;
  readonly #log: Log;
  readonly #listeners = new Set<(change: CatalogChange) => void>();
  #age: Age;
  #frozen: ErrorValue | null = null;

  constructor(vault: OpenVault, database: Database, beginning?: Beginning) {
    const { generation = 0, headerSeen: header = 0 } = beginning ?? {};
    this.#age = { generation, records: 0, header, changed: '' };
    for (const [id, version] of beginning?.versions ?? []) this.#memory.floors.set(id, version);
    this.#vault = vault;
    this.#database = database;
    this.#cells = new Cells(vault);
    this.#tree = new RootTree(vault.idBytes);
    this.#log = new Log(vault, database, this.#cells);
  }

  get generation(): number {
    return this.#age.generation;
  }
  /** The generation at which a photo or an object was last changed: what a snapshot must not be older than (docs/format.md §6.1). */
  get recordsGeneration(): number {
    return this.#age.records;
  }
  /** Hex; over all rows (docs/format.md §5.3). */
  get root(): string {
    return this.#tree.root.toString('hex');
  }
  /** When it was last changed: an instant, by the clock of then. */
  get changed(): string {
    return this.#age.changed;
  }
  /** Highest generation of the header that it has been changed under. */
  get headerSeen(): number {
    return this.#age.header;
  }
  /** It lies where nothing can be written. */
  get readOnly(): boolean {
    return this.#database.readOnly;
  }
  /** What is wrong with it, so that nothing can be changed; null = nothing. */
  get frozen(): ErrorValue | null {
    return this.#frozen;
  }
  /** Refuses changes from now on: something outside shows that this is not the newest catalogue. */
  freeze(why: ErrorValue): void {
    this.#frozen ??= why;
  }
  /**
   * Takes it as it is, though it was frozen for its age, with one transaction of this generation: higher than any that was seen. Throws as
   * `change` does; it is frozen then as before.
   */
  resume(generation: number, work: (tx: Change) => void): void {
    const before = { frozen: this.#frozen, age: this.#age };
    this.#frozen = null;
    this.#age = { ...this.#age, generation: generation - 1, records: generation }; // no snapshot there is holds it
    try {
      this.change(work);
    } catch (error) {
      this.#frozen = before.frozen;
      this.#age = before.age;
      throw error;
    }
  }
  /** The records as they are this moment, with the versions of their rows: changes made later do not show in it. */
  entries(): CatalogEntries {
    const { length } = this.#log;
    return {
      photos: this.#memory.photos.entries(),
      objects: [...this.#memory.objects],
      logLength: length,
      log: () => this.#log.upTo(length),
    };
  }
  /** Photos, those in the trash included. */
  get photoCount(): number {
    return this.#memory.photos.size;
  }
  get trashedCount(): number {
    return this.#memory.trashed;
  }
  /** None of these is in the trash. */
  get hiddenCount(): number {
    return this.#memory.hidden;
  }
  /** Of the hidden originals' sizes, which are among `bytes`. */
  get hiddenBytes(): number {
    return this.#memory.hiddenBytes;
  }
  /** Sum of the originals' sizes. */
  get bytes(): number {
    return this.#memory.bytes;
  }

  /** Number of entries of the audit log (docs/format.md §5.6). */
  get logLength(): number {
    return this.#log.length;
  }
  /** Hash of its newest entry, hex; 64 zeros while there is none. */
  get logHead(): string {
    return this.#log.head;
  }
  /**
   * Whether the log's first `length` entries are those whose last has the hash `head` (hex): so a log seen before is part of this one.
   * One look at the disk, however long the log is.
   */
  logHolds(length: number, head: string): boolean {
    return this.#log.holds(length, head);
  }
  /** Entries from number `from` (≥ 1) on, at most `limit`, read from disk; null in the place of one that is missing or does not open. */
  logEntries(from: number, limit: number): (LogRecord | null)[] {
    return this.#log.entries(from, limit);
  }

  photo(id: Id): PhotoRecord | undefined {
    return this.#memory.photos.get(id);
  }
  /** Photos that fit, or all, each record made when it is come to: of those that do not fit none is. */
  photos(fits?: (row: PhotoRow) => boolean): IterableIterator<[Id, PhotoRecord]> {
    return this.#memory.photos.records(fits);
  }
  /** Of all photos, in the order in which they came: where not every record is needed, or not at once. */
  photoIds(): Id[] {
    return [...this.#memory.photos.ids()];
  }
  /** What is known of all photos without their records: what lists and counts are made of. */
  rows(): Generator<PhotoRow> {
    return this.#memory.photos.rows();
  }
  /** Pictures with this identifier of a Live Photo whose film is not here. */
  stills(pairId: string): readonly Id[] {
    return [...(this.#memory.contents.stills.get(pairId) ?? [])];
  }
  /** Pictures and films of one such identifier that are photos of their own, one pair of each. */
  apart(): [still: Id, film: Id][] {
    const { stills, films } = this.#memory.contents;
    return [...films].flatMap(([pairId, [film]]) => {
      const [still] = stills.get(pairId) ?? [];
      return still === undefined || film === undefined ? [] : [[still, film]];
    });
  }
  byDigest(digest: string): Id | undefined {
    return this.#memory.contents.byDigest.get(digest);
  }
  /** Whether any photo has exactly this many bytes: only then can a file be a duplicate. */
  hasSize(bytes: number): boolean {
    return this.#memory.contents.sizes.has(bytes);
  }
  object(id: Id): ObjectRecord | undefined {
    return this.#memory.objects.get(id)?.record;
  }
  objects<T extends ObjectRecord['type']>(type: T): [Id, ObjectOf<T>][] {
    return this.#memory.objectsOf(type);
  }

  /** A page of a long list, read from disk. Errors: not-found, catalogue-damaged. */
  page(id: Id): PageRecord {
    const row = this.#database.get('pages', idBytes(id));
    if (row === undefined) throw new CodedError('not-found');
    const page = this.#openJson('pages', row);
    if (!isPageRecord(page)) throw new CodedError('catalogue-damaged', { detail: 'page' });
    return page;
  }

  /** A photo's thumbnail; null when it has none. Error: thumbnail-damaged (missing, exchanged or older ones included). */
  thumb(id: Id): Thumbnail | null {
    const version = this.#memory.photos.thumb(id);
    if (version === 0) return null;
    const row = this.#database.get('thumbs', idBytes(id));
    const data = row?.version === version ? this.#cells.open('thumbs', row) : null;
    const thumb = parseThumb(data);
    if (thumb === null) throw new CodedError('thumbnail-damaged');
    return thumb;
  }

  /** The columnar index of all photos, or of those named that are there, without those whose flags are not `shown`. */
  columns(shown: (flags: number) => boolean, ids?: Iterable<Id>): Uint8Array {
    return buildColumns(this.#memory.photos, shown, ids);
  }

  onChange(listener: (change: CatalogChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * One durable transaction: when this returns, the change is on disk; when it throws, nothing has changed, in memory either.
   * Errors: no-space, no-permission, disk-failed, catalogue-altered or catalogue-damaged (the vault was opened with damage).
   */
  change(work: (tx: Change) => void): void {
    if (this.#frozen !== null) throw new CodedError(this.#frozen.code, this.#frozen.params);
    this.#write(this.#stage(work));
  }

  /** Rows of older epochs than the newest: yields the sum so far, so that the caller can breathe, and at the end. */
  countOlder(): Generator<RowCount> {
    return countOlder({ database: this.#database, epoch: this.#vault.keys.epoch });
  }

  /**
   * Seals rows of older epochs anew (docs/format.md §7.2): each step is one transaction of bounded size, after which the catalogue is whole.
   * A step throws what `change` throws; no record changes by it.
   */
  reseal(): Generator<Resealed> {
    return resealRows({
      database: this.#database,
      cells: this.#cells,
      epoch: this.#vault.keys.epoch,
      write: (rows) => {
        if (this.#frozen !== null) throw new CodedError(this.#frozen.code, this.#frozen.params);
        const leaves = rows.flatMap(({ table, row }) =>
          isRootTable(table) ? [{ table, id: row.id, value: { version: row.version, cell: row.cell } }] : [],
        );
        this.#write({ ...this.#stage(() => undefined), rows, leaves });
      },
    });
  }

  #stage(work: (tx: Change) => void): StagedChange {
    return stageChange({ cells: this.#cells, memory: this.#memory, log: this.#log }, work);
  }

  #write({ rows, removals, leaves, memory, log, records }: StagedChange): void {
    const tree = this.#tree.stage(leaves);
    const generation = this.#age.generation + 1;
    const age: Age = {
      generation,
      records: records ? generation : this.#age.records,
      header: Math.max(this.#age.header, this.#vault.generation),
      changed: new Date().toISOString(),
    };
    const state = stateRow(this.#cells, {
      vault: this.#vault.id,
      ...age,
      photos: memory.photoCount,
      blobs: memory.blobCount,
      root: tree.root.toString('hex'),
      logLength: log.length,
      logHead: log.head,
    });
    this.#database.transaction(() => {
      for (const { table, row } of rows) this.#database.put(table, row);
      for (const { table, id } of removals) this.#database.remove(table, id);
      this.#database.put('state', state);
    });
    tree.commit();
    log.commit();
    const news = memory.commit();
    this.#age = age;
    for (const listener of this.#listeners) listener({ generation, ...news });
  }

  /** Reads everything; called once, by `openCatalog`. */
  load(found: FoundCatalog): ErrorValue[] {
    const { state, notices } = loadCatalog({
      vault: this.#vault,
      found,
      cells: this.#cells,
      memory: this.#memory,
      tree: this.#tree,
      log: this.#log,
    });
    const { generation, records = generation, header, changed } = state;
    this.#age = { generation, records, header, changed };
    this.#frozen = notices[0] ?? null;
    return notices;
  }

  /** Reads every row again from disk. Yields null now and then, so that the caller can breathe; changes made meanwhile are no problems. */
  verify(): Generator<Problem | null> {
    return verifyRows({
      database: this.#database,
      cells: this.#cells,
      tree: this.#tree,
      log: this.#log,
      generation: () => this.#age.generation,
      opens: (table, row) => this.#openJson(table, row) !== null,
    });
  }

  /** Follows the audit log through every entry, and checks every signature. Yields null now and then. */
  verifyLog(): Generator<Problem | null> {
    return this.#log.verify();
  }

  checkpoint(): void {
    if (!this.readOnly) this.#database.checkpoint();
  }
  close(): void {
    this.#database.close();
  }

  #openJson(table: Table, row: Row): unknown {
    return parseCell(this.#cells.openShared(table, row));
  }
}
