/**
 * @file TIFF (6.0) as a picture: its pages are put into a new file with the tags that are needed to show them and their coded rows or tiles as they are.
 * Thumbnails, layers and directories of programs go. Pure; runs in the engine.
 */
import { cut, StructureError, type Without } from './structure.ts';
import { directory, readExif, sizeOf, writeDirectory, type Entry } from './tiff.ts';
import { isPlacelessPhotoshop, isPlacelessXmp } from './words.ts';

const tags = {
  compression: 259,
  rows: { at: 273, lengths: 279 },
  tiles: { at: 324, lengths: 325 },
  xmp: 700,
  photoshop: 34_377,
  exif: 34_665,
};
/**
 * Size, samples, compression, photometric meaning, order of bits and planes, rows and tiles, orientation, resolution, place on the sheet, curves, fax options,
 * predictor, colour map, tiles, inks, extra samples, tables of JPEG, YCbCr, black and white, colour profile.
 */
const shown = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 286, 287, 290,
  291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 332, 334, 336, 338, 339, 347,
  529, 530, 531, 532, 34_675,
]); // prettier-ignore
/** Of those that are files of their own inside (old JPEG, JPEG 2000, WebP, JPEG XL) nobody knows what is in them. */
const plainCompressions = new Set([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946, 34_676, 34_677, 34_925, 50_000]);
const jpegCompression = 7;
const [short, long] = [3, 4];
const mostPages = 2000;

interface Page {
  readonly entries: readonly Entry[];
  readonly photo: readonly Entry[];
  readonly pieces: readonly Buffer[];
  readonly kind: 'rows' | 'tiles';
}

/** @throws StructureError when it is not built as it has to be, or compressed in a way that may hide something */
export function cleanScan(bytes: Buffer, without: Without): Buffer {
  const order = cut(bytes, 0, 8).toString('latin1', 0, 2);
  const little = order === 'II';
  if (!little && order !== 'MM') throw new StructureError('no start');
  if (number(bytes, 2, 2, little) !== 42) throw new StructureError('version');
  const pages: Page[] = [];
  const seen = new Set<number>();
  let held = 0;
  for (let at = number(bytes, 4, 4, little); at !== 0;) {
    if (seen.has(at) || seen.size >= mostPages) throw new StructureError('circle');
    seen.add(at);
    const page = pageAt(bytes, at, little, without, pages.length === 0);
    held += page.pieces.reduce((sum, { length }) => sum + length, 0);
    if (held > bytes.length) throw new StructureError('again');
    pages.push(page);
    at = number(bytes, at + 2 + 12 * number(bytes, at, 2, little), 4, little);
  }
  if (pages.length === 0) throw new StructureError('no picture');
  return written(pages, little);
}

function pageAt(bytes: Buffer, at: number, little: boolean, without: Without, first: boolean): Page {
  const all = directory(bytes, at, little);
  const values = (tag: number): number[] => {
    const entry = all.find((one) => one.tag === tag);
    if (entry === undefined || (entry.type !== short && entry.type !== long)) return [];
    const size = entry.type === short ? 2 : 4;
    return Array.from({ length: entry.count }, (_, index) => number(entry.value, index * size, size, little));
  };
  const [compression = 1] = values(tags.compression);
  if (!plainCompressions.has(compression)) throw new StructureError('compression');
  const kind = values(tags.tiles.at).length > 0 ? 'tiles' : 'rows';
  const [starts, lengths] = [values(tags[kind].at), values(tags[kind].lengths)];
  if (starts.length === 0 || starts.length !== lengths.length) throw new StructureError('no pixels');
  const pieces = starts.map((start, index) => cut(bytes, start, lengths[index] ?? 0));
  if (compression === jpegCompression && pieces.some(tells)) throw new StructureError('segments');
  const kept = all.filter(({ tag }) => shown.has(tag));
  if (without === 'metadata') return { entries: kept, photo: [], pieces, kind };
  const told = all.filter(({ tag, value }) => {
    if (tag === tags.xmp) return isPlacelessXmp(value);
    return tag === tags.photoshop && isPlacelessPhotoshop(value);
  });
  const exif = first ? readExif(bytes) : null;
  const known = new Set(kept.map(({ tag }) => tag));
  const words = (exif?.main ?? []).filter(({ tag }) => !known.has(tag));
  return { entries: [...kept, ...told, ...words], photo: exif?.photo ?? [], pieces, kind };
}

/** Whether a JPEG has segments that are for programs, or comments, before its rows. */
function tells(jpeg: Buffer): boolean {
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff;) {
    const kind = jpeg[at + 1] ?? 0;
    if (kind === 0xda) return false;
    // What Adobe says of its colours is needed.
    if ((kind >= 0xe0 && kind <= 0xef && kind !== 0xee) || kind === 0xfe) return true;
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  return false;
}

/** Header; then of each page its pieces, its directory, and that of its exposure. The same parts always give the same file. */
function written(pages: readonly Page[], little: boolean): Buffer {
  const header = Buffer.alloc(8);
  header.write(little ? 'II' : 'MM', 0, 'latin1');
  put(header, 2, 2, 42, little);
  const parts: Buffer[] = [header];
  let next: { readonly part: Buffer; readonly at: number } = { part: header, at: 4 };
  let at = 8;
  const add = (part: Buffer): number => {
    const place = at;
    parts.push(part);
    at += part.length;
    if (at % 2 === 1) parts.push(Buffer.alloc(1));
    at += at % 2;
    return place;
  };
  for (const { entries, photo, pieces, kind } of pages) {
    const places = pieces.map(add);
    const numbers = (tag: number, all: readonly number[]): Entry => {
      const value = Buffer.alloc(4 * all.length);
      for (const [index, one] of all.entries()) put(value, 4 * index, 4, one, little);
      return { tag, type: long, count: all.length, value };
    };
    const own = entries.filter(({ tag }) => ![tags[kind].at, tags[kind].lengths].includes(tag));
    own.push(numbers(tags[kind].at, places));
    own.push(numbers(tags[kind].lengths, pieces.map(({ length }) => length))); // prettier-ignore
    const tables = [own];
    if (photo.length > 0) {
      tables.push([...photo]);
      own.push(numbers(tags.exif, [at + sizeOf([...own, numbers(tags.exif, [0])])]));
    }
    const part = Buffer.alloc(tables.reduce((sum, table) => sum + sizeOf(table), 0));
    let from = 0;
    for (const table of tables) {
      writeDirectory(part, from, table, little, at);
      from += sizeOf(table);
    }
    put(next.part, next.at, 4, add(part), little);
    next = { part, at: 2 + 12 * own.length };
  }
  return Buffer.concat(parts);
}

function number(bytes: Buffer, at: number, size: 2 | 4, little: boolean): number {
  const part = cut(bytes, at, size);
  return little ? part.readUIntLE(0, size) : part.readUIntBE(0, size);
}
function put(bytes: Buffer, at: number, size: 2 | 4, value: number, little: boolean): void {
  if (little) bytes.writeUIntLE(value, at, size);
  else bytes.writeUIntBE(value, at, size);
}
