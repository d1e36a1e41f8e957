/**
 * @file A picture without its place or without any metadata, its pixels untouched: the container is taken apart, and only what is known to be
 * harmless is put together again (docs/security.md, "Exports"). Pure; runs in the engine.
 */
import { withoutMetadataGif } from './gif.ts';
import { cleanHeif } from './heif.ts';
import { cleanJpeg } from './jpeg.ts';
import { cleanPng } from './png.ts';
import { cleanScan } from './scan.ts';
import { StructureError, type Without } from './structure.ts';
import { cleanWebp } from './webp.ts';

export type { Without } from './structure.ts';

const cleaners: Readonly<Record<string, (bytes: Buffer, without: Without) => Buffer>> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
  'image/gif': withoutMetadataGif,
  'image/heic': cleanHeif,
  'image/heif': cleanHeif,
  'image/avif': cleanHeif,
  'image/tiff': cleanScan,
};

/** Whether this kind of file can be cleaned at all. */
export function isCleanable(mime: string): boolean {
  return Object.hasOwn(cleaners, mime);
}

/**
 * The cleaned file; null when it is of another kind or not built as it has to be. What is cleaned already comes out byte for byte the same:
 * that is how a written copy is checked.
 */
export function cleaned(bytes: Buffer, mime: string, without: Without): Buffer | null {
  const cleaner = isCleanable(mime) ? cleaners[mime] : undefined;
  try {
    return cleaner?.(bytes, without) ?? null;
  } catch (error) {
    if (error instanceof StructureError) return null;
    throw error;
  }
}
