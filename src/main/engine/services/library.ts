/** @file Answers `library.…`: the index, one photo's details and what is wrong with its files, trash, favourites. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { blobsOf, type PhotoRecord } from '../catalog/index.ts';
import { toDiskError } from '../disk/index.ts';
import { now } from '../import/instant.ts';
import { checkFiles } from './check-files.ts';
import { detailsOf } from './details.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

export const libraryServices: ServicesOf<'library'> = {
  'library.index': ({ catalog }) => ({ generation: catalog.generation, columns: catalog.columns() }),

  'library.details': ({ catalog }, { id }) => detailsOf(catalog, id),

  'library.check': async (session, { id }, { signal }) => {
    await checkFiles(session, id, signal);
    return {};
  },

  'library.trash': (session, { ids }) => {
    const trashedAt = now();
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
    const { catalog, blobs, readers } = session;
    const photos = photosOf(session, ids);
    if (photos.some(([, { trashedAt }]) => trashedAt === undefined))
      throw new CodedError('input-invalid', { field: 'ids' }); // only what is in the trash
    if (photos.length > 0)
      catalog.change((tx) => {
        for (const [id] of photos) tx.removePhoto(id);
        tx.log({ event: 'deleted', photos: photos.length });
      });
    // The rows are gone; now the files (docs/format.md §4.4). Each is tried, and the first failure told: a file that stays is no photo any more.
    const gone = photos.flatMap(([, record]) => blobsOf(record).map(({ blob }) => blob));
    const failures: Error[] = [];
    for (const blob of gone) {
      await readers.forget(blob);
      await blobs.remove(blob).catch((error: unknown) => void failures.push(toDiskError(error)));
    }
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    return { removed: photos.length };
  },
};

/** The photos of these ids, each once. Error: not-found, if one of them is not there. */
export function photosOf({ catalog }: Session, ids: readonly Id[]): [Id, PhotoRecord][] {
  return [...new Set(ids)].map((id) => {
    const record = catalog.photo(id);
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
