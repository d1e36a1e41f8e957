/** @file From the bytes of a picture to its thumbnail, placeholder and preview, in one decoding; decoder process. */
import type { Metadata, SharpOptions } from 'sharp';
import { inSrgb } from './code-points.ts';
import type { Size } from './containers.ts';
import { hasRareFrame } from './jpeg.ts';
import { sharp } from './libvips.ts';
import { lookOf } from './look.ts';
import { asNotSupported } from './not-supported.ts';
import { placeholder, type Placeholder } from './placeholder.ts';
import {
  encode,
  PREVIEW_EDGE,
  shrink,
  thumbnailEdge,
  toPixels,
  type Encoded,
  type Pixels,
} from './thumbnail.ts';
import { isPlain, readable } from './samples.ts';
import { asTiff } from './tiff.ts';

export interface Rendered {
  readonly thumbnail: Encoded;
  readonly placeholder: Placeholder;
  /** base64; empty where there is nothing to tell it by. */
  readonly look: string;
  readonly preview: Encoded | null;
  /** What is wrong with the file, when a picture could be made all the same. */
  readonly damage: string | null;
}

/** Chromium is not asked to hold more pixels than this: a preview is made. */
const SHOWN_BY_CHROMIUM = 100e6;
/** What libvips and librsvg take for the size a drawing is given in, and the most sharp allows. */
const POINTS_PER_INCH = 72;
const MOST_DENSITY = 100_000;
/** Most memory for formats that cannot be read row by row, in bytes. */
const MEMORY_LIMIT = 1024 ** 3;

/** Only the header is read; no limit applies yet. @throws when there is no readable header, NotSupported when it is of a kind that cannot be read */
export async function readHeader(bytes: Buffer): Promise<Metadata> {
  try {
    return await readable(bytes, () => sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata());
  } catch (error) {
    throw asNotSupported(error);
  }
}

/** Why the picture must not be decoded, null when it may. */
export function tooLarge(header: Metadata, pixelLimit: number): string | null {
  return refusal(header, bytesHeldPerPixel(header), pixelLimit);
}

/** The same for a picture of this size that is not read row by row, or not by libvips. */
export function refusal({ width, height }: Size, bytesPerPixel: number, pixelLimit: number): string | null {
  const pixels = width * height;
  if (pixels > pixelLimit) return `${String(width)} × ${String(height)} pixels`;
  const memory = pixels * bytesPerPixel;
  return memory > MEMORY_LIMIT ? `needs ${String(Math.ceil(memory / 1024 ** 2))} MiB of memory` : null;
}

/** Rows pass through one after the other, or else the whole picture is in memory at once. */
function bytesHeldPerPixel(header: Metadata): number {
  const sample = header.depth === 'uchar' ? 1 : 2;
  switch (header.format) {
    case 'jpeg':
      // Progressive: all coefficients, two bytes each.
      return header.isProgressive ? (header.chromaSubsampling === '4:2:0' ? 3 : 2 * header.channels) : 0;
    case 'png':
      return header.isProgressive ? sample * header.channels : 0;
    case 'webp':
    case 'gif':
    case 'svg':
      return 4;
    case 'heif':
      return 8;
    case 'tiff':
      return isPlain(header) ? 0 : 4 * header.channels + 8;
    default:
      return 0;
  }
}

/** @throws when not even a part of the picture can be read, NotSupported when nothing is wrong with it but that */
export async function render(bytes: Buffer, header: Metadata, mime: string): Promise<Rendered> {
  const decode = async (failOn: FailOn): Promise<Omit<Rendered, 'damage'>> => {
    const { width, height } = header.autoOrient;
    const edge = thumbnailEdge(width, height);
    const options: SharpOptions = {
      autoOrient: true,
      failOn,
      limitInputPixels: false,
      ...densityFor(header),
    };
    const seen = (await inSrgb(bytes, mime, options)) ?? bytes;
    if (!needsPreview(header, mime) && !(mime === 'image/jpeg' && hasRareFrame(bytes))) {
      return { ...(await finish(await toPixels(open(seen, options, header), edge), edge)), preview: null };
    }
    const pixels = await (seen === bytes
      ? toPreview(seen, options, header)
      : toPixels(open(seen, options, header), PREVIEW_EDGE));
    return { ...(await finish(pixels, edge)), preview: await encode(pixels) };
  };
  let damage: string | null = null;
  for (const failOn of strictest(header))
    try {
      return { ...(await decode(failOn)), damage };
    } catch (error) {
      if (asNotSupported(error) !== error) throw asNotSupported(error);
      const complaint = error instanceof Error ? error.message : 'unreadable';
      damage ??= failOn === 'warning' && isHarmless(complaint) ? null : complaint;
    }
  return { ...(await decode('none')), damage };
}

type FailOn = 'warning' | 'error' | 'truncated' | 'none';

/** What libtiff warns of are tags, never pixels; libjpeg warns of what is missing and of what is too much. */
function strictest({ format }: Metadata): FailOn[] {
  return format === 'tiff' ? ['error'] : format === 'jpeg' ? ['warning', 'truncated'] : ['warning'];
}

/** A profile is applied to the small picture where it can be: on all of a large one it costs more than all the rest. */
async function toPreview(bytes: Buffer, options: SharpOptions, header: Metadata): Promise<Pixels> {
  const { icc, space, depth, format, width, height } = header;
  const large = Math.max(width, height) > PREVIEW_EDGE;
  if (!large || !icc || format !== 'tiff' || space !== 'srgb' || depth !== 'uchar')
    return toPixels(open(bytes, options, header), PREVIEW_EDGE);
  const small = await toPixels(sharp(bytes, { ...options, ignoreIcc: true }), PREVIEW_EDGE);
  const rowBytes = small.width * small.channels;
  const tiff = asTiff({ ...small, icc }, (y, into) => {
    small.data.copy(into, 0, y * rowBytes, (y + 1) * rowBytes);
  });
  return toPixels(sharp(tiff), PREVIEW_EDGE);
}

async function finish(
  pixels: Pixels,
  edge: number,
): Promise<Pick<Rendered, 'thumbnail' | 'placeholder' | 'look'>> {
  const small = await shrink(pixels, edge);
  const look = Buffer.from(lookOf(small) ?? []).toString('base64');
  return { thumbnail: await encode(small), placeholder: placeholder(small), look };
}

function open(bytes: Buffer, options: SharpOptions, header: Metadata): ReturnType<typeof sharp> {
  const picture = sharp(bytes, options);
  // libvips works on 16-bit colour in P3, but only where the file brings a profile; this brings it back to sRGB.
  const deep = header.space === 'rgb16' || header.space === 'scrgb';
  return deep && header.hasProfile ? picture.withIccProfile('srgb') : picture;
}

/** What the window shows by itself (engine/import/viewable.ts). */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);

/** A drawing has no size of its own: it is drawn as large as a preview is. */
export function densityFor({ format, width, height }: Metadata, edge: number = PREVIEW_EDGE): SharpOptions {
  if (format !== 'svg') return {};
  return {
    density: Math.min(MOST_DENSITY, Math.max(1, (POINTS_PER_INCH * edge) / Math.max(width, height))),
  };
}

/** Chromium shows CMYK without looking at its profile. */
function needsPreview(header: Metadata, mime: string): boolean {
  return !SHOWN.has(mime) || header.space === 'cmyk' || header.width * header.height > SHOWN_BY_CHROMIUM;
}

/** Bytes behind the last row, or between the segments before the first: libjpeg mentions it, nothing is missing. */
function isHarmless(complaint: string): boolean {
  return /extraneous bytes before marker 0x(?:d[9b]|c[0-2]|e.|f.)/u.test(complaint);
}
