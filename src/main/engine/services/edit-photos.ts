/** @file Changes details of photos, albums and searches that were kept, so that they can be taken back (`undos.ts`). Runs in the engine. */
import { mostAlbumLevels } from '../../../shared/contract/albums.ts';
import type { Id } from '../../../shared/contract.ts';
import type { Edited } from '../../../shared/contract/basics.ts';
import {
  AlbumTree,
  type AlbumRecord,
  type Catalog,
  type ObjectRecord,
  type PhotoRecord,
} from '../catalog/index.ts';
import { photosOf } from './photos-of.ts';
import type { Session } from './session.ts';
import type { Fields, ObjectStep, Step, Steps } from './undos.ts';

/** Changes fields of photos in one transaction; a photo for which `change` names what it has already stays as it is. Error: not-found. */
export function editPhotos(
  session: Session,
  ids: readonly Id[],
  change: (photo: PhotoRecord) => Fields,
): Edited {
  return editRecords(session, photosOf(session, ids), change);
}

/**
 * The same for photos that were looked up already, among them hidden ones: those do not count as changed while they are not told of. With them, in
 * the same transaction, albums and other objects: what each is to be, null for one that goes.
 */
export function editRecords(
  session: Session,
  photos: Iterable<readonly [Id, PhotoRecord]>,
  change: (photo: PhotoRecord) => Fields,
  objects: ReadonlyMap<Id, ObjectRecord | null> = new Map(),
): Edited {
  const { catalog, hiding } = session;
  const steps = new Map<Id, Step>();
  const changed: [Id, PhotoRecord][] = [];
  let told = 0;
  for (const [id, photo] of photos) {
    const after = change(photo);
    const before = picked(photo, after);
    if (same(before, after)) continue;
    steps.set(id, { before, after });
    changed.push([id, withFields(photo, after)]);
    if (hiding.shows(photo)) told += 1;
  }
  const objectSteps = new Map<Id, ObjectStep>();
  for (const [id, after] of objects) {
    const before = catalog.object(id) ?? null;
    if (!sameJson(before, after)) objectSteps.set(id, { before, after });
  }
  return written(session, changed, { photos: steps, objects: objectSteps }, told);
}

/** Changes objects only. */
export function editObjects(
  session: Session,
  objects: readonly (readonly [Id, ObjectRecord | null])[],
): { undo: Id | null } {
  const { undo } = editRecords(session, [], () => ({}), new Map(objects));
  return { undo };
}

/**
 * Takes a change back where nobody has changed anything since: in photos that are still there, and in objects; an album that was made and holds
 * something by now stays. The answer's `undo` does it again. Error: not-found.
 */
export function undoEdit(session: Session, undo: Id): Edited {
  const { catalog, hiding, undos } = session;
  const { photos, objects } = undos.take(undo);
  const steps = new Map<Id, Step>();
  const changed: [Id, PhotoRecord][] = [];
  let told = 0;
  for (const [id, { before, after }] of photos) {
    const photo = catalog.photo(id);
    if (photo === undefined || !same(picked(photo, after), after)) continue;
    const restored = withFields(photo, before);
    // What has gone into the trash since stays where everybody looks.
    if (restored.hidden === true && restored.trashedAt !== undefined) continue;
    steps.set(id, { before: after, after: before });
    changed.push([id, restored]);
    // Told of before or afterwards: what has just been hidden again was seen until now.
    if (hiding.shows(photo) || hiding.shows(restored)) told += 1;
  }
  const back = [...objects]
    .filter(([id, { after }]) => sameJson(catalog.object(id) ?? null, after))
    .map(([id, { before }]): Put => [id, before]);
  const filled = filledAlbums(catalog, changed, back);
  const restored = placed(
    catalog,
    back.filter(([id]) => !filled.has(id)),
  );
  const objectSteps = new Map(
    restored.map(([id, after]) => [id, { before: catalog.object(id) ?? null, after }]),
  );
  return written(session, changed, { photos: steps, objects: objectSteps }, told);
}

type Put = readonly [Id, ObjectRecord | null];

/** Writes photos and objects in one transaction, and remembers how to take it back. */
function written(
  { catalog, undos }: Session,
  photos: readonly (readonly [Id, PhotoRecord])[],
  steps: Steps,
  told: number,
): Edited {
  if (photos.length === 0 && steps.objects.size === 0) return { changed: 0, undo: null };
  catalog.change((tx) => {
    for (const [id, record] of photos) tx.putPhoto(id, record);
    for (const [id, { after }] of steps.objects) {
      if (after === null) tx.removeObject(id);
      else tx.putObject(id, after);
    }
  });
  return { changed: told, undo: undos.keep(steps) };
}

/** Of the albums that are to go those in which photos, hidden ones too, or albums would still lie. */
function filledAlbums(
  catalog: Catalog,
  changed: readonly (readonly [Id, PhotoRecord])[],
  puts: readonly Put[],
): ReadonlySet<Id> {
  const going = puts.filter(([id, after]) => after === null && catalog.object(id)?.type === 'album');
  if (going.length === 0) return new Set();
  const photos = new Map(changed);
  const inUse = new Set<Id>();
  for (const { id, albums } of catalog.rows()) {
    const record = photos.get(id);
    for (const album of record === undefined ? albums : (record.albums ?? [])) inUse.add(album);
  }
  for (const [, { parent }] of albumsAfter(catalog, puts)) if (parent !== undefined) inUse.add(parent);
  return new Set(going.map(([id]) => id).filter((id) => inUse.has(id)));
}

/** All albums there would be. */
function albumsAfter(catalog: Catalog, puts: readonly Put[]): Map<Id, AlbumRecord> {
  const all = new Map<Id, AlbumRecord>(catalog.objects('album'));
  for (const [id, record] of puts) {
    if (record?.type === 'album') all.set(id, record);
    else all.delete(id);
  }
  return all;
}

/** Albums have moved since, perhaps: one that would lie in itself now, or too deep, lies in none. */
function placed(catalog: Catalog, restored: readonly Put[]): Put[] {
  const tree = new AlbumTree(albumsAfter(catalog, restored));
  return restored.map(([id, record]) => {
    if (record?.type !== 'album' || record.parent === undefined) return [id, record];
    const fits =
      tree.parent(id) !== null && tree.outwards(id).length + tree.levels(id) - 1 <= mostAlbumLevels;
    const { parent: _parent, ...alone } = record;
    return [id, fits ? record : alone];
  });
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
  return Object.entries(a).every(([name, value]) => sameJson(value, b[name as keyof Fields])); // both have the same names
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
