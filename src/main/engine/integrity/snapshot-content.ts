/** @file What is written in a snapshot: one line of JSON a record or an entry of the log (docs/format.md §6.2). Runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import {
  asLogRecord,
  isObjectRecord,
  isPhotoRecord,
  type CatalogEntries,
  type Entry,
  type LogRecord,
  type ObjectRecord,
  type PhotoRecord,
} from '../catalog/index.ts';

export interface Snapshot {
  readonly generation: number;
  readonly photos: ReadonlyMap<Id, Entry<PhotoRecord>>;
  readonly objects: ReadonlyMap<Id, Entry<ObjectRecord>>;
  /** The audit log's entries by their numbers, from 1 on. */
  readonly log: ReadonlyMap<number, LogRecord>;
}

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
// Without `log`: written before there was one.
const Head = v.object({ generation: Count, photos: Count, objects: Count, log: v.optional(Count, 0) });
const Line = v.object({
  table: v.picklist(['photos', 'objects', 'log']),
  id: Id,
  version: v.pipe(Count, v.minValue(1)),
  data: v.unknown(),
});
/** About how much is handed on at once. */
const pieceBytes = 128 * 1024;
const newline = 0x0a;

/** The same bytes for the same arguments, however often it is asked. */
export function* snapshotLines(
  generation: number,
  written: string,
  entries: CatalogEntries,
): Generator<Buffer> {
  let text = '';
  for (const line of linesOf(generation, written, entries)) {
    text += `${line}\n`;
    if (text.length < pieceBytes) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}

function* linesOf(
  generation: number,
  written: string,
  { photos, objects, logLength, log }: CatalogEntries,
): Generator<string> {
  const counts = { photos: photos.length, objects: objects.length, log: logLength };
  yield JSON.stringify({ generation, written, ...counts });
  for (const { id, version, json } of photos) {
    // As JSON.stringify would write it, without parsing every photo first; a cell that another program has written may have lines.
    const data = json.includes('\n') ? JSON.stringify(JSON.parse(json)) : json;
    yield `${JSON.stringify({ table: 'photos', id, version }).slice(0, -1)},"data":${data}}`;
  }
  for (const [id, { version, record }] of objects)
    yield JSON.stringify({ table: 'objects', id, version, data: record });
  let seq = 0;
  for (const data of log()) {
    seq += 1;
    yield JSON.stringify({ table: 'log', id: seq.toString(16).padStart(32, '0'), version: 1, data });
  }
}

/** Takes a snapshot's content in, piece by piece. */
export class SnapshotParser {
  readonly #photos = new Map<Id, Entry<PhotoRecord>>();
  readonly #objects = new Map<Id, Entry<ObjectRecord>>();
  readonly #log = new Map<number, LogRecord>();
  #head: v.InferOutput<typeof Head> | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #good = true;

  add(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#line(bytes.toString('utf8', from, end));
      from = end + 1;
    }
    this.#rest = bytes.subarray(from);
  }

  /** null when it is not whole, or not what a snapshot holds. */
  end(): Snapshot | null {
    const { photos, objects, log, generation } = this.#head ?? {};
    const whole = this.#good && this.#rest.byteLength === 0 && generation !== undefined;
    if (!whole || this.#photos.size !== photos || this.#objects.size !== objects || this.#log.size !== log)
      return null;
    return { generation, photos: this.#photos, objects: this.#objects, log: this.#log };
  }

  #line(text: string): void {
    const value = parse(text);
    if (this.#head === null) {
      const head = v.safeParse(Head, value);
      if (head.success) this.#head = head.output;
      else this.#good = false;
      return;
    }
    const line = v.safeParse(Line, value);
    const { table, id, version, data } = line.success ? line.output : {};
    if (id === undefined || version === undefined) this.#good = false;
    else if (table === 'photos' && isPhotoRecord(data)) this.#photos.set(id, { record: data, version });
    else if (table === 'objects' && isObjectRecord(data)) this.#objects.set(id, { record: data, version });
    else if (table === 'log' && version === 1 && parseInt(id, 16) === this.#log.size + 1) this.#entry(data);
    else this.#good = false;
  }

  #entry(data: unknown): void {
    const record = asLogRecord(data);
    if (record === null) this.#good = false;
    else this.#log.set(this.#log.size + 1, record);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
