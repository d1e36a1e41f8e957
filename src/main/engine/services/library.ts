/** @file Answers `library.…`: the index, one photo's details and what is wrong with its files, trash, favourites. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import { CodedError } from '../../../shared/errors.ts';
import { now } from '../import/instant.ts';
import { checkFiles } from './check-files.ts';
import { detailsOf } from './details.ts';
import { editPhotos } from './edit-photos.ts';
import { photosOf } from './photos-of.ts';
import { putFrame } from './put-frame.ts';
import { removeForEver } from './remove-photos.ts';
import type { ServicesOf } from './service.ts';

export const libraryServices: ServicesOf<'library'> = {
  /** Hidden photos come by events, once they are revealed: a page that is loaded anew knows nothing of them. */
  'library.index': (session) => {
    session.preparing.want();
    const { catalog } = session;
    return {
      generation: catalog.generation,
      columns: catalog.columns((flags) => (flags & photoFlags.hidden) === 0),
    };
  },

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
    return editPhotos(session, ids, (photo) => (photo.trashedAt === undefined ? { trashedAt } : {}));
  },

  'library.restore': (session, { ids }) => editPhotos(session, ids, () => ({ trashedAt: undefined })),

  'library.favourite': (session, { ids, on }) =>
    editPhotos(session, ids, () => ({ favourite: on ? true : undefined })),

  'library.remove': async (session, { ids }) => {
    const photos = photosOf(session, ids);
    if (photos.some(([, { trashedAt }]) => trashedAt === undefined))
      throw new CodedError('input-invalid', { field: 'ids' }); // only what is in the trash
    await removeForEver(session, photos);
    return { removed: photos.length };
  },
};
