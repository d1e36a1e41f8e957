/** @file How long the files of an export will be: known of originals, estimated of converted pictures. Runs in the engine. */
import type { PhotoRecord } from '../catalog/index.ts';
import { isCleanable } from './clean/index.ts';
import type { Options } from './options.ts';

/** How a photo will be written, as far as its kind tells. */
export type Way = 'exact' | 'cleaned' | 'converted' | 'uncleanable' | 'unconvertible';

export function wayOf({ mime }: PhotoRecord, { format, without, otherwise }: Options): Way {
  const converted = isPicture(mime) ? 'converted' : 'unconvertible';
  if (format !== 'original') return converted;
  if (without === 'nothing') return 'exact';
  if (isCleanable(mime)) return 'cleaned';
  return otherwise === 'jpeg' ? converted : 'uncleanable';
}

function isPicture(mime: string): boolean {
  return mime.startsWith('image/');
}

/** Whether films of Live Photos come along: a film is neither cleaned nor converted. */
export function hasFilm({ format, without }: Options): boolean {
  return format === 'original' && without === 'nothing';
}

/** What is read of it, in bytes. */
export function readLength(photo: PhotoRecord, options: Options): number {
  return photo.bytes + (hasFilm(options) ? (photo.pair?.bytes ?? 0) : 0);
}

/** In bytes; 0 for what will not be written. */
export function lengthOf(photo: PhotoRecord, options: Options): number {
  switch (wayOf(photo, options)) {
    case 'exact':
      return photo.bytes + (photo.pair?.bytes ?? 0);
    case 'cleaned':
      return photo.bytes;
    case 'converted':
      return convertedLength(photo, options);
    case 'uncleanable':
    case 'unconvertible':
      return 0;
  }
}

/** Of a sidecar, and of a line in the list of checksums. */
export const sidecarLength = 2048;
export const checksumLength = 160;

/** A photograph of unknown size is taken for one of 12 megapixels. */
const usualPixels = 12e6;

function convertedLength({ width, height, problem, bytes }: PhotoRecord, options: Options): number {
  if (problem !== undefined && problem !== 'picture-truncated') return bytes; // most likely nothing comes of it
  const { maxEdge, quality } = options;
  const edge = Math.max(width ?? 0, height ?? 0);
  const scale = maxEdge === null || edge <= maxEdge ? 1 : maxEdge / edge;
  const whole = width === undefined || height === undefined ? usualPixels : width * height;
  return Math.round(whole * scale * scale * bytesPerPixel(options.format, quality)) + 1024;
}

/** Of photographs; measured on camera pictures, on the high side. */
function bytesPerPixel(format: Options['format'], quality: number): number {
  if (format === 'png') return 1.8;
  const jpeg = 0.06 + 0.25 * (quality / 100) ** 3 + (quality > 90 ? (quality - 90) * 0.04 : 0);
  return format === 'webp' ? jpeg * 0.75 : jpeg;
}
