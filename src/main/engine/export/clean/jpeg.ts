/** @file JPEG (ITU-T T.81): segments that are needed to decode it stay, byte for byte; what programs have added goes. Pure; runs in the engine. */
import { byteAt, cut, StructureError, type Without } from './structure.ts';
import { bareExif, placelessExif } from './tiff.ts';
import { isPlacelessPhotoshop, isPlacelessXmp } from './words.ts';

const marker = {
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app13: 0xed,
  app14: 0xee,
};

const signature = {
  jfif: 'JFIF\0',
  exif: 'Exif\0\0',
  xmp: 'http://ns.adobe.com/xap/1.0/\0',
  profile: 'ICC_PROFILE\0',
  photoshop: 'Photoshop 3.0\0',
  adobe: 'Adobe',
};

/**
 * What follows the end of the first picture (gain maps, other pictures, films) goes as well. A picture cut off in its rows stays cut off.
 * @throws StructureError when a segment is not whole
 */
export function cleanJpeg(bytes: Buffer, without: Without): Buffer {
  if (cut(bytes, 0, 2).readUInt16BE() !== (0xff00 | marker.soi)) throw new StructureError('no start');
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  const seen = { exif: false, scan: false };
  let at = 2;
  while (at < bytes.length) {
    at = bytes.indexOf(0xff, at); // decoders pass over what stands between segments, and so do we
    if (at < 0 || at + 1 >= bytes.length) break;
    const code = byteAt(bytes, at + 1);
    if (code === 0xff || code === 0) at += code === 0xff ? 1 : 2;
    else if (code === marker.eoi) {
      if (!seen.scan) throw new StructureError('no picture');
      kept.push(bytes.subarray(at, at + 2));
      return Buffer.concat(kept);
    } else if (isAlone(code)) at += 2;
    else {
      const length = 2 + cut(bytes, at + 2, 2).readUInt16BE();
      if (length < 4) throw new StructureError('too short');
      const segment = cut(bytes, at, length);
      const clean = cleanSegment(code, segment, without, seen);
      if (clean !== null) kept.push(clean);
      at += length;
      if (code === marker.sos) {
        const end = endOfRows(bytes, at);
        kept.push(bytes.subarray(at, end));
        seen.scan = true;
        at = end;
      }
    }
  }
  if (!seen.scan) throw new StructureError('no picture');
  return Buffer.concat(kept);
}

/** Restart markers, TEM and a second start have no length behind them. */
function isAlone(code: number): boolean {
  return (code >= 0xd0 && code <= marker.soi) || code === 1;
}

/** Where the rows end: the next marker that is neither a stuffed byte nor a restart. */
function endOfRows(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const code = byteAt(bytes, at + 1);
    if (code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + (code === 0xff ? 1 : 2));
  }
  return bytes.length;
}

function cleanSegment(
  code: number,
  segment: Buffer,
  without: Without,
  seen: { exif: boolean },
): Buffer | null {
  const body = segment.subarray(4);
  const is = (text: string): boolean => body.toString('latin1', 0, text.length) === text;
  switch (code) {
    case marker.app0:
      return is(signature.jfif) && body.length >= 14 ? withoutThumbnail(body) : null;
    case marker.app1:
      if (is(signature.exif) && !seen.exif) {
        seen.exif = true;
        const tiff = body.subarray(signature.exif.length);
        const exif = without === 'place' ? placelessExif(tiff) : bareExif(tiff);
        return exif === null
          ? null
          : segmentOf(code, Buffer.concat([Buffer.from(signature.exif, 'latin1'), exif]));
      }
      return without === 'place' && is(signature.xmp) && isPlacelessXmp(body.subarray(signature.xmp.length))
        ? segment
        : null;
    case marker.app2:
      return is(signature.profile) ? segment : null;
    case marker.app13:
      return without === 'place' &&
        is(signature.photoshop) &&
        isPlacelessPhotoshop(body.subarray(signature.photoshop.length))
        ? segment
        : null;
    case marker.app14:
      return is(signature.adobe) && body.length >= 12 ? segmentOf(code, body.subarray(0, 12)) : null;
    default:
      // Frames, tables, scans; no other application's segment, no comment, nothing reserved.
      return code >= 0xc0 && code <= 0xdf && code !== 0xc8 ? segment : null;
  }
}

/** JFIF says how large a pixel is; the small picture behind that goes. */
function withoutThumbnail(body: Buffer): Buffer {
  const head = Buffer.from(body.subarray(0, 14));
  head.fill(0, 12);
  return segmentOf(marker.app0, head);
}

function segmentOf(code: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
