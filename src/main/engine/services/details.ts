/** @file Everything that is known of one photo, for the info panel and the command line. Runs in the engine. */
import type { Id, PhotoDetails } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { isPlayedByWindow, isShownByWindow } from '../import/viewable.ts';
import { motionOf } from './motion.ts';
import { provenanceOf } from './sharing.ts';
import type { Session } from './session.ts';

/** Error: not-found. */
export async function detailsOf(session: Session, id: Id): Promise<PhotoDetails> {
  const { catalog, hiding } = session;
  const photo = hiding.photo(id);
  if (photo === undefined) throw new CodedError('not-found');
  const view = viewOf(photo);
  return {
    id,
    name: photo.name,
    bytes: photo.bytes,
    digest: photo.digest,
    type: photo.mime,
    width: photo.width ?? null,
    height: photo.height ?? null,
    capturedAt: photo.capturedAt ?? null,
    modifiedAt: photo.modifiedAt ?? null,
    importedAt: photo.importedAt,
    received: provenanceOf(catalog, photo),
    camera: photo.camera ?? null,
    lens: photo.lens ?? null,
    exposure: exposureOf(photo),
    latitude: photo.latitude ?? null,
    longitude: photo.longitude ?? null,
    altitude: photo.altitude ?? null,
    title: photo.title ?? null,
    caption: photo.caption ?? null,
    tags: [...(photo.tags ?? [])],
    rating: photo.rating ?? null,
    duration: photo.duration ?? null,
    albums: (photo.albums ?? []).flatMap((album) => {
      const record = catalog.object(album);
      return record?.type === 'album' ? [{ id: album, name: record.name }] : [];
    }),
    original: originalOf(photo),
    archived: photo.archived ?? false,
    trashed: photo.trashedAt ?? null,
    favourite: photo.favourite ?? false,
    view,
    turn: photo.turn ?? 0,
    film: filmOf(photo) ?? (await filmInside(session, photo)),
    problem: view === 'film' ? null : (photo.problem ?? null), // that no decoder plays it says nothing to anybody
  };
}

function originalOf({ original }: PhotoRecord): PhotoDetails['original'] {
  if (original === undefined) return null;
  const { capturedAt = null, latitude = null, longitude = null } = original;
  return { capturedAt, latitude, longitude };
}

function exposureOf({ exposure }: PhotoRecord): PhotoDetails['exposure'] {
  if (exposure === undefined) return null;
  const {
    seconds = null,
    fNumber = null,
    iso = null,
    focalLengthMm = null,
    focalLength35Mm = null,
  } = exposure;
  return { seconds, fNumber, iso, focalLengthMm, focalLength35Mm };
}

function filmOf({ pair }: PhotoRecord): PhotoDetails['film'] {
  return pair === undefined ? null : { name: pair.name, bytes: pair.bytes, type: pair.mime };
}

/** Found anew each time: it is in the file. What is wrong with that is told elsewhere. */
async function filmInside(session: Session, photo: PhotoRecord): Promise<PhotoDetails['film']> {
  const film = await motionOf(session, photo).catch(() => null);
  return film && { name: photo.name, bytes: film.end - film.start, type: film.mime };
}

/** What has brought a decoder down, or has too many pixels, is not handed to the window's decoders either. */
function viewOf({ preview, problem, mime }: PhotoRecord): PhotoDetails['view'] {
  if (preview !== undefined) return 'preview';
  if (isPlayedByWindow(mime) && (problem === undefined || problem === 'picture-unsupported')) return 'film';
  const whole = problem === undefined || problem === 'picture-truncated';
  return whole && isShownByWindow(mime) ? 'original' : 'none';
}
