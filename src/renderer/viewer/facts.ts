/** @file What the info panel says about a photo, in words. Runs in the renderer; pure. */
import type { PhotoDetails } from '../../shared/contract.ts';
import { withUnit } from '../lib/format.ts';
import { perLocale } from '../lib/per-locale.ts';
import { t } from '../messages/index.ts';

type Exposure = NonNullable<PhotoDetails['exposure']>;

const number = (digits: number): (() => Intl.NumberFormat) =>
  perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));
const oneDigit = number(1);
const twoDigits = number(2);
const degrees = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 5, maximumFractionDigits: 5 }),
);
const metres = number(0);

export interface CapturedAt {
  /** The wall clock where the photo was taken, as if it were UTC, ms since 1970. */
  readonly time: number;
  /** '+02:00', 'Z', or empty when the file does not say. */
  readonly offset: string;
}

/** Reads `PhotoDetails.capturedAt`; null when it is not a date. */
export function readCapturedAt(text: string): CapturedAt | null {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const time = parts === null ? NaN : Date.parse(`${parts[1] ?? ''}Z`);
  return Number.isNaN(time) ? null : { time, offset: parts?.[2] ?? '' };
}

/** ["1/250 s", "f/2.8", "ISO 400", "4.5 mm"]: what the file says, in the order photographers do. */
export function exposureWords(exposure: Exposure): readonly string[] {
  const { seconds, fNumber, iso, focalLengthMm, focalLength35Mm } = exposure;
  const words: string[] = [];
  if (seconds !== null && seconds > 0) words.push(withUnit(shutterWords(seconds), 's'));
  if (fNumber !== null && fNumber > 0) words.push(`f/${oneDigit().format(fNumber)}`);
  if (iso !== null && iso > 0) words.push(`ISO ${iso}`);
  if (focalLengthMm !== null && focalLengthMm > 0)
    words.push(withUnit(oneDigit().format(focalLengthMm), 'mm'));
  else if (focalLength35Mm !== null && focalLength35Mm > 0)
    words.push(withUnit(oneDigit().format(focalLength35Mm), 'mm'));
  return words;
}

/** The focal length on 35 mm film, when the file gives it and it is another one. */
export function focalLength35({ focalLengthMm, focalLength35Mm }: Exposure): string | null {
  if (focalLengthMm === null || focalLength35Mm === null || focalLength35Mm <= 0) return null;
  if (Math.abs(focalLengthMm - focalLength35Mm) < 0.5) return null;
  return withUnit(oneDigit().format(focalLength35Mm), 'mm');
}

/** 0.004 → "1/250"; 0.5 → "0.5"; 2 → "2". */
function shutterWords(seconds: number): string {
  if (seconds >= 0.3) return oneDigit().format(seconds);
  return `1/${String(Math.round(1 / seconds))}`; // as cameras write it, never grouped
}

/** 48.137154, −11.576124 → "48.13715° N, 11.57612° W". */
export function placeWords(latitude: number, longitude: number): string {
  const one = (value: number, positive: string, negative: string): string =>
    `${degrees().format(Math.abs(value))}° ${value < 0 ? negative : positive}`;
  const { north, south, east, west } = t.viewer.compass;
  return `${one(latitude, north, south)}, ${one(longitude, east, west)}`;
}

/** 12.3 (millions of pixels), with two digits for small pictures. */
export function megapixels(width: number, height: number): string {
  const millions = (width * height) / 1e6;
  return (millions < 1 ? twoDigits : oneDigit)().format(millions);
}

/** "image/jpeg" → "JPEG": what people call it. */
export function typeWords(type: string): string {
  const kind = type.slice(type.indexOf('/') + 1).replace(/^x-/, '');
  const known: Readonly<Record<string, string>> = {
    webp: 'WebP',
    'svg+xml': 'SVG',
    'vnd.adobe.photoshop': 'PSD',
    'canon-cr2': 'CR2',
    'canon-cr3': 'CR3',
    'nikon-nef': 'NEF',
    'sony-arw': 'ARW',
    'adobe-dng': 'DNG',
    'fuji-raf': 'RAF',
    'olympus-orf': 'ORF',
    'panasonic-rw2': 'RW2',
    'pentax-pef': 'PEF',
    quicktime: 'QuickTime',
    webm: 'WebM',
    'octet-stream': '',
  };
  return known[kind] ?? kind.toUpperCase();
}

/** Seconds of a film → "0:07", "12:05", "1:02:05"; never "0:00". */
export function durationWords(seconds: number): string {
  return clockTime(Math.max(1, Math.round(seconds)));
}

/** Seconds into a film → "0:00", "12:05", "1:02:05". */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds + 0.001); // what is read back of 3 may be 2.9999
  const two = (amount: number): string => String(amount).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Metres without digits. */
export function metresWords(value: number): string {
  return metres().format(Math.abs(value));
}
