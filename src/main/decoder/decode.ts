/** @file One picture: facts first, then pixels as far as they can be had; decoder process. */
import type { Metadata } from 'sharp';
import type { DecodeJob, DecodeReply, PictureFacts } from '../../shared/decoding.ts';
import { asStillAvif, isAnimatedPng, isMovingAvif, sizeOf, type Size } from './containers.ts';
import { describe, type Described } from './facts.ts';
import { movieFacts } from './movie.ts';
import { NotSupported } from './not-supported.ts';
import { readHeader, refusal, render, tooLarge, type Rendered } from './picture.ts';
import { sourceOf } from './source.ts';

export interface Answer {
  readonly reply: DecodeReply;
  readonly body: Uint8Array;
}

/** Never rejects for a bad picture. */
export async function decode(bytes: Buffer, { mime, decodable, pixelLimit }: DecodeJob): Promise<Answer> {
  if (mime.startsWith('video/')) return answer(filmFacts(bytes, mime), 'unsupported', null, null);
  if (!decodable)
    return answer(undecodedFacts(bytes, mime, describe(bytes, mime)), 'unsupported', null, null);
  if (READ_BY_LIBVIPS.has(mime)) return decodeItself(bytes, mime, pixelLimit);
  const described = describe(bytes, mime);
  try {
    const source = sourceOf(bytes, mime, described.exifOrientation, (size, bytesPerPixel) =>
      refusal(size, bytesPerPixel, pixelLimit),
    );
    const known = undecodedFacts(bytes, mime, described);
    const facts = {
      ...known,
      ...(source.sizeIsCertain ? source.size : larger(source.size, known)),
      orientation: source.orientation ?? known.orientation,
    };
    if (source.refusal !== null) return answer(facts, 'too-large', source.refusal, null);
    if (source.bytes === null) return answer(facts, 'unsupported', null, null);
    const shown = await showInside(source.bytes, facts, pixelLimit);
    if (shown.reply.problem === 'none' && source.damage !== null)
      return { ...shown, reply: { ...shown.reply, problem: 'truncated', detail: source.damage } };
    return source.doubtful && shown.reply.problem !== 'none'
      ? answer(facts, 'unsupported', null, null)
      : shown;
  } catch (error) {
    return answer(undecodedFacts(bytes, mime, described), problemOf(error), reason(error), null);
  }
}

/** In these the file is the picture; the others hold one, or pixels for which libvips has no loader. */
const READ_BY_LIBVIPS = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/tiff',
]);

const NO_PACKET = Buffer.alloc(0);

async function decodeItself(bytes: Buffer, mime: string, pixelLimit: number): Promise<Answer> {
  let header: Metadata;
  try {
    header = await readHeader(mime === 'image/avif' ? asStillAvif(bytes) : bytes);
  } catch (error) {
    return answer(undecodedFacts(bytes, mime, describe(bytes, mime)), problemOf(error), reason(error), null);
  }
  // Of a JPEG the segments are looked at anyway; elsewhere libvips has looked, and all of a large file need not be searched.
  const packet = header.xmp ?? (mime === 'image/jpeg' ? null : NO_PACKET);
  const described = describe(bytes, mime, packet);
  return show(bytes, header, decodedFacts(bytes, mime, described, header), pixelLimit);
}

async function show(
  bytes: Buffer,
  header: Metadata,
  facts: PictureFacts,
  pixelLimit: number,
): Promise<Answer> {
  const tooMuch = tooLarge(header, pixelLimit);
  if (tooMuch !== null) return answer(facts, 'too-large', tooMuch, null);
  try {
    const rendered = await render(bytes, header, facts.mime);
    return answer(facts, rendered.damage === null ? 'none' : 'truncated', rendered.damage, rendered);
  } catch (error) {
    return answer(facts, problemOf(error), reason(error), null);
  }
}

/** Some raw files tell their size in EXIF, some in the directory of the sensor's data; both also tell those of smaller pictures. */
function larger(size: Size | null, { width, height }: PictureFacts): Partial<Size> {
  return size && size.width * size.height >= (width ?? 0) * (height ?? 0) ? size : {};
}

async function showInside(bytes: Buffer, facts: PictureFacts, pixelLimit: number): Promise<Answer> {
  try {
    const header = await readHeader(bytes);
    const known = facts.width === null ? { ...facts, ...seen(header) } : facts;
    return await show(bytes, header, known, pixelLimit);
  } catch (error) {
    return answer(facts, problemOf(error), reason(error), null);
  }
}

function seen(header: Metadata): Size {
  return { width: header.autoOrient.width, height: header.autoOrient.height };
}

function decodedFacts(bytes: Buffer, mime: string, described: Described, header: Metadata): PictureFacts {
  const moving = mime === 'image/gif' || mime === 'image/webp';
  return {
    ...asked(mime, described),
    ...seen(header),
    orientation: header.orientation !== undefined && header.orientation >= 1 ? header.orientation : 1,
    animated:
      (moving && (header.pages ?? 1) > 1) ||
      (mime === 'image/png' && isAnimatedPng(bytes)) ||
      (mime === 'image/avif' && isMovingAvif(bytes)),
    duration: null,
  };
}

function filmFacts(bytes: Buffer, mime: string): PictureFacts {
  return {
    mime,
    ...movieFacts(bytes, mime),
    orientation: 1,
    animated: false,
    lens: null,
    exposure: null,
    title: null,
    caption: null,
    keywords: [],
    rating: null,
  };
}

function undecodedFacts(bytes: Buffer, mime: string, described: Described): PictureFacts {
  const facts = { ...asked(mime, described), animated: false, duration: null };
  const size = sizeOf(bytes, mime);
  // The size in the header is the one that is seen; where there is one, EXIF's orientation has no say.
  if (size) return { ...facts, ...size, orientation: 1 };
  const { pixelWidth, pixelHeight, exifOrientation } = described;
  const orientation = exifOrientation ?? 1;
  const known = pixelWidth !== null && pixelHeight !== null;
  const [width, height] = orientation >= 5 ? [pixelHeight, pixelWidth] : [pixelWidth, pixelHeight];
  return { ...facts, width: known ? width : null, height: known ? height : null, orientation };
}

type Asked = Omit<PictureFacts, 'width' | 'height' | 'orientation' | 'animated' | 'duration'>;

function asked(mime: string, described: Described): Asked {
  const { pixelWidth: _width, pixelHeight: _height, exifOrientation: _orientation, ...facts } = described;
  return { mime, ...facts };
}

function answer(
  facts: PictureFacts,
  problem: DecodeReply['problem'],
  detail: string | null,
  rendered: Rendered | null,
): Answer {
  const parts = rendered
    ? [rendered.thumbnail.bytes, rendered.placeholder.thumbhash, rendered.preview?.bytes ?? new Uint8Array(0)]
    : [];
  const [thumbnail = 0, thumbhash = 0, preview = 0] = parts.map(({ length }) => length);
  return {
    reply: {
      facts,
      thumbnailMime: rendered?.thumbnail.mime ?? 'image/jpeg',
      color: rendered?.placeholder.color ?? null,
      look: rendered?.look ?? null,
      problem,
      detail: detail === null ? null : tidy(detail),
      parts: { thumbnail, thumbhash, preview },
    },
    body: Buffer.concat(parts),
  };
}

/** Also of a picture that is to become another one. */
export function problemOf(error: unknown): 'unsupported' | 'damaged' {
  return error instanceof NotSupported ? 'unsupported' : 'damaged';
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One short line of printable characters. */
export function tidy(words: string): string {
  return words
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed();
}
