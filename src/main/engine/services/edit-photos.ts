/** @file Changes details of photos, and albums, so that they can be taken back (`undos.ts`). Runs in the engine. */
import { mostAlbumLevels } from '../../../shared/contract/albums.ts';
import type { Id } from '../../../shared/contract.ts';
import type { Edited } from '../../../shared/contract/organising.ts';
import { AlbumTree, type AlbumRecord, type Catalog, type PhotoRecord } from '../catalog/index.ts';
import { photosOf } from './library.ts';
import type { Session } from './session.ts';
import type { AlbumStep, Fields, Step } from './undos.ts';

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
 * the same transaction, albums: what each is to be, null for one that goes.
 */
export function editRecords(
  session: Session,
  photos: Iterable<readonly [Id, PhotoRecord]>,
  change: (photo: PhotoRecord) => Fields,
  albums: ReadonlyMap<Id, AlbumRecord | null> = new Map(),
): Edited {
  const { catalog, hiding, undos } = session;
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
  const albumSteps = new Map<Id, AlbumStep>();
  for (const [id, after] of albums) {
    const before = albumIn(catalog, id);
    if (!sameJson(before, after)) albumSteps.set(id, { before, after });
  }
  if (steps.size === 0 && albumSteps.size === 0) return { changed: 0, undo: null };
  write(
    catalog,
    changed,
    [...albumSteps].map(([id, { after }]) => [id, after]),
  );
  return { changed: told, undo: undos.keep({ photos: steps, albums: albumSteps }) };
}

/** Takes a change back where nobody has changed anything since: in photos that are still there, and in albums. Error: not-found. */
export function undoEdit({ catalog, undos }: Session, undo: Id): number {
  const { photos, albums } = undos.take(undo);
  const changed: [Id, PhotoRecord][] = [];
  for (const [id, { before, after }] of photos) {
    const photo = catalog.photo(id);
    if (photo === undefined || !same(picked(photo, after), after)) continue;
    const restored = withFields(photo, before);
    // What has gone into the trash since stays where everybody looks.
    if (restored.hidden !== true || restored.trashedAt === undefined) changed.push([id, restored]);
  }
  const back = [...albums].filter(([id, { after }]) => sameJson(albumIn(catalog, id), after));
  const restored = placed(
    catalog,
    back.map(([id, { before }]) => [id, before]),
  );
  if (changed.length > 0 || restored.length > 0) write(catalog, changed, restored);
  return changed.length;
}

type AlbumPut = readonly [Id, AlbumRecord | null];

function write(
  catalog: Catalog,
  photos: readonly (readonly [Id, PhotoRecord])[],
  albums: readonly AlbumPut[],
): void {
  catalog.change((tx) => {
    for (const [id, record] of photos) tx.putPhoto(id, record);
    for (const [id, record] of albums) {
      if (record === null) tx.removeObject(id);
      else tx.putObject(id, record);
    }
  });
}

/** Albums have moved since, perhaps: one that would lie in itself now, or too deep, lies in none. */
function placed(catalog: Catalog, restored: readonly AlbumPut[]): AlbumPut[] {
  const all = new Map<Id, AlbumRecord>(catalog.objects('album'));
  for (const [id, record] of restored) {
    if (record === null) all.delete(id);
    else all.set(id, record);
  }
  const tree = new AlbumTree(all);
  return restored.map(([id, record]) => {
    if (record?.parent === undefined) return [id, record];
    const fits =
      tree.parent(id) !== null && tree.outwards(id).length + tree.levels(id) - 1 <= mostAlbumLevels;
    const { parent: _parent, ...alone } = record;
    return [id, fits ? record : alone];
  });
}

function albumIn(catalog: Catalog, id: Id): AlbumRecord | null {
  const record = catalog.object(id);
  return record?.type === 'album' ? record : null;
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
