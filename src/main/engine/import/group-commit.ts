/**
 * @file Makes outcomes durable, many with one transaction: blobs' folders fsynced first, then photos, thumbnails, result lines and counts
 * together (docs/format.md §5.5). Only after that is a photo imported. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import { blobsOf, type AlbumPath, type Catalog, type Change, type PhotoRecord } from '../catalog/index.ts';
import { AlbumsOf } from './albums.ts';
import type { Claims } from './claims.ts';
import { linesOf, removeBlobs, type Outcome } from './outcome.ts';
import { withAbsent, type SidecarFacts } from './sidecars/facts.ts';
import type { Ledger } from './ledger.ts';
import { filmPlace } from './store-photo.ts';

/** Whichever comes first. Waiting longer would make little faster, and photos later. */
const limits = { files: 64, bytes: 64 * 1024 * 1024, ms: 300 };

export interface GroupCommitOptions {
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly ledger: Ledger;
  readonly claims: Claims;
  /** The album everything goes into, as long as there is one of this id. */
  readonly album: Id | undefined;
  /** Working time so far, for the report. */
  readonly seconds: () => number;
  /** Called with what has just become durable. */
  readonly onCommitted: (outcomes: readonly Outcome[]) => void;
}

export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #pending: Outcome[] = [];
  #pendingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** Takes an outcome over at once; resolves when there is room for another. Throws what a commit has failed with. */
  async add(outcome: Outcome): Promise<void> {
    this.#pending.push(outcome);
    this.#pendingBytes += (outcome.photo?.record.bytes ?? 0) + (outcome.filmLine?.bytes ?? 0);
    if (this.#failure !== null) throw this.#failure.error;
    const full = this.#pending.length >= limits.files || this.#pendingBytes >= limits.bytes;
    if (full) await this.flush();
    else this.#timer ??= setTimeout(() => this.#late(), limits.ms);
  }

  /** Commits everything that was added so far. */
  async flush(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#pending.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#running = this.#commit(batch).finally(() => (this.#running = null));
    await this.#running;
  }

  #late(): void {
    this.#timer = undefined;
    void this.flush().catch(() => undefined); // a failure is told by the next `add` or `flush`
  }

  /** Ends it: removes the blobs of what could not be committed. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined); // kept in #failure
    const batch = this.#pending;
    this.#pending = [];
    await this.#removeBlobs(batch);
  }

  async #commit(added: readonly Outcome[]): Promise<void> {
    const { blobs, catalog, ledger, claims, onCommitted } = this.#options;
    let written = false;
    let batch = added;
    try {
      await blobs.syncFolders(batch.flatMap((outcome) => outcome.blobs ?? []));
      batch = added.map((outcome) => this.#joinable(outcome));
      let committed: () => void = () => undefined;
      written = true;
      catalog.change((tx) => {
        const staged: Staged = { albums: new AlbumsOf(catalog, tx), photos: new Map() };
        for (const outcome of batch) this.#stage(tx, outcome, staged);
        committed = ledger.stage(
          tx,
          batch.flatMap(linesOf),
          this.#options.seconds(),
          batch.flatMap(({ retryOf }) => retryOf ?? []),
        );
      });
      committed();
    } catch (error) {
      this.#failure ??= { error };
      // After a failure of the disk nobody knows whether the transaction will be there after the next start: its blobs stay.
      const undone = !written || (error instanceof CodedError && error.code === 'no-space');
      if (undone) await this.#removeBlobs(added);
      throw error;
    }
    await this.#removeBlobs(added.filter((outcome, index) => batch[index] !== outcome));
    for (const { photo, joins } of added) {
      for (const { digest } of photo === undefined ? [] : blobsOf(photo.record))
        if (digest !== null) claims.release(digest);
      if (joins === undefined) continue;
      claims.release(joins.pair.digest);
      claims.release(filmPlace(joins.photo));
    }
    onCommitted(batch);
  }

  /** A film whose picture was deleted for ever this very moment has failed: the next import takes it. */
  #joinable(outcome: Outcome): Outcome {
    const { joins, line, retryOf } = outcome;
    if (joins === undefined || this.#options.catalog.photo(joins.photo) !== undefined) return outcome;
    const { photo: _photo, partOf: _partOf, ...rest } = line;
    const failed = { ...rest, result: 'failed', reason: 'source-changed' } as const;
    return { line: failed, ...(retryOf !== undefined && { retryOf }) };
  }

  #stage(tx: Change, { line, photo, joins, facts = {} }: Outcome, { albums, photos }: Staged): void {
    const { catalog } = this.#options;
    const chosen = this.#options.album;
    // Looked at now: it may have been deleted since the import began.
    const album = chosen !== undefined && catalog.object(chosen)?.type === 'album' ? [chosen] : [];
    const put = (id: Id, record: PhotoRecord): void => {
      photos.set(id, record);
      tx.putPhoto(id, record);
    };
    if (photo !== undefined) {
      const { id, record, thumb } = photo;
      const version = thumb === null ? null : tx.putThumb(id, thumb.mime, thumb.bytes);
      const into = [...album, ...albums.at(albumsOf(facts))];
      put(id, { ...inAlbums(record, into), ...(version !== null && { thumb: version }) });
      return;
    }
    if (joins !== undefined) {
      const still = photos.get(joins.photo) ?? catalog.photo(joins.photo);
      if (still !== undefined) put(joins.photo, { ...still, pair: joins.pair });
      return;
    }
    if (line.photo === undefined) return;
    // A twin that is not in the catalogue yet is in this very transaction.
    const twin = photos.get(line.photo) ?? catalog.photo(line.photo);
    if (twin === undefined) return;
    const told = inAlbums(withAbsent(twin, facts), [...album, ...albums.at(albumsOf(facts))]);
    if (JSON.stringify(told) !== JSON.stringify(twin)) put(line.photo, told);
  }

  async #removeBlobs(batch: readonly Outcome[]): Promise<void> {
    await removeBlobs(
      this.#options.blobs,
      batch.flatMap((outcome) => outcome.blobs ?? []),
    );
  }
}

/** The albums a sidecar names. */
function albumsOf({ albums = [], albumPaths = [] }: SidecarFacts): readonly AlbumPath[] {
  return [...albums.map((name) => [name]), ...albumPaths];
}

/** What one transaction has made so far. */
interface Staged {
  readonly albums: AlbumsOf;
  readonly photos: Map<Id, PhotoRecord>;
}

/** The photo in these albums too; the very same record when it is in all of them. */
function inAlbums(record: PhotoRecord, ids: readonly Id[]): PhotoRecord {
  const { albums = [] } = record;
  const more = new Set(ids.filter((id) => !albums.includes(id)));
  return more.size === 0 ? record : { ...record, albums: [...albums, ...more] };
}
