/** @file What is written in a snapshot: one line of JSON a record (docs/format.md §6.2). Runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import {
  isObjectRecord,
  isPhotoRecord,
  type CatalogEntries,
  type Entry,
  type ObjectRecord,
  type PhotoRecord,
} from '../catalog/index.ts';

export interface Snapshot {
  readonly generation: number;
  readonly photos: ReadonlyMap<Id, Entry<PhotoRecord>>;
  readonly objects: ReadonlyMap<Id, Entry<ObjectRecord>>;
}

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Head = v.object({ generation: Count, photos: Count, objects: Count });
const Line = v.object({
  table: v.picklist(['photos', 'objects']),
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
  { photos, objects }: CatalogEntries,
): Generator<Buffer> {
  const head = { generation, written, photos: photos.length, objects: objects.length };
  let text = `${JSON.stringify(head)}\n`;
  for (const [table, entries] of [['photos', photos] as const, ['objects', objects] as const]) {
    for (const [id, { version, record }] of entries) {
      text += `${JSON.stringify({ table, id, version, data: record })}\n`;
      if (text.length < pieceBytes) continue;
      yield Buffer.from(text, 'utf8');
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}

/** Takes a snapshot's content in, piece by piece. */
export class SnapshotParser {
  readonly #photos = new Map<Id, Entry<PhotoRecord>>();
  readonly #objects = new Map<Id, Entry<ObjectRecord>>();
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
    const { photos, objects, generation } = this.#head ?? {};
    const whole = this.#good && this.#rest.byteLength === 0 && generation !== undefined;
    if (!whole || this.#photos.size !== photos || this.#objects.size !== objects) return null;
    return { generation, photos: this.#photos, objects: this.#objects };
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
    else this.#good = false;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
