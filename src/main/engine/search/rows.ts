/**
 * @file What a search looks at: a row a photo, in columns, with its own words folded, kept up with the catalogue. Rows have no order; a photo that goes
 * leaves its place to the last one. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { fold } from '../../../shared/search/fold.ts';
import { photoFlagsOf, sortTime, type PhotoRecord } from '../catalog/index.ts';
import { nearTown } from '../places/index.ts';
import { Facet } from './facets.ts';
import { noTown, PlaceNames } from './place-names.ts';

export class Rows {
  readonly tags = new Facet();
  readonly cameras = new Facet();
  readonly lenses = new Facet();
  readonly places = new PlaceNames();
  /** The catalogue's own records, which are never changed in place. */
  readonly records: PhotoRecord[] = [];
  /** Words of name, title and caption (`fold`), line by line. */
  readonly words: string[] = [];
  readonly #at = new Map<Id, number>();
  #room = 0;
  /** 16 bytes a row. */
  #ids = Buffer.alloc(0);
  /** As in the grid (`columns.ts`). */
  #times = new Float64Array(0);
  #flags = new Uint16Array(0);
  #towns = new Int32Array(0);

  get count(): number {
    return this.records.length;
  }
  time(row: number): number {
    return this.#times[row] ?? 0;
  }
  flags(row: number): number {
    return this.#flags[row] ?? 0;
  }

  /** The number of the town that is near, or `noTown`. */
  town(row: number): number {
    return this.#towns[row] ?? noTown;
  }

  /** Where a photo stands. */
  rowOf(id: Id): number | undefined {
    return this.#at.get(id);
  }

  /** The ids of these rows, 16 bytes each. */
  idsOf(rows: readonly number[]): Buffer {
    const ids = Buffer.alloc(rows.length * 16);
    // Word by word: a call of `copy` for each would take longer than the search itself.
    const from = new Uint32Array(this.#ids.buffer, this.#ids.byteOffset, this.#room * 4);
    const to = new Uint32Array(ids.buffer, ids.byteOffset, rows.length * 4);
    let at = 0;
    for (const row of rows)
      for (let word = row * 4; word < row * 4 + 4; word += 1) {
        to[at] = from[word] ?? 0;
        at += 1;
      }
    return ids;
  }

  put(id: Id, record: PhotoRecord): void {
    const known = this.#at.get(id);
    const row = known ?? this.records.length;
    const before = this.records[row];
    if (before !== undefined) this.#count(before, row, -1);
    else this.#place(id, row);
    if (
      before?.latitude !== record.latitude ||
      before?.longitude !== record.longitude ||
      before === undefined
    )
      this.#towns[row] = townOf(record);
    if (before === undefined || !sameWords(before, record)) this.words[row] = wordsOf(record);
    this.records[row] = record;
    this.#times[row] = sortTime(record);
    this.#flags[row] = photoFlagsOf(record);
    this.#count(record, row, 1);
  }

  remove(id: Id): void {
    const row = this.#at.get(id);
    const record = row === undefined ? undefined : this.records[row];
    if (row === undefined || record === undefined) return;
    this.#count(record, row, -1);
    this.#at.delete(id);
    const [last, words] = [this.records.pop(), this.words.pop()];
    const end = this.records.length;
    if (row === end || last === undefined || words === undefined) return;
    this.#at.set(this.#ids.toString('hex', end * 16, end * 16 + 16), row);
    this.#ids.copy(this.#ids, row * 16, end * 16, end * 16 + 16);
    this.records[row] = last;
    this.words[row] = words;
    this.#times[row] = this.time(end);
    this.#flags[row] = this.flags(end);
    this.#towns[row] = this.town(end);
  }

  #place(id: Id, row: number): void {
    this.#at.set(id, row);
    if (row >= this.#room) this.#grow(Math.max(256, row + (row >> 2)));
    this.#ids.write(id, row * 16, 'hex');
  }

  #grow(room: number): void {
    const [ids, times, flags] = [Buffer.alloc(room * 16), new Float64Array(room), new Uint16Array(room)];
    const towns = new Int32Array(room);
    ids.set(this.#ids);
    times.set(this.#times);
    flags.set(this.#flags);
    towns.set(this.#towns);
    [this.#ids, this.#times, this.#flags, this.#towns] = [ids, times, flags, towns];
    this.#room = room;
  }

  #count({ tags, camera, lens, trashedAt, hidden }: PhotoRecord, row: number, by: 1 | -1): void {
    const away = trashedAt !== undefined || hidden === true;
    for (const tag of tags ?? []) this.tags.count(tag, away, by);
    if (camera !== undefined) this.cameras.count(camera, away, by);
    if (lens !== undefined) this.lenses.count(lens, away, by);
    this.places.count(this.town(row), !away, by);
  }
}

function sameWords(a: PhotoRecord, b: PhotoRecord): boolean {
  return a.name === b.name && a.title === b.title && a.caption === b.caption;
}

function townOf({ latitude, longitude }: PhotoRecord): number {
  if (latitude === undefined || longitude === undefined) return noTown;
  return nearTown(latitude, longitude)?.town ?? noTown;
}

function wordsOf({ name, title, caption }: PhotoRecord): string {
  if (title === undefined && caption === undefined) return fold(name);
  return [name, title ?? '', caption ?? ''].map(fold).join('\n');
}
