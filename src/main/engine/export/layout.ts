/** @file Which folders of the destination a photo goes to: one, one for its day, one for each of its albums. Runs in the engine. */
import type { Id, Selection } from '../../../shared/contract.ts';
import { AlbumTree, type AlbumRecord, type PhotoRecord } from '../catalog/index.ts';
import { FolderNames } from './names.ts';
import type { Options } from './options.ts';

/** Names of folders from the destination down, each safe; [] = the destination itself. */
export type Parts = readonly string[];

const withoutDate = 'Without date';
const withoutAlbum = 'Without album';
const withoutAlbums: Parts = [withoutAlbum];

export interface Layout {
  /** One or more; never the same twice. */
  readonly foldersOf: (photo: PhotoRecord) => readonly Parts[];
}

/**
 * @param albums all there are; the same ones get the same folders at the next export
 * @param selection of one album: then only that one and those in it have folders
 */
export function layoutOf(
  layout: Options['layout'],
  albums: readonly (readonly [Id, AlbumRecord])[],
  selection: Selection,
): Layout {
  if (layout === 'flat') return { foldersOf: () => [[]] };
  if (layout === 'date') return { foldersOf: ({ capturedAt }) => [dayOf(capturedAt)] };
  const folders = albumFolders(albums);
  const only = selection.of === 'album' ? new AlbumTree(albums).within(selection.album) : null;
  return {
    foldersOf: (photo) => {
      const ids = new Set((photo.albums ?? []).filter((id) => only === null || only.has(id)));
      const own = [...ids].flatMap((id) => {
        const parts = folders.get(id);
        return parts === undefined ? [] : [parts];
      });
      return own.length === 0 ? [withoutAlbums] : own;
    },
  };
}

function dayOf(capturedAt: string | undefined): Parts {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/u.exec(capturedAt ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return [withoutDate];
  return [year, `${year}-${month}-${day}`];
}

/** An album's folder lies in that of the album it lies in. */
function albumFolders(albums: readonly (readonly [Id, AlbumRecord])[]): Map<Id, Parts> {
  const tree = new AlbumTree(albums);
  const records = new Map(albums);
  const folders = new Map<Id, Parts>();
  const enter = (parent: Id | null, above: Parts, names: FolderNames): void => {
    const oldestFirst = tree
      .children(parent)
      .flatMap((id) => {
        const record = records.get(id);
        return record === undefined ? [] : [[id, record] as const];
      })
      .sort(
        ([one, a], [other, b]) => a.created.localeCompare(b.created, 'en') || one.localeCompare(other, 'en'),
      );
    for (const [id, { name }] of oldestFirst) {
      const parts = [...above, names.take(name)];
      folders.set(id, parts);
      enter(id, parts, new FolderNames([]));
    }
  };
  enter(null, [], new FolderNames([withoutAlbum]));
  return folders;
}
