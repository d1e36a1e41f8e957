/** @file PNG (W3C, third edition): chunks that are needed to show it stay, byte for byte; what programs have written goes. Pure; runs in the engine. */
import { crc32 } from 'node:zlib';
import { cut, StructureError, type Without } from './structure.ts';
import { bareExif, placelessExif } from './tiff.ts';
import { isPlacelessXmp } from './words.ts';

const start = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Pixels, palette, transparency, colour, size of a pixel, animation. */
const shown = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD hIST pHYs acTL fcTL fdAT'.split(' '),
);
const texts = new Set(['tEXt', 'zTXt', 'iTXt']);
/** Keywords of the standard that speak of no place; others may hold whole EXIF or XMP blocks. */
const keptKeywords = new Set([
  'Title',
  'Author',
  'Description',
  'Copyright',
  'Creation Time',
  'Software',
  'Disclaimer',
  'Warning',
  'Source',
  'Comment',
]);
const xmpStart = 'XML:com.adobe.xmp\0\0\0\0\0';

/** What follows the last chunk goes as well. @throws StructureError when a chunk is not whole, or one of the needed ones is missing */
export function cleanPng(bytes: Buffer, without: Without): Buffer {
  if (!bytes.subarray(0, start.length).equals(start)) throw new StructureError('no start');
  const kept: Buffer[] = [start];
  let pixels = false;
  let at = start.length;
  for (;;) {
    const length = cut(bytes, at, 4).readUInt32BE();
    const whole = cut(bytes, at, length + 12);
    const type = whole.toString('latin1', 4, 8);
    const data = whole.subarray(8, 8 + length);
    if (shown.has(type)) kept.push(whole);
    else if (type === 'eXIf') {
      const exif = without === 'place' ? placelessExif(data) : bareExif(data);
      if (exif !== null) kept.push(chunk(type, exif));
    } else if (without === 'place' && isPlaceless(type, data)) kept.push(whole);
    if (type === 'IDAT') pixels = true;
    at += whole.length;
    if (type === 'IEND') break;
  }
  if (!pixels) throw new StructureError('no picture');
  return Buffer.concat(kept);
}

function isPlaceless(type: string, data: Buffer): boolean {
  if (type === 'tIME') return true;
  if (!texts.has(type)) return false;
  const head = data.toString('latin1', 0, xmpStart.length);
  if (type === 'iTXt' && head === xmpStart) return isPlacelessXmp(data.subarray(xmpStart.length));
  const end = data.indexOf(0);
  return end > 0 && end < 80 && keptKeywords.has(data.toString('latin1', 0, end));
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(data.length + 12);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
