/** @file Answers `album.…`. Runs in the engine. */
import { mostAlbumLevels } from '../../../shared/contract/albums.ts';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import {
  AlbumTree,
  type AlbumRecord,
  type Catalog,
  type Change,
  type PhotoRecord,
  type PhotoRow,
} from '../catalog/index.ts';
import { idBytes, randomId } from '../crypto/index.ts';
import { albumNameOf } from '../import/albums.ts';
import { now } from '../import/instant.ts';
import { listedAlbums } from './album-list.ts';
import { arranged, ordered } from './album-order.ts';
import { editObjects, editPhotos, editRecords } from './edit-photos.ts';
import { photosOf } from './photos-of.ts';
import type { ServicesOf } from './service.ts';
import type { Fields } from './undos.ts';

export const albumServices: ServicesOf<'album'> = {
  'album.list': (session) => listedAlbums(session),

  'album.create': (session, { name, parent = null }) => {
    const { id, record } = albumNamed(session.catalog, name, parent);
    return { id, ...(record === null ? { undo: null } : editObjects(session, [[id, record]])) };
  },

  'album.photos': ({ catalog, hiding }, { album }) => {
    const record = recordOf(catalog, album);
    const { sort = 'newest' } = record;
    const within = treeOf(catalog).within(album);
    if (sort === 'newest' || sort === 'oldest')
      return { ids: joined(hiding.rows().filter((row) => isIn(row, within))), sort };
    return { ids: joined(ordered(membersOf(hiding, within), record).map((id) => ({ id }))), sort };
  },

  'album.add': (session, { album, ids }) => {
    recordOf(session.catalog, album);
    const { undo } = editPhotos(session, ids, ({ albums = [] }) => ({
      albums: albums.includes(album) ? albums : [...albums, album],
    }));
    return { added: undo === null ? [] : session.undos.photosOf(undo), undo };
  },

  'album.remove': (session, { album, ids }) => {
    recordOf(session.catalog, album);
    const away = treeOf(session.catalog).within(album);
    const { undo } = editPhotos(session, ids, (photo) => without(photo, away));
    return { removed: undo === null ? [] : session.undos.photosOf(undo), undo };
  },

  'album.rename': (session, { album, name: text }) => {
    const record = recordOf(session.catalog, album);
    const name = albumName(text);
    const tree = treeOf(session.catalog);
    const known = tree.named(name, tree.parent(album));
    if (known !== undefined && known !== album) throw new CodedError('name-taken');
    return editObjects(session, [[album, { ...record, name }]]);
  },

  'album.move': (session, { album, parent }) => {
    const { parent: _parent, ...record } = recordOf(session.catalog, album);
    const tree = treeOf(session.catalog);
    if (tree.parent(album) === parent) return { undo: null };
    if (parent !== null) {
      recordOf(session.catalog, parent);
      if (tree.within(album).has(parent)) throw new CodedError('album-unfit');
      requireRoom(tree, parent, tree.levels(album));
    }
    if (tree.named(record.name, parent) !== undefined) throw new CodedError('name-taken');
    return editObjects(session, [[album, parent === null ? record : { ...record, parent }]]);
  },

  'album.sort': (session, { album, sort }) => {
    const before = recordOf(session.catalog, album);
    const { sort: _sort, ...record } = before;
    if (sort === 'newest') return editObjects(session, [[album, record]]);
    // One that nobody has put into an order yet begins with the one that is seen.
    const order =
      record.order ?? (sort === 'own' ? ordered(allOf(session.catalog, album), before) : undefined);
    return editObjects(session, [[album, { ...record, sort, ...(order === undefined ? {} : { order }) }]]);
  },

  'album.arrange': (session, { album, ids, before }) => {
    const record = recordOf(session.catalog, album);
    // Of hidden photos only those that are told of can be named; the others keep their places.
    photosOf(session, before === null ? ids : [...ids, before]);
    return editObjects(session, [[album, arranged(record, allOf(session.catalog, album), ids, before)]]);
  },

  'album.cover': (session, { album, photo }) => {
    const { cover: _cover, ...record } = recordOf(session.catalog, album);
    const within = treeOf(session.catalog).within(album);
    const { albums = [] } = (photo === null ? null : session.hiding.photo(photo)) ?? {};
    if (photo !== null && !albums.some((id) => within.has(id))) throw new CodedError('not-found');
    return editObjects(session, [[album, photo === null ? record : { ...record, cover: photo }]]);
  },

  'album.merge': (session, { album, into }) => {
    const { catalog } = session;
    recordOf(catalog, album);
    recordOf(catalog, into);
    const tree = treeOf(catalog);
    if (tree.within(album).has(into)) throw new CodedError('album-unfit');
    for (const child of tree.children(album)) requireRoom(tree, into, tree.levels(child));
    const own = new Set([album]);
    const { undo } = editRecords(
      session,
      membersOf(catalog, own),
      (photo) => ({ albums: [...new Set([...(without(photo, own).albums ?? []), into])] }),
      new Map([[album, null], ...moved(catalog, tree, album, into)]),
    );
    return { undo };
  },

  'album.delete': (session, { album }) => {
    const { catalog } = session;
    recordOf(catalog, album);
    const tree = treeOf(catalog);
    const own = new Set([album]);
    const { undo } = editRecords(
      session,
      membersOf(catalog, own),
      (photo) => without(photo, own),
      new Map([[album, null], ...moved(catalog, tree, album, tree.parent(album))]),
    );
    return { undo };
  },
};

/**
 * The album of this name in `parent` (null: in no album): the one there is, or a new one that is there once `put` has been committed. Errors:
 * input-invalid, not-found, album-unfit.
 */
export function albumNamed(
  catalog: Catalog,
  text: string,
  parent: Id | null = null,
): { id: Id; record: AlbumRecord | null; isNew: boolean; put: (tx: Change) => void } {
  const name = albumName(text);
  if (parent !== null) recordOf(catalog, parent);
  const tree = treeOf(catalog);
  const known = tree.named(name, parent);
  if (known !== undefined) return { id: known, record: null, isNew: false, put: () => undefined };
  if (parent !== null) requireRoom(tree, parent, 1);
  const id = randomId();
  const record: AlbumRecord = { type: 'album', name, created: now(), ...(parent !== null && { parent }) };
  return { id, record, isNew: true, put: (tx) => tx.putObject(id, record) };
}

export function treeOf(catalog: Catalog): AlbumTree {
  return new AlbumTree(catalog.objects('album'));
}

/** As it is kept and compared. Error: input-invalid, when nothing is left of it. */
function albumName(text: string): string {
  const name = albumNameOf(text);
  if (name === '') throw new CodedError('input-invalid', { field: 'name' });
  return name;
}

function recordOf(catalog: Catalog, id: Id): AlbumRecord {
  const record = catalog.object(id);
  if (record?.type !== 'album') throw new CodedError('not-found');
  return record;
}

/** Error: album-unfit, when so many levels of albums would lie too deep in `parent`. */
function requireRoom(tree: AlbumTree, parent: Id, levels: number): void {
  if (tree.outwards(parent).length + levels > mostAlbumLevels) throw new CodedError('album-unfit');
}

/** The albums that lie in `from`, in `to`; where an album of the same name is there already, with a number. */
function moved(catalog: Catalog, tree: AlbumTree, from: Id, to: Id | null): [Id, AlbumRecord][] {
  const taken = new Set(tree.children(to).flatMap((id) => (id === from ? [] : [recordOf(catalog, id).name])));
  return tree.children(from).map((id) => {
    const { parent: _parent, ...record } = recordOf(catalog, id);
    let { name } = record;
    for (let number = 2; taken.has(name); number += 1) name = `${record.name} (${String(number)})`;
    taken.add(name);
    return [id, to === null ? { ...record, name } : { ...record, name, parent: to }];
  });
}

function membersOf(photos: Pick<Catalog, 'photos'>, albums: ReadonlySet<Id>): [Id, PhotoRecord][] {
  return [...photos.photos((row) => isIn(row, albums))];
}

/** What is in the trash or hidden included. */
function allOf(catalog: Catalog, album: Id): [Id, PhotoRecord][] {
  return membersOf(catalog, treeOf(catalog).within(album));
}

function isIn({ albums }: PhotoRow, those: ReadonlySet<Id>): boolean {
  return albums.some((id) => those.has(id));
}

function joined(photos: Iterable<{ readonly id: Id }>): Buffer {
  return Buffer.concat(Array.from(photos, ({ id }) => idBytes(id)));
}

/** What is left of a photo's albums without these. */
function without({ albums = [] }: PhotoRecord, away: ReadonlySet<Id>): Pick<Fields, 'albums'> {
  const rest = albums.filter((id) => !away.has(id));
  return { albums: rest.length === 0 ? undefined : rest };
}
