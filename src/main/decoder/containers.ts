/** @file Where formats that the metadata reader does not know keep their EXIF, and how large they are; decoder process. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Why a picture of this size must not be decoded, null when it may. */
export type Refuse = (size: Size, bytesPerPixel: number) => string | null;

/** Blocks the metadata reader understands: the file itself, or what it holds. Later ones win. */
export function metadataOf(bytes: Buffer, mime: string): Buffer[] {
  try {
    switch (mime) {
      case 'image/jpeg':
        return [jpegHead(bytes)];
      case 'image/x-fuji-raf':
        return [fujiPreview(bytes)];
      case 'image/x-canon-cr3':
        return canonBlocks(bytes);
      case 'image/x-minolta-mrw':
        return [bytes.subarray(bytes.indexOf('\0TTW', 8, 'latin1') + 8)];
      case 'image/x-olympus-orf':
      case 'image/x-panasonic-rw2':
        return [asTiff(bytes)];
      default:
        return [bytes];
    }
  } catch {
    return []; // Offsets that point outside the file.
  }
}

/** Of what stands behind the segments; some tags point a little too far. */
const jpegMargin = 65_536;

/** A copy of the segments before the first row of pixels: the metadata reader would copy all of the file, once more for XMP. */
function jpegHead(bytes: Buffer): Buffer {
  const [startOfScan, fill] = [0xda, 0xff];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== startOfScan)
    at += bytes[at + 1] === fill ? 1 : 2 + bytes.readUInt16BE(at + 2);
  const head = bytes.subarray(0, at + jpegMargin);
  return Buffer.from(new Uint8Array(head).buffer);
}

/** A RAF holds a whole JPEG, with the EXIF; its place is at byte 84. */
export function fujiPreview(bytes: Buffer): Buffer {
  const start = bytes.readUInt32BE(84);
  return bytes.subarray(start, start + bytes.readUInt32BE(88));
}

const [MOST_FUJI_TAGS, FUJI_SIZE] = [256, 0x111];

/**
 * Size of the photo in a RAF, before orientation: height and width in the list of tags whose place is at byte 92; null when it is not there.
 */
export function fujiSize(bytes: Buffer): Size | null {
  try {
    let at = bytes.readUInt32BE(92);
    const count = Math.min(bytes.readUInt32BE(at), MOST_FUJI_TAGS);
    at += 4;
    for (let index = 0; index < count; index++, at += 4 + bytes.readUInt16BE(at + 2)) {
      if (bytes.readUInt16BE(at) !== FUJI_SIZE) continue;
      const [height, width] = [bytes.readUInt16BE(at + 4), bytes.readUInt16BE(at + 6)];
      // Sensors with two sizes of cells count half of their rows.
      return width > 0 && height > 0 ? { width, height: width > 2.8 * height ? 2 * height : height } : null;
    }
  } catch {
    // Cut off.
  }
  return null;
}

/** ORF and RW2 are TIFF but for the version number. */
function asTiff(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const little = copy[0] === 0x49;
  if (little) copy.writeUInt16LE(42, 2);
  else copy.writeUInt16BE(42, 2);
  return copy;
}

/** A CR3 keeps its directories apart, each a TIFF of its own: CMT1 camera, CMT2 exposure, CMT4 place. */
function canonBlocks(bytes: Buffer): Buffer[] {
  const movie = boxes(bytes).find(({ type }) => type === 'moov')?.body;
  const holder = movie && boxes(movie).find(({ type, body }) => type === 'uuid' && body.length > 16)?.body;
  if (!holder) return [];
  return boxes(holder.subarray(16))
    .filter(({ type }) => type === 'CMT1' || type === 'CMT2' || type === 'CMT4')
    .map(({ body }) => body);
}

/** What the header alone tells about size and rotation, for formats nothing here decodes; null when it does not. */
export function sizeOf(bytes: Buffer, mime: string): Size | null {
  try {
    if (mime === 'image/heic' || mime === 'image/heif') return heifSize(bytes);
    if (mime === 'image/jp2') return believable(jpeg2000Size(bytes));
    if (mime === 'image/bmp' && bytes.readUInt32LE(14) === 12)
      return { width: bytes.readUInt16LE(18), height: bytes.readUInt16LE(20) }; // as OS/2 wrote it
    if (mime === 'image/bmp')
      return { width: Math.abs(bytes.readInt32LE(18)), height: Math.abs(bytes.readInt32LE(22)) };
    if (mime === 'image/vnd.adobe.photoshop')
      return { width: bytes.readUInt32BE(18), height: bytes.readUInt32BE(14) };
    return null;
  } catch {
    return null; // Cut off.
  }
}

/** `ihdr` in `jp2h`, height before width (ISO/IEC 15444-1 §I.5.3.1). */
function jpeg2000Size(bytes: Buffer): Size | null {
  const header = boxes(bytes).find(({ type }) => type === 'jp2h')?.body;
  const image = header && boxes(header).find(({ type }) => type === 'ihdr')?.body;
  return image ? { width: image.readUInt32BE(4), height: image.readUInt32BE(0) } : null;
}

/** No picture has an edge of more than a million pixels, but broken files say so. */
function believable(size: Size | null): Size | null {
  const longest = size ? Math.max(size.width, size.height) : 0;
  return size && Math.min(size.width, size.height) > 0 && longest <= 1_000_000 ? size : null;
}

/**
 * The largest `ispe` is the whole picture (others are tiles and thumbnails); `irot` turns it (ISO/IEC 23008-12 §6.5).
 * The EXIF orientation does not count in HEIF.
 */
function heifSize(bytes: Buffer): Size | null {
  const inside = (body: Buffer | undefined, type: string): Buffer | undefined =>
    body && boxes(body).find((box) => box.type === type)?.body;
  const properties = inside(inside(inside(bytes, 'meta')?.subarray(4), 'iprp'), 'ipco');
  if (!properties) return null;
  let size: Size = { width: 0, height: 0 };
  let quarterTurns = 0;
  for (const { type, body } of boxes(properties)) {
    if (type === 'irot') quarterTurns ||= body.readUInt8(0) & 3;
    if (type !== 'ispe') continue;
    const [width, height] = [body.readUInt32BE(4), body.readUInt32BE(8)];
    if (width * height > size.width * size.height) size = { width, height };
  }
  if (size.width === 0) return null;
  return quarterTurns % 2 === 1 ? { width: size.height, height: size.width } : size;
}

export interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** Boxes one after the other (ISO/IEC 14496-12 §4.2); stops at the first that does not fit. */
export function boxes(bytes: Buffer): Box[] {
  const found: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && found.length < 10_000) {
    let length = bytes.readUInt32BE(at);
    let head = 8;
    if (length === 1 && at + 16 <= bytes.length) {
      length = Number(bytes.readBigUInt64BE(at + 8));
      head = 16;
    }
    if (length === 0) length = bytes.length - at;
    if (length < head) break;
    found.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + head, Math.min(at + length, bytes.length)),
    });
    at += length;
  }
  return found;
}

/** A PNG that moves says so in an `acTL` chunk before its pixels. */
export function isAnimatedPng(bytes: Buffer): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

/** An AVIF that moves has a film in it beside its still picture. */
export function isMovingAvif(bytes: Buffer): boolean {
  return boxes(bytes).some(({ type }) => type === 'moov');
}

/** libvips goes by the first brand alone, and takes an AVIF that moves (`avis`) for none: of the same bytes it gets the still picture. */
export function asStillAvif(bytes: Buffer): Buffer {
  bytes.write('avif', 8, 'latin1');
  return bytes;
}
