/** @file Answers `edit.…`: details of photos, changed for many at once and taken back. Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import type { DateChange, PlaceChange } from '../../../shared/contract/organising.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { captionOf } from '../import/sidecars/facts.ts';
import { changedDate, isDate, isRegion } from './changed-date.ts';
import { editPhotos, undoEdit } from './edit-photos.ts';
import { photosOf } from './photos-of.ts';
import type { ServicesOf } from './service.ts';
import { spelled } from './tags.ts';
import type { Fields } from './undos.ts';

export const editServices: ServicesOf<'edit'> = {
  'edit.tags': (session, { ids, add, remove }) => {
    const adding = spelled(session.catalog, add);
    const removing = new Set(remove);
    return editPhotos(session, ids, ({ tags = [] }) => {
      const kept = tags.filter((tag) => !removing.has(tag));
      const next = [...new Set([...kept, ...adding])];
      return { tags: next.length === 0 ? undefined : next };
    });
  },

  'edit.rating': (session, { ids, rating }) =>
    editPhotos(session, ids, () => ({ rating: rating === 0 ? undefined : rating })),

  'edit.caption': (session, { ids, caption }) => {
    const text = captionOf(caption);
    return editPhotos(session, ids, () => ({ caption: text }));
  },

  'edit.date': (session, { ids, change }) => {
    checked(change);
    return editPhotos(session, ids, (photo) => dateFields(photo, change));
  },

  'edit.previewDate': (session, { ids, change }) => {
    checked(change);
    return photosOf(session, ids).map(([id, photo]) => {
      const { capturedAt: after } = { capturedAt: photo.capturedAt, ...dateFields(photo, change) };
      return { id, name: photo.name, before: photo.capturedAt ?? null, after: after ?? null };
    });
  },

  'edit.place': (session, { ids, change }) => editPhotos(session, ids, (photo) => placeFields(photo, change)),

  'edit.turn': (session, { ids, quarters }) =>
    editPhotos(session, ids, (photo) => {
      if (photo.mime.startsWith('video/')) return {};
      const turn = ((photo.turn ?? 0) + quarters * 90) % 360;
      return { turn: turn === 90 || turn === 180 || turn === 270 ? turn : undefined };
    }),

  'edit.archive': (session, { ids, on }) =>
    editPhotos(session, ids, () => ({ archived: on ? true : undefined })),

  'edit.undo': (session, { undo }) => undoEdit(session, undo),
};

/** Error: input-invalid, for a day or a region that there is not. */
function checked(change: DateChange): void {
  if (change.kind === 'set' && !isDate(change.to))
    throw new CodedError('input-invalid', { field: 'change.to' });
  if (change.kind === 'region' && !isRegion(change.region))
    throw new CodedError('input-invalid', { field: 'change.region' });
}

function dateFields(photo: PhotoRecord, change: DateChange): Fields {
  if (change.kind === 'original')
    return photo.original === undefined ? {} : withOriginal(photo, { capturedAt: photo.original.capturedAt });
  return withOriginal(photo, { capturedAt: changedDate(photo.capturedAt, change) });
}

function placeFields(photo: PhotoRecord, change: PlaceChange): Fields {
  switch (change.kind) {
    case 'set': {
      const { latitude, longitude } = change;
      const there = latitude === photo.latitude && longitude === photo.longitude;
      return there ? {} : withOriginal(photo, { latitude, longitude, altitude: undefined });
    }
    case 'none':
      return withOriginal(photo, { latitude: undefined, longitude: undefined, altitude: undefined });
    case 'original': {
      if (photo.original === undefined) return {};
      const { latitude, longitude, altitude } = photo.original;
      return withOriginal(photo, { latitude, longitude, altitude });
    }
  }
}

/** The change, with what the file says beside it, unless the two are the same afterwards. */
function withOriginal(photo: PhotoRecord, change: Fields): Fields {
  const own = factsOf(photo.original ?? photo);
  const after = factsOf({ ...photo, ...change });
  return { ...change, original: JSON.stringify(after) === JSON.stringify(own) ? undefined : own };
}

function factsOf({
  capturedAt,
  latitude,
  longitude,
  altitude,
}: Fields): NonNullable<PhotoRecord['original']> {
  return {
    ...(capturedAt !== undefined && { capturedAt }),
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
    ...(altitude !== undefined && { altitude }),
  };
}
