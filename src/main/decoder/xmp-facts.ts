/**
 * @file Camera, lens, exposure and place out of XMP: what is left where a program has written a picture without its EXIF. Of raw files, PNGs and
 * scans this is often all there is. Decoder process.
 */
import type { Exposure, PictureFacts } from '../../shared/decoding.ts';
import { degrees, rational } from '../../shared/xmp-values.ts';
import { property } from './xmp.ts';

type Place = Pick<PictureFacts, 'latitude' | 'longitude' | 'altitude'>;

/** Make and model as they are written, and the lens. */
export interface Gear {
  readonly make: string | null;
  readonly model: string | null;
  readonly lens: string | null;
}

export function gearOf(xmp: string): Gear {
  return {
    make: property(xmp, 'tiff:Make'),
    model: property(xmp, 'tiff:Model'),
    lens: property(xmp, 'exifEX:LensModel', 'aux:Lens'),
  };
}

/** Each value null when it is not there; whether it can be is for the caller to say. */
export function exposureOf(xmp: string): Exposure {
  const amount = (...names: readonly string[]): number | null => rational(property(xmp, ...names) ?? '');
  return {
    seconds: amount('exif:ExposureTime'),
    fNumber: amount('exif:FNumber'),
    iso: amount('exif:ISOSpeedRatings', 'exifEX:PhotographicSensitivity'),
    focalLengthMm: amount('exif:FocalLength'),
    focalLength35Mm: amount('exif:FocalLengthIn35mmFilm'),
  };
}

/** Both or neither. */
export function placeOf(xmp: string): Place {
  const latitude = degrees(property(xmp, 'exif:GPSLatitude') ?? '', 'NS');
  const longitude = degrees(property(xmp, 'exif:GPSLongitude') ?? '', 'EW');
  const known =
    latitude !== null && Math.abs(latitude) <= 90 && longitude !== null && Math.abs(longitude) <= 180;
  if (!known) return { latitude: null, longitude: null, altitude: null };
  const metres = rational(property(xmp, 'exif:GPSAltitude') ?? '');
  const below = property(xmp, 'exif:GPSAltitudeRef')?.trim() === '1' ? -1 : 1;
  return { latitude, longitude, altitude: metres === null ? null : metres * below };
}
