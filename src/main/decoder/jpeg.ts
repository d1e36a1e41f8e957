/** @file The segments at the start of a JPEG; decoder process. */
import type { Size } from './containers.ts';

const START = 0xd8;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** Baseline, extended and progressive: what every decoder shows. Lossless ones (0xc3) hold a sensor's data. */
const SHOWN_FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const FRAMES = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const MOST_SEGMENTS = 2000;

export interface JpegStart extends Size {
  /** It has EXIF of its own, so that its orientation is in there. */
  readonly hasExif: boolean;
}

/** Size of the picture; null when this is no JPEG that can be shown. Never throws. */
export function startOfJpeg(bytes: Buffer): JpegStart | null {
  if (bytes[0] !== 0xff || bytes[1] !== START) return null;
  let hasExif = false;
  let at = 2;
  for (
    let segments = 0;
    segments < MOST_SEGMENTS && at + 9 <= bytes.length && bytes[at] === 0xff;
    segments++
  ) {
    const kind = bytes[at + 1] ?? 0;
    if (kind === 0xff) {
      at += 1;
      continue;
    }
    if (kind === START_OF_SCAN || FRAMES.has(kind)) return null;
    if (SHOWN_FRAMES.has(kind))
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5), hasExif };
    if (kind === APP1 && bytes.toString('latin1', at + 4, at + 8) === 'Exif') hasExif = true;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** Lossless, or with arithmetic coding: libjpeg reads it, Chromium does not. Never throws. */
export function hasRareFrame(bytes: Buffer): boolean {
  let at = 2;
  for (let segments = 0; segments < MOST_SEGMENTS && at + 4 <= bytes.length; segments++) {
    const kind = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || kind === START_OF_SCAN || SHOWN_FRAMES.has(kind)) return false;
    if (FRAMES.has(kind)) return true;
    at += kind === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return false;
}

/** The same JPEG with an EXIF block that holds nothing but this orientation (1–8). */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const block = Buffer.from(
    '\xff\xe1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0',
    'latin1',
  );
  block.writeUInt16LE(orientation, 28);
  return Buffer.concat([jpeg.subarray(0, 2), block, jpeg.subarray(2)]);
}
