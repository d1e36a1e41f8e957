/** @file Sizes and encodings of the pictures we make, with the reasons in docs/decisions/002-thumbnails.md; decoder process. */
import type { Sharp } from 'sharp';
import { sharp } from './libvips.ts';

/** Eight bits a channel, sRGB, no padding; three channels, or four with (unassociated) alpha. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

export interface Encoded {
  readonly bytes: Buffer;
  readonly mime: 'image/jpeg' | 'image/webp';
}

/** The largest that libjpeg's 1/8 decoding serves for pictures of 3960 pixels and more: a 12-megapixel photo. */
const LONG_EDGE = 440;
/** A panorama keeps this height, so that its row in the grid is not a blur, … */
const SHORT_EDGE = 220;
/** … up to this length. */
const LONGEST_EDGE = 1100;

export const PREVIEW_EDGE = 2560;

/** Long edge of the thumbnail for a picture of this size, in pixels. */
export function thumbnailEdge(width: number, height: number): number {
  const ratio = Math.max(width, height) / Math.min(width, height);
  return Math.min(LONGEST_EDGE, Math.max(LONG_EDGE, Math.round(SHORT_EDGE * ratio)));
}

/** Runs a pipeline down to pixels no longer than `edge`, never larger than they were. */
export async function toPixels(picture: Sharp, edge: number): Promise<Pixels> {
  const { data, info } = await picture
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) return { data, width, height, channels };
  if (channels === 4) return withoutOpaqueAlpha({ data, width, height, channels });
  // Photoshop keeps selections and spot colours as channels beside those that are seen.
  if (channels > 4) return { data: firstThree(data, channels), width, height, channels: 3 };
  throw new Error(`${String(channels)} channels`);
}

export function shrink(pixels: Pixels, edge: number): Promise<Pixels> {
  return Math.max(pixels.width, pixels.height) <= edge
    ? Promise.resolve(pixels)
    : toPixels(fromPixels(pixels), edge);
}

export async function encode(pixels: Pixels): Promise<Encoded> {
  const picture = fromPixels(pixels);
  if (pixels.channels === 4)
    return { bytes: await picture.webp({ quality: 80, effort: 2 }).toBuffer(), mime: 'image/webp' };
  const bytes = await picture.jpeg({ quality: 80, chromaSubsampling: '4:2:0' }).toBuffer();
  return { bytes, mime: 'image/jpeg' };
}

function fromPixels({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}

/** Many PNGs have an alpha channel that hides nothing: without it they can be JPEGs, which are quicker to make. */
function withoutOpaqueAlpha(pixels: Pixels): Pixels {
  const { data, width, height } = pixels;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return pixels;
  return { data: firstThree(data, 4), width, height, channels: 3 };
}

function firstThree(data: Buffer, channels: number): Buffer {
  const kept = Buffer.allocUnsafe((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3)
    data.copy(kept, to, from, from + 3);
  return kept;
}
