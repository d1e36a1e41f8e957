/** @file How much a vault grows by a photo, told before it is imported. Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import type { Disk } from '../disk/index.ts';

// Capsule, header, length field; row, result line and thumbnail in the catalogue, with SQLite's pages and its write-ahead log.
const besideContent = 4096 + 160;
const inCatalogue = 40 * 1024;
/** A JPEG of 2560 pixels for what the window cannot show itself. */
const previewBytes = 1_200_000;

/** Bytes of disk for one photo of `bytes`: content, padding (docs/format.md §1.4), tags, thumbnail; a preview where one will be made. */
export function neededFor(bytes: number, preview = false): number {
  return inCatalogue + stored(bytes) + (preview ? stored(previewBytes) : 0);
}

function stored(bytes: number): number {
  const length = padme(besideContent + bytes);
  return length + 16 * Math.ceil(length / 65_536);
}

function padme(length: number): number {
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(length / step) * step;
}

/** `no-space` with what is needed, what is free and, where that is known, what is missing, each in bytes. */
export async function noSpace(disk: Disk, folder: string, needed: number): Promise<CodedError> {
  // A disk that is full may not even answer this; then nothing is known to be free.
  const free = await disk.statfs(folder).then(
    (answer) => answer.freeBytes,
    () => 0,
  );
  const missing = Math.ceil(needed - free);
  return new CodedError('no-space', { needed: Math.ceil(needed), free, ...(missing > 0 && { missing }) });
}
