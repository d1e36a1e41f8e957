/** @file What there is while a vault is open, and how it ends. Runs in the engine. */
import type { Event, Id, Job } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { AlikeSet, LookMaker } from '../alike/index.ts';
import { BlobStore } from '../blobs/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { MadeBefore } from '../export/made-before.ts';
import type { WatchTimes } from '../import/watched-folder.ts';
import { BlobEpochs } from '../integrity/older-blobs.ts';
import { removeRebuilt } from '../integrity/set-aside.ts';
import { SnapshotKeeper } from '../integrity/snapshot-keeper.ts';
import { Jobs, Throttle } from '../jobs/index.ts';
import type { DecoderPool } from '../media/types.ts';
import type { VaultMemory } from '../memory/index.ts';
import { Search } from '../search/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { Anchor } from './anchor.ts';
import { Hiding } from './hiding.ts';
import { Readers } from './readers.ts';
import { removeForEver } from './remove-photos.ts';
import type { Scans } from './scans.ts';
import { TrashExpiry } from './trash-expiry.ts';
import { Undos } from './undos.ts';
import { WhenQuiet } from './when-quiet.ts';

/** After the index was sent the pictures come first, and those that are scrolled to. */
const prepareAfterMs = 3000;
/** How long jobs get to reach a safe point when the vault is closed; then they drop the files under way. */
const graceMs = 5000;

export type Tell = <E extends 'job' | 'library'>(event: E, payload: Event<E>) => void;

/** One photo of an export: written, or failed. */
export type ExportItem = Extract<Job, { kind: 'export' }>['failures'][number];

export interface SessionParts {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly createPool: () => DecoderPool;
  readonly scans: Scans;
  readonly tell: Tell;
  readonly memory: VaultMemory | null;
  readonly watchTimes: WatchTimes | null;
  /** Goes on with these: the repair that has just ended is among them. */
  readonly jobs?: Jobs;
}

export class Session {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  /** Which blobs are of older epochs, as far as anybody has asked. */
  readonly epochs: BlobEpochs;
  readonly jobs: Jobs;
  readonly readers: Readers;
  readonly scans: Scans;
  /** Imports that run, wait or have ended since the vault was unlocked, with their newest job. */
  readonly importJobs = new Map<Id, Id>();
  /** What became of every photo of an export; kept until the vault is closed. */
  readonly exports = new Map<Id, ExportItem[]>();
  readonly madeBefore = new MadeBefore();
  readonly snapshots: SnapshotKeeper;
  readonly search: Search;
  /** Finds out what photos of earlier versions look like. */
  readonly looks: LookMaker;
  readonly undos = new Undos();
  /** Which photos may be told of. */
  readonly hiding: Hiding;
  readonly trashExpiry: TrashExpiry;
  /** What is remembered outside vaults; null: nothing is. */
  readonly memory: VaultMemory | null;
  readonly anchor: Anchor;
  /** How folders are watched; null: not at all. */
  readonly watchTimes: WatchTimes | null;
  /** Settles when unfinished writes of an earlier time are gone: nothing new may be written before. */
  readonly tidied: Promise<void>;
  /** Makes ready what is asked for next, a search and a photo in the viewer; wanted when the index is sent, disturbed by every thumbnail. */
  readonly preparing = new WhenQuiet(prepareAfterMs, () => {
    void this.search.prepare();
    this.pool.warm();
  });
  readonly #createPool: () => DecoderPool;
  readonly #end = new AbortController();
  readonly #news: LibraryNews;
  #pool: DecoderPool | null = null;

  constructor({ vault, catalog, createPool, scans, tell, jobs, memory, watchTimes }: SessionParts) {
    this.vault = vault;
    this.catalog = catalog;
    this.memory = memory;
    this.watchTimes = watchTimes;
    this.anchor = new Anchor({ vault, catalog, memory });
    vault.follow(catalog, () => void this.anchor.remember());
    this.blobs = new BlobStore(vault);
    this.epochs = new BlobEpochs(this.blobs);
    this.scans = scans;
    this.readers = new Readers(this.blobs);
    this.jobs = jobs ?? new Jobs((job) => tell('job', job));
    this.snapshots = new SnapshotKeeper(vault, catalog);
    this.looks = new LookMaker({ catalog, pool: () => this.pool, signal: this.signal });
    this.#createPool = createPool;
    this.hiding = new Hiding(catalog, (ids) => this.#news.poke(ids));
    this.#news = new LibraryNews(catalog, this.hiding, tell);
    const alike = new AlikeSet(catalog, this.signal);
    this.search = new Search(catalog, () => alike.photos());
    // What cannot be removed only takes space, and is tried again at the next unlock.
    this.tidied = Promise.all([this.blobs.removeUnfinished(), removeRebuilt(vault)]).then(
      () => undefined,
      () => undefined,
    );
    const { tidied } = this;
    this.trashExpiry = new TrashExpiry({ catalog, tidied, remove: (photos) => removeForEver(this, photos) });
  }

  /** Aborted when the vault is being closed. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** The decoders; started when they are first needed. */
  get pool(): DecoderPool {
    this.#pool ??= this.#createPool();
    return this.#pool;
  }

  /** Stops work at a safe point, writes what is left to write, and forgets the keys. */
  async close(): Promise<void> {
    this.#end.abort(new CodedError('cancelled'));
    this.preparing.close();
    this.hiding.conceal();
    try {
      await this.jobs.close(graceMs);
      await this.tidied;
      await this.trashExpiry.close();
      await this.looks.close();
      this.#news.close();
      this.search.close();
      const ended = Promise.all([this.readers.close(), this.#pool?.close()]); // neither rejects
      this.#checkpoint(); // while the decoders end
      await this.snapshots.close();
      await this.anchor.close();
      await ended;
    } finally {
      this.catalog.close();
      await this.vault.close();
    }
  }

  #checkpoint(): void {
    try {
      this.catalog.checkpoint();
    } catch (error) {
      // On a full disk the changes stay in the write-ahead log, as durable as before; the next opening reads them there.
      if (!(error instanceof CodedError)) throw error;
    }
  }
}

/** Gathers what came, changed or went, and tells it at most ten times a second. */
class LibraryNews {
  readonly #catalog: Catalog;
  readonly #hiding: Hiding;
  readonly #tell: Tell;
  readonly #put = new Set<Id>();
  readonly #removed = new Set<Id>();
  readonly #throttle = new Throttle(() => this.#send());
  readonly #unlisten: () => void;

  constructor(catalog: Catalog, hiding: Hiding, tell: Tell) {
    this.#catalog = catalog;
    this.#hiding = hiding;
    this.#tell = tell;
    this.#unlisten = catalog.onChange(({ put, removed }) => {
      for (const id of put) this.#put.add(id);
      for (const id of removed) {
        this.#put.delete(id);
        this.#removed.add(id);
      }
      if (put.length > 0 || removed.length > 0) this.#throttle.poke();
    });
  }

  /** Tells of photos that have not changed: others of them may be told of than before. */
  poke(ids: readonly Id[]): void {
    for (const id of ids) this.#put.add(id);
    if (ids.length > 0) this.#throttle.poke();
  }

  close(): void {
    this.#unlisten();
    this.#throttle.settle();
  }

  #send(): void {
    const columns = this.#catalog.columns((flags) => this.#hiding.showsFlags(flags), this.#put);
    // What is hidden is gone, as far as the window knows.
    const gone = [...this.#put].filter((id) => {
      const photo = this.#catalog.photo(id);
      return photo !== undefined && !this.#hiding.shows(photo);
    });
    const removed = [...this.#removed, ...gone];
    this.#put.clear();
    this.#removed.clear();
    this.#tell('library', { generation: this.#catalog.generation, columns, removed });
  }
}
