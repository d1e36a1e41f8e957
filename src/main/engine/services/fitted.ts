/** @file An original at the size the window needs it in, made when it is asked for (docs/decisions/020-viewer-decoding.md). Runs in the engine. */
import { fitEdges, type FitKind, type MediaKind } from '../../../shared/contract.ts';
import type { Conversion } from '../../../shared/decoding.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import type { Session } from './session.ts';

/** Longest original that is read for it, in bytes: it is in memory twice. */
const longestFitted = 512 * 1024 * 1024;
/** Colours at full resolution, and nothing to be seen of the encoding. */
const quality = 92;

export function isFit(kind: MediaKind): kind is FitKind {
  return kind in fitEdges;
}

/**
 * The file that the window is given. It lives in memory, and nowhere once it is sent.
 * @throws CodedError not-convertible (`problem`: what the decoder met), not-found (hidden meanwhile), blob-missing, blob-damaged, disk-failed; AbortError
 */
export async function fitted(
  session: Session,
  { blob, bytes: length, name, mime, hidden }: PhotoRecord,
  kind: FitKind,
): Promise<{ readonly mime: string; readonly bytes: Uint8Array }> {
  if (!mime.startsWith('image/') || length > longestFitted) throw new CodedError('not-convertible');
  const { signal } = session;
  const concealed = hidden === true ? session.hiding.signal : null;
  const { reader, release } = await session.readers.lease(blob);
  const whole = await reader.readAll(signal).finally(release);
  const conversion: Conversion = { format: 'shown', maxEdge: fitEdges[kind], quality, turn: 0 };
  // Not ended when nobody waits any more: a decoder that is stopped in the middle of it costs more than the rest of it.
  const { picture, problem } = await session.pool.convert(whole, { name }, conversion, signal);
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
