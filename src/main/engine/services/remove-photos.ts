/** @file Deletes photos for ever. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { BlobStore } from '../blobs/index.ts';
import { blobsOf, type Catalog, type PhotoRecord } from '../catalog/index.ts';
import { toDiskError } from '../disk/index.ts';
import type { Readers } from './readers.ts';

interface Kept {
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly readers: Readers;
}

/** Photos that are in the trash: rows first, and with them the log's entry, then files. Error: what the file system says of a file that stays. */
export async function removeForEver(
  { catalog, blobs, readers }: Kept,
  photos: readonly (readonly [Id, PhotoRecord])[],
): Promise<void> {
  if (photos.length > 0)
    catalog.change((tx) => {
      for (const [id] of photos) tx.removePhoto(id);
      tx.log({ event: 'deleted', photos: photos.length });
    });
  // The rows are gone; now the files (docs/format.md §4.4). Each is tried, and the first failure told: a file that stays is no photo any more.
  const gone = photos.flatMap(([, record]) => blobsOf(record).map(({ blob }) => blob));
  const failures: Error[] = [];
  for (const blob of gone) {
    await readers.forget(blob);
    await blobs.remove(blob).catch((error: unknown) => void failures.push(toDiskError(error)));
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}
