/** @file What a repair will do, found by the capsules of all blobs (docs/format.md §4.4, §6.3). Reads no photo. Runs in the engine. */
import type { Id, Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobStore, Capsule } from '../blobs/index.ts';
import { blobsOf, ForeignEpochs, type PhotoRecord } from '../catalog/index.ts';
import { forEachOf, type JobControl } from '../jobs/index.ts';
import type { OpenVault } from '../vault/index.ts';
import type { RepairSources } from './repair-sources.ts';
import { isOfDisk } from './snapshots.ts';

/** A blob that opens. */
export interface FoundBlob {
  readonly id: Id;
  readonly capsule: Capsule;
}

/** One photo whose original is there. */
export interface PhotoPlan {
  readonly id: Id;
  /** null: known by its capsule only. */
  readonly known: PhotoRecord | null;
  readonly original: FoundBlob;
  readonly preview: FoundBlob | null;
  /** The film of a Live Photo. */
  readonly pair: FoundBlob | null;
  /** It is there, and cannot be read at the moment. */
  readonly pairUnread?: boolean;
}

export interface RepairPlan {
  readonly photos: readonly PhotoPlan[];
  /** Photos whose original cannot be read at the moment (not: is damaged): they stay as they are. */
  readonly unread: readonly (readonly [Id, PhotoRecord])[];
  /** Photos of the catalogue whose original is missing or damaged. */
  readonly lost: readonly Id[];
  /** Blobs that do not open. */
  readonly damaged: readonly Id[];
  readonly problems: readonly Problem[];
}

const atOnce = 4;

/** docs/format.md §2 */
export function blobFile(id: Id): string {
  return `blobs/${id.slice(0, 2)}/${id}`;
}

/** Error: header-rolled-back (blobs are under keys that the header may not have yet), and what reading the folder throws. */
export async function planRepair(
  vault: OpenVault,
  blobs: BlobStore,
  sources: RepairSources,
  control: JobControl,
): Promise<RepairPlan> {
  const { foreign, ...found } = await findBlobs(vault, blobs, control);
  if (foreign > 0 && !sources.underTheseKeys)
    throw new CodedError('header-rolled-back', { unopened: foreign });
  const photos: PhotoPlan[] = [];
  const unread: [Id, PhotoRecord][] = [];
  const lost: Id[] = [];
  const problems: Problem[] = [];
  const named = new Set<Id>();
  const digests = new Set<string>();
  const previewOf = (id: Id, blob: Id | undefined): FoundBlob | null => {
    const candidates = found.previews.get(id) ?? [];
    return candidates.find((one) => one.id === blob) ?? candidates[0] ?? null;
  };
  const pairOf = (id: Id, known: PhotoRecord['pair']): FoundBlob | null => {
    const candidates = (found.pairs.get(id) ?? []).filter(
      ({ capsule }) => known === undefined || capsule.digest === known.digest,
    );
    return candidates.find((one) => one.id === known?.blob) ?? candidates[0] ?? null;
  };
  for (const [id, { record }] of sources.photos) {
    for (const { blob } of blobsOf(record)) named.add(blob);
    const candidates = (found.originals.get(id) ?? []).filter(
      ({ capsule }) => capsule.digest === record.digest && capsule.bytes === record.bytes,
    );
    const original = candidates.find((one) => one.id === record.blob) ?? candidates[0];
    if (original !== undefined) {
      const preview = record.preview === undefined ? null : previewOf(id, record.preview.blob);
      const pair = record.pair === undefined ? null : pairOf(id, record.pair);
      if (record.pair !== undefined && pair === null) {
        const unread = found.unreadable.get(record.pair.blob);
        const broken = found.damaged.get(record.pair.blob);
        const kind = unread?.kind ?? (broken === undefined ? 'blob-missing' : 'blob-damaged');
        const detail = `film: ${unread?.detail ?? broken ?? 'no file'}`;
        problems.push({ kind, id, file: blobFile(record.pair.blob), name: record.pair.name, detail });
      }
      const pairUnread = record.pair !== undefined && found.unreadable.has(record.pair.blob);
      photos.push({ id, known: record, original, preview, pair, pairUnread });
      digests.add(record.digest);
      continue;
    }
    const file = blobFile(record.blob);
    const problem = (kind: Problem['kind'], detail: string): number =>
      problems.push({ kind, id, file, name: record.name, detail });
    const broken = found.damaged.get(record.blob);
    const unreadable = found.unreadable.get(record.blob);
    if (unreadable !== undefined) {
      unread.push([id, record]);
      digests.add(record.digest);
      problem(unreadable.kind, unreadable.detail);
      continue;
    }
    lost.push(id);
    if (broken !== undefined) problem('blob-damaged', broken);
    // In the trash at the last snapshot and without a file now: deleted for ever since.
    else if (record.trashedAt === undefined || sources.rows.has(id)) problem('blob-missing', 'no file');
  }
  for (const [id, [original]] of found.originals) {
    if (original === undefined || sources.photos.has(id) || sources.gone.has(id)) continue;
    if (digests.has(original.capsule.digest)) continue; // the same content is there already
    digests.add(original.capsule.digest);
    const pair = pairOf(id, undefined);
    if (pair !== null) digests.add(pair.capsule.digest);
    photos.push({ id, known: null, original, preview: previewOf(id, undefined), pair });
  }
  const damaged = [...found.damaged].map(([id, detail]) => [id, { kind: 'blob-damaged', detail }] as const);
  for (const [id, { kind, detail }] of [...damaged, ...found.unreadable])
    if (!named.has(id)) problems.push({ kind, id: null, file: blobFile(id), name: null, detail });
  return { photos, unread, lost, damaged: [...found.damaged.keys()], problems };
}

interface Found {
  readonly originals: ReadonlyMap<Id, readonly FoundBlob[]>;
  readonly previews: ReadonlyMap<Id, readonly FoundBlob[]>;
  readonly pairs: ReadonlyMap<Id, readonly FoundBlob[]>;
  /** Blobs and what is wrong with them. */
  readonly damaged: ReadonlyMap<Id, string>;
  readonly unreadable: ReadonlyMap<Id, Pick<Problem, 'kind' | 'detail'>>;
  /** Blobs of those damaged that say they are under keys of a later epoch than the header's. */
  readonly foreign: number;
}

async function findBlobs(vault: OpenVault, blobs: BlobStore, control: JobControl): Promise<Found> {
  const foreign = new ForeignEpochs(vault);
  const originals = new Map<Id, FoundBlob[]>();
  const previews = new Map<Id, FoundBlob[]>();
  const pairs = new Map<Id, FoundBlob[]>();
  const damaged = new Map<Id, string>();
  const unreadable = new Map<Id, Pick<Problem, 'kind' | 'detail'>>();
  await forEachOf(blobs.list(), atOnce, async (entry) => {
    await control.point();
    if ('stray' in entry) return; // nothing of ours: left where it is, a verify tells of it
    const { id } = entry;
    try {
      const reader = await blobs.open(id);
      await reader.close();
      const { capsule } = reader;
      if (capsule.kind === 'snapshot') return;
      const map = { original: originals, preview: previews, pair: pairs }[capsule.kind];
      map.set(capsule.photo, [...(map.get(capsule.photo) ?? []), { id, capsule }]);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code === 'cancelled') throw error;
      const detail = String(error.params['detail'] ?? error.params['system'] ?? error.code);
      if (error.code === 'blob-damaged') {
        damaged.set(id, detail);
        const epoch = await blobs.epochOf(id).catch(() => null); // of one that can be read no more nothing is said
        if (epoch !== null) foreign.look(epoch);
      } else if (isOfDisk(error.code)) unreadable.set(id, { kind: error.code, detail });
      else if (error.code !== 'blob-missing') throw error; // gone between listing and opening
    }
  });
  return { originals, previews, pairs, damaged, unreadable, foreign: foreign.count };
}
