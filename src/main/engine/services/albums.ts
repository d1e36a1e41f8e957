/** @file Answers `album.…`. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { AlbumRecord, Catalog, Change, PhotoRecord } from '../catalog/index.ts';
import { idBytes, randomId } from '../crypto/index.ts';
import { albumNameOf } from '../import/albums.ts';
import { now } from '../import/instant.ts';
import { changePhotos } from './library.ts';
import type { ServicesOf } from './service.ts';

/** What is known of an album's photos that are not in the trash. */
interface Seen {
  photos: number;
  newest: Id | null;
  /** Of the newest, as text: to compare instants of 100,000 photos would take longer than all the rest. */
  time: string;
  chosen: Id | null;
}

/** “Trip 2” before “Trip 10”. */
const byName = new Intl.Collator(undefined, { numeric: true });

export const albumServices: ServicesOf<'album'> = {
  'album.list': ({ catalog }) => {
    const seen = new Map<Id, Seen>();
    for (const [id, photo] of catalog.photos()) {
      const { albums, trashedAt, thumb } = photo;
      if (trashedAt !== undefined) continue;
      for (const album of albums ?? []) {
        const of = seen.get(album) ?? { photos: 0, newest: null, time: '', chosen: null };
        seen.set(album, of);
        of.photos += 1;
        if (thumb === undefined) continue;
        const record = catalog.object(album);
        if (record?.type === 'album' && record.cover === id) of.chosen = id;
        const time = photo.capturedAt ?? photo.modifiedAt ?? photo.importedAt;
        if (time > of.time) [of.newest, of.time] = [id, time];
      }
    }
    return catalog
      .objects('album')
      .map(([id, { name }]) => {
        const { photos = 0, newest = null, chosen = null } = seen.get(id) ?? {};
        return { id, name, photos, cover: chosen ?? newest };
      })
      .sort((a, b) => byName.compare(a.name, b.name));
  },

  'album.create': ({ catalog }, { name }) => {
    const album = albumNamed(catalog, name);
    if (album.isNew) catalog.change((tx) => album.put(tx));
    return { id: album.id };
  },

  'album.photos': ({ catalog }, { album }) => {
    recordOf(catalog, album);
    return { ids: Buffer.concat(membersOf(catalog, album).map(([id]) => idBytes(id))) };
  },

  'album.add': (session, { album, ids }) => {
    recordOf(session.catalog, album);
    const added = changePhotos(session, ids, (photo) => {
      const { albums = [] } = photo;
      return albums.includes(album) ? photo : { ...photo, albums: [...albums, album] };
    });
    return { added };
  },

  'album.remove': (session, { album, ids }) => {
    recordOf(session.catalog, album);
    return { removed: changePhotos(session, ids, (photo) => without(photo, album)) };
  },

  'album.rename': ({ catalog }, { album, name: text }) => {
    const record = recordOf(catalog, album);
    const name = albumName(text);
    const known = idOfName(catalog, name);
    if (known === album) return {};
    if (known !== undefined) throw new CodedError('name-taken');
    catalog.change((tx) => tx.putObject(album, { ...record, name }));
    return {};
  },

  'album.cover': ({ catalog }, { album, photo }) => {
    const { cover, ...record } = recordOf(catalog, album);
    if (photo !== null && catalog.photo(photo)?.albums?.includes(album) !== true)
      throw new CodedError('not-found');
    if ((cover ?? null) !== photo)
      catalog.change((tx) => tx.putObject(album, photo === null ? record : { ...record, cover: photo }));
    return {};
  },

  'album.delete': ({ catalog }, { album }) => {
    recordOf(catalog, album);
    const members = membersOf(catalog, album);
    catalog.change((tx) => {
      for (const [id, photo] of members) tx.putPhoto(id, without(photo, album));
      tx.removeObject(album);
    });
    return {};
  },
};

/** The album of this name: the one there is, or a new one that is there once `put` has been committed. Error: input-invalid. */
export function albumNamed(
  catalog: Catalog,
  text: string,
): { id: Id; isNew: boolean; put: (tx: Change) => void } {
  const name = albumName(text);
  const known = idOfName(catalog, name);
  if (known !== undefined) return { id: known, isNew: false, put: () => undefined };
  const id = randomId();
  return { id, isNew: true, put: (tx) => tx.putObject(id, { type: 'album', name, created: now() }) };
}

/** As it is kept and compared. Error: input-invalid, when nothing is left of it. */
function albumName(text: string): string {
  const name = albumNameOf(text);
  if (name === '') throw new CodedError('input-invalid', { field: 'name' });
  return name;
}

function idOfName(catalog: Catalog, name: string): Id | undefined {
  return catalog.objects('album').find(([, album]) => album.name === name)?.[0];
}

function recordOf(catalog: Catalog, id: Id): AlbumRecord {
  const record = catalog.object(id);
  if (record?.type !== 'album') throw new CodedError('not-found');
  return record;
}

function membersOf(catalog: Catalog, album: Id): [Id, PhotoRecord][] {
  return [...catalog.photos()].filter(([, { albums }]) => albums?.includes(album) === true);
}

/** The same photo, in this album no more; the very same record when it was not in it. */
function without(photo: PhotoRecord, album: Id): PhotoRecord {
  const { albums = [], ...plain } = photo;
  if (!albums.includes(album)) return photo;
  const rest = albums.filter((id) => id !== album);
  return rest.length === 0 ? plain : { ...plain, albums: rest };
}
