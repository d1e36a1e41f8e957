/** @file The catalogue's records in memory, with the look-ups import needs; changes are staged and take effect together. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { photoFlags } from '../../../shared/columns.ts';
import { blobsOf, countBlobs } from './blobs-of.ts';
import { PhotoTable, type Entry } from './photo-table.ts';
import type { ObjectOf, ObjectRecord, PhotoRecord } from './records.ts';

/** Changes that are about to be made. `put…` return the row's new version. */
export interface Staged {
  /** @param text the record as JSON, UTF-8 */
  putPhoto(id: Id, record: PhotoRecord, text: Uint8Array): number;
  removePhoto(id: Id): void;
  putObject(id: Id, record: ObjectRecord): number;
  removeObject(id: Id): void;
  putPage(id: Id): number;
  removePage(id: Id): void;
  /** Photos and blobs as they will be. */
  readonly photoCount: number;
  readonly blobCount: number;
  commit(): { put: Id[]; removed: Id[] };
}

export class Memory {
  readonly photos = new PhotoTable();
  readonly objects = new Map<Id, Entry<ObjectRecord>>();
  /** Made when it is first asked for: only imports ask, and it would be a tenth of the time an unlock takes. */
  #contents: Contents | null = null;
  readonly #pages = new Map<Id, number>();
  /** Versions that rows had in a catalogue before this one: new ones are higher (docs/format.md §6.3). */
  readonly floors = new Map<Id, number>();
  trashed = 0;
  hidden = 0;
  /** Sum of the hidden originals' sizes; they are among `bytes`. */
  hiddenBytes = 0;
  bytes = 0;
  #blobs = 0;

  /** What originals and films there are, by what is in them. */
  get contents(): Pick<Contents, 'byDigest' | 'sizes' | 'stills' | 'films'> {
    if (this.#contents === null) {
      this.#contents = new Contents();
      for (const [id, record] of this.photos.records()) this.#contents.count(id, record, 1);
    }
    return this.#contents;
  }

  objectsOf<T extends ObjectRecord['type']>(type: T): [Id, ObjectOf<T>][] {
    const found: [Id, ObjectOf<T>][] = [];
    for (const [id, { record }] of this.objects) {
      if (record.type === type) found.push([id, record as ObjectOf<T>]); // `type` decides which record it is
    }
    return found;
  }

  /** After `photos` was filled from outside. */
  countLoaded(): void {
    for (const slot of this.photos.slots()) this.#count(slot, 1);
  }
  loadObject(id: Id, entry: Entry<ObjectRecord>): void {
    this.objects.set(id, entry);
  }
  loadPage(id: Id, version: number): void {
    this.#pages.set(id, version);
  }

  stage(): Staged {
    const photos = new Map<Id, StagedPhoto | null>();
    const objects = new Map<Id, Entry<ObjectRecord> | null>();
    const pages = new Map<Id, number | null>();
    const current = (id: Id): number | undefined => {
      const staged = photos.get(id);
      return staged === undefined ? this.photos.version(id) : staged?.version;
    };
    const difference = (of: (record: PhotoRecord) => number, before: (slot: number) => number): number => {
      let sum = 0;
      for (const [id, entry] of photos) {
        const slot = this.photos.slot(id);
        sum += (entry === null ? 0 : of(entry.record)) - (slot === undefined ? 0 : before(slot));
      }
      return sum;
    };
    const { photos: known, floors } = this;
    const blobs = this.#blobs;
    const after = (id: Id, version: number | undefined): number => (version ?? floors.get(id) ?? 0) + 1;
    return {
      putPhoto: (id, record, text) => {
        const version = after(id, current(id));
        photos.set(id, { record, version, text });
        return version;
      },
      removePhoto: (id) => {
        if (current(id) === undefined) throw new CodedError('not-found');
        photos.set(id, null);
      },
      putObject: (id, record) => {
        const version = after(id, (objects.get(id) ?? this.objects.get(id))?.version);
        objects.set(id, { record, version });
        return version;
      },
      removeObject: (id) => void objects.set(id, null),
      putPage: (id) => {
        const version = after(id, pages.get(id) ?? this.#pages.get(id));
        pages.set(id, version);
        return version;
      },
      removePage: (id) => void pages.set(id, null),
      get photoCount() {
        return known.size + difference(one, one);
      },
      get blobCount() {
        return blobs + difference(countBlobs, (slot) => known.columns.blobs[slot] ?? 0);
      },
      commit: () => {
        for (const [id, entry] of photos) this.#apply(id, entry);
        for (const [id, entry] of objects) {
          if (entry === null) this.objects.delete(id);
          else this.objects.set(id, entry);
        }
        for (const [id, version] of pages) {
          if (version === null) this.#pages.delete(id);
          else this.#pages.set(id, version);
        }
        const put: Id[] = [];
        const removed: Id[] = [];
        for (const [id, entry] of photos) (entry === null ? removed : put).push(id);
        return { put, removed };
      },
    };
  }

  #apply(id: Id, entry: StagedPhoto | null): void {
    const slot = this.photos.slot(id);
    if (slot !== undefined) {
      this.#count(slot, -1);
      const before = this.#contents === null ? undefined : this.photos.get(id);
      if (before !== undefined) this.#contents?.count(id, before, -1);
    }
    if (entry === null) this.photos.delete(id);
    else {
      this.#put(id, entry);
      this.#contents?.count(id, entry.record, 1);
    }
  }

  #put(id: Id | Uint8Array, { record, version, text }: StagedPhoto): void {
    const slot = this.photos.put(id, version, record, text);
    this.#count(slot, 1);
  }

  #count(slot: number, sign: 1 | -1): void {
    const { columns } = this.photos;
    const [flags = 0, bytes = 0] = [columns.flags[slot], columns.bytes[slot]];
    this.bytes += sign * bytes;
    this.#blobs += sign * (columns.blobs[slot] ?? 0);
    if ((flags & photoFlags.trashed) !== 0) this.trashed += sign;
    if ((flags & photoFlags.hidden) !== 0) {
      this.hidden += sign;
      this.hiddenBytes += sign * bytes;
    }
  }
}

interface StagedPhoto extends Entry<PhotoRecord> {
  /** The record as JSON, UTF-8. */
  readonly text: Uint8Array;
}

const one = (): number => 1;

/** Originals and films, for recognising what is here already. */
class Contents {
  readonly byDigest = new Map<string, Id>();
  /** How many there are of each size in bytes. */
  readonly sizes = new Map<number, number>();

  /** Pictures that have no film yet, by the identifier that the film of a Live Photo shares. */
  readonly stills = new Map<string, ReadonlySet<Id>>();
  /** Films with such an identifier that are photos of their own. */
  readonly films = new Map<string, ReadonlySet<Id>>();

  count(id: Id, record: PhotoRecord, sign: 1 | -1): void {
    for (const { bytes, digest } of blobsOf(record)) {
      if (digest === null) continue; // a preview: nobody imports one
      const ofSize = (this.sizes.get(bytes) ?? 0) + sign;
      if (ofSize > 0) this.sizes.set(bytes, ofSize);
      else this.sizes.delete(bytes);
      if (sign === 1) this.byDigest.set(digest, id);
      else if (this.byDigest.get(digest) === id) this.byDigest.delete(digest);
    }
    const { pairId, pair, mime } = record;
    if (pairId === undefined || pair !== undefined) return;
    const half = mime.startsWith('image/') ? this.stills : this.films;
    const ids = new Set(half.get(pairId));
    if (sign === 1) ids.add(id);
    else ids.delete(id);
    if (ids.size > 0) half.set(pairId, ids);
    else half.delete(pairId);
  }
}
