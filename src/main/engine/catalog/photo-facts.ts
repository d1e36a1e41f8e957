/** @file What a photo's record says for the grid: when it stands where, and its flags (`shared/columns.ts`). Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { PhotoRecord } from './records.ts';

/**
 * Wall-clock time where the photo was taken, as if it were UTC, in ms since 1970: a photo taken at noon in Tokyo stands at noon. Without a
 * capture time the file's modification time, without that the import's.
 */
export function sortTime(photo: PhotoRecord): number {
  const captured = wallClock(photo.capturedAt ?? '');
  if (Number.isFinite(captured)) return captured;
  const modified = Date.parse(photo.modifiedAt ?? photo.importedAt);
  return Number.isFinite(modified) ? modified : 0;
}

/** `YYYY-MM-DDTHH:mm:ss`, with up to three digits of a fraction, as if it were UTC; NaN when it does not begin so. Asked of every photo when a vault is opened. */
function wallClock(text: string): number {
  const usual = text.length >= 19 && text[19] !== '.' && text[4] === '-' && text[10] === 'T';
  if (usual && text[7] === '-' && text[13] === ':' && text[16] === ':') {
    const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
    const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)];
    const isSure = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
    if (isSure && hour <= 23 && minute <= 59 && second <= 59)
      return Date.UTC(year, month - 1, day, hour, minute, second);
  }
  const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?/.exec(text)?.[0];
  return found === undefined ? Number.NaN : Date.parse(`${found}Z`);
}

/** NaN when they are not all digits. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
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
  if (photo.pair !== undefined || photo.motion) flags |= photoFlags.live;
  if (photo.turn === 90 || photo.turn === 270) flags |= photoFlags.turnedQuarter;
  if (photo.turn === 180 || photo.turn === 270) flags |= photoFlags.turnedHalf;
  return flags;
}
