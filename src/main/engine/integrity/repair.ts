/**
 * @file Rebuilds a damaged or lost catalogue from the newest snapshot, the rows that still open and the capsules of all blobs; adopts
 * blobs no photo mentions; sets damaged files aside (docs/format.md §6.3). Cut off anywhere, it can be run again. Runs in the engine.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Id, Job, Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import {
  createCatalog,
  openCatalog,
  type Catalog,
  type Change,
  type LogRecord,
  type PhotoRecord,
} from '../catalog/index.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import type { DecoderPool } from '../media/types.ts';
import type { OpenVault } from '../vault/index.ts';
import { forgetVerified, putObjects } from './repair-objects.ts';
import { restorePhoto, type PhotoContext, type RestoredPhoto } from './repair-photo.ts';
import { blobFile, planRepair, type PhotoPlan, type RepairPlan } from './repair-plan.ts';
import { readSources, type RememberedCatalogue, type RepairSources } from './repair-sources.ts';
import { moveAside, rebuiltName, removeRebuilt, replaceCatalog } from './set-aside.ts';
import { snapshotFolder } from './snapshots.ts';

type RepairJob = Extract<Job, { kind: 'repair' }>;
export type RepairReport = {
  -readonly [K in 'catalogue' | 'restored' | 'adopted' | 'thumbnails' | 'missing' | 'damaged']: RepairJob[K];
} & { readonly moved: string[]; readonly problems: Problem[] };

export function newReport(): RepairReport {
  const counts = { restored: 0, adopted: 0, thumbnails: 0, missing: 0, damaged: 0 };
  return { catalogue: 'good', ...counts, moved: [], problems: [] };
}

export interface RepairRequest {
  readonly vault: OpenVault;
  readonly blobs: BlobStore;
  readonly pool: () => DecoderPool;
  /** What is remembered of the vault outside of it; null = nothing. */
  readonly seen: RememberedCatalogue | null;
  /** Freezes a whole catalogue that is older than it should be: it is not changed unasked. */
  readonly check: (catalog: Catalog) => Promise<unknown>;
  /**
   * Remembers a rebuilt catalogue outside the vault, before it takes the place of the damaged one: cut off in between, its log, which may have lost
   * entries, must not look like another vault's. What is not remembered keeps no repair from its end.
   */
  readonly remember: (catalog: Catalog) => Promise<unknown>;
  /** Told only; nothing is changed. */
  readonly dryRun: boolean;
  /** Filled while it runs. */
  readonly report: RepairReport;
}

const atOnce = 4;
const bytesUnderWay = 512 * 1024 * 1024;
/** Photos of one transaction. */
const group = 64;
/** Entries of the log of one transaction. */
const entriesAtOnce = 100;

/** @throws CodedError `cancelled`, header-rolled-back (and others of docs/format.md §8), vault-in-use, no-space, no-permission, disk-failed: the catalogue is then the one there was, or the new one, whole. */
export async function runRepair(request: RepairRequest, control: JobControl): Promise<void> {
  const { vault, blobs, dryRun, report } = request;
  await control.point();
  if (!dryRun) await removeRebuilt(vault);
  const sources = await readSources(vault, request.seen, control.signal);
  const rebuilding = sources.catalogue !== 'good';
  let target: Catalog | null = null;
  const damaged = new Set<Id>();
  try {
    report.catalogue = sources.catalogue;
    const plan = await planRepair(vault, blobs, sources, control);
    for (const generation of sources.unreadSnapshots) {
      const file = `${snapshotFolder}/${String(generation)}`;
      tell(report, { kind: 'disk-failed', id: null, file, name: null, detail: 'a copy of the catalogue' });
    }
    for (const problem of plan.problems) tell(report, problem);
    for (const id of plan.damaged) damaged.add(id);
    if (!dryRun && rebuilding) {
      target = rebuilt(vault, sources);
      await restoreLog(target, sources.log);
    }
    if (!dryRun && !rebuilding) {
      sources.close();
      target = openCatalog(vault).catalog;
      await request.check(target);
      if (target.frozen !== null) throw new CodedError(target.frozen.code, target.frozen.params);
    }
    const thumb = rebuilding || target === null ? sources.thumb : thumbFrom(target);
    const photos = new RestoredPhotos({ request, sources, plan, target, thumb });
    await restoreAll({ ...request, thumb }, plan, photos, control);
    for (const id of photos.damaged) damaged.add(id);
    if (target !== null) finish(request, target, sources, photos);
    if (target !== null && rebuilding) await request.remember(target);
  } catch (error) {
    target?.close();
    sources.close();
    if (!dryRun) await removeRebuilt(vault).catch(() => undefined); // what made it fail is told; the next repair removes it
    throw error;
  }
  target?.close();
  sources.close();
  if (!dryRun && rebuilding) await replaceCatalog(vault);
  // The catalogue mentions them no more: now they may go.
  for (const id of damaged) await setAside(request, blobFile(id), id);
  for (const generation of sources.damagedSnapshots)
    await setAside(request, `${snapshotFolder}/${String(generation)}`, `snapshot-${String(generation)}`);
}

/** What is not about single photos, and all of it into the file itself. */
function finish(
  { vault, report }: RepairRequest,
  target: Catalog,
  sources: RepairSources,
  photos: RestoredPhotos,
): void {
  const { restored, adopted, missing, damaged } = report;
  target.change((tx) => {
    if (sources.catalogue !== 'good') putObjects(tx, sources, target);
    else if (photos.changed || photos.lost.size > 0) {
      for (const id of photos.lost) tx.removePhoto(id);
      forgetVerified(tx, target);
    }
    const { openedBy } = vault;
    if (openedBy !== null) tx.log({ event: 'unlocked', slot: openedBy.id, kind: openedBy.kind });
    const { entriesLost } = sources;
    tx.log({
      event: 'repaired',
      restored,
      adopted,
      missing,
      damaged,
      ...(entriesLost > 0 && { entriesLost }),
    });
  });
  target.checkpoint();
}

function thumbFrom(catalog: Catalog): RepairSources['thumb'] {
  return (id) => {
    try {
      return catalog.thumb(id);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return null; // missing, exchanged or damaged: it is made again
    }
  };
}

function rebuilt(vault: OpenVault, sources: RepairSources): Catalog {
  const { generation, headerSeen, photos, objects, pages } = sources;
  const entries = [...photos, ...objects, ...pages];
  const versions = new Map(entries.map(([id, { version }]) => [id, version]));
  return createCatalog(vault, rebuiltName, { generation, headerSeen, versions });
}

/** The log as it was, in transactions that leave room to breathe. */
async function restoreLog(target: Catalog, log: readonly LogRecord[]): Promise<void> {
  for (let at = 0; at < log.length; at += entriesAtOnce) {
    target.change((tx) => {
      for (const record of log.slice(at, at + entriesAtOnce)) tx.restoreLog(record);
    });
    await breathe();
  }
}

async function restoreAll(
  context: Omit<PhotoContext, 'onBytes' | 'signal'>,
  plan: RepairPlan,
  photos: RestoredPhotos,
  control: JobControl,
): Promise<void> {
  const bytes = ({ original, preview, pair }: PhotoPlan): number =>
    original.capsule.bytes + (preview?.capsule.bytes ?? 0) + (pair?.capsule.bytes ?? 0);
  control.update({
    filesTotal: plan.photos.length,
    bytesTotal: plan.photos.reduce((sum, one) => sum + bytes(one), 0),
  });
  photos.keepUnread();
  const slots = new Slots(atOnce, bytesUnderWay);
  try {
    for (const one of plan.photos) {
      await control.point(() => slots.drain());
      await slots.start(bytes(one), async () => {
        let told = 0;
        const onBytes = (more: number): void => {
          told += more;
          control.update({ bytesDone: control.progress.bytesDone + more });
        };
        const photo = await restorePhoto(one, { ...context, onBytes, signal: control.signal });
        await photos.add(photo, one.known === null);
        onBytes(Math.max(0, bytes(one) - told));
        control.update({ filesDone: control.progress.filesDone + 1 });
      });
    }
  } finally {
    await slots.drain();
  }
  await photos.flush();
}

interface RestoredInto {
  readonly request: RepairRequest;
  readonly sources: RepairSources;
  readonly plan: RepairPlan;
  /** The rebuilt catalogue or, where the one there is is good, that one; null: a dry run. */
  readonly target: Catalog | null;
  readonly thumb: RepairSources['thumb'];
}

/** Counts what became of the photos, and writes it in groups. */
class RestoredPhotos {
  readonly damaged = new Set<Id>();
  /** Photos of the catalogue that are no more. */
  readonly lost: Set<Id>;
  /** Whether anything was written. */
  changed = false;
  readonly #into: RestoredInto;
  readonly #rebuilding: boolean;
  #pending: RestoredPhoto[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(into: RestoredInto) {
    this.#into = into;
    this.#rebuilding = into.sources.catalogue !== 'good';
    this.lost = new Set(into.plan.lost);
  }

  /** Photos whose files cannot be read at the moment keep their place. */
  keepUnread(): void {
    const { plan, thumb, request } = this.#into;
    if (!this.#rebuilding) return;
    for (const [id, record] of plan.unread) {
      request.report.restored += 1;
      const kept = { id, record, thumb: thumb(id, record), thumbMade: false };
      this.#pending.push({ ...kept, damaged: [], written: [], problem: null });
    }
  }

  async add(photo: RestoredPhoto, isNew: boolean): Promise<void> {
    const { report } = this.#into.request;
    for (const id of photo.damaged) this.damaged.add(id);
    if (photo.problem !== null) tell(report, photo.problem);
    if (photo.record === null) {
      if (!isNew) this.lost.add(photo.id);
      return;
    }
    if (photo.thumbMade) report.thumbnails += 1;
    if (isNew) report.adopted += 1;
    else if (this.#rebuilding || this.#foundAgain(photo.id, photo.record)) report.restored += 1;
    if (this.#rebuilding || isNew || this.#differs(photo.id, photo.record, photo.thumbMade))
      this.#pending.push(photo);
    if (this.#pending.length >= group) await this.flush();
  }

  /** One transaction for what waits. */
  async flush(): Promise<void> {
    const { request, target } = this.#into;
    const batch = this.#pending;
    this.#pending = [];
    if (target === null || batch.length === 0) return this.#writing;
    const before = this.#writing;
    this.#writing = (async () => {
      await before;
      await request.blobs.syncFolders(batch.flatMap(({ written }) => written));
      target.change((tx) => {
        for (const photo of batch) put(tx, photo);
      });
      this.changed = true;
    })();
    return this.#writing;
  }

  /** Whether the files a photo had are there under other names: encrypting anew has written them, and an older catalogue was put back. */
  #foundAgain(id: Id, { blob, pair }: PhotoRecord): boolean {
    const before = this.#into.sources.photos.get(id)?.record;
    return before?.blob !== blob || (pair !== undefined && before.pair?.blob !== pair.blob);
  }

  #differs(id: Id, { blob, preview, pair }: PhotoRecord, thumbMade: boolean): boolean {
    const before = this.#into.sources.photos.get(id)?.record;
    return (
      thumbMade ||
      before?.blob !== blob ||
      before.preview?.blob !== preview?.blob ||
      before.pair?.blob !== pair?.blob
    );
  }
}

function put(tx: Change, { id, record, thumb }: RestoredPhoto): void {
  if (record === null) return;
  const { thumb: _old, ...plain } = record;
  const version = thumb === null ? undefined : tx.putThumb(id, thumb.mime, thumb.bytes);
  tx.putPhoto(id, version === undefined ? plain : { ...plain, thumb: version });
}

function tell(report: RepairReport, problem: Problem): void {
  if (problem.kind === 'blob-missing') report.missing += 1;
  else report.damaged += 1;
  report.problems.push(problem);
}

async function setAside({ vault, dryRun, report }: RepairRequest, file: string, as: string): Promise<void> {
  report.moved.push(dryRun ? file : await moveAside(vault, file, as));
}
