/** @file The catalogue's records in memory, with the look-ups import needs; changes are staged and take effect together. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { blobsOf, countBlobs } from './blobs-of.ts';
import type { ObjectOf, ObjectRecord, PhotoRecord } from './records.ts';

export interface Entry<T> {
  readonly record: T;
  readonly version: number;
}

/** Changes that are about to be made. `put…` return the row's new version. */
export interface Staged {
  putPhoto(id: Id, record: PhotoRecord): number;
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
  readonly photos = new Map<Id, Entry<PhotoRecord>>();
  readonly objects = new Map<Id, Entry<ObjectRecord>>();
  /** Made when it is first asked for: only imports ask, and it would be a tenth of the time an unlock takes. */
  #contents: Contents | null = null;
  readonly #pages = new Map<Id, number>();
  /** Versions that rows had in a catalogue before this one: new ones are higher (docs/format.md §6.3). */
  readonly floors = new Map<Id, number>();
  readonly #texts = new SharedTexts();
  trashed = 0;
  hidden = 0;
  /** Sum of the hidden originals' sizes; they are among `bytes`. */
  hiddenBytes = 0;
  bytes = 0;
  #blobs = 0;

  /** What originals and films there are, by what is in them. */
  get contents(): Pick<Contents, 'byDigest' | 'sizes'> {
    if (this.#contents === null) {
      this.#contents = new Contents();
      for (const [id, { record }] of this.photos) this.#contents.count(id, record, 1);
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

  loadPhoto(id: Id, entry: Entry<PhotoRecord>): void {
    this.#texts.shareIn(entry.record);
    this.photos.set(id, entry);
    this.#count(id, entry.record, 1);
  }
  loadObject(id: Id, entry: Entry<ObjectRecord>): void {
    this.objects.set(id, entry);
  }
  loadPage(id: Id, version: number): void {
    this.#pages.set(id, version);
  }

  stage(): Staged {
    const photos = new Map<Id, Entry<PhotoRecord> | null>();
    const objects = new Map<Id, Entry<ObjectRecord> | null>();
    const pages = new Map<Id, number | null>();
    const current = (id: Id): Entry<PhotoRecord> | undefined => {
      const staged = photos.get(id);
      return staged === undefined ? this.photos.get(id) : (staged ?? undefined);
    };
    const difference = (of: (record: PhotoRecord) => number): number => {
      let sum = 0;
      for (const [id, entry] of photos) {
        const before = this.photos.get(id);
        sum += (entry === null ? 0 : of(entry.record)) - (before === undefined ? 0 : of(before.record));
      }
      return sum;
    };
    const { photos: known, floors } = this;
    const blobs = this.#blobs;
    const after = (id: Id, version: number | undefined): number => (version ?? floors.get(id) ?? 0) + 1;
    return {
      putPhoto: (id, record) => {
        const version = after(id, current(id)?.version);
        photos.set(id, { record, version });
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
        return known.size + difference(() => 1);
      },
      get blobCount() {
        return blobs + difference(countBlobs);
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

  #apply(id: Id, entry: Entry<PhotoRecord> | null): void {
    const before = this.photos.get(id);
    if (before !== undefined) this.#count(id, before.record, -1);
    if (entry === null) this.photos.delete(id);
    else {
      this.photos.set(id, entry);
      this.#count(id, entry.record, 1);
    }
  }

  #count(id: Id, record: PhotoRecord, sign: 1 | -1): void {
    this.bytes += sign * record.bytes;
    this.#blobs += sign * countBlobs(record);
    if (record.trashedAt !== undefined) this.trashed += sign;
    if (record.hidden === true) {
      this.hidden += sign;
      this.hiddenBytes += sign * record.bytes;
    }
    this.#contents?.count(id, record, sign);
  }
}

/** Originals and films, for recognising what is here already. */
class Contents {
  readonly byDigest = new Map<string, Id>();
  /** How many there are of each size in bytes. */
  readonly sizes = new Map<number, number>();

  count(id: Id, record: PhotoRecord, sign: 1 | -1): void {
    for (const { bytes, digest } of blobsOf(record)) {
      if (digest === null) continue; // a preview: nobody imports one
      const ofSize = (this.sizes.get(bytes) ?? 0) + sign;
      if (ofSize > 0) this.sizes.set(bytes, ofSize);
      else this.sizes.delete(bytes);
      if (sign === 1) this.byDigest.set(digest, id);
      else if (this.byDigest.get(digest) === id) this.byDigest.delete(digest);
    }
  }
}

/** Thousands of photos name the same camera: parsed from as many cells, each would hold a text of its own. */
class SharedTexts {
  readonly #known = new Map<string, string>();

  /** Only for a record nobody else has seen yet. */
  shareIn(record: PhotoRecord): void {
    // Records are never changed in place; this one is not in use yet, and stays equal.
    const own = record as { -readonly [K in keyof PhotoRecord]: PhotoRecord[K] };
    own.mime = this.#shared(own.mime);
    own.import = this.#shared(own.import);
    if (own.camera !== undefined) own.camera = this.#shared(own.camera);
    if (own.lens !== undefined) own.lens = this.#shared(own.lens);
    if (own.tags !== undefined) own.tags = own.tags.map((tag) => this.#shared(tag));
    if (own.albums !== undefined) own.albums = own.albums.map((album) => this.#shared(album));
  }

  #shared(text: string): string {
    const known = this.#known.get(text);
    if (known === undefined) this.#known.set(text, text);
    return known ?? text;
  }
}
