/**
 * @file Finds the film that phones put behind a picture, in the same file: Google's and Samsung's motion photos. Only places and lengths are read here, and
 * nothing counts that does not begin as a film; engine process.
 */
import type { ReadAt } from './film.ts';
import { sniff } from './sniff.ts';

export interface MotionFilm {
  /** First byte and the one behind the last. */
  readonly start: number;
  readonly end: number;
  readonly mime: string;
}

/** EXIF with its small picture stands before XMP. */
const HEAD = 192 * 1024;
const [BOX_HEADER, MOST_BOXES] = [8, 64];
const [TRAILER_END, TRAILER_ENTRY, MOST_TRAILER] = [8, 12, 4096];
const SAMSUNG = 'MotionPhoto_Data';
const ENOUGH_TO_TELL = 64;

/**
 * @param bytes length of the file
 * @param mime of the picture
 * @returns null when there is none
 * @throws what `read` throws
 */
export async function motionFilm(read: ReadAt, bytes: number, mime: string): Promise<MotionFilm | null> {
  const heif = mime === 'image/heic' || mime === 'image/heif' || mime === 'image/avif';
  if (!heif && mime !== 'image/jpeg') return null;
  const { buffer, byteOffset, byteLength } = await read(0, Math.min(HEAD, bytes));
  const head = Buffer.from(buffer, byteOffset, byteLength);
  const ways = [() => ofGoogle(head, bytes), () => (heif ? ofBoxes(read, bytes) : ofSamsung(read, bytes))];
  for (const way of ways) {
    const place = await way();
    if (place === null || place.start <= 0 || place.end > bytes || place.end - place.start < ENOUGH_TO_TELL)
      continue;
    const film = sniff(await read(place.start, ENOUGH_TO_TELL));
    if (film?.kind === 'video') return { ...place, mime: film.mime };
  }
  return null;
}

type Place = Pick<MotionFilm, 'start' | 'end'>;

/** Counted from the end of the file: in one number (micro video), or as the lengths of all that stands behind the picture (motion photo 1.0). */
function ofGoogle(head: Buffer, bytes: number): Place | null {
  // Asked of every photo that is imported, of which most say nothing of the kind.
  if (!head.includes('MicroVideoOffset') && !head.includes('MotionPhoto')) return null;
  const xmp = head.toString('latin1');
  const micro = /Camera:MicroVideoOffset\s{0,9}(?:=\s{0,9}["']|>)(\d{1,12})/u.exec(xmp);
  const behind = micro ? Number(micro[1]) : null;
  if (behind !== null) return { start: bytes - behind, end: bytes };
  const items = xmp
    .split('<rdf:li')
    .slice(1)
    .map((item) => ({
      isFilm: valueOf(item, 'Semantic') === 'MotionPhoto',
      length: Number(valueOf(item, 'Length')),
    }));
  const film = items.findIndex(({ isFilm }) => isFilm);
  if (film < 0) return null;
  const [itself = 0, ...rest] = items.slice(film).map(({ length }) => length);
  const start = bytes - itself - rest.reduce((sum, length) => sum + length, 0);
  return Number.isSafeInteger(start) ? { start, end: start + itself } : null;
}

/** An attribute of an entry of Google's directory, or an element in it. */
function valueOf(item: string, name: string): string {
  return (
    new RegExp(`Item:${name}\\s{0,9}(?:=\\s{0,9}["']|>)([^"'<]{0,40})`, 'u').exec(item.slice(0, 2000))?.[1] ??
    ''
  );
}

/** A HEIC has a box for it. */
async function ofBoxes(read: ReadAt, bytes: number): Promise<Place | null> {
  for (let at = 0, boxes = 0; at + BOX_HEADER <= bytes && boxes < MOST_BOXES; boxes++) {
    const box = Buffer.from(await read(at, BOX_HEADER));
    const length = box.readUInt32BE(0);
    const end = length === 0 ? bytes : at + length;
    if (box.toString('latin1', 4) === 'mpvd') return { start: at + BOX_HEADER, end };
    if (length < BOX_HEADER) break;
    at = end;
  }
  return null;
}

/** Blocks behind the picture, listed at the end: kind, how far before the list, how long. Each begins with its kind and name. */
async function ofSamsung(read: ReadAt, bytes: number): Promise<Place | null> {
  if (bytes < TRAILER_END) return null;
  const end = Buffer.from(await read(bytes - TRAILER_END, TRAILER_END));
  const length = end.readUInt32LE(0);
  const at = bytes - TRAILER_END - length;
  if (end.toString('latin1', 4) !== 'SEFT' || length > MOST_TRAILER || length < TRAILER_ENTRY || at < 0)
    return null;
  const list = Buffer.from(await read(at, length));
  if (list.toString('latin1', 0, 4) !== 'SEFH') return null;
  for (let entry = TRAILER_ENTRY; entry + TRAILER_ENTRY <= list.length; entry += TRAILER_ENTRY) {
    const [start, size] = [at - list.readUInt32LE(entry + 4), list.readUInt32LE(entry + 8)];
    const named = BOX_HEADER + SAMSUNG.length;
    if (start < 0 || size <= named) continue;
    const name = Buffer.from(await read(start, named)).toString('latin1', BOX_HEADER);
    if (name === SAMSUNG) return { start: start + named, end: start + size };
  }
  return null;
}
