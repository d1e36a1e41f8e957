/** @file One change of the catalogue before it is made: what it asks for, sealed, and how memory, root and log will be. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { LogEvent } from '../../../shared/log.ts';
import { idBytes } from '../crypto/index.ts';
import type { Cells, Thumbnail } from './cell.ts';
import type { Table } from './database.ts';
import type { Row } from './row.ts';
import type { LogRecord } from './log-chain.ts';
import type { Log, StagedLog } from './log.ts';
import type { Memory, Staged } from './memory.ts';
import type { ObjectRecord, PageRecord, PhotoRecord } from './records.ts';
import type { Leaf, RootTable } from './root.ts';

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
  /** The next entry of the audit log. */
  log(event: LogEvent): void;
  /** The next entry as it was written before, in a catalogue that takes the place of another. Error: RangeError (another one). */
  restoreLog(record: LogRecord): void;
}

export interface StagedChange {
  readonly rows: readonly { readonly table: Table; readonly row: Row }[];
  readonly removals: readonly { readonly table: Table; readonly id: Buffer }[];
  readonly leaves: readonly Leaf[];
  readonly memory: Staged;
  readonly log: StagedLog;
  /** Whether a photo or an object is put or removed: what snapshots hold besides the log. */
  readonly records: boolean;
}

interface Catalogue {
  readonly cells: Cells;
  readonly memory: Memory;
  readonly log: Log;
}

/** Runs `work` and gathers what it asks for; nothing has changed yet. */
export function stageChange({ cells, memory, log }: Catalogue, work: (tx: Change) => void): StagedChange {
  const staged = memory.stage();
  const stagedLog = log.stage();
  const rows: { table: Table; row: Row }[] = [];
  const removals: { table: Table; id: Buffer }[] = [];
  const leaves: Leaf[] = [];
  const put = (table: RootTable, id: Id, version: number, text: Uint8Array): void => {
    const row = cells.seal(table, idBytes(id), version, text);
    rows.push({ table, row });
    leaves.push({ table, id: row.id, value: { version, cell: row.cell } });
  };
  const remove = (table: RootTable, id: Id): void => {
    const bytes = idBytes(id);
    removals.push({ table, id: bytes });
    leaves.push({ table, id: bytes, value: null });
  };
  work({
    putPhoto: (id, record) => {
      const text = json(record);
      put('photos', id, staged.putPhoto(id, record, text), text);
    },
    removePhoto: (id) => {
      staged.removePhoto(id);
      remove('photos', id);
      removals.push({ table: 'thumbs', id: idBytes(id) });
    },
    putThumb: (id, mime, bytes) => {
      const version = memory.photos.thumb(id) + 1;
      const data = Buffer.concat([Buffer.of(mime === 'image/jpeg' ? 1 : 2), bytes]);
      rows.push({ table: 'thumbs', row: cells.seal('thumbs', idBytes(id), version, data) });
      return version;
    },
    putObject: (id, record) => put('objects', id, staged.putObject(id, record), json(record)),
    removeObject: (id) => {
      staged.removeObject(id);
      remove('objects', id);
    },
    putPage: (id, record) => put('pages', id, staged.putPage(id), json(record)),
    removePage: (id) => {
      staged.removePage(id);
      remove('pages', id);
    },
    log: (event) => stagedLog.add(event),
    restoreLog: (record) => stagedLog.restore(record),
  });
  for (const row of stagedLog.rows) rows.push({ table: 'log', row });
  const records = leaves.some(({ table }) => table !== 'pages');
  return { rows, removals, leaves, memory: staged, log: stagedLog, records };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
