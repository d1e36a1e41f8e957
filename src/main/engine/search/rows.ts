/**
 * @file What a search looks at: a row a photo, in columns, with its own words folded, kept up with the catalogue. Rows have no order; a photo that goes
 * leaves its place to the last one. Runs in the engine.
 */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import { fold } from '../../../shared/search/fold.ts';
import { noValues, photoFlagsOf, sortTime, ValueSets, type PhotoRecord } from '../catalog/index.ts';
import { nearTown } from '../places/index.ts';
import { Facet } from './facets.ts';
import { noTown, PlaceNames } from './place-names.ts';

/** What photos have some of. */
export const valueKinds = ['tag', 'album', 'camera', 'lens', 'mime'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** What else is asked of a photo, as bits. */
export const marks = { caption: 1, partOfLive: 2 } as const;

const away = photoFlags.trashed | photoFlags.hidden;

export class Rows {
  readonly tags = new Facet();
  readonly cameras = new Facet();
  readonly lenses = new Facet();
  readonly places = new PlaceNames();
  /** Words of name, title and caption (`fold`), line by line. */
  readonly words: string[] = [];
  readonly #at = new Map<Id, number>();
  readonly #sets: Readonly<Record<ValueKind, ValueSets>> = {
    tag: new ValueSets(),
    album: new ValueSets(),
    camera: new ValueSets(),
    lens: new ValueSets(),
    mime: new ValueSets(),
  };
  #columns = new Columns(0);

  get count(): number {
    return this.words.length;
  }
  /** As in the grid (`columns.ts`). */
  time(row: number): number {
    return this.#columns.times[row] ?? 0;
  }
  flags(row: number): number {
    return this.#columns.flags[row] ?? 0;
  }
  /** Bits of `marks`. */
  marks(row: number): number {
    return this.#columns.marks[row] ?? 0;
  }
  /** Of the original. */
  bytes(row: number): number {
    return this.#columns.bytes[row] ?? 0;
  }
  /** 0 = none. */
  rating(row: number): number {
    return this.#columns.ratings[row] ?? 0;
  }
  /** The number of the town that is near, or `noTown`. */
  town(row: number): number {
    return this.#columns.towns[row] ?? noTown;
  }
  values(kind: ValueKind, row: number): readonly string[] {
    return this.#sets[kind].of(this.#columns[kind][row] ?? noValues);
  }

  /** A question whether a row has such a value: asked of each of the few sets there are, once. */
  having(kind: ValueKind, fits: (value: string) => boolean): (row: number) => boolean {
    const fitting = this.#sets[kind].fitting(fits);
    const numbers = this.#columns[kind];
    return (row) => fitting[numbers[row] ?? noValues] === 1;
  }

  /** Where a photo stands. */
  rowOf(id: Id): number | undefined {
    return this.#at.get(id);
  }

  /** The ids of these rows, 16 bytes each. */
  idsOf(rows: Uint32Array): Buffer {
    const ids = Buffer.alloc(rows.length * 16);
    // Word by word: a call of `copy` for each would take longer than the search itself.
    const own = this.#columns.ids;
    const from = new Uint32Array(own.buffer, own.byteOffset, this.#columns.room * 4);
    const to = new Uint32Array(ids.buffer, ids.byteOffset, rows.length * 4);
    let at = 0;
    for (const row of rows)
      for (let word = row * 4; word < row * 4 + 4; word += 1) {
        to[at] = from[word] ?? 0;
        at += 1;
      }
    return ids;
  }

  /** Makes room for so many rows at once: growing step by step would leave several times as much behind, until it is collected. */
  reserve(rows: number): void {
    if (rows > this.#columns.room) this.#columns = this.#columns.larger(rows);
  }

  put(id: Id, record: PhotoRecord): void {
    const known = this.#at.get(id);
    const row = known ?? this.count;
    if (known === undefined) this.#place(id, row);
    else this.#count(row, -1);
    this.words[row] = wordsOf(record);
    this.#columns.put(row, record);
    const { tags = [], albums = [], camera, lens, mime } = record;
    const values = { tag: tags, album: albums, camera: listed(camera), lens: listed(lens), mime: [mime] };
    for (const kind of valueKinds) this.#columns[kind][row] = this.#sets[kind].number(values[kind]);
    this.#count(row, 1);
  }

  remove(id: Id): void {
    const row = this.#at.get(id);
    if (row === undefined) return;
    this.#count(row, -1);
    this.#at.delete(id);
    const words = this.words.pop();
    const end = this.count;
    if (row === end || words === undefined) return;
    this.#at.set(this.#columns.ids.toString('hex', end * 16, end * 16 + 16), row);
    this.words[row] = words;
    this.#columns.move(end, row);
  }

  #place(id: Id, row: number): void {
    this.#at.set(id, row);
    if (row >= this.#columns.room) this.#columns = this.#columns.larger();
    this.#columns.ids.write(id, row * 16, 'hex');
  }

  #count(row: number, by: 1 | -1): void {
    const isAway = (this.flags(row) & away) !== 0;
    for (const tag of this.values('tag', row)) this.tags.count(tag, isAway, by);
    for (const camera of this.values('camera', row)) this.cameras.count(camera, isAway, by);
    for (const lens of this.values('lens', row)) this.lenses.count(lens, isAway, by);
    this.places.count(this.town(row), !isAway, by);
  }
}

/** A value a row; of the kinds of values the numbers of their sets. */
class Columns {
  readonly room: number;
  /** 16 bytes a row. */
  readonly ids: Buffer;
  readonly times: Float64Array;
  readonly bytes: Float64Array;
  readonly flags: Uint16Array;
  readonly marks: Uint8Array;
  readonly ratings: Uint8Array;
  readonly towns: Int32Array;
  readonly tag: Uint32Array;
  readonly album: Uint32Array;
  readonly camera: Uint32Array;
  readonly lens: Uint32Array;
  readonly mime: Uint32Array;

  constructor(room: number) {
    this.room = room;
    this.ids = Buffer.alloc(room * 16);
    this.times = new Float64Array(room);
    this.bytes = new Float64Array(room);
    this.flags = new Uint16Array(room);
    this.marks = new Uint8Array(room);
    this.ratings = new Uint8Array(room);
    this.towns = new Int32Array(room);
    this.tag = new Uint32Array(room);
    this.album = new Uint32Array(room);
    this.camera = new Uint32Array(room);
    this.lens = new Uint32Array(room);
    this.mime = new Uint32Array(room);
  }

  larger(room = Math.max(256, this.room + (this.room >> 2))): Columns {
    const larger = new Columns(room);
    larger.ids.set(this.ids);
    for (const name of numbers) larger[name].set(this[name]);
    return larger;
  }

  move(from: number, to: number): void {
    this.ids.copy(this.ids, to * 16, from * 16, from * 16 + 16);
    for (const name of numbers) this[name][to] = this[name][from] ?? 0;
  }

  put(row: number, record: PhotoRecord): void {
    const { bytes, rating = 0, caption, pairId, motion } = record;
    this.times[row] = sortTime(record);
    this.bytes[row] = bytes;
    this.flags[row] = photoFlagsOf(record);
    this.marks[row] =
      (caption === undefined ? 0 : marks.caption) | (pairId === undefined && !motion ? 0 : marks.partOfLive);
    this.ratings[row] = rating;
    this.towns[row] = townOf(record);
  }
}

const numbers = ['times', 'bytes', 'flags', 'marks', 'ratings', 'towns', ...valueKinds] as const;

function listed(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

function townOf({ latitude, longitude }: PhotoRecord): number {
  if (latitude === undefined || longitude === undefined) return noTown;
  return nearTown(latitude, longitude)?.town ?? noTown;
}

function wordsOf({ name, title, caption }: PhotoRecord): string {
  if (title === undefined && caption === undefined) return fold(name);
  return [name, title ?? '', caption ?? ''].map(fold).join('\n');
}
