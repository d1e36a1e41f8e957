/**
 * @file The catalogue: every photo, album and import of an open vault, in memory for reading and, sealed cell by cell, in SQLite.
 * One way in (`change`: one durable transaction) and plain look-ups out (docs/format.md §5). Runs in the engine.
 */
import { join } from 'node:path';
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import type { Id, Problem } from '../../../shared/contract.ts';
import { idBytes, idText } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { Cells, parseCell, parseThumb, type Thumbnail } from './cell.ts';
import {
  createDatabase,
  isWellFormed,
  openDatabase,
  type Database,
  type Row,
  type Table,
} from './database.ts';
import { Memory, type Entry } from './memory.ts';
import { buildColumns } from './photo-columns.ts';
import {
  isObjectRecord,
  isPageRecord,
  isPhotoRecord,
  type ObjectOf,
  type ObjectRecord,
  type PageRecord,
  type PhotoRecord,
} from './records.ts';
import { RootTree, type Leaf, type RootTable } from './root.ts';
import { readState, stateRow } from './state.ts';
import { verifyRows } from './verify-rows.ts';

/** What `Catalog.change` may do; rows are sealed and written when the work returns. */
export interface Change {
  putPhoto(id: Id, record: PhotoRecord): void;
  /** Removes the photo's row and its thumbnail's. */
  removePhoto(id: Id): void;
  /** Seals a thumbnail and returns the version that the photo's record must name in `thumb`. */
  putThumb(id: Id, mime: Thumbnail['mime'], bytes: Uint8Array): number;
  putObject(id: Id, record: ObjectRecord): void;
  removeObject(id: Id): void;
  putPage(id: Id, record: PageRecord): void;
  removePage(id: Id): void;
}

export interface CatalogChange {
  readonly generation: number;
  readonly put: readonly Id[];
  readonly removed: readonly Id[];
}

export interface CatalogEntries {
  readonly photos: readonly (readonly [Id, Entry<PhotoRecord>])[];
  readonly objects: readonly (readonly [Id, Entry<ObjectRecord>])[];
}

const fileName = 'catalog.db';

/** What a catalogue begins with that takes the place of another one (docs/format.md §6.3). */
export interface Beginning {
  /** Higher than any the vault has had. */
  readonly generation: number;
  /** The versions rows have had: the new ones are higher. */
  readonly versions: ReadonlyMap<Id, number>;
}

/** Makes an empty catalogue in a new vault; under another name and with a beginning for one that is to replace the vault's. */
export function createCatalog(vault: OpenVault, name = fileName, beginning?: Beginning): Catalog {
  const database = createDatabase(join(vault.path, name));
  const catalog = new Catalog(vault, database, beginning);
  catalog.change(() => undefined);
  return catalog;
}

/**
 * Opens and reads the catalogue. Errors: catalogue-missing, catalogue-damaged, vault-in-use. Rows that were lost, exchanged or cannot be
 * opened do not throw: they are told in `notices`, what is left can be read and exported, and nothing can be changed, so that no later
 * change seals the damage in.
 */
export function openCatalog(vault: OpenVault): { catalog: Catalog; notices: ErrorValue[] } {
  const database = openDatabase(join(vault.path, fileName));
  try {
    const catalog = new Catalog(vault, database);
    return { catalog, notices: catalog.load() };
  } catch (error) {
    database.close();
    throw error;
  }
}

export class Catalog {
  readonly #vault: OpenVault;
  readonly #database: Database;
  readonly #cells: Cells;
  readonly #memory = new Memory();
  readonly #tree: RootTree;
  readonly #listeners = new Set<(change: CatalogChange) => void>();
  #generation = 0;
  #frozen: ErrorValue | null = null;

  constructor(vault: OpenVault, database: Database, beginning?: Beginning) {
    this.#generation = beginning?.generation ?? 0;
    for (const [id, version] of beginning?.versions ?? []) this.#memory.floors.set(id, version);
    this.#vault = vault;
    this.#database = database;
    this.#cells = new Cells(vault);
    this.#tree = new RootTree(vault.idBytes);
    this.#tree.settle();
  }

  get generation(): number {
    return this.#generation;
  }
  /** What is wrong with it, so that nothing can be changed; null = nothing. */
  get frozen(): ErrorValue | null {
    return this.#frozen;
  }
  /** Refuses changes from now on: something outside shows that this is not the newest catalogue. */
  freeze(why: ErrorValue): void {
    this.#frozen ??= why;
  }
  /** The records as they are this moment, with the versions of their rows: changes made later do not show in it. */
  entries(): CatalogEntries {
    return { photos: [...this.#memory.photos], objects: [...this.#memory.objects] };
  }
  /** Photos, those in the trash included. */
  get photoCount(): number {
    return this.#memory.photos.size;
  }
  get trashedCount(): number {
    return this.#memory.trashed;
  }
  /** Sum of the originals' sizes. */
  get bytes(): number {
    return this.#memory.bytes;
  }

  photo(id: Id): PhotoRecord | undefined {
    return this.#memory.photos.get(id)?.record;
  }
  *photos(): IterableIterator<[Id, PhotoRecord]> {
    for (const [id, { record }] of this.#memory.photos) yield [id, record];
  }
  byDigest(digest: string): Id | undefined {
    return this.#memory.byDigest.get(digest);
  }
  /** Whether any photo has exactly this many bytes: only then can a file be a duplicate. */
  hasSize(bytes: number): boolean {
    return this.#memory.sizes.has(bytes);
  }
  object(id: Id): ObjectRecord | undefined {
    return this.#memory.objects.get(id)?.record;
  }
  objects<T extends ObjectRecord['type']>(type: T): [Id, ObjectOf<T>][] {
    const found: [Id, ObjectOf<T>][] = [];
    for (const [id, { record }] of this.#memory.objects) {
      if (record.type === type) found.push([id, record as ObjectOf<T>]); // `type` decides which record it is
    }
    return found;
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
    const version = this.photo(id)?.thumb;
    if (version === undefined) return null;
    const row = this.#database.get('thumbs', idBytes(id));
    const data = row?.version === version ? this.#cells.open('thumbs', row) : null;
    const thumb = parseThumb(data);
    if (thumb === null) throw new CodedError('thumbnail-damaged');
    return thumb;
  }

  /** The columnar index of all photos, or of those named that are there. */
  columns(ids?: Iterable<Id>): Uint8Array {
    if (ids === undefined) return buildColumns([...this.photos()]);
    const named: [Id, PhotoRecord][] = [];
    for (const id of ids) {
      const record = this.photo(id);
      if (record !== undefined) named.push([id, record]);
    }
    return buildColumns(named);
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
    const staged = this.#memory.stage();
    const rows: { table: Table; row: Row }[] = [];
    const removals: { table: Table; id: Buffer }[] = [];
    const leaves: Leaf[] = [];
    const put = (table: RootTable, id: Id, version: number, value: unknown): void => {
      const row = this.#cells.seal(table, idBytes(id), version, Buffer.from(JSON.stringify(value), 'utf8'));
      rows.push({ table, row });
      leaves.push({ table, id: row.id, value: { version, cell: row.cell } });
    };
    const remove = (table: RootTable, id: Id): void => {
      const bytes = idBytes(id);
      removals.push({ table, id: bytes });
      leaves.push({ table, id: bytes, value: null });
    };
    work({
      putPhoto: (id, record) => put('photos', id, staged.putPhoto(id, record), record),
      removePhoto: (id) => {
        staged.removePhoto(id);
        remove('photos', id);
        removals.push({ table: 'thumbs', id: idBytes(id) });
      },
      putThumb: (id, mime, bytes) => {
        const version = (this.photo(id)?.thumb ?? 0) + 1;
        const data = Buffer.concat([Buffer.of(mime === 'image/jpeg' ? 1 : 2), bytes]);
        rows.push({ table: 'thumbs', row: this.#cells.seal('thumbs', idBytes(id), version, data) });
        return version;
      },
      putObject: (id, record) => put('objects', id, staged.putObject(id, record), record),
      removeObject: (id) => {
        staged.removeObject(id);
        remove('objects', id);
      },
      putPage: (id, record) => put('pages', id, staged.putPage(id), record),
      removePage: (id) => {
        staged.removePage(id);
        remove('pages', id);
      },
    });
    const tree = this.#tree.stage(leaves);
    const generation = this.#generation + 1;
    const state = stateRow(
      this.#cells,
      this.#vault.id,
      generation,
      staged.photoCount,
      staged.blobCount,
      tree.root,
    );
    this.#database.transaction(() => {
      for (const { table, row } of rows) this.#database.put(table, row);
      for (const { table, id } of removals) this.#database.remove(table, id);
      this.#database.put('state', state);
    });
    tree.commit();
    const changed = staged.commit();
    this.#generation = generation;
    for (const listener of this.#listeners) listener({ generation, ...changed });
  }

  /** Reads everything; called once, by `openCatalog`. */
  load(): ErrorValue[] {
    let unreadable = 0;
    const read = <T>(
      table: RootTable,
      accept: (value: unknown) => value is T,
      keep: (id: Id, entry: Entry<T>) => void,
    ): void => {
      this.#cells.reading(table, () => {
        for (const row of this.#database.rows(table)) {
          const record = isWellFormed(row) ? this.#openJson(table, row) : null;
          if (isWellFormed(row)) this.#tree.load(table, row.id, row.version, row.cell);
          if (accept(record)) keep(idText(row.id), { record, version: row.version });
          else unreadable += 1;
        }
      });
    };
    read('photos', isPhotoRecord, (id, entry) => {
      this.#memory.loadPhoto(id, entry);
    });
    read('objects', isObjectRecord, (id, entry) => {
      this.#memory.loadObject(id, entry);
    });
    for (const row of this.#database.rows('pages')) {
      if (!isWellFormed(row)) {
        unreadable += 1;
        continue;
      }
      this.#tree.load('pages', row.id, row.version, row.cell);
      this.#memory.loadPage(idText(row.id), row.version);
    }
    this.#tree.settle();
    const state = readState(this.#database, this.#cells);
    this.#generation = state.generation;
    const notices: ErrorValue[] = [];
    if (unreadable > 0) notices.push({ code: 'catalogue-damaged', params: { rows: unreadable } });
    else if (this.#tree.root.toString('hex') !== state.root) {
      notices.push({
        code: 'catalogue-altered',
        params: { missing: Math.max(0, state.photos - this.photoCount) },
      });
    }
    this.#frozen = notices[0] ?? null;
    return notices;
  }

  /** Reads every row again from disk. Yields null now and then, so that the caller can breathe; changes made meanwhile are no problems. */
  verify(): Generator<Problem | null> {
    return verifyRows({
      database: this.#database,
      cells: this.#cells,
      tree: this.#tree,
      generation: () => this.#generation,
      opens: (table, row) => this.#openJson(table, row) !== null,
    });
  }

  checkpoint(): void {
    this.#database.checkpoint();
  }
  close(): void {
    this.#database.close();
  }

  #openJson(table: Table, row: Row): unknown {
    return parseCell(this.#cells.openText(table, row));
  }
}
