/**
 * @file Keeps the picture of a film that the window has drawn: a film has none of its own, for the decoders have no codecs
 * (docs/decisions/010-films.md). Runs in the engine.
 */
import type { Input } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { factsOf } from '../import/record.ts';
import { sniff } from '../media/sniff.ts';
import type { Session } from './session.ts';

/** What the window's canvas makes. */
const drawn = new Set(['image/jpeg', 'image/webp']);

/** What arrives is only pixels to us: a confined decoder makes thumbnail, colour and placeholder anew. Errors: not-found, input-invalid. */
export async function putFrame(
  session: Session,
  { id, picture, width, height }: Input<'library.putFrame'>,
  signal: AbortSignal,
): Promise<void> {
  waitingFilm(session, id);
  const kind = sniff(picture);
  if (kind === null || !drawn.has(kind.mime)) throw new CodedError('input-invalid', { field: 'picture' });
  const decoded = await session.pool.decode(picture, { name: '' }, signal);
  signal.throwIfAborted();
  const { thumbnail, thumbnailMime, problem } = decoded;
  if (thumbnail === null || problem !== 'none') throw new CodedError('input-invalid', { field: 'picture' });
  const { color, thumbhash } = factsOf(decoded);
  // Looked up again: another window's picture, or the trash's end, may have come meanwhile.
  const { problem: _unsupported, ...film } = waitingFilm(session, id);
  session.catalog.change((tx) => {
    const thumb = tx.putThumb(id, thumbnailMime, thumbnail);
    tx.putPhoto(id, {
      ...film,
      ...(film.width === undefined || film.height === undefined ? { width, height } : {}),
      ...(color !== undefined && { color }),
      ...(thumbhash !== undefined && { thumbhash }),
      thumb,
    });
  });
}

/** A film without a picture. */
function waitingFilm({ hiding }: Session, id: string): PhotoRecord {
  const photo = hiding.photo(id);
  if (photo === undefined) throw new CodedError('not-found');
  if (!photo.mime.startsWith('video/') || photo.thumb !== undefined)
    throw new CodedError('input-invalid', { field: 'id' });
  return photo;
}
