/** @file What is written of a photo: its own bytes, or bytes made of them, without its place or metadata, or in another format. Runs in the engine. */
import type { ExportItem } from '../../../shared/contract.ts';
import type { Conversion } from '../../../shared/decoding.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import type { DecoderPool } from '../media/types.ts';
import { cleaned, isCleanable } from './clean/index.ts';
import { wayOf } from './estimate.ts';
import { exifOf, withExif } from './exif.ts';
import type { Options } from './options.ts';

export interface ContentPlace {
  readonly blobs: BlobStore;
  readonly pool: () => DecoderPool;
  readonly options: Options;
  readonly signal: AbortSignal;
}

/** Bytes made of a photo, all in memory. */
export interface Made {
  readonly bytes: Uint8Array;
  readonly content: NonNullable<ExportItem['content']>;
  /** The name it is to have. */
  readonly name: string;
}

/** Longest photo that is taken apart or converted, in bytes: it is in memory twice. */
export const longestMade = 512 * 1024 * 1024;

/**
 * Null when the photo is to be written as it is.
 * @throws CodedError not-cleanable, not-convertible (`problem`: what the decoder met), blob-missing,
 * blob-damaged, disk-failed; AbortError
 */
export async function madeOf(photo: PhotoRecord, place: ContentPlace): Promise<Made | null> {
  const { options } = place;
  const { format, without, otherwise } = options;
  if (format === 'original' && without === 'nothing') return null;
  const way = wayOf(photo, options);
  const refused: ErrorCode = format === 'original' ? 'not-cleanable' : 'not-convertible';
  if (way === 'uncleanable' || way === 'unconvertible' || photo.bytes > longestMade)
    throw new CodedError(refused);
  const bytes = await read(photo, place);
  if (format !== 'original') return converted(photo, bytes, format, place);
  const clean =
    without === 'nothing' || !isCleanable(photo.mime) ? null : cleaned(bytes, photo.mime, without);
  // What is clean comes out as it is: the proof that nothing was passed over.
  if (clean !== null && without !== 'nothing' && cleaned(clean, photo.mime, without)?.equals(clean) === true)
    return { bytes: clean, content: clean.equals(bytes) ? 'exact' : 'cleaned', name: photo.name };
  if (otherwise === 'refuse') throw new CodedError('not-cleanable');
  return converted(photo, bytes, 'jpeg', place);
}

async function read({ blob }: PhotoRecord, { blobs, signal }: ContentPlace): Promise<Buffer> {
  const reader = await blobs.open(blob);
  try {
    return await reader.readAll(signal);
  } finally {
    await reader.close();
  }
}

const endings = { jpeg: '.jpg', webp: '.webp', png: '.png' } as const;
async function converted(
  photo: PhotoRecord,
  bytes: Buffer,
  format: keyof typeof endings,
  { options, pool, signal }: ContentPlace,
): Promise<Made> {
  const { maxEdge, quality, without } = options;
  const conversion: Conversion = { format, maxEdge, quality, turn: photo.turn ?? 0 };
  const { picture, problem } = await pool().convert(bytes, { name: photo.name }, conversion, signal);
  // Whatever kept it from being made: the codes of imports speak of previews.
  if (picture === null) throw new CodedError('not-convertible', { problem });
  // The decoder has read what strangers wrote: nothing it may have let through goes out.
  const bare = cleaned(Buffer.from(picture), `image/${format}`, 'metadata');
  if (bare === null) throw new CodedError('not-convertible', { problem: 'crashed' });
  const exif = without === 'metadata' ? null : exifOf(photo, without === 'nothing');
  const whole = exif === null ? bare : withExif(bare, format, exif);
  return { bytes: whole, content: 'converted', name: renamed(photo.name, endings[format]) };
}

/** `IMG_1.HEIC` → `IMG_1.jpg`; `IMG_1.JPEG` keeps its ending when it stays a JPEG. */
function renamed(name: string, ending: string): string {
  if (ending === endings.jpeg && /\.jpe?g$/iu.test(name)) return name;
  return name.replace(/\.[\p{L}\p{N}]{1,5}$/u, '') + ending;
}
