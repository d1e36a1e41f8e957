/**
 * @file EXIF (a TIFF of its own inside a picture) taken apart and built anew from the tags that are known to hold no place: nothing else of it,
 * no maker note, thumbnail or unused byte, comes along. Pure; runs in the engine.
 */

export interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** As in the file. */
  readonly value: Buffer;
}

/** A TIFF's directories, in one byte order. */
export interface Exif {
  readonly little: boolean;
  readonly main: readonly Entry[];
  readonly photo: readonly Entry[];
  readonly interop: readonly Entry[];
  /** Never taken from a file. */
  readonly gps?: readonly Entry[];
}

const pointers = { photo: 0x8769, gps: 0x8825, interop: 0xa005 };
const orientationTag = 0x112;
const colorSpaceTag = 0xa001;
const interopIndexTag = 1;
const adobeRgb = 'R03';

/** Bytes of one value, by its type (TIFF 6.0, Exif 3.0). */
const sizes: Readonly<Record<number, number>> = {
  1: 1, // BYTE
  2: 1, // ASCII
  3: 2, // SHORT
  4: 4, // LONG
  5: 8, // RATIONAL
  7: 1, // UNDEFINED
  9: 4, // SLONG
  10: 8, // SRATIONAL
  129: 1, // UTF-8
};
const [short, long] = [3, 4];
const mostEntries = 512;
/** What a segment of a JPEG takes; a longer EXIF is none. */
const longestExif = 65_000;

/** IFD0: description, make, model, orientation, resolution, software, dates, artist, colour, copyright, rating, titles; nothing that points elsewhere. */
const isPlain = (tag: number): boolean =>
  (tag >= 0x10e && tag <= 0x110) ||
  tag === orientationTag ||
  [0x11a, 0x11b, 0x128, 0x131, 0x132, 0x13b, 0x13c, 0x13e, 0x13f, 0x211, 0x212, 0x213, 0x214].includes(tag) ||
  [0x4746, 0x4749, 0x8298].includes(tag) ||
  (tag >= 0x9c9b && tag <= 0x9c9f);
/** The Exif IFD: exposure, dates, lens, serial numbers, comment. Not: maker note (it may hold a place, in a way only its maker knows). */
const isOfPhoto = (tag: number): boolean =>
  tag >= 0x829a && tag < 0xa600 && ![0x8769, 0x8825, 0x927c, 0xa005].includes(tag);
const isOfInterop = (tag: number): boolean => tag === interopIndexTag || tag === 2;

/** Without place; null when nothing readable is in it. */
export function placelessExif(tiff: Buffer): Buffer | null {
  const exif = readExif(tiff);
  if (exif === null) return null;
  return buildExif(exif) ?? bareExif(tiff);
}

/** Nothing but what the pixels need: how to turn them, and that their colours are Adobe RGB; null when neither needs saying. */
export function bareExif(tiff: Buffer): Buffer | null {
  const exif = readExif(tiff);
  if (exif === null) return null;
  const main = exif.main.filter((entry) => isTurn(entry, exif.little)).slice(0, 1);
  const interop = exif.interop.filter(isAdobeRgb).slice(0, 1);
  const photo = interop.length === 0 ? [] : exif.photo.filter(({ tag }) => tag === colorSpaceTag).slice(0, 1);
  return buildExif({ little: exif.little, main, photo, interop });
}

function isTurn({ tag, type, count, value }: Entry, little: boolean): boolean {
  if (tag !== orientationTag || type !== short || count !== 1) return false;
  const turn = little ? value.readUInt16LE() : value.readUInt16BE();
  return turn >= 2 && turn <= 8;
}

function isAdobeRgb({ tag, value }: Entry): boolean {
  return tag === interopIndexTag && value.toString('latin1').startsWith(adobeRgb);
}

/** What is known to hold no place; null when it is no TIFF. */
export function readExif(tiff: Buffer): Exif | null {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const little = order === 'II';
  if (u16(tiff, 2, little) !== 42) return null;
  const main = directory(tiff, u32(tiff, 4, little), little);
  const below = (entries: readonly Entry[], tag: number): readonly Entry[] => {
    const pointer = entries.find((entry) => entry.tag === tag && entry.type === long && entry.count === 1);
    return pointer === undefined ? [] : directory(tiff, u32(pointer.value, 0, little), little);
  };
  const photo = below(main, pointers.photo);
  const interop = below(photo, pointers.interop);
  return {
    little,
    main: main.filter(({ tag }) => isPlain(tag)),
    photo: photo.filter(({ tag, value }) => isOfPhoto(tag) && !(tag === colorSpaceTag && value.length < 2)),
    interop: interop.filter(({ tag }) => isOfInterop(tag)),
  };
}

/** Entries of a directory that are whole, each tag once. What points outside is left out. */
export function directory(tiff: Buffer, at: number, little: boolean): Entry[] {
  if (at < 8 || at + 2 > tiff.length) return [];
  const found = new Map<number, Entry>();
  const count = Math.min(u16(tiff, at, little), mostEntries);
  for (let index = 0; index < count; index += 1) {
    const place = at + 2 + index * 12;
    if (place + 12 > tiff.length) break;
    const [tag, type, values] = [
      u16(tiff, place, little),
      u16(tiff, place + 2, little),
      u32(tiff, place + 4, little),
    ];
    const length = (sizes[type] ?? 0) * values;
    const from = length <= 4 ? place + 8 : u32(tiff, place + 8, little);
    if (length === 0 || from + length > tiff.length || found.has(tag)) continue;
    found.set(tag, { tag, type, count: values, value: tiff.subarray(from, from + length) });
  }
  return [...found.values()];
}

/** Header, directories one after the other, each followed by its values; null when there is nothing to say, or too much. */
export function buildExif({ little, main, photo, interop, gps = [] }: Exif): Buffer | null {
  const pointer = (tag: number): Entry => ({ tag, type: long, count: 1, value: Buffer.alloc(4) });
  const to = {
    photo: pointer(pointers.photo),
    gps: pointer(pointers.gps),
    interop: pointer(pointers.interop),
  };
  const inner = interop.length === 0 ? [...photo] : [...photo, to.interop];
  const outer = [...main, ...(inner.length === 0 ? [] : [to.photo]), ...(gps.length === 0 ? [] : [to.gps])];
  if (outer.length === 0) return null;
  const directories = [
    { entries: outer, pointer: null },
    { entries: inner, pointer: to.photo },
    { entries: interop, pointer: to.interop },
    { entries: gps, pointer: to.gps },
  ].filter(({ entries }) => entries.length > 0);
  let total = 8;
  const placed = directories.map(({ entries, pointer: from }) => {
    const at = total;
    if (from !== null) write32(from.value, 0, at, little);
    total += sizeOf(entries);
    return { entries, at };
  });
  if (total > longestExif) return null;
  const tiff = Buffer.alloc(total);
  tiff.write(little ? 'II' : 'MM', 0, 'latin1');
  write16(tiff, 2, 42, little);
  write32(tiff, 4, 8, little);
  for (const { entries, at } of placed) writeDirectory(tiff, at, entries, little);
  return tiff;
}

const padded = (length: number): number => (length <= 4 ? 0 : length + (length % 2));

/** What a directory takes with its values, in bytes. */
export function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { value }) => sum + 12 + padded(value.length), 2 + 4);
}

/**
 * At its place, its values behind it; the place of the next directory, behind its entries, stays 0.
 * @param before so many bytes of the file stand before these
 */
export function writeDirectory(
  tiff: Buffer,
  at: number,
  entries: readonly Entry[],
  little: boolean,
  before = 0,
): void {
  const sorted = [...entries].sort((one, other) => one.tag - other.tag);
  write16(tiff, at, sorted.length, little);
  let free = at + 2 + sorted.length * 12 + 4;
  for (const [index, { tag, type, count, value }] of sorted.entries()) {
    const place = at + 2 + index * 12;
    write16(tiff, place, tag, little);
    write16(tiff, place + 2, type, little);
    write32(tiff, place + 4, count, little);
    const inside = value.length <= 4;
    if (!inside) write32(tiff, place + 8, before + free, little);
    value.copy(tiff, inside ? place + 8 : free);
    free += padded(value.length);
  }
}

function u16(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}
function u32(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
function write16(bytes: Buffer, at: number, value: number, little: boolean): void {
  if (little) bytes.writeUInt16LE(value, at);
  else bytes.writeUInt16BE(value, at);
}
function write32(bytes: Buffer, at: number, value: number, little: boolean): void {
  if (little) bytes.writeUInt32LE(value, at);
  else bytes.writeUInt32BE(value, at);
}
