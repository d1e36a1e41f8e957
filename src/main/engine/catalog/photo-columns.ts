/** @file Builds the columnar index the grid lives on from photo records (`shared/columns.ts`). Runs in the engine. */
import { createColumns, noColor, photoFlags, setColumnId } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import type { Entry } from './memory.ts';
import type { PhotoRecord } from './records.ts';

/**
 * Wall-clock time where the photo was taken, as if it were UTC, in ms since 1970: a photo taken at noon in Tokyo stands at noon. Without a
 * capture time the file's modification time, without that the import's.
 */
export function sortTime(photo: PhotoRecord): number {
  const wallClock = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?/.exec(photo.capturedAt ?? '')?.[0];
  const captured = wallClock === undefined ? Number.NaN : Date.parse(`${wallClock}Z`);
  if (Number.isFinite(captured)) return captured;
  const modified = Date.parse(photo.modifiedAt ?? photo.importedAt);
  return Number.isFinite(modified) ? modified : 0;
}

/** Bits of `photoFlags`. */
export function photoFlagsOf(photo: PhotoRecord): number {
  let flags = 0;
  if (photo.trashedAt !== undefined) flags |= photoFlags.trashed;
  if (photo.favourite) flags |= photoFlags.favourite;
  if (photo.thumb === undefined) flags |= photoFlags.noPreview;
  if (photo.capturedAt !== undefined) flags |= photoFlags.dated;
  if (photo.mime.startsWith('video/')) flags |= photoFlags.video;
  if (photo.animated) flags |= photoFlags.animated;
  if (photo.mime.startsWith('image/x-')) flags |= photoFlags.raw;
  if (photo.latitude !== undefined && photo.longitude !== undefined) flags |= photoFlags.placed;
  if (photo.archived) flags |= photoFlags.archived;
  if (photo.hidden) flags |= photoFlags.hidden;
  if (photo.pair !== undefined) flags |= photoFlags.live;
  if (photo.turn === 90 || photo.turn === 270) flags |= photoFlags.turnedQuarter;
  if (photo.turn === 180 || photo.turn === 270) flags |= photoFlags.turnedHalf;
  return flags;
}

/** Columns of all photos that are `shown`, or of those named that are there: newest first; equal times in order of id, so that the order is always the same. */
export function buildColumns(
  all: ReadonlyMap<Id, Entry<PhotoRecord>>,
  shown: (photo: PhotoRecord) => boolean,
  ids: Iterable<Id> = all.keys(),
): Uint8Array {
  const photos: [Id, PhotoRecord][] = [];
  for (const id of ids) {
    const entry = all.get(id);
    if (entry !== undefined && shown(entry.record)) photos.push([id, entry.record]);
  }
  const times = Float64Array.from(photos, ([, photo]) => sortTime(photo));
  const order = Uint32Array.from(photos.keys()).sort((a, b) => {
    const later = (times[b] ?? 0) - (times[a] ?? 0);
    return later === 0 ? compareIds(photos[a]?.[0] ?? '', photos[b]?.[0] ?? '') : later;
  });
  const { columns, buffer } = createColumns(photos.length);
  const hash = Buffer.alloc(32); // one for all: as many small ones as there are photos would cost more than the rest
  order.forEach((from, to) => {
    const entry = photos[from];
    if (entry === undefined) return;
    const [id, photo] = entry;
    const { width = 0, height = 0, turn = 0 } = photo;
    const ratio = width > 0 && height > 0 ? width / height : 1;
    columns.time[to] = times[from] ?? 0;
    columns.ratio[to] = turn % 180 === 0 ? ratio : 1 / ratio;
    columns.color[to] = photo.color ?? noColor;
    columns.flags[to] = photoFlagsOf(photo);
    columns.thumb[to] = photo.thumb === undefined ? 0 : ((photo.thumb - 1) % 65_535) + 1;
    const { thumbhash } = photo;
    setColumnId(
      columns,
      to,
      id,
      thumbhash === undefined ? null : hash.subarray(0, hash.write(thumbhash, 'base64')),
    );
  });
  return buffer;
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
