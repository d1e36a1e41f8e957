/** @file An original at the size the window needs it in, or a part of it, made when it is asked for (docs/decisions/020-viewer-decoding.md, 022-regions.md). Runs in the engine. */
import * as v from 'valibot';
import { fitEdges, type FitKind, type MediaKind } from '../../../shared/contract.ts';
import type { Conversion } from '../../../shared/decoding.ts';
import { CodedError } from '../../../shared/errors.ts';
import { Region } from '../../../shared/regions.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import type { Session } from './session.ts';

/** Longest original that is read for it, in bytes: it is in memory twice. */
const longestFitted = 512 * 1024 * 1024;
/** Colours at full resolution, and nothing to be seen of the encoding. */
const quality = 92;
/** Nor where each pixel is looked at. */
const finest = 97;

export function isFit(kind: MediaKind): kind is FitKind {
  return kind in fitEdges;
}

/** What the window is given. It lives in memory, and nowhere once it is sent. */
interface Made {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** @throws CodedError not-convertible (`problem`: what the decoder met), not-found (hidden meanwhile), blob-missing, blob-damaged, disk-failed; AbortError */
export function fitted(session: Session, photo: PhotoRecord, kind: FitKind): Promise<Made> {
  const conversion: Conversion = { format: 'shown', maxEdge: fitEdges[kind], quality, turn: 0 };
  // Not ended when nobody waits any more: a decoder that is stopped in the middle of it costs more than the rest of it.
  return made(session, photo, conversion, session.signal);
}

/**
 * A part of the photo, pixel by pixel (docs/decisions/022-regions.md).
 * @param signal ends it: of a large photo it may take seconds
 * @throws CodedError input-invalid (none, or not within the photo), and as `fitted`
 */
export async function regionOf(
  session: Session,
  photo: PhotoRecord,
  region: Region | null,
  signal: AbortSignal | undefined,
): Promise<Made> {
  const { width = 0, height = 0, mime } = photo;
  if (
    !v.is(Region, region) ||
    region.left + region.width > width ||
    region.top + region.height > height ||
    mime === 'image/svg+xml'
  )
    throw new CodedError('input-invalid', { field: 'region' });
  const asked = { ...region, of: { width, height } };
  const conversion: Conversion = { format: 'shown', maxEdge: null, quality: finest, turn: 0, region: asked };
  return made(session, photo, conversion, AbortSignal.any([session.signal, ...(signal ? [signal] : [])]));
}

async function made(
  { hiding, readers, pool }: Session,
  { blob, bytes: length, name, mime, hidden }: PhotoRecord,
  conversion: Conversion,
  signal: AbortSignal,
): Promise<Made> {
  if (!mime.startsWith('image/') || length > longestFitted) throw new CodedError('not-convertible');
  const concealed = hidden === true ? hiding.signal : null;
  const { reader, release } = await readers.lease(blob);
  const whole = await reader.readAll(signal).finally(release);
  const { picture, problem } = await pool.convert(whole, { name }, conversion, signal);
  if (picture === null) throw new CodedError('not-convertible', { problem });
  if (concealed?.aborted === true) throw new CodedError('not-found');
  return { mime: typeOf(picture), bytes: picture };
}

/** The decoder has read what strangers wrote: what it says is not believed. */
function typeOf(picture: Uint8Array): string {
  const head = Buffer.from(picture.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^RIFF.{4}WEBP$/su.test(head)) return 'image/webp';
  throw new CodedError('decoder-crashed');
}
