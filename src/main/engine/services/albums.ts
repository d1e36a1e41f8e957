/** @file Answers `album.…`. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Catalog, Change } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { shownText } from '../import/source-path.ts';
import type { ServicesOf } from './service.ts';

export const albumServices: ServicesOf<'album'> = {
  'album.list': ({ catalog }) => {
    const photos = new Map<Id, number>();
    for (const [, { albums, trashedAt }] of catalog.photos())
      if (trashedAt === undefined) for (const id of albums ?? []) photos.set(id, (photos.get(id) ?? 0) + 1);
    return catalog
      .objects('album')
      .map(([id, { name }]) => ({ id, name, photos: photos.get(id) ?? 0 }))
      .sort((a, b) => a.name.localeCompare(b.name));
  },

  'album.create': ({ catalog }, { name }) => {
    const album = albumNamed(catalog, name);
    if (album.isNew) catalog.change((tx) => album.put(tx));
    return { id: album.id };
  },
};

/** The album of this name: the one there is, or a new one that is there once `put` has been committed. Error: input-invalid. */
export function albumNamed(
  catalog: Catalog,
  text: string,
): { id: Id; isNew: boolean; put: (tx: Change) => void } {
  const name = shownText(text.normalize('NFC').trim());
  if (name === '') throw new CodedError('input-invalid', { field: 'name' });
  const known = catalog.objects('album').find(([, album]) => album.name === name);
  if (known !== undefined) return { id: known[0], isNew: false, put: () => undefined };
  const id = randomId();
  return { id, isNew: true, put: (tx) => tx.putObject(id, { type: 'album', name, created: now() }) };
}
