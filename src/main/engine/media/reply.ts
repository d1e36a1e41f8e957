/** @file Checks what a decoder answers: it has read what strangers wrote, so its word is not taken for anything; engine process. */
import * as v from 'valibot';
import type { Frame } from '../../../shared/frames.ts';
import type { ConvertedPicture, DecodedPicture } from './types.ts';

const words = v.pipe(v.string(), v.maxLength(256));
const amount = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)));
const within = (low: number, high: number) =>
  v.nullable(v.pipe(v.number(), v.minValue(low), v.maxValue(high)));
const pixels = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)));
const length = v.pipe(v.number(), v.integer(), v.minValue(0));

const replySchema = v.strictObject({
  facts: v.strictObject({
    mime: words,
    width: pixels,
    height: pixels,
    orientation: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
    capturedAt: v.nullable(
      v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:[+-]\d\d:\d\d)?$/u)),
    ),
    camera: v.nullable(words),
    lens: v.nullable(words),
    exposure: v.nullable(
      v.strictObject({
        seconds: amount,
        fNumber: amount,
        iso: amount,
        focalLengthMm: amount,
        focalLength35Mm: amount,
      }),
    ),
    latitude: within(-90, 90),
    longitude: within(-180, 180),
    altitude: within(-12_000, 100_000),
    animated: v.boolean(),
    title: v.nullable(words),
    caption: v.nullable(v.pipe(v.string(), v.maxLength(2000))),
    keywords: v.pipe(v.array(words), v.maxLength(100)),
    rating: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
    duration: amount,
    pairId: v.nullable(v.pipe(v.string(), v.regex(/^[0-9A-F-]{36}$/u))),
  }),
  thumbnailMime: v.picklist(['image/jpeg', 'image/webp']),
  color: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff_ffff))),
  look: v.nullable(v.pipe(v.string(), v.regex(/^(?:[A-Za-z0-9+/]{22}==)?$/u))),
  problem: v.picklist(['none', 'truncated', 'unsupported', 'damaged', 'too-large']),
  detail: v.nullable(words),
  parts: v.strictObject({ thumbnail: length, thumbhash: length, preview: length }),
});

/** The picture in an answer; null when the answer is not one a sound decoder gives. */
export function readReply({ header, body }: Frame, mime: string): DecodedPicture | null {
  const parsed = v.safeParse(replySchema, header);
  if (!parsed.success) return null;
  const { parts, ...reply } = parsed.output;
  if (reply.facts.mime !== mime || parts.thumbnail + parts.thumbhash + parts.preview !== body.length)
    return null;
  const cut = (from: number, count: number) => (count === 0 ? null : body.slice(from, from + count));
  return {
    ...reply,
    thumbnail: cut(0, parts.thumbnail),
    thumbhash: cut(parts.thumbnail, parts.thumbhash),
    preview: cut(parts.thumbnail + parts.thumbhash, parts.preview),
  };
}

const conversionSchema = v.strictObject({
  converted: length,
  problem: v.picklist(['none', 'truncated', 'unsupported', 'damaged', 'too-large']),
  detail: v.nullable(words),
});

/** The new picture in an answer; null when the answer is not one a sound decoder gives. */
export function readConversion({ header, body }: Frame): ConvertedPicture | null {
  const parsed = v.safeParse(conversionSchema, header);
  if (!parsed.success || parsed.output.converted !== body.length) return null;
  const { converted, problem, detail } = parsed.output;
  return { picture: converted === 0 ? null : body.slice(), problem, detail };
}
