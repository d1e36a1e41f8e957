/** @file Answers `tag.…`. A tag is a text that photos have; there is no other record of it (docs/format.md §5.4). Runs in the engine. */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Catalog, PhotoRecord } from '../catalog/index.ts';
import { listOf } from '../import/sidecars/facts.ts';
import { editRecords } from './edit-photos.ts';
import { photosOf } from './photos-of.ts';
import type { ServicesOf } from './service.ts';

/** “Trip 2” before “Trip 10”. */
const byName = new Intl.Collator(undefined, { numeric: true });

export const tagServices: ServicesOf<'tag'> = {
  'tag.list': ({ hiding }) => listed(photosByTag(hiding)),

  'tag.of': (session, { ids }) => listed(counted(photosOf(session, ids).map(([, photo]) => photo))),

  'tag.rename': (session, { tag, to }) => {
    const [name] = listOf([to]) ?? [];
    if (name === undefined) throw new CodedError('input-invalid', { field: 'to' });
    // Another spelling of itself is meant; of another tag, that tag.
    const next = folded(name) === folded(tag) ? name : (spelled(session.catalog, [name])[0] ?? name);
    return editRecords(session, having(session.catalog, tag), ({ tags = [] }) => ({
      tags: [...new Set(tags.map((own) => (own === tag ? next : own)))],
    }));
  },

  'tag.delete': (session, { tag }) =>
    editRecords(session, having(session.catalog, tag), ({ tags = [] }) => {
      const rest = tags.filter((own) => own !== tag);
      return { tags: rest.length === 0 ? undefined : rest };
    }),
};

/** These tags as they are kept: in the spelling there is, where there is one. */
export function spelled(catalog: Catalog, texts: readonly string[]): readonly string[] {
  const tags = listOf(texts) ?? [];
  if (tags.length === 0) return tags;
  const known = new Map<string, string>();
  for (const tag of photosByTag(catalog, true).keys())
    if (!known.has(folded(tag))) known.set(folded(tag), tag);
  const own = new Set(known.values());
  return [...new Set(tags.map((tag) => (own.has(tag) ? tag : (known.get(folded(tag)) ?? tag))))];
}

function photosByTag(place: Pick<Catalog, 'rows'>, trash = false): ReadonlyMap<string, number> {
  const rows = [...place.rows()];
  return counted(trash ? rows : rows.filter(({ flags }) => (flags & photoFlags.trashed) === 0));
}

function counted(photos: Iterable<Pick<PhotoRecord, 'tags'>>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tags = [] } of photos) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}

function listed(counts: ReadonlyMap<string, number>): { name: string; photos: number }[] {
  return [...counts]
    .map(([name, photos]) => ({ name, photos }))
    .sort((a, b) => byName.compare(a.name, b.name));
}

/** Hidden photos, too: a tag that is gone is gone everywhere. */
function having(catalog: Catalog, tag: string): [Id, PhotoRecord][] {
  return [...catalog.photos(({ tags }) => tags.includes(tag))];
}

function folded(tag: string): string {
  return tag.toLowerCase();
}
