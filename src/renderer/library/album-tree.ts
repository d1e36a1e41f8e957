/** @file Albums as a tree: which rows it shows, what lies in what, and where the keys lead. Runs in the renderer; pure. */
import { mostAlbumLevels } from '../../shared/contract/albums.ts';
import type { Id } from '../../shared/contract.ts';
import type { Album } from './album-choice.ts';

/** One album of the tree as it is shown. */
export interface AlbumRow {
  readonly album: Album;
  /** 1 = it lies in none. */
  readonly level: number;
  /** Whether those in it are shown; null: there are none. */
  readonly open: boolean | null;
  /** Its place among those beside it, from 1, and how many these are. */
  readonly place: number;
  readonly siblings: number;
}

/** The rows from top to bottom. `albums` in their order; what lies in a closed album is left out. */
export function albumRows(albums: readonly Album[], isOpen: (album: Id) => boolean): readonly AlbumRow[] {
  const children = childrenOf(albums);
  const rows: AlbumRow[] = [];
  const add = (parent: Id | null, level: number): void => {
    const siblings = children.get(parent) ?? [];
    for (const [at, album] of siblings.entries()) {
      const open = children.has(album.id) ? isOpen(album.id) : null;
      rows.push({ album, level, open, place: at + 1, siblings: siblings.length });
      if (open === true) add(album.id, level + 1);
    }
  };
  add(null, 1);
  return rows;
}

/** The album and those it lies in, outwards. */
export function outwards(albums: readonly Album[], id: Id | null): readonly Album[] {
  const path: Album[] = [];
  for (let at = id; at !== null;) {
    const album = albums.find((one) => one.id === at);
    if (album === undefined || path.includes(album)) break;
    path.push(album);
    at = album.parent;
  }
  return path;
}

/** “Travel / Italy”: where an album lies; '' for one that lies in none. */
export function wayTo({ parent }: Album, albums: readonly Album[]): string {
  return outwards(albums, parent)
    .map(({ name }) => name)
    .reverse()
    .join(' / ');
}

/** The album and all that lie in it. */
export function albumsWithin(albums: readonly Album[], id: Id): ReadonlySet<Id> {
  return new Set(
    albums.filter((one) => outwards(albums, one.id).some((outer) => outer.id === id)).map((one) => one.id),
  );
}

/** Where an album can be moved to; null: out of all. */
export function placesFor(albums: readonly Album[], album: Album): readonly (Album | null)[] {
  const within = albumsWithin(albums, album.id);
  const depth = (id: Id | null): number => outwards(albums, id).length;
  const levels = Math.max(...[...within].map(depth)) - depth(album.id) + 1;
  const fitting = albums.filter(
    ({ id }) => !within.has(id) && id !== album.parent && depth(id) + levels <= mostAlbumLevels,
  );
  return album.parent === null ? fitting : [null, ...fitting];
}

/** What a key does at a row of the tree (WAI-ARIA's pattern of a tree). */
export type TreeStep =
  { readonly kind: 'go'; readonly to: number } | { readonly kind: 'open' | 'close' } | null;

export function treeStep(rows: readonly AlbumRow[], at: number, key: string): TreeStep {
  const row = rows[at];
  if (row === undefined) return null;
  const go = (to: number): TreeStep => (to === at || rows[to] === undefined ? null : { kind: 'go', to });
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (row.open === false) return { kind: 'open' };
      return row.open === true ? go(at + 1) : null;
    case 'ArrowLeft':
      if (row.open === true) return { kind: 'close' };
      return row.level === 1
        ? null
        : go(rows.findLastIndex(({ level }, index) => index < at && level < row.level));
    default:
      return key.length === 1 && key.trim() !== '' ? go(beginning(rows, at, key)) : null;
  }
}

/** The next album whose name begins so, round the end if need be. */
function beginning(rows: readonly AlbumRow[], at: number, letter: string): number {
  const sought = letter.toLocaleLowerCase();
  for (let step = 1; step < rows.length; step += 1) {
    const to = (at + step) % rows.length;
    if (rows[to]?.album.name.toLocaleLowerCase().startsWith(sought) === true) return to;
  }
  return at;
}

function childrenOf(albums: readonly Album[]): ReadonlyMap<Id | null, readonly Album[]> {
  const children = new Map<Id | null, Album[]>();
  for (const album of albums) {
    const siblings = children.get(album.parent);
    if (siblings === undefined) children.set(album.parent, [album]);
    else siblings.push(album);
  }
  return children;
}
