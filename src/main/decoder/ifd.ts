/** @file Walks the directories of a TIFF and of the raw formats built on it, however hostile its offsets are; decoder process. */

export const TAG = {
  width: 0x100,
  height: 0x101,
  bits: 0x102,
  compression: 0x103,
  photometric: 0x106,
  stripOffsets: 0x111,
  stripLengths: 0x117,
  subIfds: 0x14a,
  jpegOffset: 0x201,
  jpegLength: 0x202,
  exif: 0x8769,
  /** Panasonic: a whole JPEG. */
  jpegFromRaw: 0x2e,
  cropSize: 0xc620,
};

/** Cameras write about five directories of up to a hundred entries. */
const MOST_DIRECTORIES = 64;
const MOST_ENTRIES = 1000;
const MOST_VALUES = 16;

const BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1, 13: 4 };

export interface Directory {
  /** The first values of a tag as whole numbers; empty when it is not there or out of reach. */
  readonly values: (tag: number) => readonly number[];
  /** Where the bytes of a tag stand, and how many; null when it is not there or out of reach. */
  readonly place: (tag: number) => { readonly offset: number; readonly length: number } | null;
}

/** Every directory once, in the order they are found; none when the file is no TIFF. */
export function directories(bytes: Buffer): Directory[] {
  const little = bytes[0] === 0x49;
  if (bytes.length < 8) return [];
  const found: Directory[] = [];
  const waiting = [u32(bytes, 4, little)];
  const seen = new Set<number>();
  for (let at = waiting.shift(); at !== undefined && found.length < MOST_DIRECTORIES; at = waiting.shift()) {
    if (seen.has(at) || at < 8 || at + 2 > bytes.length) continue;
    seen.add(at);
    const directory = read(bytes, at, little);
    found.push(directory);
    const count = Math.min(u16(bytes, at, little), MOST_ENTRIES);
    const next = at + 2 + count * 12;
    waiting.push(...directory.values(TAG.subIfds), ...directory.values(TAG.exif));
    if (next + 4 <= bytes.length) waiting.push(u32(bytes, next, little));
  }
  return found;
}

function read(bytes: Buffer, start: number, little: boolean): Directory {
  const entries = new Map<number, number>();
  const count = Math.min(u16(bytes, start, little), MOST_ENTRIES);
  for (let index = 0; index < count; index++) {
    const at = start + 2 + index * 12;
    if (at + 12 > bytes.length) break;
    entries.set(u16(bytes, at, little), at);
  }
  const place = (tag: number): { offset: number; length: number } | null => {
    const at = entries.get(tag);
    if (at === undefined) return null;
    const length = u32(bytes, at + 4, little) * (BYTES[u16(bytes, at + 2, little)] ?? 1);
    const offset = length <= 4 ? at + 8 : u32(bytes, at + 8, little);
    return offset + length <= bytes.length ? { offset, length } : null;
  };
  const values = (tag: number): number[] => {
    const at = entries.get(tag);
    const where = place(tag);
    if (at === undefined || where === null) return [];
    const type = u16(bytes, at + 2, little);
    const size = BYTES[type] ?? 1;
    const result: number[] = [];
    for (let from = where.offset; from + size <= where.offset + where.length; from += size) {
      if (result.length === MOST_VALUES) break;
      if (size === 1) result.push(bytes[from] ?? 0);
      else if (size === 2) result.push(u16(bytes, from, little));
      else if (size === 4) result.push(u32(bytes, from, little));
      else result.push(u32(bytes, from, little) / u32(bytes, from + 4, little));
    }
    return result;
  };
  return { values, place };
}

function u16(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function u32(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
