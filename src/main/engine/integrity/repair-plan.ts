/** @file What a repair will do, found by the capsules of all blobs (docs/format.md §4.4, §6.3). Reads no photo. Runs in the engine. */
import type { Id, Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobStore, Capsule } from '../blobs/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { forEachOf, type JobControl } from '../jobs/index.ts';
import type { RepairSources } from './repair-sources.ts';

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

export async function planRepair(
  blobs: BlobStore,
  sources: RepairSources,
  control: JobControl,
): Promise<RepairPlan> {
  const found = await findBlobs(blobs, control);
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
  for (const [id, { record }] of sources.photos) {
    named.add(record.blob);
    if (record.preview !== undefined) named.add(record.preview.blob);
    const candidates = (found.originals.get(id) ?? []).filter(
      ({ capsule }) => capsule.digest === record.digest && capsule.bytes === record.bytes,
    );
    const original = candidates.find((one) => one.id === record.blob) ?? candidates[0];
    if (original !== undefined) {
      const preview = record.preview === undefined ? null : previewOf(id, record.preview.blob);
      photos.push({ id, known: record, original, preview });
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
      problem('disk-failed', unreadable);
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
    photos.push({ id, known: null, original, preview: previewOf(id, undefined) });
  }
  const others = [...found.damaged, ...found.unreadable].filter(([id]) => !named.has(id));
  for (const [id, detail] of others) {
    const kind = found.damaged.has(id) ? 'blob-damaged' : 'disk-failed';
    problems.push({ kind, id: null, file: blobFile(id), name: null, detail });
  }
  return { photos, unread, lost, damaged: [...found.damaged.keys()], problems };
}

interface Found {
  readonly originals: ReadonlyMap<Id, readonly FoundBlob[]>;
  readonly previews: ReadonlyMap<Id, readonly FoundBlob[]>;
  /** Blobs and what is wrong with them. */
  readonly damaged: ReadonlyMap<Id, string>;
  readonly unreadable: ReadonlyMap<Id, string>;
}

async function findBlobs(blobs: BlobStore, control: JobControl): Promise<Found> {
  const originals = new Map<Id, FoundBlob[]>();
  const previews = new Map<Id, FoundBlob[]>();
  const damaged = new Map<Id, string>();
  const unreadable = new Map<Id, string>();
  await forEachOf(blobs.list(), atOnce, async (entry) => {
    await control.point();
    if ('stray' in entry) return; // nothing of ours: left where it is, a verify tells of it
    const { id } = entry;
    try {
      const reader = await blobs.open(id);
      await reader.close();
      const { capsule } = reader;
      if (capsule.kind === 'snapshot') return;
      const map = capsule.kind === 'original' ? originals : previews;
      map.set(capsule.photo, [...(map.get(capsule.photo) ?? []), { id, capsule }]);
    } catch (error) {
      if (!(error instanceof CodedError) || error.code === 'cancelled') throw error;
      const detail = String(error.params['detail'] ?? error.params['system'] ?? error.code);
      if (error.code === 'blob-damaged') damaged.set(id, detail);
      else if (error.code === 'disk-failed' || error.code === 'no-permission') unreadable.set(id, detail);
      else if (error.code !== 'blob-missing') throw error; // gone between listing and opening
    }
  });
  return { originals, previews, damaged, unreadable };
}
