/**
 * @file What shell and engine say to each other over the two pipes, with a schema for each direction: calls and events on one (fd 3 of
 * the engine), bytes of photos on the other (fd 4), so that neither waits for the other. Pure TypeScript.
 */
import * as v from 'valibot';
import { ErrorSchema, Id, maxMessageBytes, mediaKinds } from './contract.ts';
import type { FrameLimits } from './frames.ts';
import { Region } from './regions.ts';

/** Number of a call or a stream, unique for the life of a pipe. */
const Serial = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Bytes = Serial;
const Binary = v.custom<Uint8Array>((value) => value instanceof Uint8Array);

export const controlLimits: FrameLimits = { maxHeader: maxMessageBytes, maxBody: maxMessageBytes };

/** Shell → engine. */
export const ControlDown = v.variant('t', [
  v.strictObject({ t: v.literal('call'), id: Serial, method: v.string(), input: v.unknown() }),
  v.strictObject({ t: v.literal('cancel'), id: Serial }),
]);
export type ControlDown = v.InferOutput<typeof ControlDown>;

/** Engine → shell. Every call gets exactly one result, also a cancelled one. */
export const ControlUp = v.variant('t', [
  v.strictObject({
    t: v.literal('result'),
    id: Serial,
    result: v.variant('ok', [
      v.strictObject({ ok: v.literal(true), value: v.unknown() }),
      v.strictObject({ ok: v.literal(false), error: ErrorSchema }),
    ]),
  }),
  v.strictObject({ t: v.literal('progress'), id: Serial, progress: v.unknown() }),
  v.strictObject({ t: v.literal('event'), event: v.picklist(['job', 'library']), payload: v.unknown() }),
]);
export type ControlUp = v.InferOutput<typeof ControlUp>;

/** Longest piece of a photo in one message. */
export const mediaChunk = 64 * 1024;
/** Bytes that the engine may send of one stream before the shell has passed any on: bounds memory when an `<img>` or `<video>` stalls. */
export const mediaWindow = 4 * mediaChunk;

export const mediaLimits: FrameLimits = { maxHeader: 16 * 1024, maxBody: mediaChunk };

/** Shell → engine. */
export const MediaDown = v.variant('t', [
  v.strictObject({
    t: v.literal('open'),
    id: Serial,
    kind: v.picklist(mediaKinds),
    photo: Id,
    region: v.nullable(Region), // of the kind of this name
    range: v.nullable(v.strictObject({ from: v.nullable(Bytes), to: v.nullable(Bytes) })),
  }),
  /** So many more bytes may be sent. */
  v.strictObject({ t: v.literal('credit'), id: Serial, bytes: Bytes }),
  /** Nobody reads this stream any more. */
  v.strictObject({ t: v.literal('close'), id: Serial }),
]);
export type MediaDown = v.InferOutput<typeof MediaDown>;

/** Engine → shell: head, chunks, end; or error at any point, which ends the stream too. */
export const MediaUp = v.variant('t', [
  v.strictObject({
    t: v.literal('head'),
    id: Serial,
    mime: v.string(),
    size: Bytes, // of the whole
    name: v.exactOptional(v.string()), // that a file with these bytes may have anywhere; of originals
    /** What will be sent; null when the range lies behind the end, and then nothing follows. */
    part: v.nullable(v.strictObject({ start: Bytes, end: Bytes })),
  }),
  v.strictObject({ t: v.literal('chunk'), id: Serial, bytes: Binary }),
  v.strictObject({ t: v.literal('end'), id: Serial }),
  v.strictObject({ t: v.literal('error'), id: Serial, error: ErrorSchema }),
]);
export type MediaUp = v.InferOutput<typeof MediaUp>;
