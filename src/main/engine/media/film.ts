/**
 * @file Takes out of a film the little that tells about it, so that a decoder can read it without being sent gigabytes: only lengths are looked
 * at here, never what is inside; engine process.
 */

/** Bytes from `start`, at most `count`: fewer at the end of the file. */
export type ReadAt = (start: number, count: number) => Promise<Uint8Array>;

/** The same of bytes that are in memory. */
export function readAtOf(bytes: Uint8Array): ReadAt {
  return (start, count) => Promise.resolve(bytes.subarray(start, start + count));
}

/** Of WebM, Matroska and the others: duration and size stand at the start. */
const HEAD = 256 * 1024;
const LONGEST_MOVIE_BOX = 64 * 1024 * 1024;
const MOST_BOXES = 256;

/**
 * The file's brand and its `moov` (ISO/IEC 14496-12 §8.2), wherever it stands; of a film without one, or of another kind, the first bytes.
 * @param bytes length of the file
 * @throws what `read` throws
 */
export async function filmHead(read: ReadAt, bytes: number): Promise<Uint8Array> {
  let brand: Uint8Array = new Uint8Array(0);
  for (let at = 0, boxes = 0; at + 8 <= bytes && boxes < MOST_BOXES; boxes++) {
    const head = Buffer.from(await read(at, 16));
    const type = head.toString('latin1', 4, 8);
    if (head.length < 8 || !/^[\w ©-]{4}$/u.test(type)) break;
    const short = head.readUInt32BE(0);
    const length = short === 0 ? bytes - at : short === 1 ? longLength(head) : short;
    if (length < 8 || at + length > bytes) break;
    if (type === 'ftyp' && length <= HEAD) brand = Uint8Array.from(await read(at, length));
    if (type === 'moov')
      return length <= LONGEST_MOVIE_BOX ? Buffer.concat([brand, await read(at, length)]) : brand;
    at += length;
  }
  return brand.length > 0 ? brand : read(0, Math.min(HEAD, bytes));
}

/** 0 when it is not there, which ends the search. */
function longLength(head: Buffer): number {
  return head.length < 16 ? 0 : Number(head.readBigUInt64BE(8));
}
