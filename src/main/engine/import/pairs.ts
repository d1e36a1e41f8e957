/**
 * @file Live Photos whose film was imported before its picture, or at the same moment from elsewhere, and is a photo of its own: after an import they
 * become one, told by the identifier alone. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { blobsOf, type PhotoRecord } from '../catalog/index.ts';
import { longestFilm } from './live.ts';
import { removeBlobs, type KeepContext } from './outcome.ts';
import { joinFilm } from './store-photo.ts';

/**
 * Everything durable was committed before. Halves that cannot be read stay two photos.
 * @throws CodedError of the vault's disk, AbortError; then all pairs before it have become one, and all others are as they were
 */
export async function joinPairs(context: KeepContext, signal: AbortSignal): Promise<void> {
  for (const [still, film] of context.catalog.apart()) {
    signal.throwIfAborted();
    await joinPair(context, still, film, signal);
  }
}

async function joinPair(context: KeepContext, still: Id, film: Id, signal: AbortSignal): Promise<void> {
  const { catalog, blobs } = context;
  const [picture, moving] = [catalog.photo(still), catalog.photo(film)];
  if (picture === undefined || moving === undefined || !fit(picture, moving)) return;
  const content = await contentOf(context, moving, signal);
  if (content === null) return;
  const { name, mime, digest } = moving;
  const { blobs: written = [], joins } = await joinFilm(
    { name, mime, digest, content },
    still,
    picture,
    context,
    signal,
  );
  let joined = false;
  try {
    await blobs.syncFolders(written);
    // Looked at now: somebody may have changed or deleted them meanwhile.
    const [kept, left] = [catalog.photo(still), catalog.photo(film)];
    if (joins !== undefined && kept !== undefined && left !== undefined && fit(kept, left)) {
      catalog.change((tx) => {
        tx.putPhoto(still, { ...together(kept, left), pair: joins.pair });
        tx.removePhoto(film);
      });
      joined = true;
    }
  } finally {
    // What was written for nothing, or the film's own file now that nothing names it.
    await removeBlobs(blobs, joined ? blobsOf(moving).map(({ blob }) => blob) : written);
  }
}

/** Both are seen, or both hidden; neither is on its way out. */
function fit(still: PhotoRecord, film: PhotoRecord): boolean {
  const gone = still.trashedAt ?? film.trashedAt;
  return (
    gone === undefined &&
    still.pair === undefined &&
    (still.hidden ?? false) === (film.hidden ?? false) &&
    film.bytes <= longestFilm
  );
}

/** The picture, with what somebody has said of the film alone. */
function together(still: PhotoRecord, film: PhotoRecord): PhotoRecord {
  const { caption = film.caption, rating = film.rating, favourite = film.favourite } = still;
  const albums = [...new Set([...(still.albums ?? []), ...(film.albums ?? [])])];
  const tags = [...new Set([...(still.tags ?? []), ...(film.tags ?? [])])];
  return {
    ...still,
    ...(caption !== undefined && { caption }),
    ...(rating !== undefined && { rating }),
    ...(favourite !== undefined && { favourite }),
    ...(albums.length > 0 && { albums }),
    ...(tags.length > 0 && { tags }),
  };
}

/** null when it is missing or damaged: a check tells of that. */
async function contentOf(
  { blobs }: KeepContext,
  { blob }: PhotoRecord,
  signal: AbortSignal,
): Promise<Buffer | null> {
  try {
    const reader = await blobs.open(blob);
    try {
      return await reader.readAll(signal);
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof CodedError)) throw error;
    if (error.code === 'blob-missing' || error.code === 'blob-damaged') return null;
    throw error;
  }
}
