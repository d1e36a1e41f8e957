/**
 * @file All photos in memory: the JSON of each record, parsed when somebody asks for that photo, and in columns what is asked of all of them (the grid's
 * index, counts, albums). Runs in the engine.
 */
import { noColor } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import { countBlobs } from './blobs-of.ts';
import { IdSlots } from './id-slots.ts';
import { photoFlagsOf, sortTime } from './photo-facts.ts';
import type { PhotoRecord } from './records.ts';
import { RecordTexts, type TextPlace } from './record-texts.ts';
import { noValues, ValueSets } from './value-sets.ts';

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

export const thumbhashBytes = 25;
/** In the place of a version: the slot is nobody's. */
const free = 0;
/** Texts that nobody needs any more are left where they are until there are so many of them, in bytes. */
const mostWaste = 16 * 1024 * 1024;

export class PhotoTable {
  readonly #slots = new IdSlots();
  /** How many slots there are, free ones included. */
  #top = 0;
  readonly #free: number[] = [];
  readonly #albums = new ValueSets();
  readonly #tags = new ValueSets();
  #texts = new RecordTexts();
  /** Of the texts that are somebody's. */
  #textBytes = 0;
  #columns = new TableColumns(64);

  get size(): number {
    return this.#slots.size;
  }
  /** By slot; `slots` says which are somebody's. */
  get columns(): TableColumns {
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
    const columns = this.#columns.placesAndVersions();
    return {
      length: this.size,
      *[Symbol.iterator]() {
        for (const [slot, version] of columns.version.entries()) {
          if (version === free) continue;
          const id = ids.toString('hex', slot * 16, slot * 16 + 16);
          yield { id, version, json: texts.textAt(placeOf(columns, slot)) };
        }
      },
    };
  }

  /** @param version from 1 on. @param text the record as JSON, UTF-8; copied */
  put(id: Id | Uint8Array, version: number, record: PhotoRecord, text: Uint8Array): void {
    let slot = this.slot(id);
    if (slot === undefined) {
      slot = this.#free.pop() ?? this.#top;
      this.#top = Math.max(this.#top, slot + 1);
      this.#slots.add(id, slot);
      if (slot >= this.#columns.room) this.#columns = this.#columns.larger();
    } else this.#textBytes -= this.#columns.textBytes[slot] ?? 0;
    this.#columns.put(slot, version, record, this.#texts.add(text));
    this.#columns.albums[slot] = this.#albums.number(record.albums ?? []);
    this.#columns.tags[slot] = this.#tags.number(record.tags ?? []);
    this.#textBytes += text.byteLength;
    this.#tidy();
  }

  delete(id: Id): void {
    const slot = this.slot(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#columns.version[slot] = free;
    this.#free.push(slot);
    this.#textBytes -= this.#columns.textBytes[slot] ?? 0;
    this.#tidy();
  }

  #row(id: Id, slot: number): PhotoRow {
    const { flags, time, thumb, albums, tags } = this.#columns;
    return {
      id,
      flags: flags[slot] ?? 0,
      time: time[slot] ?? 0,
      hasThumb: (thumb[slot] ?? 0) > 0,
      albums: this.#albums.of(albums[slot] ?? noValues),
      tags: this.#tags.of(tags[slot] ?? noValues),
    };
  }

  #record(slot: number): PhotoRecord {
    return parse(this.#texts.textAt(placeOf(this.#columns, slot)));
  }

  /** Copies the texts that are needed once more than half of them are not. */
  #tidy(): void {
    if (this.#texts.bytes - this.#textBytes < Math.max(mostWaste, this.#textBytes)) return;
    const old = this.#texts;
    this.#texts = new RecordTexts();
    for (const slot of this.slots())
      this.#columns.move(slot, this.#texts.add(old.bytesAt(placeOf(this.#columns, slot))));
  }
}

function parse(text: string): PhotoRecord {
  return JSON.parse(text) as PhotoRecord; // looked at when it was read, or written by us
}

type Places = Pick<TableColumns, 'piece' | 'at' | 'textBytes'>;

function placeOf({ piece, at, textBytes }: Places, slot: number): TextPlace {
  return { piece: piece[slot] ?? 0, at: at[slot] ?? 0, bytes: textBytes[slot] ?? 0 };
}

/** A value a slot. */
class TableColumns {
  readonly room: number;
  readonly version: Float64Array;
  readonly piece: Uint32Array;
  readonly at: Uint32Array;
  readonly textBytes: Uint32Array;
  /** `sortTime` */
  readonly time: Float64Array;
  /** Of the original. */
  readonly bytes: Float64Array;
  readonly thumb: Uint32Array;
  /** Width / height as it is shown; 1 where unknown. */
  readonly ratio: Float32Array;
  /** 0xRRGGBB or `noColor`. */
  readonly color: Uint32Array;
  /** Numbers of `ValueSets`. */
  readonly albums: Uint32Array;
  readonly tags: Uint32Array;
  readonly flags: Uint16Array;
  readonly blobs: Uint8Array;
  /** Length, then the thumbhash. */
  readonly hash: Buffer;

  constructor(room: number, from?: TableColumns) {
    const grown = <T extends Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array>(
      to: T,
      old?: T,
    ): T => {
      if (old !== undefined) to.set(old);
      return to;
    };
    this.room = room;
    this.version = grown(new Float64Array(room), from?.version);
    this.piece = grown(new Uint32Array(room), from?.piece);
    this.at = grown(new Uint32Array(room), from?.at);
    this.textBytes = grown(new Uint32Array(room), from?.textBytes);
    this.time = grown(new Float64Array(room), from?.time);
    this.bytes = grown(new Float64Array(room), from?.bytes);
    this.thumb = grown(new Uint32Array(room), from?.thumb);
    this.ratio = grown(new Float32Array(room), from?.ratio);
    this.color = grown(new Uint32Array(room), from?.color);
    this.albums = grown(new Uint32Array(room), from?.albums);
    this.tags = grown(new Uint32Array(room), from?.tags);
    this.flags = grown(new Uint16Array(room), from?.flags);
    this.blobs = grown(new Uint8Array(room), from?.blobs);
    this.hash = grown(Buffer.alloc(room * (thumbhashBytes + 1)), from?.hash);
  }

  larger(): TableColumns {
    return new TableColumns(Math.ceil(this.room * 1.5), this);
  }

  placesAndVersions(): Places & Pick<TableColumns, 'version'> {
    const { piece, at, textBytes, version } = this;
    return { piece: piece.slice(), at: at.slice(), textBytes: textBytes.slice(), version: version.slice() };
  }

  put(slot: number, version: number, record: PhotoRecord, place: TextPlace): void {
    const { width = 0, height = 0, turn = 0, color = noColor, thumb = 0, bytes, thumbhash } = record;
    const ratio = width > 0 && height > 0 ? width / height : 1;
    this.version[slot] = version;
    this.move(slot, place);
    this.time[slot] = sortTime(record);
    this.bytes[slot] = bytes;
    this.thumb[slot] = thumb;
    this.ratio[slot] = turn % 180 === 0 ? ratio : 1 / ratio;
    this.color[slot] = color;
    this.flags[slot] = photoFlagsOf(record);
    this.blobs[slot] = countBlobs(record);
    const hash = slot * (thumbhashBytes + 1);
    const fits = thumbhash !== undefined && Buffer.byteLength(thumbhash, 'base64') <= thumbhashBytes;
    this.hash[hash] = fits ? this.hash.write(thumbhash, hash + 1, 'base64') : 0;
  }

  move(slot: number, { piece, at, bytes }: TextPlace): void {
    this.piece[slot] = piece;
    this.at[slot] = at;
    this.textBytes[slot] = bytes;
  }
}
