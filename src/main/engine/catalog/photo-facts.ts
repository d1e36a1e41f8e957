/** @file What a photo's record says for the grid: when it stands where, and its flags (`shared/columns.ts`). Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
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
