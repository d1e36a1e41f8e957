/**
 * @file What is asked of all photos, in columns with a value a slot, so that no record has to be parsed for it. Both threads of the engine that read records
 * look at the same memory (`photo-reading.ts`). Runs in the engine.
 */
import { columnHashBytes, noColor } from '../../../shared/columns.ts';
import { countBlobs } from './blobs-of.ts';
import { photoFlagsOf, sortTime } from './photo-facts.ts';
import { isPhotoRecord, type PhotoRecord } from './records.ts';
import type { RecordTexts, TextPlace } from './record-texts.ts';
import { ValueSets } from './value-sets.ts';

/** In the place of a version: the slot is nobody's. */
export const free = 0;
const slotBytes = 3 * 8 + 8 * 4 + 2 + 1 + columnHashBytes;

/** The sets that columns name by number. */
export interface RecordSets {
  readonly albums: ValueSets;
  readonly tags: ValueSets;
}

/** What stands in them, by number. */
export type RecordSetValues = Record<keyof RecordSets, readonly (readonly string[])[]>;

export function recordSets(): RecordSets {
  return { albums: new ValueSets(), tags: new ValueSets() };
}

export class RecordColumns {
  readonly room: number;
  readonly memory: ArrayBufferLike;
  readonly version: Float64Array;
  /** `sortTime` */
  readonly time: Float64Array;
  /** Of the original. */
  readonly bytes: Float64Array;
  readonly piece: Uint32Array;
  readonly at: Uint32Array;
  readonly textBytes: Uint32Array;
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

  /** @param memory of `RecordColumns.memoryFor(room)` bytes, with what stands in it */
  constructor(room: number, memory: ArrayBufferLike = new ArrayBuffer(RecordColumns.memoryFor(room))) {
    let at = 0;
    const take = (bytes: number): [memory: ArrayBufferLike, at: number, length: number] => {
      const start = at;
      at += bytes * room;
      return [memory, start, room];
    };
    this.room = room;
    this.memory = memory;
    this.version = new Float64Array(...take(8));
    this.time = new Float64Array(...take(8));
    this.bytes = new Float64Array(...take(8));
    this.piece = new Uint32Array(...take(4));
    this.at = new Uint32Array(...take(4));
    this.textBytes = new Uint32Array(...take(4));
    this.thumb = new Uint32Array(...take(4));
    this.ratio = new Float32Array(...take(4));
    this.color = new Uint32Array(...take(4));
    this.albums = new Uint32Array(...take(4));
    this.tags = new Uint32Array(...take(4));
    this.flags = new Uint16Array(...take(2));
    this.blobs = new Uint8Array(...take(1));
    this.hash = Buffer.from(memory, at, room * columnHashBytes);
  }

  /** In bytes. */
  static memoryFor(room: number): number {
    return room * slotBytes;
  }

  /** The same with room for more. @param memory as for the constructor, empty */
  larger(room: number, memory?: ArrayBufferLike): RecordColumns {
    const copy = new RecordColumns(room, memory);
    copy.version.set(this.version);
    copy.time.set(this.time);
    copy.bytes.set(this.bytes);
    copy.piece.set(this.piece);
    copy.at.set(this.at);
    copy.textBytes.set(this.textBytes);
    copy.thumb.set(this.thumb);
    copy.ratio.set(this.ratio);
    copy.color.set(this.color);
    copy.albums.set(this.albums);
    copy.tags.set(this.tags);
    copy.flags.set(this.flags);
    copy.blobs.set(this.blobs);
    copy.hash.set(this.hash);
    return copy;
  }

  /** Whose the slots are and where their texts stand, as it is now. */
  placesNow(): { readonly version: Float64Array; readonly place: (slot: number) => TextPlace } {
    const [piece, at, bytes] = [this.piece.slice(), this.at.slice(), this.textBytes.slice()];
    return {
      version: this.version.slice(),
      place: (slot) => ({ piece: piece[slot] ?? 0, at: at[slot] ?? 0, bytes: bytes[slot] ?? 0 }),
    };
  }

  /** Where the record's text stands. */
  place(slot: number): TextPlace {
    return { piece: this.piece[slot] ?? 0, at: this.at[slot] ?? 0, bytes: this.textBytes[slot] ?? 0 };
  }

  move(slot: number, { piece, at, bytes }: TextPlace): void {
    this.piece[slot] = piece;
    this.at[slot] = at;
    this.textBytes[slot] = bytes;
  }

  /** All that follows from the record. */
  describe(slot: number, record: PhotoRecord, sets: RecordSets): void {
    const { width = 0, height = 0, turn = 0, color = noColor, thumb = 0, bytes, thumbhash } = record;
    const ratio = width > 0 && height > 0 ? width / height : 1;
    this.time[slot] = sortTime(record);
    this.bytes[slot] = bytes;
    this.thumb[slot] = thumb;
    this.ratio[slot] = turn % 180 === 0 ? ratio : 1 / ratio;
    this.color[slot] = color;
    this.albums[slot] = sets.albums.number(record.albums ?? []);
    this.tags[slot] = sets.tags.number(record.tags ?? []);
    this.flags[slot] = photoFlagsOf(record);
    this.blobs[slot] = countBlobs(record);
    const hash = slot * columnHashBytes;
    const fits = thumbhash !== undefined && Buffer.byteLength(thumbhash, 'base64') < columnHashBytes;
    this.hash[hash] = fits ? this.hash.write(thumbhash, hash + 1, 'base64') : 0;
  }

  /** Describes the slots from `from` up to `to` by their texts; answers those whose text is no record of a photo. */
  describeAll(from: number, to: number, texts: Pick<RecordTexts, 'textAt'>, sets: RecordSets): number[] {
    const unreadable: number[] = [];
    for (let slot = from; slot < to; slot += 1) {
      const record = parsed(texts.textAt(this.place(slot)));
      if (isPhotoRecord(record)) this.describe(slot, record, sets);
      else unreadable.push(slot);
    }
    return unreadable;
  }
}

/** Authenticated, yet not JSON: a writer's bug. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
