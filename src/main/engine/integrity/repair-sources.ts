/**
 * @file What a repair knows before it looks at the photos: the newest valid snapshot, and every row that can still be read, of the
 * catalogue and of those set aside before it (docs/format.md §6.3). Runs in the engine.
 */
import { join } from 'node:path';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import {
  salvageCatalog,
  type Entry,
  type LogRecord,
  type ObjectRecord,
  type PageRecord,
  type PhotoRecord,
  type Salvage,
  type Thumbnail,
} from '../catalog/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { longestLog } from './repair-log.ts';
import { catalogName, catalogsAside } from './set-aside.ts';
import type { Snapshot } from './snapshot-content.ts';
import { Snapshots } from './snapshots.ts';

export interface RepairSources {
  /** `older`: nothing is wrong with it but its age. */
  readonly catalogue: 'good' | 'older' | 'damaged' | 'missing';
  readonly photos: ReadonlyMap<Id, Entry<PhotoRecord>>;
  readonly objects: ReadonlyMap<Id, Entry<ObjectRecord>>;
  readonly pages: ReadonlyMap<Id, Entry<PageRecord>>;
  /** The audit log, as far as it can be had from its first entry on; empty where the catalogue is good and keeps its own. */
  readonly log: readonly LogRecord[];
  /** Entries of the log that are known to have been, and are not to be had. */
  readonly entriesLost: number;
  /**
   * Whether what was written last is known to be under keys that the header has: the catalogue's state opens or, where that is not to be had, the newest
   * snapshot. Blobs that name keys of later epochs are then made up, for a change of keys writes the one and the other anew.
   */
  readonly underTheseKeys: boolean;
  /** The highest there has been, as far as can be known. */
  readonly generation: number;
  /** Highest generation of the header that any of them names. */
  readonly headerSeen: number;
  /** Photos that have a row in the catalogue itself: they were not deleted. */
  readonly rows: ReadonlySet<Id>;
  /** Photos known to have been deleted for ever: a good catalogue, newer than the snapshot, has them no more. */
  readonly gone: ReadonlySet<Id>;
  /** Generations of snapshots that are damaged. */
  readonly damagedSnapshots: readonly number[];
  /** Generations of snapshots, newer than the one used, that the disk did not give out. */
  readonly unreadSnapshots: readonly number[];
  /** The thumbnail a photo's record names; null when it is not there any more. */
  readonly thumb: (id: Id, record: PhotoRecord) => Thumbnail | null;
  /** Lets go of the catalogues. */
  close(): void;
}

/** What is remembered of a catalogue outside its vault (docs/format.md §8). */
export interface RememberedCatalogue {
  /** Its generation: the catalogue that is built is newer. */
  readonly catalogue: number;
  /** Entries its log had. */
  readonly logLength: number;
}

/**
 * Errors: vault-in-use, no-permission,
 * disk-failed (the vault's folder, not what is in its files), header-rolled-back (what the header cannot open must not be called damaged).
 */
export async function readSources(
  vault: OpenVault,
  seen: RememberedCatalogue | null,
  signal: AbortSignal,
): Promise<RepairSources> {
  const {
    newest: snapshot,
    damaged: damagedSnapshots,
    unread: unreadSnapshots,
  } = await readSnapshots(vault, signal);
  const aside = await catalogsAside(vault);
  const salvages: Salvage[] = [];
  const closeAll = (): void => {
    for (const salvage of salvages) salvage.close();
  };
  try {
    const current = await salvageIfThere(vault, catalogName);
    if (typeof current === 'object') salvages.push(current);
    if (typeof current === 'object' && current.unopened > 0)
      throw new CodedError('header-rolled-back', { unopened: current.unopened });
    const least = Math.max(vault.catalogue, snapshot?.generation ?? 0);
    const isWhole = typeof current === 'object' && current.whole;
    const good = isWhole && current.generation >= least;
    const stateOpens = typeof current === 'object' && current.headerSeen > 0;
    const newestOpens = snapshot !== null && damagedSnapshots.length + unreadSnapshots.length === 0;
    const common = {
      damagedSnapshots,
      unreadSnapshots,
      close: closeAll,
      underTheseKeys: stateOpens || newestOpens,
    };
    if (good) {
      const gone = [...(snapshot?.photos.keys() ?? [])].filter((id) => !current.photos.has(id));
      return {
        ...common,
        catalogue: 'good',
        photos: current.photos,
        objects: current.objects,
        pages: current.pages,
        log: [],
        entriesLost: 0,
        generation: current.generation,
        headerSeen: current.headerSeen,
        rows: new Set(current.photos.keys()),
        gone: new Set(gone),
        thumb: thumbFrom([current]),
      };
    }
    for (const name of aside) {
      const salvage = await salvageIfThere(vault, name);
      if (typeof salvage === 'object') salvages.push(salvage);
    }
    const all = [...salvages, ...(snapshot === null ? [] : [snapshot])];
    const log = await longestLog(vault, all);
    const entriesKnown = Math.max(
      seen?.logLength ?? 0,
      ...all.map((source) => source.log.size),
      ...salvages.map((one) => one.logLength),
    );
    return {
      ...common,
      catalogue: current === 'missing' ? 'missing' : isWhole ? 'older' : 'damaged',
      photos: newestOf(all.map(({ photos }) => photos)),
      objects: newestOf(all.map(({ objects }) => objects)),
      pages: newestOf(salvages.map(({ pages }) => pages)),
      log,
      entriesLost: Math.max(0, entriesKnown - log.length),
      generation: Math.max(seen?.catalogue ?? 0, vault.catalogue, ...all.map((one) => one.generation)),
      headerSeen: Math.max(0, ...salvages.map((one) => one.headerSeen)),
      rows: new Set(typeof current === 'object' ? current.photos.keys() : []),
      gone: new Set(),
      thumb: thumbFrom(salvages),
    };
  } catch (error) {
    closeAll();
    throw error;
  }
}

/** Throws `no-permission`: that can be put right, and what the newest snapshot alone knows would be lost. */
async function readSnapshots(
  vault: OpenVault,
  signal: AbortSignal,
): Promise<{ newest: Snapshot | null; damaged: number[]; unread: number[] }> {
  const snapshots = new Snapshots(vault);
  const damaged: number[] = [];
  const unread: number[] = [];
  const read = (generation: number): Promise<Snapshot> => snapshots.read(generation, signal);
  for (const generation of await snapshots.list()) {
    try {
      const newest = await read(generation).catch((error: unknown) => {
        // A disk that fails once may give it out the next time.
        if (error instanceof CodedError && error.code === 'disk-failed') return read(generation);
        throw error;
      });
      return { newest, damaged, unread };
    } catch (error) {
      if (signal.aborted || !(error instanceof CodedError)) throw error;
      if (error.code === 'no-permission') throw error;
      if (error.code === 'blob-damaged') damaged.push(generation); // an older one may do
      if (error.code === 'disk-failed') unread.push(generation); // so it may here
    }
  }
  return { newest: null, damaged, unread };
}

async function salvageIfThere(vault: OpenVault, name: string): Promise<Salvage | 'missing' | 'unreadable'> {
  try {
    return (await salvageCatalog(vault, join(vault.path, name))) ?? 'unreadable';
  } catch (error) {
    if (error instanceof CodedError && error.code === 'catalogue-missing') return 'missing';
    throw error;
  }
}

/** Of every record the newest there is: whatever opens was written by this vault, and versions only grow. */
function newestOf<T>(sources: readonly ReadonlyMap<Id, Entry<T>>[]): Map<Id, Entry<T>> {
  const newest = new Map<Id, Entry<T>>();
  for (const source of sources) {
    for (const [id, entry] of source) {
      if (entry.version > (newest.get(id)?.version ?? 0)) newest.set(id, entry);
    }
  }
  return newest;
}

function thumbFrom(salvages: readonly Salvage[]): RepairSources['thumb'] {
  return (id, { thumb: version }) => {
    if (version === undefined) return null;
    for (const salvage of salvages) {
      const thumb = salvage.thumb(id, version);
      if (thumb !== null) return thumb;
    }
    return null;
  };
}
