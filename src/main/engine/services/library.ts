/** @file Answers `library.…`: the index, one photo's details and what is wrong with its files, trash, favourites. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { now } from '../import/instant.ts';
import { checkFiles } from './check-files.ts';
import { detailsOf } from './details.ts';
import { putFrame } from './put-frame.ts';
import { removeForEver } from './remove-photos.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

export const libraryServices: ServicesOf<'library'> = {
  /** Hidden photos come by events, once they are revealed: a page that is loaded anew knows nothing of them. */
  'library.index': ({ catalog }) => ({
    generation: catalog.generation,
    columns: catalog.columns((flags) => (flags & photoFlags.hidden) === 0),
  }),

  'library.details': (session, { id }) => detailsOf(session, id),

  'library.check': async (session, { id }, { signal }) => {
    await checkFiles(session, id, signal);
    return {};
  },

  'library.putFrame': async (session, input, { signal }) => {
    await putFrame(session, input, signal);
    return {};
  },

  'library.trash': (session, { ids }) => {
    const trashedAt = now();
    if (photosOf(session, ids).some(([, { hidden }]) => hidden === true))
      throw new CodedError('input-invalid', { field: 'ids' }); // the trash is everybody's to look into
    changePhotos(session, ids, (photo) => (photo.trashedAt === undefined ? { ...photo, trashedAt } : photo));
    return {};
  },

  'library.restore': (session, { ids }) => {
    changePhotos(session, ids, (photo) => {
      if (photo.trashedAt === undefined) return photo;
      const { trashedAt: _trashedAt, ...restored } = photo;
      return restored;
    });
    return {};
  },

  'library.favourite': (session, { ids, on }) => {
    changePhotos(session, ids, (photo) => {
      if (on === (photo.favourite ?? false)) return photo;
      const { favourite: _favourite, ...plain } = photo;
      return on ? { ...plain, favourite: true } : plain;
    });
    return {};
  },

  'library.remove': async (session, { ids }) => {
    const photos = photosOf(session, ids);
    if (photos.some(([, { trashedAt }]) => trashedAt === undefined))
      throw new CodedError('input-invalid', { field: 'ids' }); // only what is in the trash
    await removeForEver(session, photos);
    return { removed: photos.length };
  },
};

/** The photos of these ids, each once. Error: not-found, if one of them is not there, or hidden and not revealed. */
export function photosOf({ hiding }: Session, ids: readonly Id[]): [Id, PhotoRecord][] {
  return [...new Set(ids)].map((id) => {
    const record = hiding.photo(id);
    if (record === undefined) throw new CodedError('not-found');
    return [id, record];
  });
}

/** All of them in one transaction, or none. Answers those that are another record now. Error: not-found. */
export function changePhotos(
  session: Session,
  ids: readonly Id[],
  change: (photo: PhotoRecord) => PhotoRecord,
): Id[] {
  const changed = photosOf(session, ids)
    .map(([id, before]) => ({ id, before, after: change(before) }))
    .filter(({ before, after }) => before !== after);
  if (changed.length > 0)
    session.catalog.change((tx) => {
      for (const { id, after } of changed) tx.putPhoto(id, after);
    });
  return changed.map(({ id }) => id);
}
