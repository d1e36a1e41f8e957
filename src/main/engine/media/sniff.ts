/** @file Tells what a file is by its content (magic numbers), never by its name; engine process. */
import { constants, gunzipSync } from 'node:zlib';
import { tiffFlavour } from './sniff-tiff.ts';

export interface Sniffed {
  readonly mime: string;
  readonly kind: 'picture' | 'video' | 'other';
  /** The decoder can make a thumbnail of it. */
  readonly decodable: boolean;
}

/** First bytes that say what a file is. */
interface Signature {
  /** From the start of the file; each character one byte, `?` any byte. */
  readonly magic: string;
  readonly mime: string;
  readonly kind: Sniffed['kind'];
  readonly decodable?: true;
}

const SIGNATURES: readonly Signature[] = [
  { magic: '\xff\xd8\xff', mime: 'image/jpeg', kind: 'picture', decodable: true },
  { magic: '\x89PNG\r\n\x1a\n', mime: 'image/png', kind: 'picture', decodable: true },
  { magic: 'GIF87a', mime: 'image/gif', kind: 'picture', decodable: true },
  { magic: 'GIF89a', mime: 'image/gif', kind: 'picture', decodable: true },
  { magic: 'RIFF????WEBP', mime: 'image/webp', kind: 'picture', decodable: true },
  { magic: 'FUJIFILMCCD-RAW', mime: 'image/x-fuji-raf', kind: 'picture', decodable: true },
  { magic: 'IIRO', mime: 'image/x-olympus-orf', kind: 'picture', decodable: true },
  { magic: 'IIRS', mime: 'image/x-olympus-orf', kind: 'picture', decodable: true },
  { magic: 'MMOR', mime: 'image/x-olympus-orf', kind: 'picture', decodable: true },
  { magic: 'IIU\0', mime: 'image/x-panasonic-rw2', kind: 'picture', decodable: true },
  { magic: 'II\x1a\0\0\0HEAPCCDR', mime: 'image/x-canon-crw', kind: 'picture', decodable: true },
  { magic: '\0MRM', mime: 'image/x-minolta-mrw', kind: 'picture', decodable: true },
  { magic: 'FOVb', mime: 'image/x-sigma-x3f', kind: 'picture', decodable: true },
  { magic: '8BPS\0\x01', mime: 'image/vnd.adobe.photoshop', kind: 'picture' },
  { magic: '8BPS\0\x02', mime: 'image/vnd.adobe.photoshop', kind: 'picture' },
  { magic: '\xff\x0a', mime: 'image/jxl', kind: 'picture' },
  { magic: '\0\0\0\x0cJXL \r\n\x87\n', mime: 'image/jxl', kind: 'picture' },
  { magic: '\0\0\0\x0cjP  \r\n\x87\n', mime: 'image/jp2', kind: 'picture' },
  { magic: '\xff\x4f\xff\x51', mime: 'image/j2c', kind: 'picture' },
  { magic: 'RIFF????AVI ', mime: 'video/x-msvideo', kind: 'video' },
  { magic: '\0\0\x01\xba', mime: 'video/mpeg', kind: 'video' },
  { magic: '\x30\x26\xb2\x75\x8e\x66\xcf\x11', mime: 'video/x-ms-wmv', kind: 'video' },
  // QuickTime files older than `ftyp` begin with one of these boxes.
  { magic: '\0???moov', mime: 'video/quicktime', kind: 'video' },
  { magic: '\0???mdat', mime: 'video/quicktime', kind: 'video' },
  { magic: '\0\0\0\x08wide', mime: 'video/quicktime', kind: 'video' },
  { magic: '%PDF-', mime: 'application/pdf', kind: 'other' },
  { magic: 'PK\x03\x04', mime: 'application/zip', kind: 'other' },
];

/**
 * What the file is, or null when its content is nothing we know: a text file named .jpg is not a picture.
 * The first 64 KiB are enough.
 * @param name only its extension is looked at, to tell apart raw formats that are all TIFF inside
 */
export function sniff(bytes: Uint8Array, name = ''): Sniffed | null {
  const hit = SIGNATURES.find(({ magic }) => matches(bytes, magic));
  if (hit) return { mime: hit.mime, kind: hit.kind, decodable: hit.decodable ?? false };
  if (matches(bytes, '\0???ftyp')) return isoBaseMedia(bytes);
  const tiff = tiffFlavour(bytes, extension(name));
  if (tiff !== null) return { mime: tiff, kind: 'picture', decodable: true };
  if (isBmp(bytes)) return { mime: 'image/bmp', kind: 'picture', decodable: true };
  if (isIco(bytes)) return { mime: 'image/x-icon', kind: 'picture', decodable: false };
  if (matches(bytes, '\x1aE\xdf\xa3')) return matroska(bytes);
  if (isTransportStream(bytes)) return { mime: 'video/mp2t', kind: 'video', decodable: false };
  if (isSvg(unpacked(bytes))) return { mime: 'image/svg+xml', kind: 'picture', decodable: true };
  return null;
}

function matches(bytes: Uint8Array, magic: string): boolean {
  if (bytes.length < magic.length) return false;
  for (let index = 0; index < magic.length; index++) {
    const wanted = magic.charCodeAt(index);
    if (wanted !== 0x3f && bytes[index] !== wanted) return false;
  }
  return true;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const AVIF_BRANDS = new Set(['avif', 'avis']);

/** Everything built of boxes: HEIF, AVIF, CR3, MP4, QuickTime (ISO/IEC 14496-12 §4.3). */
function isoBaseMedia(bytes: Uint8Array): Sniffed | null {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const major = latin1(bytes, 8, 12);
  const brands = [major];
  for (let at = 16; at + 4 <= Math.min(size, bytes.length, 256); at += 4)
    brands.push(latin1(bytes, at, at + 4));
  const picture = (mime: string, decodable: boolean): Sniffed => ({ mime, kind: 'picture', decodable });
  if (major === 'crx ') return picture('image/x-canon-cr3', true);
  if (AVIF_BRANDS.has(major)) return picture('image/avif', true);
  if (HEIC_BRANDS.has(major)) return picture('image/heic', true);
  if (major === 'mif1' || major === 'msf1' || major === 'mif2' || major === 'miaf') {
    if (brands.some((brand) => AVIF_BRANDS.has(brand))) return picture('image/avif', true);
    if (brands.some((brand) => HEIC_BRANDS.has(brand))) return picture('image/heic', true);
    return picture('image/heif', true);
  }
  if (major === 'M4A ' || major === 'M4B ') return { mime: 'audio/mp4', kind: 'other', decodable: false };
  const mime = major === 'qt  ' ? 'video/quicktime' : major.startsWith('3g') ? 'video/3gpp' : 'video/mp4';
  return { mime, kind: 'video', decodable: false };
}

function matroska(bytes: Uint8Array): Sniffed {
  const webm = latin1(bytes, 0, 64).includes('webm');
  return { mime: webm ? 'video/webm' : 'video/x-matroska', kind: 'video', decodable: false };
}

/** MPEG transport stream, plain (188 bytes a packet) or as camcorders write it (192, AVCHD). */
function isTransportStream(bytes: Uint8Array): boolean {
  const every = (first: number, step: number): boolean =>
    [0, 1, 2, 3].every((packet) => bytes[first + packet * step] === 0x47);
  return every(0, 188) || every(4, 192);
}

function isBmp(bytes: Uint8Array): boolean {
  if (!matches(bytes, 'BM') || bytes.length < 26) return false;
  // Two letters are too few: the size of the header behind them must be one that exists.
  const header = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(header);
}

function isIco(bytes: Uint8Array): boolean {
  if (!matches(bytes, '\0\0\x01\0') || bytes.length < 22) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  // Directory: 1–100 pictures, the first one's reserved byte 0 and its data behind the directory.
  const count = view.getUint16(4, true);
  return count >= 1 && count <= 100 && view.getUint8(9) === 0 && view.getUint32(18, true) >= 6 + 16 * count;
}

/** Of a packed file (.svgz) so much that it takes no time, whatever it unpacks to; any other as it is. */
function unpacked(bytes: Uint8Array): Uint8Array {
  if (!matches(bytes, '\x1f\x8b\x08')) return bytes;
  try {
    return gunzipSync(bytes.subarray(0, 2048), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return bytes; // Not packed, or damaged.
  }
}

/** The first element of the document must be `<svg`; one inside a web page does not count. */
function isSvg(bytes: Uint8Array): boolean {
  let text = latin1(bytes, 0, Math.min(bytes.length, 8192)).replace(/^\xef\xbb\xbf/u, '');
  for (;;) {
    const start = text.trimStart();
    const skipped = start.replace(
      /^(?:<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE\s+svg[^[>]*(?:\[[^\]]*\]\s*)?>)/u,
      '',
    );
    if (skipped === start) return /^<(?:svg:)?svg[\s>/]/u.test(start);
    text = skipped;
  }
}
