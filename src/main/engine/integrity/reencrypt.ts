/**
 * @file Seals the catalogue anew under the newest epoch and, where everything is to be, writes every blob of an older one anew
 * (docs/format.md §7.2, §7.3). Photos can be looked at, exported, imported and deleted meanwhile. Cut off anywhere, the vault is whole, and the
 * same can be begun again. Runs in the engine.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { blobsOf, type Catalog } from '../catalog/index.ts';
import type { JobControl } from '../jobs/index.ts';
import type { OlderPhoto } from './older-blobs.ts';
import { BlobRenewal, bytesOf, removeBlobs, type RenewalRequest } from './reencrypt-blobs.ts';
import { putResealing, resealingOf } from './resealing.ts';

export interface ReencryptRequest extends RenewalRequest {
  readonly scope: 'catalogue' | 'everything';
  /** Writes a copy of the catalogue and removes those of older epochs. */
  readonly renewSnapshots: () => Promise<void>;
  /** Told once: photos all of whose blobs were of the newest epoch before it began. */
  readonly onAlready: (photos: number) => void;
}

/**
 * @throws CodedError `cancelled`, no-space, no-permission, disk-failed, vault-moved, catalogue-damaged: what is done is kept, and goes on
 * from there when it is begun again. A photo whose files cannot be read does not throw: it is told and left.
 */
export async function runReencrypt(request: ReencryptRequest, control: JobControl): Promise<void> {
  const { catalog, scope, vault } = request;
  try {
    await control.point();
    await removeReplaced(request);
    const photos = scope === 'everything' ? await plan(request, control) : [];
    if (scope === 'everything') request.onAlready(catalog.photoCount - photos.length);
    const cells = await countCells(catalog, control);
    const bytesTotal = photos.reduce((sum, photo) => sum + bytesOf(photo), cells);
    control.update({ filesTotal: photos.length, bytesTotal });
    await resealCells(catalog, control);
    if (scope === 'everything') await renewBlobs(request, photos, control);
    await control.point();
    if (scope === 'everything') await request.renewSnapshots();
    catalog.change((tx) => {
      const blobs = resealingOf(catalog)?.done ?? 0;
      if (scope === 'everything') tx.log({ event: 're-encrypted', epoch: vault.keys.epoch, blobs });
      putResealing(tx, catalog, null);
    });
  } catch (error) {
    // Whoever cancels does not want it to go on another day. That the vault is being closed is nobody's decision about it.
    if (control.signal.aborted && !control.leaving) await forgetResealing(request);
    throw error;
  }
}

/** What a run before this one has replaced, or was writing when it was cut off: whatever no photo mentions goes. */
async function removeReplaced(request: ReencryptRequest): Promise<void> {
  const { catalog } = request;
  const ids = new Set(resealingOf(catalog)?.blobs ?? []);
  if (ids.size === 0) return;
  for (const [, record] of catalog.photos()) for (const { blob } of blobsOf(record)) ids.delete(blob);
  const spare: Id[] = [];
  for (const id of ids) if (await isSpare(request, id)) spare.push(id);
  await removeBlobs(request, spare);
}

/**
 * Whether its photo has another file of this kind, or is gone. It is not taken for granted: where an older catalogue was put back on purpose, and
 * the files were not, what it remembers as about to be written may be all there is of a photo. A repair finds it then.
 */
async function isSpare({ catalog, blobs }: ReencryptRequest, id: Id): Promise<boolean> {
  try {
    const reader = await blobs.open(id);
    await reader.close();
    const record = catalog.photo(reader.capsule.photo);
    const mention = record && blobsOf(record).find(({ kind }) => kind === reader.capsule.kind);
    return mention === undefined || (await blobs.has(mention.blob));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return false; // not there, or not to be read: left for a verify to tell of
  }
}

async function forgetResealing(request: ReencryptRequest): Promise<void> {
  const { catalog } = request;
  try {
    await removeReplaced(request);
    if (resealingOf(catalog) !== null) catalog.change((tx) => putResealing(tx, catalog, null));
  } catch (error) {
    // A full disk: then it goes on with the next opening, and can be cancelled again.
    if (!(error instanceof CodedError)) throw error;
  }
}

/** Photos with older blobs; those whose blobs cannot be read are among them, to be told of. */
async function plan(
  { catalog, vault, epochs }: ReencryptRequest,
  control: JobControl,
): Promise<readonly OlderPhoto[]> {
  const { older, unknown } = await epochs.older(catalog, vault.keys.epoch, () => control.point());
  const byPhoto = new Map(older.map((one) => [one.photo, one]));
  for (const { photo, blobs } of unknown)
    byPhoto.set(photo, { photo, blobs: [...(byPhoto.get(photo)?.blobs ?? []), ...blobs] });
  return [...byPhoto.values()];
}

async function countCells(catalog: Catalog, control: JobControl): Promise<number> {
  let bytes = 0;
  for (const count of catalog.countOlder()) {
    ({ bytes } = count);
    await control.point();
    await immediate();
  }
  return bytes;
}

async function resealCells(catalog: Catalog, control: JobControl): Promise<void> {
  const steps = catalog.reseal();
  for (;;) {
    await control.point();
    const step = steps.next(); // one transaction
    if (step.done === true) break;
    control.update({ bytesDone: control.progress.bytesDone + step.value.bytes });
    await immediate(); // whoever waits for a thumbnail
  }
  try {
    catalog.checkpoint(); // so that nothing of the old cells stays in the write-ahead log
  } catch (error) {
    if (!(error instanceof CodedError)) throw error; // no room for it now: it is done when the vault is closed
  }
}

async function renewBlobs(
  request: ReencryptRequest,
  planned: readonly OlderPhoto[],
  control: JobControl,
): Promise<void> {
  const renewal = new BlobRenewal(request);
  let photos = planned;
  while (photos.length > 0) {
    await renewal.run(photos, control);
    // What an import was writing when the keys were changed is mentioned by now.
    const found = await plan(request, control);
    photos = found.filter(({ photo }) => !renewal.unread.has(photo));
    const { filesTotal, bytesTotal } = control.progress;
    const more = photos.reduce((sum, photo) => sum + bytesOf(photo), 0);
    if (photos.length > 0)
      control.update({ filesTotal: filesTotal + photos.length, bytesTotal: bytesTotal + more });
  }
}
