/** @file Answers `search.…`. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Catalog, SearchRecord } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { now } from '../import/instant.ts';
import { shownText } from '../import/source-path.ts';
import { editObjects } from './edit-photos.ts';
import type { ServicesOf } from './service.ts';

const byName = new Intl.Collator(undefined, { numeric: true });

export const searchServices: ServicesOf<'search'> = {
  'search.run': ({ search, catalog, hiding }, { query, scope }) => {
    if (scope.of === 'hidden' && !hiding.revealed) throw new CodedError('photos-hidden');
    if (scope.of === 'album' && catalog.object(scope.album)?.type !== 'album')
      throw new CodedError('not-found');
    return search.run(query, scope);
  },

  'search.suggest': ({ search }, { query, caret }) => search.suggest(query, caret),

  'search.saved': ({ catalog }) =>
    catalog
      .objects('search')
      .map(([id, { name, query }]) => ({ id, name, query }))
      .sort((a, b) => byName.compare(a.name, b.name)),

  'search.save': (session, { name: text, query }) => {
    const name = searchName(text);
    const [id, known] = named(session.catalog, name) ?? [randomId(), null];
    const created = known?.created ?? now();
    return { id, ...editObjects(session, [[id, { type: 'search', name, query, created }]]) };
  },

  'search.rename': (session, { id, name: text }) => {
    const { catalog } = session;
    const record = recordOf(catalog, id);
    const name = searchName(text);
    const [taken = id] = named(catalog, name) ?? [];
    if (taken !== id) throw new CodedError('name-taken');
    return editObjects(session, [[id, { ...record, name }]]);
  },

  'search.forget': (session, { id }) => {
    recordOf(session.catalog, id);
    return editObjects(session, [[id, null]]);
  },
};

/** Error: input-invalid, when nothing is left of it. */
function searchName(text: string): string {
  const name = shownText(text.normalize('NFC').trim());
  if (name === '') throw new CodedError('input-invalid', { field: 'name' });
  return name;
}

function named(catalog: Catalog, name: string): [Id, SearchRecord] | undefined {
  return catalog.objects('search').find(([, search]) => search.name === name);
}

function recordOf(catalog: Catalog, id: Id): SearchRecord {
  const record = catalog.object(id);
  if (record?.type !== 'search') throw new CodedError('not-found');
  return record;
}
