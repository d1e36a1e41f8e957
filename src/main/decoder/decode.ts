/** @file One picture: facts first, then pixels as far as they can be had; decoder process. */
import type { Metadata } from 'sharp';
import type { DecodeJob, DecodeReply, PictureFacts } from '../../shared/decoding.ts';
import { isAnimatedPng, sizeOf } from './containers.ts';
import { describe, type Described } from './facts.ts';
import { readHeader, render, tooLarge, type Rendered } from './picture.ts';

export interface Answer {
  readonly reply: DecodeReply;
  readonly body: Uint8Array;
}

/** Never rejects for a bad picture. */
export async function decode(bytes: Buffer, job: DecodeJob): Promise<Answer> {
  const described = describe(bytes, job.mime);
  if (!job.decodable) return answer(undecodedFacts(bytes, job.mime, described), 'unsupported', null, null);
  let header: Metadata;
  try {
    header = await readHeader(bytes);
  } catch (error) {
    return answer(undecodedFacts(bytes, job.mime, described), 'damaged', reason(error), null);
  }
  const facts = decodedFacts(bytes, job.mime, described, header);
  const refusal = tooLarge(header, job.pixelLimit);
  if (refusal !== null) return answer(facts, 'too-large', refusal, null);
  try {
    const rendered = await render(bytes, header, job.mime);
    return answer(facts, rendered.damage === null ? 'none' : 'truncated', rendered.damage, rendered);
  } catch (error) {
    return answer(facts, 'damaged', reason(error), null);
  }
}

function decodedFacts(bytes: Buffer, mime: string, described: Described, header: Metadata): PictureFacts {
  const moving = mime === 'image/gif' || mime === 'image/webp' || mime === 'image/avif';
  return {
    ...asked(mime, described),
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    orientation: header.orientation !== undefined && header.orientation >= 1 ? header.orientation : 1,
    animated: (moving && (header.pages ?? 1) > 1) || (mime === 'image/png' && isAnimatedPng(bytes)),
  };
}

function undecodedFacts(bytes: Buffer, mime: string, described: Described): PictureFacts {
  const facts = asked(mime, described);
  const size = sizeOf(bytes, mime);
  // The size in the header is the one that is seen; where there is one, EXIF's orientation has no say.
  if (size) return { ...facts, ...size, orientation: 1, animated: false };
  const { pixelWidth, pixelHeight, exifOrientation } = described;
  const orientation = exifOrientation ?? 1;
  const known = pixelWidth !== null && pixelHeight !== null;
  const [width, height] = orientation >= 5 ? [pixelHeight, pixelWidth] : [pixelWidth, pixelHeight];
  return {
    ...facts,
    width: known ? width : null,
    height: known ? height : null,
    orientation,
    animated: false,
  };
}

type Asked = Omit<PictureFacts, 'width' | 'height' | 'orientation' | 'animated'>;

function asked(mime: string, described: Described): Asked {
  const { capturedAt, camera, lens, exposure, latitude, longitude, altitude } = described;
  return { mime, capturedAt, camera, lens, exposure, latitude, longitude, altitude };
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
      problem,
      detail: detail === null ? null : tidy(detail),
      parts: { thumbnail, thumbhash, preview },
    },
    body: Buffer.concat(parts),
  };
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
