/** @file In which order an album's photos follow one another where that is by name, or somebody has put them into one (docs/format.md §5.5). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { sortTime, type AlbumRecord, type PhotoRecord } from '../catalog/index.ts';

export type Member = readonly [Id, PhotoRecord];

/** “IMG_2” before “IMG_10”. */
const byName = new Intl.Collator(undefined, { numeric: true });

/** As the album wants them. Of those that nobody has put anywhere the oldest comes first, behind the others. */
export function ordered(members: readonly Member[], { sort, order = [] }: AlbumRecord): Id[] {
  const byTime = new Map(members.map(([id, photo]) => [id, sortTime(photo)]));
  const older = (a: Id, b: Id): number => (byTime.get(a) ?? 0) - (byTime.get(b) ?? 0) || (a < b ? 1 : -1);
  if (sort === 'name')
    return members
      .toSorted(([a, p], [b, q]) => byName.compare(p.name, q.name) || (a < b ? -1 : 1))
      .map(([id]) => id);
  const ids = members.map(([id]) => id).sort(older);
  if (sort !== 'own') return sort === 'oldest' ? ids : ids.reverse();
  const placed = new Map(order.map((id, place) => [id, place]));
  // What sorts keeps those of the same place as they are: none.
  return ids.sort((a, b) => (placed.get(a) ?? Infinity) - (placed.get(b) ?? Infinity) || older(a, b));
}

/**
 * The album with these photos, as they follow one another, put before another one of it; null: to the end. Error: not-found, when one of
 * them is not in it.
 */
export function arranged(
  album: AlbumRecord,
  members: readonly Member[],
  ids: readonly Id[],
  before: Id | null,
): AlbumRecord {
  const now = ordered(members, album);
  const moving = new Set(ids);
  const there = new Set(now);
  if (ids.some((id) => !there.has(id)) || (before !== null && !there.has(before)))
    throw new CodedError('not-found');
  // One of them itself: what comes behind it and stays.
  const from = before === null ? now.length : now.indexOf(before);
  const stays = (id: Id): boolean => !moving.has(id);
  const order = [
    ...now.slice(0, from).filter(stays),
    ...now.filter((id) => moving.has(id)),
    ...now.slice(from).filter(stays),
  ];
  return { ...album, sort: 'own', order };
}
