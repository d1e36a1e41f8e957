/** @file One picture in another format: upright, in sRGB, no longer than asked, saying nothing but its pixels; decoder process. */
import type { Metadata, Sharp } from 'sharp';
import {
  LONGEST_CONVERTED,
  type Conversion,
  type ConvertJob,
  type ConvertReply,
} from '../../shared/decoding.ts';
import { inSrgb } from './code-points.ts';
import { problemOf, tidy } from './decode.ts';
import { cutOut, upright } from './cut-out.ts';
import { describe } from './facts.ts';
import { sharp } from './libvips.ts';
import { asNotSupported } from './not-supported.ts';
import { densityFor, readHeader, refusal, tooLarge } from './picture.ts';
import { sourceOf } from './source.ts';
import { codeIn } from './qr-code.ts';
import { PREVIEW_EDGE } from './thumbnail.ts';

export interface Converted {
  readonly reply: ConvertReply;
  readonly body: Uint8Array;
}

/** Longest edge that a format can hold, in pixels. */
const longestEdge = {
  jpeg: 65_535,
  webp: 16_383,
  png: 2 ** 31 - 1,
  ppm: 4096,
  qr: 4096,
  shown: 16_383,
} as const;
/** From this quality on colours are kept at full resolution too. */
const fineColours = 90;

/** Never rejects for a bad picture. */
export async function convert(bytes: Buffer, job: ConvertJob): Promise<Converted> {
  const { mime, pixelLimit, conversion } = job;
  try {
    const source = sourceOf(bytes, mime, describe(bytes, mime).exifOrientation, (size, bytesPerPixel) =>
      refusal(size, bytesPerPixel, pixelLimit),
    );
    if (source.refusal !== null) return without('too-large', source.refusal);
    // What the directory of a raw file shows is no more than a thumbnail.
    if (source.bytes === null || source.doubtful) return without('unsupported', null);
    const header = await readHeader(source.bytes);
    const tooMuch = tooLarge(header, pixelLimit);
    if (tooMuch !== null) return without('too-large', tooMuch);
    const { format, maxEdge, region = header } = conversion;
    const edge = Math.min(maxEdge ?? Infinity, Math.max(region.width, region.height));
    if (edge > longestEdge[format]) return without('too-large', `no ${format} has so long an edge`);
    const body = await encoded(source.bytes, header, job);
    if (body.length > LONGEST_CONVERTED) return without('too-large', 'longer than 256 MiB');
    return { reply: { converted: body.length, problem: 'none', detail: null }, body };
  } catch (error) {
    return without(problemOf(error), error instanceof Error ? error.message : String(error));
  }
}

function without(problem: ConvertReply['problem'], detail: string | null): Converted {
  const reply = { converted: 0, problem, detail: detail === null ? null : tidy(detail) };
  return { reply, body: new Uint8Array(0) };
}

async function encoded(
  bytes: Buffer,
  header: Metadata,
  { mime, conversion }: Pick<ConvertJob, 'mime' | 'conversion'>,
): Promise<Buffer> {
  const { maxEdge, turn, region } = conversion;
  const make = async (failOn: 'warning' | 'none'): Promise<Buffer> => {
    const options = { failOn, limitInputPixels: false, ...densityFor(header, maxEdge ?? PREVIEW_EDGE) };
    const seen = (await inSrgb(bytes, mime, options)) ?? bytes;
    const picture = region
      ? cutOut(seen, options, seen === bytes ? header : upright(header), region)
      : sharp(seen, { ...options, autoOrient: true });
    if (turn !== 0) picture.rotate(turn);
    if (maxEdge !== null)
      picture.resize({ width: maxEdge, height: maxEdge, fit: 'inside', withoutEnlargement: true });
    if (conversion.format === 'shown') return forWindow(picture, header, conversion);
    picture.toColourspace('srgb').withIccProfile('srgb');
    if (conversion.format === 'qr') return codeIn(picture);
    return conversion.format === 'ppm' ? pixmap(picture) : inFormat(picture, conversion.format, conversion);
  };
  // What is missing of a picture that was cut off is missing in the new one as well.
  return make('warning').catch((error: unknown) => {
    if (asNotSupported(error) !== error) throw asNotSupported(error);
    return make('none');
  });
}

/** Values and profile of the file are kept where they are a screen's: the window shows them as it would show the file. */
function forWindow(
  picture: Sharp,
  { space, hasProfile, hasAlpha }: Metadata,
  { quality, region }: Conversion,
): Promise<Buffer> {
  const grey = space === 'b-w' || space === 'grey16';
  if (hasProfile && (grey || space === 'srgb' || space === 'rgb16'))
    picture.toColourspace(grey ? 'b-w' : 'srgb').keepIccProfile();
  else picture.toColourspace('srgb').withIccProfile('srgb');
  return hasAlpha
    ? picture.webp({ quality, effort: 0, lossless: region !== undefined }).toBuffer()
    : picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
}

function inFormat(
  picture: Sharp,
  format: Exclude<Conversion['format'], 'ppm' | 'qr' | 'shown'>,
  { quality }: Conversion,
): Promise<Buffer> {
  switch (format) {
    case 'jpeg':
      return picture
        .flatten({ background: '#ffffff' }) // what shows through would be black
        .jpeg({ quality, chromaSubsampling: quality >= fineColours ? '4:4:4' : '4:2:0' })
        .toBuffer();
    case 'webp':
      return picture.webp({ quality }).toBuffer();
    case 'png':
      return picture.png().toBuffer();
  }
}

/** Nothing to parse for whoever gets it: a portable pixmap is a size and the pixels. */
async function pixmap(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture
    .flatten({ background: '#ffffff' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error('not three channels');
  return Buffer.concat([Buffer.from(`P6\n${String(info.width)} ${String(info.height)}\n255\n`), data]);
}
