/**
 * @file Photos as parallel columns in one buffer: what the grid needs to know of every photo, sent once per unlock and, for what came
 * or changed, with every `library` event. Pure TypeScript.
 *
 * Layout, little-endian, n = number of photos: u32 magic 'LPC1' ‖ u32 n ‖ time f64×n ‖ ratio f32×n ‖ color u32×n ‖ flags u16×n ‖
 * thumb u16×n ‖ id 16 bytes×n ‖ thumbhash 26 bytes×n (length, then up to 25 bytes).
 */

/** Bits of `flags`. */
export const photoFlags = {
  trashed: 1,
  favourite: 2,
  noPreview: 4, // kept without a thumbnail
  dated: 8, // `time` is the capture time; otherwise the file's or the import's
  video: 16,
  animated: 32,
  raw: 64,
  placed: 128, // has coordinates
  archived: 256, // out of the timeline
  live: 512, // has the film of a Live Photo, or one in its own file
  turnedQuarter: 1024, // together with the next: quarters, clockwise, that somebody has turned it by
  turnedHalf: 2048,
  hidden: 4096, // sent only while hidden photos are revealed
} as const;

/** Quarters, clockwise, that a photo is turned by on top of what its file says: 0 to 3. `ratio` has them in already. */
export function quarterTurns(flags: number): number {
  return (flags >> 10) & 3;
}

/** No average colour known. */
export const noColor = 0xffffffff;
const magic = 0x3143504c; // 'LPC1'
/** Of a photo's thumbhash: its length, then up to 25 bytes. */
export const columnHashBytes = 26;

export interface PhotoColumns {
  readonly count: number;
  /** Wall-clock time where the photo was taken, as if it were UTC, in ms since 1970; newest first. */
  readonly time: Float64Array;
  /** Width / height after orientation; 1 where unknown. */
  readonly ratio: Float32Array;
  /** 0xRRGGBB or `noColor`. */
  readonly color: Uint32Array;
  readonly flags: Uint16Array;
  /** Version of the thumbnail, modulo 65536: part of its address, so that a new one is loaded; 0 = none. */
  readonly thumb: Uint16Array;
  /** 16 bytes a photo. */
  readonly id: Uint8Array;
  /** 26 bytes a photo: length, then the thumbhash. */
  readonly hash: Uint8Array;
}

/** Bytes of the buffer for `count` photos. */
export function columnsSize(count: number): number {
  return 8 + count * (8 + 4 + 4 + 2 + 2 + 16 + columnHashBytes);
}

/** Empty columns over one new buffer, to be filled in; `buffer` is what is sent. */
export function createColumns(count: number): { columns: PhotoColumns; buffer: Uint8Array } {
  const buffer = new Uint8Array(columnsSize(count));
  const head = new DataView(buffer.buffer);
  head.setUint32(0, magic, true);
  head.setUint32(4, count, true);
  return { columns: view(buffer, count), buffer };
}

/** Views over a received buffer (copied first when it is not aligned). Throws RangeError when it is not such a buffer. */
export function readColumns(received: Uint8Array): PhotoColumns {
  const buffer = received.byteOffset % 8 === 0 ? received : received.slice();
  if (buffer.byteLength < 8) throw new RangeError('columns: too short');
  const head = new DataView(buffer.buffer, buffer.byteOffset, 8);
  const count = head.getUint32(4, true);
  if (head.getUint32(0, true) !== magic || buffer.byteLength !== columnsSize(count))
    throw new RangeError('columns: wrong shape');
  return view(buffer, count);
}

/** The id of photo `index` as 32 hex digits. */
export function columnId(columns: PhotoColumns, index: number): string {
  let id = '';
  for (let at = index * 16; at < index * 16 + 16; at += 1) id += hex[columns.id[at] ?? 0] ?? '';
  return id;
}

/** The thumbhash of photo `index`, or null. */
export function columnHash(columns: PhotoColumns, index: number): Uint8Array | null {
  const start = index * columnHashBytes;
  const length = columns.hash[start] ?? 0;
  return length === 0 ? null : columns.hash.subarray(start + 1, start + 1 + length);
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function view(buffer: Uint8Array, count: number): PhotoColumns {
  let at = buffer.byteOffset + 8;
  const take = (bytes: number): number => {
    const start = at;
    at += bytes * count;
    return start;
  };
  const memory = buffer.buffer;
  return {
    count,
    time: new Float64Array(memory, take(8), count),
    ratio: new Float32Array(memory, take(4), count),
    color: new Uint32Array(memory, take(4), count),
    flags: new Uint16Array(memory, take(2), count),
    thumb: new Uint16Array(memory, take(2), count),
    id: new Uint8Array(memory, take(16), count * 16),
    hash: new Uint8Array(memory, take(columnHashBytes), count * columnHashBytes),
  };
}
