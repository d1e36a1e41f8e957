/** @file What a picture says about itself in EXIF, GPS, IPTC and XMP; decoder process. Broken metadata costs the facts, never the picture. */
import ExifReader from 'exifreader';
import type { Exposure, PictureFacts } from '../../shared/decoding.ts';
import { contentId } from './apple.ts';
import { metadataOf } from './containers.ts';
import { captureDate, withOffsetOf } from './dates.ts';
import { described, wordsOf } from './words.ts';
import { exposureOf, gearOf, placeOf } from './xmp-facts.ts';
import { findXmp, property } from './xmp.ts';

export type Described = Pick<
  PictureFacts,
  | 'capturedAt'
  | 'camera'
  | 'lens'
  | 'exposure'
  | 'latitude'
  | 'longitude'
  | 'altitude'
  | 'title'
  | 'caption'
  | 'keywords'
  | 'rating'
  | 'pairId'
> & {
  /** Of the photo, for formats the decoder cannot open: before orientation. */
  readonly pixelWidth: number | null;
  readonly pixelHeight: number | null;
  readonly exifOrientation: number | null;
};

/** Tags by name. Their shapes are what the file made of them, so nothing is taken for granted. */
type Tags = Readonly<Record<string, unknown>>;

/**
 * Reads every fact it can; what is missing, broken or out of range is null. Never throws.
 * @param packet the XMP packet where whoever read the header has found it: not every format keeps it in the clear
 */
export function describe(bytes: Buffer, mime: string, packet: Buffer | null = null): Described {
  const blocks = metadataOf(bytes, mime);
  const read = blocks.map(readTags);
  const tags: Tags = Object.assign({}, ...read.map(({ exif }) => exif)) as Tags; // Object.assign says any
  const [{ iptc } = { iptc: {} }] = read;
  const [head = bytes] = blocks;
  const xmp = findXmp(packet ?? (mime === 'image/x-canon-cr3' ? bytes : head)) ?? '';
  const position = place(tags, xmp);
  const gear = gearOf(xmp);
  const date = capturedAt(tags) ?? capturedAtByXmp(xmp) ?? capturedAtByIptc(iptc);
  return {
    capturedAt: withOffsetOf(date, gpsTime(tags), position.longitude),
    ...wordsOf(xmp, tags, iptc),
    pairId: mime === 'image/jpeg' || mime === 'image/heic' ? contentId(head) : null,
    camera: camera(text(tags['Make']), text(tags['Model'])) ?? camera(plain(gear.make), plain(gear.model)),
    lens: text(tags['LensModel']) ?? plain(gear.lens),
    exposure: exposure(tags, exposureOf(xmp)),
    ...position,
    // A RAF lends its EXIF to the preview inside, and the size is the preview's.
    pixelWidth: mime === 'image/x-fuji-raf' ? null : size(tags['PixelXDimension']),
    pixelHeight: mime === 'image/x-fuji-raf' ? null : size(tags['PixelYDimension']),
    exifOrientation: inRange(number(tags['Orientation']), 1, 8),
  };
}

function readTags(block: Buffer): { exif: Tags; iptc: Tags } {
  try {
    const { exif, iptc } = ExifReader.loadView(view(block), {
      expanded: true,
      includeTags: { exif: true, iptc: true },
    });
    return { exif: { ...exif }, iptc: { ...iptc } };
  } catch {
    return { exif: {}, iptc: {} }; // No metadata, or metadata that cannot be read: the picture counts, not this.
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
function capturedAtByXmp(xmp: string): string | null {
  for (const name of ['exif:DateTimeOriginal', 'photoshop:DateCreated', 'xmp:CreateDate', 'xap:CreateDate']) {
    const date = captureDate(property(xmp, name), null, null);
    if (date !== null) return date;
  }
  return null;
}

/** What press agencies and old archives write; the reader brings both into the form of ISO 8601. A day without a time is none. */
function capturedAtByIptc(iptc: Tags): string | null {
  const [date, time] = [described(iptc['Date Created']), described(iptc['Time Created'])];
  return captureDate(`${date ?? ''} ${time ?? ''}`, null, null);
}

/** Date and time of the satellites, in milliseconds since 1970 (UTC); null when the file has none. */
function gpsTime(tags: Tags): number | null {
  const date = /^(\d{4})[:-](\d{2})[:-](\d{2})$/u.exec(text(tags['GPSDateStamp']) ?? '');
  const parts = value(tags['GPSTimeStamp']);
  if (!date || !Array.isArray(parts) || parts.length !== 3) return null;
  const [hours, minutes, seconds] = parts.map(fraction);
  const written = captureDate(`${date[1] ?? ''}:${date[2] ?? ''}:${date[3] ?? ''} 00:00:00`, null, 'Z');
  if (written === null) return null;
  if (!isNumber(hours) || !isNumber(minutes) || !isNumber(seconds)) return null;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return null;
  return Date.parse(written) + (hours * 3600 + minutes * 60 + seconds) * 1000;
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

/** @param other what counts where EXIF has nothing at all */
function exposure(tags: Tags, other: Exposure): Exposure | null {
  const found = within({
    seconds: number(tags['ExposureTime']),
    fNumber: number(tags['FNumber']),
    iso: number(tags['ISOSpeedRatings'] ?? tags['PhotographicSensitivity']),
    focalLengthMm: number(tags['FocalLength']),
    focalLength35Mm: number(tags['FocalLengthIn35mmFilm']),
  });
  return found ?? within(other);
}

/** What can be; null when nothing of it is left. */
function within({ seconds, fNumber, iso, focalLengthMm, focalLength35Mm }: Exposure): Exposure | null {
  const found: Exposure = {
    seconds: positive(seconds, 86_400),
    fNumber: positive(fNumber, 1000),
    iso: positive(iso, 100_000_000),
    focalLengthMm: positive(focalLengthMm, 100_000),
    focalLength35Mm: positive(focalLength35Mm, 100_000),
  };
  return Object.values(found).every((value) => value === null) ? null : found;
}

function place(tags: Tags, xmp: string): Pick<Described, 'latitude' | 'longitude' | 'altitude'> {
  const [northOrSouth, eastOrWest] = [text(tags['GPSLatitudeRef']), text(tags['GPSLongitudeRef'])];
  const latitude = inRange(degrees(tags['GPSLatitude'], northOrSouth, 'S'), -90, 90);
  const longitude = inRange(degrees(tags['GPSLongitude'], eastOrWest, 'W'), -180, 180);
  const other = placeOf(xmp);
  const elsewhere = { ...other, altitude: inRange(other.altitude, ...HEIGHTS) };
  if (latitude === null || longitude === null) return elsewhere;
  // Cameras without a fix write zeros and no reference: that is not a place in the Gulf of Guinea.
  if (latitude === 0 && longitude === 0 && (northOrSouth === null || eastOrWest === null)) return elsewhere;
  const below = Number(value(tags['GPSAltitudeRef'])) === 1 ? -1 : 1;
  const metres = number(tags['GPSAltitude']);
  return { latitude, longitude, altitude: metres === null ? null : inRange(metres * below, ...HEIGHTS) };
}

/** Lowest and highest that is believed, in metres. */
const HEIGHTS = [-12_000, 100_000] as const;

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
  return typeof first === 'string' ? plain(first) : null;
}

function plain(raw: string | null): string | null {
  const clean = (raw ?? '')
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

function isNumber(amount: number | null | undefined): amount is number {
  return typeof amount === 'number';
}

function inRange(amount: number | null, low: number, high: number): number | null {
  return amount !== null && amount >= low && amount <= high ? amount : null;
}

function positive(raw: number | null, high: number): number | null {
  const amount = inRange(raw, 0, high);
  return amount === 0 ? null : amount;
}

function size(tag: unknown): number | null {
  const amount = inRange(number(tag), 1, 1_000_000);
  return amount !== null && Number.isInteger(amount) ? amount : null;
}
