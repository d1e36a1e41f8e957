/**
 * @file All photos in memory: the JSON of each record, parsed when somebody asks for that photo, and in columns what is asked of all of them (the grid's
 * index, counts, albums). Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { IdSlots } from './id-slots.ts';
import type { PhotoRecord } from './records.ts';
import { free, RecordColumns, recordSets, type RecordSetValues } from './record-columns.ts';
import { RecordTexts } from './record-texts.ts';
import { noValues } from './value-sets.ts';

/** A record with the version of its row. */
export interface Entry<T> {
  readonly record: T;
  readonly version: number;
}

/** Photos at one moment: the version of each one's row, and its record as JSON. */
export interface PhotoEntries extends Iterable<{
  readonly id: Id;
  readonly version: number;
  readonly json: string;
}> {
  readonly length: number;
}

/** What is known of a photo without its record being parsed. */
export interface PhotoRow {
  readonly id: Id;
  /** Bits of `photoFlags`. */
  readonly flags: number;
  /** `sortTime` */
  readonly time: number;
  readonly hasThumb: boolean;
  readonly albums: readonly Id[];
  readonly tags: readonly string[];
}

/** Texts that nobody needs any more are left where they are until there are so many of them, in bytes. */
const mostWaste = 16 * 1024 * 1024;

export class PhotoTable {
  readonly #slots = new IdSlots();
  /** How many slots there are, free ones included. */
  #top = 0;
  readonly #free: number[] = [];
  readonly #sets = recordSets();
  #texts = new RecordTexts();
  /** Of the texts that are somebody's. */
  #textBytes = 0;
  #columns = new RecordColumns(64);

  get size(): number {
    return this.#slots.size;
  }
  /** By slot; `slots` says which are somebody's. */
  get columns(): RecordColumns {
    return this.#columns;
  }
  /** Of all slots, 16 bytes each. */
  get idBytes(): Buffer {
    return this.#slots.bytes();
  }
  /** Photos that come or go meanwhile are among them, or not. */
  *slots(): Generator<number> {
    for (let slot = 0; slot < this.#top; slot += 1) if (this.#columns.version[slot] !== free) yield slot;
  }
  slot(id: Id | Uint8Array): number | undefined {
    const slot = this.#slots.get(id);
    return slot < 0 ? undefined : slot;
  }

  /** Parsed anew each time. */
  get(id: Id): PhotoRecord | undefined {
    const slot = this.slot(id);
    return slot === undefined ? undefined : this.#record(slot);
  }
  version(id: Id): number | undefined {
    return this.#columns.version[this.#slots.get(id)];
  }
  /** The version of its thumbnail; 0 = there is none. */
  thumb(id: Id): number {
    return this.#columns.thumb[this.#slots.get(id)] ?? 0;
  }

  *ids(): Generator<Id> {
    for (const slot of this.slots()) yield this.#slots.text(slot);
  }

  /** Those that fit, or all; only these are parsed. Photos that come or go meanwhile are seen, or not. */
  *records(fits?: (row: PhotoRow) => boolean): Generator<[Id, PhotoRecord]> {
    for (const slot of this.slots()) {
      const id = this.#slots.text(slot);
      if (fits === undefined || fits(this.#row(id, slot))) yield [id, this.#record(slot)];
    }
  }

  *rows(): Generator<PhotoRow> {
    for (const slot of this.slots()) yield this.#row(this.#slots.text(slot), slot);
  }

  /** All of them as they are now: what changes later does not show in it. */
  entries(): PhotoEntries {
    const texts = this.#texts;
    const ids = Buffer.from(this.#slots.bytes());
    const { version: versions, place } = this.#columns.placesNow();
    return {
      length: this.size,
      *[Symbol.iterator]() {
        for (const [slot, version] of versions.entries()) {
          if (version === free) continue;
          const id = ids.toString('hex', slot * 16, slot * 16 + 16);
          yield { id, version, json: texts.textAt(place(slot)) };
        }
      },
    };
  }

  /** Answers its slot. @param version from 1 on. @param text the record as JSON, UTF-8; copied */
  put(id: Id | Uint8Array, version: number, record: PhotoRecord, text: Uint8Array): number {
    const next = this.#free.at(-1) ?? this.#top;
    const known = this.#slots.getOrAdd(id, next);
    const slot = known < 0 ? next : known;
    if (known < 0) this.#free.pop();
    else this.#textBytes -= this.#columns.textBytes[slot] ?? 0;
    this.#write(slot, version, text);
    this.#columns.describe(slot, record, this.#sets);
    this.#tidy();
    return slot;
  }

  /** For a table without photos: so many come. Room is made for them at once, in memory that another thread can look at. */
  expect(count: number): void {
    this.#slots.expect(count);
    this.#columns = new RecordColumns(count, new SharedArrayBuffer(RecordColumns.memoryFor(count)));
    this.#texts = new RecordTexts(true);
  }

  /**
   * A photo whose record nobody has looked at: until `describe` or `describedElsewhere`, nothing else may be asked of it. Answers its slot, the
   * one after the last; -1 when the id is somebody's already.
   */
  putUnread(id: Uint8Array, version: number, text: Uint8Array): number {
    const slot = this.#top;
    if (this.#slots.getOrAdd(id, slot) >= 0) return -1;
    this.#write(slot, version, text);
    return slot;
  }

  /** Looks at the records of the slots from `from` up to `to`; answers those whose text is none. */
  describe(from: number, to: number): number[] {
    return this.#columns.describeAll(from, to, this.#texts, this.#sets);
  }

  /** For `describe`: no photo after all. */
  dropUnread(slot: number): void {
    this.#drop(slot, this.#slots.text(slot));
  }

  /** Memory that the records' texts stand in. */
  get pieces(): readonly ArrayBufferLike[] {
    return this.#texts.pieces;
  }

  /** From now on no other thread can change anything. */
  unshare(): void {
    this.#columns = this.#columns.larger(this.#columns.room);
  }

  /** They were described in the same memory, with other numbers for the sets of values. */
  describedElsewhere(from: number, to: number, sets: RecordSetValues): void {
    const { albums, tags } = this.#columns;
    for (let slot = from; slot < to; slot += 1) {
      albums[slot] = this.#sets.albums.number(sets.albums[albums[slot] ?? noValues] ?? []);
      tags[slot] = this.#sets.tags.number(sets.tags[tags[slot] ?? noValues] ?? []);
    }
  }

  delete(id: Id): void {
    const slot = this.slot(id);
    if (slot !== undefined) this.#drop(slot, id);
  }

  #drop(slot: number, id: Id | Uint8Array): void {
    this.#slots.delete(id);
    this.#columns.version[slot] = free;
    this.#free.push(slot);
    this.#textBytes -= this.#columns.textBytes[slot] ?? 0;
    this.#tidy();
  }

  #write(slot: number, version: number, text: Uint8Array): void {
    this.#top = Math.max(this.#top, slot + 1);
    if (slot >= this.#columns.room)
      this.#columns = this.#columns.larger(Math.max(64, Math.ceil(this.#columns.room * 1.5)));
    this.#columns.version[slot] = version;
    this.#columns.move(slot, this.#texts.add(text));
    this.#textBytes += text.byteLength;
  }

  #row(id: Id, slot: number): PhotoRow {
    const { flags, time, thumb, albums, tags } = this.#columns;
    return {
      id,
      flags: flags[slot] ?? 0,
      time: time[slot] ?? 0,
      hasThumb: (thumb[slot] ?? 0) > 0,
      albums: this.#sets.albums.of(albums[slot] ?? noValues),
      tags: this.#sets.tags.of(tags[slot] ?? noValues),
    };
  }

  #record(slot: number): PhotoRecord {
    return parse(this.#texts.textAt(this.#columns.place(slot)));
  }

  /** Copies the texts that are needed once more than half of them are not. */
  #tidy(): void {
    if (this.#texts.bytes - this.#textBytes < Math.max(mostWaste, this.#textBytes)) return;
    const old = this.#texts;
    this.#texts = new RecordTexts();
    for (const slot of this.slots())
      this.#columns.move(slot, this.#texts.add(old.bytesAt(this.#columns.place(slot))));
  }
}

function parse(text: string): PhotoRecord {
  return JSON.parse(text) as PhotoRecord; // looked at when it was read, or written by us
}
