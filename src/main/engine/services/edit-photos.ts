/** @file Changes details of photos so that they can be taken back (`undos.ts`). Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { Edited } from '../../../shared/organising.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { photosOf } from './library.ts';
import type { Session } from './session.ts';
import type { Fields, Step } from './undos.ts';

/** Changes fields of photos in one transaction; a photo for which `change` names what it has already stays as it is. Error: not-found. */
export function editPhotos(
  session: Session,
  ids: readonly Id[],
  change: (photo: PhotoRecord) => Fields,
): Edited {
  const steps = new Map<Id, Step>();
  const changed: [Id, PhotoRecord][] = [];
  for (const [id, photo] of photosOf(session, ids)) {
    const after = change(photo);
    const before = picked(photo, after);
    if (same(before, after)) continue;
    steps.set(id, { before, after });
    changed.push([id, withFields(photo, after)]);
  }
  if (changed.length === 0) return { changed: 0, undo: null };
  session.catalog.change((tx) => {
    for (const [id, record] of changed) tx.putPhoto(id, record);
  });
  return { changed: changed.length, undo: session.undos.keep(steps) };
}

/** Takes a change back in the photos that are still there and have been left as it made them. Error: not-found. */
export function undoEdit(session: Session, undo: Id): number {
  const changed: [Id, PhotoRecord][] = [];
  for (const [id, { before, after }] of session.undos.take(undo)) {
    const photo = session.catalog.photo(id);
    if (photo !== undefined && same(picked(photo, after), after))
      changed.push([id, withFields(photo, before)]);
  }
  if (changed.length > 0)
    session.catalog.change((tx) => {
      for (const [id, record] of changed) tx.putPhoto(id, record);
    });
  return changed.length;
}

/** What a record has of the fields named. */
function picked(photo: PhotoRecord, fields: Fields): Fields {
  const names = Object.keys(fields) as (keyof PhotoRecord)[]; // only these can be written into Fields
  return Object.fromEntries(names.map((name) => [name, photo[name]]));
}

function withFields(photo: PhotoRecord, fields: Fields): PhotoRecord {
  const all = Object.entries({ ...photo, ...fields }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as unknown as PhotoRecord; // a record's own fields, each of its own type
}

/** Both have the same fields; their values are JSON. */
function same(a: Fields, b: Fields): boolean {
  return Object.entries(a).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(b[name as keyof Fields]),
  );
}
