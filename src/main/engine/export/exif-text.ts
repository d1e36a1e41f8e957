/** @file What the vault knows of a photo, as the EXIF of a picture made of it: no maker's notes, no small picture. Pure; runs in the engine. */
import type { ExifText } from '../../../shared/decoding.ts';
import type { PhotoRecord } from '../catalog/index.ts';

/** Values as libvips writes them: text, or fractions with a space between them. */
export function exifOf(photo: PhotoRecord, withPlace: boolean): ExifText {
  const { camera, lens, capturedAt, caption, exposure = {} } = photo;
  const main = { Model: camera, ImageDescription: caption?.slice(0, 2000) };
  const detail = {
    ...captured(capturedAt),
    LensModel: lens,
    ExposureTime: fraction(exposure.seconds, 1e6),
    FNumber: fraction(exposure.fNumber, 100),
    ISOSpeedRatings: exposure.iso === undefined ? undefined : String(Math.round(exposure.iso)),
    FocalLength: fraction(exposure.focalLengthMm, 100),
    FocalLengthIn35mmFilm:
      exposure.focalLength35Mm === undefined ? undefined : String(Math.round(exposure.focalLength35Mm)),
  };
  return { IFD0: known(main), IFD2: known(detail), IFD3: withPlace ? known(place(photo)) : {} };
}

type Values = Readonly<Record<string, string | undefined>>;

function known(values: Values): Record<string, string> {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(pairs) as Record<string, string>; // fromEntries forgets what it was given
}

function captured(at: string | undefined): Values {
  const [, date, time, parts, offset] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([+-]\d\d:\d\d|Z)?$/u.exec(at ?? '') ?? [];
  if (date === undefined || time === undefined) return {};
  return {
    DateTimeOriginal: `${date.replaceAll('-', ':')} ${time}`,
    SubSecTimeOriginal: parts,
    OffsetTimeOriginal: offset === 'Z' ? '+00:00' : offset,
  };
}

function place({ latitude, longitude, altitude }: PhotoRecord): Values {
  if (latitude === undefined || longitude === undefined) return {};
  const height =
    altitude === undefined
      ? {}
      : { GPSAltitudeRef: altitude < 0 ? '1' : '0', GPSAltitude: fraction(Math.abs(altitude), 1000) };
  return {
    GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
    GPSLatitude: angle(latitude),
    GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
    GPSLongitude: angle(longitude),
    ...height,
  };
}

function angle(degrees: number): string {
  const parts = Math.round(Math.abs(degrees) * 3600 * 1e4); // ten-thousandths of a second: 3 mm
  const whole = Math.floor(parts / 36e6);
  const minutes = Math.floor((parts - whole * 36e6) / 6e5);
  return `${String(whole)}/1 ${String(minutes)}/1 ${String(parts - whole * 36e6 - minutes * 6e5)}/10000`;
}

function fraction(value: number | undefined, parts: number): string | undefined {
  return value === undefined ? undefined : `${String(Math.round(value * parts))}/${String(parts)}`;
}
