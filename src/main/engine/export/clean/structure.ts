/** @file Reading what strangers wrote, within its bounds. Pure; runs in the engine. */

/** `place`: where it was taken, and whatever could hold that unseen. `metadata`: all but what the pixels need to look right. */
export type Without = 'place' | 'metadata';

/** The file is not built as its kind has to be. */
export class StructureError extends Error {}

/** Bytes `start` to `start + length`. @throws StructureError when the file does not have them */
export function cut(bytes: Buffer, start: number, length: number): Buffer {
  if (start < 0 || length < 0 || start + length > bytes.length) throw new StructureError('out of range');
  return bytes.subarray(start, start + length);
}

/** @throws StructureError when the file ends before */
export function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new StructureError('out of range');
  return byte;
}
