/** @file What libvips is handed for a file: the file itself, the picture inside it, or its pixels as a TIFF; decoder process. */
import { gunzipSync } from 'node:zlib';
import { bmpAsTiff, bmpHeader, missingRows } from './bmp.ts';
import { asStillAvif, boxes, type Refuse, type Size } from './containers.ts';
import { readHeif } from './heif.ts';
import { startOfJpeg, withOrientation } from './jpeg.ts';
import { NotSupported } from './not-supported.ts';
import { rawPicture } from './raw.ts';

export interface Source {
  /** Null when there is nothing to show. */
  readonly bytes: Buffer | null;
  /** Of the photo as seen; null: as libvips says. */
  readonly size: Size | null;
  /** Not one of several that the file tells. */
  readonly sizeIsCertain: boolean;
  /** 1–8; null: as libvips says. */
  readonly orientation: number | null;
  /** Why the pixels were not even looked at. */
  readonly refusal: string | null;
  /** It may well be that nothing can be read, and nothing is wrong all the same. */
  readonly doubtful: boolean;
  /** What is missing of the picture although it is shown. */
  readonly damage: string | null;
}

const NOTHING_SPECIAL: Omit<Source, 'bytes'> = {
  size: null,
  sizeIsCertain: false,
  orientation: null,
  refusal: null,
  doubtful: false,
  damage: null,
};

/** Longer SVGs are not drawings but data, in bytes. */
const LONGEST_SVG = 16 * 1024 ** 2;

/**
 * @param orientation of the EXIF block of the file
 * @throws what is wrong with a file that cannot be read
 */
export function sourceOf(bytes: Buffer, mime: string, orientation: number | null, refuse: Refuse): Source {
  const itself: Source = { ...NOTHING_SPECIAL, bytes };
  if (mime === 'image/heic' || mime === 'image/heif') {
    const parts = boxes(bytes).map(({ type }) => type);
    if (parts.includes('moov') && !parts.includes('meta'))
      throw new NotSupported('HEIF: a film without a picture');
    const { size, tiff, refusal } = readHeif(bytes, refuse);
    // libheif has turned it already, and EXIF has no say in HEIF.
    return { ...itself, bytes: tiff, size, sizeIsCertain: true, orientation: 1, refusal };
  }
  if (mime === 'image/bmp') {
    const header = bmpHeader(bytes);
    const size = { width: header.width, height: header.height };
    const refusal = refuse(size, 4);
    const picture = refusal === null ? bmpAsTiff(header) : null;
    return { ...itself, bytes: picture, size, refusal, damage: missingRows(header) };
  }
  if (mime === 'image/svg+xml') {
    const drawing = unpacked(bytes);
    const refusal = drawing === null || drawing.length > LONGEST_SVG ? 'longer than 16 MiB' : null;
    return { ...itself, bytes: refusal === null ? drawing : null, refusal };
  }
  if (mime === 'image/avif') return { ...itself, bytes: asStillAvif(bytes) };
  return mime.startsWith('image/x-') ? ofRaw(bytes, mime, orientation ?? 1) : itself;
}

/** A packed drawing (.svgz) as it is inside; null when that is too long. @throws what is wrong with it */
function unpacked(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LONGEST_SVG });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function ofRaw(bytes: Buffer, mime: string, orientation: number): Source {
  const { jpeg, size, isPicture } = rawPicture(bytes, mime);
  const seen = size && upright(size, orientation);
  const start = jpeg && startOfJpeg(jpeg);
  if (!start)
    return { ...NOTHING_SPECIAL, bytes: isPicture ? bytes : null, size: seen, orientation, doubtful: true };
  // Some cameras turn the JPEG and not the sensor's data; those that turn neither leave it to the orientation in its EXIF, or outside.
  const turned = size !== null && orientation >= 5 && size.width > size.height && start.width < start.height;
  return {
    ...NOTHING_SPECIAL,
    bytes: start.hasExif || turned || orientation === 1 ? jpeg : withOrientation(jpeg, orientation),
    size: seen ?? upright(start, orientation),
    orientation,
  };
}

function upright({ width, height }: Size, orientation: number): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
