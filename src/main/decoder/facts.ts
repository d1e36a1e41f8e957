/** @file What a picture says about itself in EXIF and GPS; decoder process. Broken metadata costs the facts, never the picture. */
import ExifReader from 'exifreader';
import type { Exposure, PictureFacts } from '../../shared/decoding.ts';
import { metadataOf } from './containers.ts';
import { captureDate } from './dates.ts';

export type Described = Pick<
  PictureFacts,
  'capturedAt' | 'camera' | 'lens' | 'exposure' | 'latitude' | 'longitude' | 'altitude'
> & {
  /** Of the photo, for formats the decoder cannot open: before orientation. */
  readonly pixelWidth: number | null;
  readonly pixelHeight: number | null;
  readonly exifOrientation: number | null;
};

/** Tags by name. Their shapes are what the file made of them, so nothing is taken for granted. */
type Tags = Readonly<Record<string, unknown>>;

/** Reads every fact it can; what is missing, broken or out of range is null. Never throws. */
export function describe(bytes: Buffer, mime: string): Described {
  const blocks = metadataOf(bytes, mime);
  const tags: Tags = Object.assign({}, ...blocks.map(readTags)) as Tags; // Object.assign says any
  return {
    capturedAt: capturedAt(tags) ?? capturedAtByXmp(blocks[0], mime),
    camera: camera(text(tags['Make']), text(tags['Model'])),
    lens: text(tags['LensModel']),
    exposure: exposure(tags),
    ...place(tags),
    // A RAF lends its EXIF to the preview inside, and the size is the preview's.
    pixelWidth: mime === 'image/x-fuji-raf' ? null : size(tags['PixelXDimension']),
    pixelHeight: mime === 'image/x-fuji-raf' ? null : size(tags['PixelYDimension']),
    exifOrientation: inRange(number(tags['Orientation']), 1, 8),
  };
}

function readTags(block: Buffer): Tags {
  try {
    return { ...ExifReader.loadView(view(block), { expanded: true, includeTags: { exif: true } }).exif };
  } catch {
    return {}; // No metadata, or metadata that cannot be read: the picture counts, not this.
  }
}

function capturedAt(tags: Tags): string | null {
  return (
    captureDate(
      text(tags['DateTimeOriginal']),
      text(tags['SubSecTimeOriginal']),
      text(tags['OffsetTimeOriginal']),
    ) ??
    captureDate(
      text(tags['DateTimeDigitized']),
      text(tags['SubSecTimeDigitized']),
      text(tags['OffsetTimeDigitized']),
    ) ??
    captureDate(text(tags['DateTime']), text(tags['SubSecTime']), text(tags['OffsetTime']))
  );
}

/** Given a buffer, or a view of a part of one, the reader copies it: a photo's pixels too. For JPEGs `metadataOf` sees to that. */
function view(block: Buffer): DataView {
  return new DataView(block.buffer, block.byteOffset, block.byteLength);
}

/** Only asked where EXIF has no date: scans and edited pictures often have it in XMP alone. */
function capturedAtByXmp(block: Buffer | undefined, mime: string): string | null {
  if (!block) return null;
  if (!['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'image/avif', 'image/heic'].includes(mime))
    return null;
  try {
    const names = ['DateTimeOriginal', 'DateCreated', 'CreateDate'];
    const { xmp } = ExifReader.loadView(view(block), { expanded: true, includeTags: { xmp: names } });
    for (const name of names) {
      const date = captureDate(text(xmp?.[name]), null, null);
      if (date !== null) return date;
    }
  } catch {
    // As above.
  }
  return null;
}

/** `Canon` + `Canon EOS 40D` → `Canon EOS 40D`; `EASTMAN KODAK COMPANY` + `KODAK DC240` → `KODAK DC240`. */
export function camera(make: string | null, model: string | null): string | null {
  if (make === null || model === null) return model ?? make;
  const [brand = '', line = ''] = model.toLowerCase().split(' ', 2);
  const names = make.toLowerCase().split(' ');
  return names.includes(brand) || `${brand} ${line}`.startsWith(make.toLowerCase())
    ? model
    : `${make} ${model}`;
}

function exposure(tags: Tags): Exposure | null {
  const found: Exposure = {
    seconds: positive(tags['ExposureTime'], 86_400),
    fNumber: positive(tags['FNumber'], 1000),
    iso: positive(tags['ISOSpeedRatings'] ?? tags['PhotographicSensitivity'], 100_000_000),
    focalLengthMm: positive(tags['FocalLength'], 100_000),
    focalLength35Mm: positive(tags['FocalLengthIn35mmFilm'], 100_000),
  };
  return Object.values(found).every((value) => value === null) ? null : found;
}

function place(tags: Tags): Pick<Described, 'latitude' | 'longitude' | 'altitude'> {
  const [northOrSouth, eastOrWest] = [text(tags['GPSLatitudeRef']), text(tags['GPSLongitudeRef'])];
  const latitude = inRange(degrees(tags['GPSLatitude'], northOrSouth, 'S'), -90, 90);
  const longitude = inRange(degrees(tags['GPSLongitude'], eastOrWest, 'W'), -180, 180);
  const nowhere = { latitude: null, longitude: null, altitude: null };
  if (latitude === null || longitude === null) return nowhere;
  // Cameras without a fix write zeros and no reference: that is not a place in the Gulf of Guinea.
  if (latitude === 0 && longitude === 0 && (northOrSouth === null || eastOrWest === null)) return nowhere;
  const below = Number(value(tags['GPSAltitudeRef'])) === 1 ? -1 : 1;
  const metres = number(tags['GPSAltitude']);
  return {
    latitude,
    longitude,
    altitude: metres === null ? null : inRange(metres * below, -12_000, 100_000),
  };
}

/** Degrees, minutes and seconds, each a fraction. */
function degrees(tag: unknown, reference: string | null, negative: string): number | null {
  const parts = value(tag);
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > 3) return null;
  let sum = 0;
  for (const [index, part] of parts.entries()) {
    const amount = fraction(part);
    if (amount === null || amount < 0) return null;
    sum += amount / 60 ** index;
  }
  return reference?.toUpperCase().startsWith(negative) === true ? -sum : sum;
}

function value(tag: unknown): unknown {
  return typeof tag === 'object' && tag !== null && 'value' in tag ? tag.value : undefined;
}

/** A text without padding and control characters, at most 100 long; null when nothing is left. */
function text(tag: unknown): string | null {
  const raw = value(tag);
  const first: unknown = Array.isArray(raw) ? raw[0] : raw;
  if (typeof first !== 'string') return null;
  const clean = first
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed();
  return /[\p{L}\p{N}]/u.test(clean) && clean.toLowerCase() !== 'unknown' ? clean : null;
}

function number(tag: unknown): number | null {
  return fraction(value(tag));
}

/** `[3, 2]` and `3` and `[3]`, when what comes out is a number. */
function fraction(raw: unknown): number | null {
  const [over, under] = Array.isArray(raw) ? (raw as unknown[]) : [raw]; // unknown[]: isArray says any[]
  if (typeof over !== 'number' || (under !== undefined && typeof under !== 'number')) return null;
  const result = over / (under ?? 1);
  return Number.isFinite(result) ? result : null;
}

function inRange(amount: number | null, low: number, high: number): number | null {
  return amount !== null && amount >= low && amount <= high ? amount : null;
}

function positive(tag: unknown, high: number): number | null {
  const amount = inRange(number(tag), 0, high);
  return amount === 0 ? null : amount;
}

function size(tag: unknown): number | null {
  const amount = inRange(number(tag), 1, 1_000_000);
  return amount !== null && Number.isInteger(amount) ? amount : null;
}
