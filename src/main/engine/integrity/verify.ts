/**
 * @file Checks the vault: both copies of the header, every row of the catalogue, every blob. Quick: everything is there and opens. Full:
 * every byte of every photo, film, preview and thumbnail is decrypted and compared. Runs in the engine.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import type { Id, Problem } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { BlobReader, BlobStore } from '../blobs/index.ts';
import { blobsOf, type Catalog, type MentionedBlob, type PhotoRecord } from '../catalog/index.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import { inspectVault, type OpenVault } from '../vault/index.ts';
import { resealingOf } from './resealing.ts';
import { isOfDisk, snapshotFolder, Snapshots } from './snapshots.ts';

export interface VerifyRequest {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly quick: boolean;
  /** Why the last copy of the catalogue could not be written, if it could not. */
  readonly snapshotFailure: ErrorCode | null;
  /** Called for each problem, and for each `blob-orphan` and `snapshot-old`, which are none. */
  readonly onProblem: (problem: Problem) => void;
}

const atOnce = 3;

/** One blob that a photo mentions. */
interface Mention extends MentionedBlob {
  readonly photo: Id;
  readonly record: PhotoRecord;
}

/** @throws CodedError `cancelled`, disk-failed when the vault's folder cannot be read at all; damage is told, not thrown */
export async function runVerify(request: VerifyRequest, control: JobControl): Promise<void> {
  const { catalog, blobs, quick, onProblem } = request;
  const photos = catalog.photoIds();
  let bytesTotal = 0;
  if (!quick)
    for (const [, record] of catalog.photos()) for (const { bytes } of blobsOf(record)) bytesTotal += bytes;
  control.update({ filesTotal: photos.length, bytesTotal });
  await control.point();
  for (const problem of await headerProblems(request.vault)) onProblem(problem);
  for (const problem of catalog.verify()) {
    if (problem === null)
      await immediate(); // thumbnails and progress are served meanwhile
    else onProblem(problem);
  }
  for await (const problem of checkSnapshots(request, control)) onProblem(problem);
  const unmentioned = await unmentionedBlobs(request, control);
  const slots = new Slots(atOnce);
  try {
    for (const id of photos) {
      await control.point(() => slots.drain());
      await slots.start(0, async () => {
        const record = catalog.photo(id);
        if (record !== undefined) await checkPhoto(request, id, record, control);
        control.update({ filesDone: control.progress.filesDone + 1 });
      });
    }
  } finally {
    await slots.drain();
  }
  // Asked again at the end: what an import was writing when this began is mentioned by now.
  const mentioned = mentionedBlobs(catalog);
  for (const id of resealingOf(catalog)?.blobs ?? []) mentioned.add(id); // being written in the place of others
  for (const found of unmentioned) {
    if ('stray' in found) onProblem(leftover(found.stray, 'a file that is no blob'));
    else if (mentioned.has(found.id) || blobs.isReplaced(found.id)) continue;
    else if (await isThere(blobs, found.id))
      onProblem(leftover(blobFile(found.id), 'a blob no photo mentions'));
  }
}

async function checkPhoto(
  request: VerifyRequest,
  id: Id,
  record: PhotoRecord,
  control: JobControl,
): Promise<void> {
  for (const one of blobsOf(record)) await checkBlob(request, { ...one, photo: id, record }, control);
  if (!request.quick) checkThumb(request, id, record);
}

async function headerProblems(vault: OpenVault): Promise<Problem[]> {
  const problem = (kind: Problem['kind'], detail: string): Problem => {
    return { kind, id: null, file: 'vault.hdr', name: null, detail };
  };
  try {
    const { notices } = await inspectVault(vault.path, vault.disk);
    return notices.map(({ code }) =>
      problem(code, 'one copy of the header is damaged, missing or different'),
    );
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [problem(error.code, 'the header cannot be read')];
  }
}

/** The copies of the catalogue: whether they open and, in full, every byte of them; and whether the last could be written. */
async function* checkSnapshots(
  { vault, quick, snapshotFailure }: VerifyRequest,
  control: JobControl,
): AsyncGenerator<Problem> {
  const snapshots = new Snapshots(vault);
  for (const generation of await snapshots.list()) {
    const problem = (kind: Problem['kind'], detail: string): Problem => {
      return { kind, id: null, file: `${snapshotFolder}/${String(generation)}`, name: null, detail };
    };
    await control.point();
    try {
      const reader = await snapshots.open(generation);
      try {
        if (!quick) await reader.verify(undefined, control.signal);
      } finally {
        await reader.close();
      }
    } catch (error) {
      if (control.signal.aborted || !(error instanceof CodedError)) throw error;
      if (error.code === 'blob-missing') continue; // removed meanwhile: newer ones have come
      const kind = isOfDisk(error.code) ? error.code : 'snapshot-damaged'; // what cannot be read now may be whole
      yield problem(kind, String(error.params['detail'] ?? error.params['system'] ?? error.code));
    }
  }
  if (snapshotFailure !== null)
    yield { kind: 'snapshot-old', id: null, file: snapshotFolder, name: null, detail: snapshotFailure };
}

async function checkBlob(
  { catalog, blobs, quick, onProblem }: VerifyRequest,
  mention: Mention,
  control: JobControl,
): Promise<void> {
  let told = 0;
  const tell = (bytes: number): void => {
    if (quick) return;
    told += bytes;
    control.update({ bytesDone: control.progress.bytesDone + bytes });
  };
  try {
    const reader = await blobs.open(mention.blob);
    try {
      const mismatch = mismatchOf(reader, mention);
      if (mismatch !== null) throw new CodedError('blob-damaged', { detail: mismatch });
      if (!quick) await reader.verify(tell, control.signal);
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (control.signal.aborted || !(error instanceof CodedError)) throw error;
    const { photo, record, blob } = mention;
    // Deleted for ever while this ran: nothing is wrong.
    if (catalog.photo(photo) === undefined) return;
    const detail = `${mention.kind}: ${String(error.params['detail'] ?? error.params['system'] ?? error.code)}`;
    onProblem({ kind: error.code, id: photo, file: blobFile(blob), name: record.name, detail });
  } finally {
    tell(mention.bytes - told);
  }
}

/** What the capsule says otherwise than the catalogue; null when they agree. */
function mismatchOf(
  { capsule, bytes }: BlobReader,
  { photo, kind, bytes: expected, digest }: Mention,
): string | null {
  if (capsule.photo !== photo) return 'belongs to another photo';
  if (capsule.kind !== kind) return 'is of another kind';
  if (bytes !== expected || capsule.bytes !== expected) return 'has another length';
  if (digest !== null && capsule.digest !== digest) return 'has another digest';
  return null;
}

function checkThumb({ catalog, onProblem }: VerifyRequest, id: Id, { name }: PhotoRecord): void {
  try {
    catalog.thumb(id);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const detail = 'the thumbnail is missing or does not open';
    onProblem({ kind: error.code, id, file: 'catalog.db', name, detail });
  }
}

type Unmentioned = { readonly id: Id } | { readonly stray: string };

async function unmentionedBlobs(
  { blobs, catalog }: VerifyRequest,
  control: JobControl,
): Promise<Unmentioned[]> {
  const mentioned = mentionedBlobs(catalog);
  const found: Unmentioned[] = [];
  for await (const entry of blobs.list()) {
    control.signal.throwIfAborted();
    if ('stray' in entry || !mentioned.has(entry.id)) found.push(entry);
  }
  return found;
}

function mentionedBlobs(catalog: Catalog): Set<Id> {
  const mentioned = new Set<Id>();
  for (const [, record] of catalog.photos()) for (const { blob } of blobsOf(record)) mentioned.add(blob);
  return mentioned;
}

async function isThere(blobs: BlobStore, id: Id): Promise<boolean> {
  try {
    await (await blobs.open(id)).close();
    return true;
  } catch (error) {
    return error instanceof CodedError && error.code !== 'blob-missing';
  }
}

function leftover(file: string, detail: string): Problem {
  return { kind: 'blob-orphan', id: null, file, name: null, detail };
}

/** docs/format.md §2 */
function blobFile(id: Id): string {
  return `blobs/${id.slice(0, 2)}/${id}`;
}
