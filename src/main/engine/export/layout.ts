/** @file Which folders of the destination a photo goes to: one, one for its day, one for each of its albums. Runs in the engine. */
import type { Id, Selection } from '../../../shared/contract.ts';
import type { AlbumRecord, PhotoRecord } from '../catalog/index.ts';
import { FolderNames } from './names.ts';
import type { Options } from './options.ts';

/** Names of folders from the destination down, each safe; [] = the destination itself. */
export type Parts = readonly string[];

const withoutDate = 'Without date';
const withoutAlbum = 'Without album';

export interface Layout {
  /** One or more; never the same twice. */
  readonly foldersOf: (photo: PhotoRecord) => readonly Parts[];
}

/**
 * @param albums all there are; the same ones get the same folders at the next export
 * @param selection of one album: then only that one has a folder
 */
export function layoutOf(
  layout: Options['layout'],
  albums: readonly (readonly [Id, AlbumRecord])[],
  selection: Selection,
): Layout {
  if (layout === 'flat') return { foldersOf: () => [[]] };
  if (layout === 'date') return { foldersOf: ({ capturedAt }) => [dayOf(capturedAt)] };
  const folders = albumFolders(albums);
  const only = selection.of === 'album' ? selection.album : null;
  return {
    foldersOf: (photo) => {
      const ids = new Set((photo.albums ?? []).filter((id) => only === null || id === only));
      const own = [...ids].flatMap((id) => folders.get(id) ?? []);
      return own.length === 0 ? [[withoutAlbum]] : own.map((name) => [name]);
    },
  };
}

function dayOf(capturedAt: string | undefined): Parts {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/u.exec(capturedAt ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return [withoutDate];
  return [year, `${year}-${month}-${day}`];
}

function albumFolders(albums: readonly (readonly [Id, AlbumRecord])[]): Map<Id, string> {
  const names = new FolderNames([withoutAlbum]);
  const oldestFirst = [...albums].sort(
    ([one, a], [other, b]) => a.created.localeCompare(b.created, 'en') || one.localeCompare(other, 'en'),
  );
  return new Map(oldestFirst.map(([id, { name }]) => [id, names.take(name)]));
}
