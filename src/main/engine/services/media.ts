/** @file Opens the bytes of photos, previews and thumbnails for the window. Runs in the engine. */
import type { Id, MediaKind } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Region } from '../../../shared/regions.ts';
import { safeName } from '../export/names.ts';
import { fitted, isFit, regionOf } from './fitted.ts';
import { motionOf } from './motion.ts';
import type { Session } from './session.ts';

/** An open photo, thumbnail or preview. */
export interface EngineMedia {
  /** MIME type as found in the content when it was imported. */
  readonly mime: string;
  /** In bytes. */
  readonly size: number;
  /** Of an original: what a file of it is called, in a way every system takes. */
  readonly name?: string;
  /** Bytes `start` (inclusive) to `end` (exclusive), decrypted and authenticated piece by piece; throws CodedError. Each piece may be kept. */
  readonly read: (start: number, end: number, signal?: AbortSignal) => AsyncIterable<Uint8Array>;
  readonly close: () => void;
}

export interface MediaOptions {
  /** Which one, of the kind `region`. */
  readonly region?: Region | null;
  /** Ends what is made for it when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** Errors: input-invalid (a region outside of the photo), not-found (also: it has no thumbnail, preview or film), not-convertible, thumbnail-damaged, blob-missing, blob-damaged, disk-failed. */
export async function openMedia(
  session: Session,
  kind: MediaKind,
  id: Id,
  { region = null, signal }: MediaOptions = {},
): Promise<EngineMedia> {
  const photo = session.hiding.photo(id);
  if (photo === undefined) throw new CodedError('not-found');
  if (kind === 'thumb') {
    session.preparing.disturb();
    const thumb = session.catalog.thumb(id);
    if (thumb === null) throw new CodedError('not-found');
    return inMemory(thumb);
  }
  if (isFit(kind)) return inMemory(await fitted(session, photo, kind));
  if (kind === 'region') return inMemory(await regionOf(session, photo, region, signal));
  const inside = kind === 'film' ? await motionOf(session, photo) : null;
  const film = inside ? { blob: photo.blob, mime: inside.mime } : photo.pair;
  const { blob, mime } = { original: photo, preview: photo.preview, film }[kind] ?? {};
  if (blob === undefined || mime === undefined) throw new CodedError('not-found');
  // What is hidden again is read no further.
  const concealed = photo.hidden === true ? session.hiding.signal : null;
  const { reader, release } = await session.readers.lease(blob);
  const first = inside?.start ?? 0;
  return {
    mime,
    size: inside ? inside.end - inside.start : reader.bytes,
    ...(kind === 'original' && { name: safeName(photo.name) }),
    read: (start, end, signal) =>
      reader.read(
        first + start,
        first + end,
        AbortSignal.any([session.signal, concealed, signal].filter((one) => one instanceof AbortSignal)),
      ),
    close: release,
  };
}

function inMemory({ mime, bytes }: { readonly mime: string; readonly bytes: Uint8Array }): EngineMedia {
  return {
    mime,
    size: bytes.length,
    read: (start, end) => once(bytes.subarray(start, end)),
    close: () => undefined,
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable as of every other kind, of one piece
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
