/** @file Every album with what it holds: how many photos, and which of them stands for it. Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id, Output } from '../../../shared/contract.ts';
import { AlbumTree } from '../catalog/index.ts';
import type { Session } from './session.ts';

/** What is known of an album's photos that are neither in the trash nor hidden. */
interface Seen {
  photos: number;
  newest: Id | null;
  /** Of the newest, as in the grid. */
  time: number;
  chosen: Id | null;
}

/** “Trip 2” before “Trip 10”. */
const byName = new Intl.Collator(undefined, { numeric: true });

/** By name. */
export function listedAlbums({ catalog, hiding }: Session): Output<'album.list'> {
  const albums = catalog.objects('album');
  const covers = new Map(albums.map(([id, { cover }]) => [id, cover]));
  const tree = new AlbumTree(albums);
  const seen = new Map<Id, Seen>();
  /** Photos of 100,000 are in the same few sets of albums. */
  const outwards = new Map<Id, readonly Id[]>();
  const around = (album: Id): readonly Id[] => {
    const known = outwards.get(album) ?? (covers.has(album) ? tree.outwards(album) : []);
    outwards.set(album, known);
    return known;
  };
  for (const { id, albums: own, flags, hasThumb, time } of hiding.rows()) {
    if ((flags & photoFlags.trashed) !== 0 || own.length === 0) continue;
    const [only] = own;
    const all = own.length === 1 && only !== undefined ? around(only) : new Set(own.flatMap(around));
    for (const album of all) {
      const of = seen.get(album) ?? { photos: 0, newest: null, time: -Infinity, chosen: null };
      seen.set(album, of);
      of.photos += 1;
      if (!hasThumb) continue;
      if (covers.get(album) === id) of.chosen = id;
      if (time > of.time) [of.newest, of.time] = [id, time];
    }
  }
  return albums
    .map(([id, { name, sort = 'newest' as const }]) => {
      const { photos = 0, newest = null, chosen = null } = seen.get(id) ?? {};
      const parent = tree.parent(id);
      return { id, name, parent, sort, photos, cover: chosen ?? newest, chosen: chosen !== null };
    })
    .sort((a, b) => byName.compare(a.name, b.name));
}
