/**
 * @file A part of a picture as it is seen, cut out of the pixels in the order of the file, so that libvips reads them row by row and no further than
 * needed; decoder process.
 */
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { RegionOf } from '../../shared/decoding.ts';
import type { Region } from '../../shared/regions.ts';
import type { Size } from './containers.ts';
import { sharp } from './libvips.ts';

interface Stored extends Size {
  /** EXIF's, 1–8. */
  readonly orientation?: Metadata['orientation'];
}

/** Of what has been turned already. */
export function upright({ autoOrient }: Metadata): Stored {
  return { width: autoOrient.width, height: autoOrient.height };
}

/** Not yet decoded. @throws when it is not within the picture */
export function cutOut(bytes: Buffer, options: SharpOptions, stored: Stored, region: RegionOf): Sharp {
  // The order counts: turned first, all of the picture would be in memory.
  return sharp(bytes, options).extract(placeOf(region, stored)).autoOrient();
}

/** Where in the file the region is. */
export function placeOf(region: RegionOf, { width, height, orientation = 1 }: Stored): Region {
  const turned = orientation >= 5 ? { width: height, height: width } : { width, height };
  const { left: x, top: y, width: across, height: down } = inPixels(region, turned);
  if (x < 0 || y < 0 || x + across > turned.width || y + down > turned.height)
    throw new RangeError('not within the picture');
  const [right, bottom] = [turned.width - x - across, turned.height - y - down];
  const level = { width: across, height: down };
  const aside = { width: down, height: across };
  switch (orientation) {
    case 2:
      return { left: right, top: y, ...level };
    case 3:
      return { left: right, top: bottom, ...level };
    case 4:
      return { left: x, top: bottom, ...level };
    case 5:
      return { left: y, top: x, ...aside };
    case 6:
      return { left: y, top: right, ...aside };
    case 7:
      return { left: bottom, top: right, ...aside };
    case 8:
      return { left: bottom, top: x, ...aside };
    default:
      return { left: x, top: y, ...level };
  }
}

/** A raw file may hold a picture that has some rows less than the sensor: what is at the same place then. */
function inPixels({ of, ...region }: RegionOf, { width, height }: Size): Region {
  if (of.width === width && of.height === height) return region;
  const [across, down] = [width / of.width, height / of.height];
  const left = Math.floor(region.left * across);
  const top = Math.floor(region.top * down);
  return {
    left,
    top,
    width: Math.ceil((region.left + region.width) * across) - left,
    height: Math.ceil((region.top + region.height) * down) - top,
  };
}
