/**
 * @file Writes blobs anew under a new file key and a new id, a batch at a time (docs/format.md §7.3): the ids are remembered before a file is
 * written, the files durable before the transaction that mentions them, the old ones removed after it. Runs in the engine.
 */
import type { Id, Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobReader, BlobStore } from '../blobs/index.ts';
import { blobsOf, withBlob, type Catalog, type MentionedBlob, type PhotoRecord } from '../catalog/index.ts';
import { contentHasher, randomId } from '../crypto/index.ts';
import { isMissing } from '../disk/index.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import type { OpenVault } from '../vault/index.ts';
import type { BlobEpochs, OlderPhoto } from './older-blobs.ts';
import { blobFile } from './repair-plan.ts';
import { putResealing, resealingOf } from './resealing.ts';

export interface RenewalRequest {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly epochs: BlobEpochs;
  /** Nobody new is to read this blob: its file is about to go. */
  readonly forget: (blob: Id) => Promise<void>;
  /** A photo whose files are left as they are. */
  readonly onProblem: (problem: Problem) => void;
}

/** Whichever comes first ends a batch: so much is on the disk twice, and so much is done again after a crash. */
const limits = { photos: 32, bytes: 64 * 1024 * 1024 };
const atOnce = 3;

interface Item extends MentionedBlob {
  readonly photo: Id;
  readonly next: Id;
}

/** The old blob cannot be read, which is no failure of the job. */
class Unreadable extends Error {
  readonly why: CodedError;

  constructor(why: CodedError) {
    super(why.code, { cause: why });
    this.why = why;
  }
}

export class BlobRenewal {
  readonly #request: RenewalRequest;
  /** Photos that were told as problems: they are not tried again by this job. */
  readonly unread = new Set<Id>();

  constructor(request: RenewalRequest) {
    this.#request = request;
  }

  /** @throws CodedError `cancelled`, no-space, no-permission, disk-failed, vault-moved: what was written before is kept */
  async run(photos: readonly OlderPhoto[], control: JobControl): Promise<void> {
    for (let from = 0; from < photos.length;) {
      const batch: OlderPhoto[] = [];
      let bytes = 0;
      while (from < photos.length && batch.length < limits.photos && bytes < limits.bytes) {
        const one = photos[from++];
        if (one === undefined) break;
        batch.push(one);
        bytes += bytesOf(one);
      }
      await this.#batch(
        batch.flatMap(({ photo, blobs }) => blobs.map((one) => ({ ...one, photo, next: randomId() }))),
        control,
      );
      control.update({ filesDone: control.progress.filesDone + batch.length });
    }
  }

  async #batch(items: readonly Item[], control: JobControl): Promise<void> {
    const { catalog } = this.#request;
    await control.point();
    catalog.change((tx) =>
      this.#remember(
        tx,
        items.map(({ next }) => next),
        0,
      ),
    );
    const written: Item[] = [];
    const slots = new Slots(atOnce);
    try {
      try {
        for (const item of items) {
          await control.point(() => slots.drain());
          await slots.start(item.bytes, async () => {
            if (await this.#write(item, control)) written.push(item);
          });
        }
      } finally {
        await slots.drain();
      }
    } finally {
      await this.#commit(written); // also when it was cut short: what is written need not be written again
    }
  }

  /** False when the old blob cannot be read. Another failure is the disk's, and ends the job. */
  async #write({ photo, kind, blob, next, bytes }: Item, control: JobControl): Promise<boolean> {
    const { catalog, blobs } = this.#request;
    let told = 0;
    const onBytes = (more: number): void => {
      told += more;
      control.update({ bytesDone: control.progress.bytesDone + more });
    };
    try {
      const reader = await blobs.open(blob).catch(asUnreadable);
      try {
        const { capsule } = reader;
        const record = catalog.photo(photo);
        const digest = record && blobsOf(record).find((one) => one.blob === blob)?.digest;
        if (
          capsule.photo !== photo ||
          capsule.kind !== kind ||
          capsule.bytes !== bytes ||
          capsule.digest !== (digest ?? capsule.digest)
        )
          throw new Unreadable(new CodedError('blob-damaged', { detail: 'belongs to another photo' }));
        const content = this.#content(reader, onBytes, control.signal);
        await blobs.write({ id: next, capsule, bytes, content }, control.signal);
      } finally {
        await reader.close();
      }
      return true;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await this.#tell(photo, blob, error.why);
      return false;
    } finally {
      onBytes(Math.max(0, bytes - told));
    }
  }

  /** What goes over is compared with the digest: a blob that is wrong is not given a new one that looks right. */
  async *#content(
    reader: BlobReader,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const hasher = contentHasher(this.#request.vault.keys.digest, reader.bytes);
    try {
      const pieces = reader.pieces(signal);
      for (;;) {
        const piece = await pieces.next().catch(asUnreadable);
        if (piece.done === true) break;
        await hasher.update(piece.value);
        onBytes(piece.value.byteLength);
        yield piece.value;
      }
      if ((await hasher.digest()) !== reader.capsule.digest)
        throw new Unreadable(new CodedError('blob-damaged', { detail: 'digest' }));
    } finally {
      hasher.dispose();
    }
  }

  /** The photos mention the new blobs, and the old ones go. A photo that was deleted meanwhile takes its new blob with it. */
  async #commit(written: readonly Item[]): Promise<void> {
    const { catalog, blobs, epochs, vault } = this.#request;
    if (written.length === 0) return;
    const going: Id[] = [];
    try {
      await blobs.syncFolders(written.map(({ next }) => next));
      const records = new Map<Id, PhotoRecord>();
      const replaced: Item[] = [];
      for (const item of written) {
        const record = records.get(item.photo) ?? catalog.photo(item.photo);
        const changed = record && withBlob(record, item.kind, item.blob, item.next);
        if (changed) {
          records.set(item.photo, changed);
          replaced.push(item);
        }
        going.push(changed ? item.blob : item.next);
      }
      catalog.change((tx) => {
        for (const [id, record] of records) tx.putPhoto(id, record);
        this.#remember(tx, going, replaced.length);
      });
      for (const { blob, next } of replaced) {
        blobs.replace(blob, next);
        epochs.note(next, vault.keys.epoch);
      }
    } catch (error) {
      // On a full disk the transaction has surely not happened. After another failure nobody knows: the next beginning looks.
      if (error instanceof CodedError && error.code === 'no-space')
        await Promise.allSettled(written.map(({ next }) => blobs.remove(next)));
      throw error;
    }
    await removeBlobs(this.#request, going);
  }

  #remember(tx: Parameters<Parameters<Catalog['change']>[0]>[0], ids: readonly Id[], done: number): void {
    const { catalog } = this.#request;
    const before = resealingOf(catalog);
    putResealing(tx, catalog, { scope: 'everything', blobs: ids, done: (before?.done ?? 0) + done });
  }

  async #tell(photo: Id, blob: Id, error: CodedError): Promise<void> {
    const { catalog, vault, onProblem } = this.#request;
    const record = catalog.photo(photo);
    if (record === undefined || !blobsOf(record).some((one) => one.blob === blob)) return; // deleted meanwhile
    if (error.code === 'blob-missing' && (await isGone(vault)))
      throw new CodedError('vault-moved', {}, { cause: error });
    if (this.unread.has(photo)) return; // told of its other file already
    this.unread.add(photo);
    const detail = String(error.params['detail'] ?? error.params['system'] ?? error.code);
    onProblem({ kind: error.code, id: photo, file: blobFile(blob), name: record.name, detail });
  }
}

/** Durably: they are remembered no longer than until the next batch, and must not come back with a power cut. */
export async function removeBlobs(
  { blobs, forget }: Pick<RenewalRequest, 'blobs' | 'forget'>,
  ids: Iterable<Id>,
): Promise<void> {
  const removed: Id[] = [];
  for (const id of ids) {
    if (!(await blobs.has(id))) continue; // nor need its folder be there
    await forget(id);
    await blobs.remove(id);
    removed.push(id);
  }
  await blobs.syncFolders(removed);
}

export function bytesOf({ blobs }: OlderPhoto): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0);
}

function asUnreadable(error: unknown): never {
  throw error instanceof CodedError && error.code !== 'cancelled' ? new Unreadable(error) : error;
}

/** Whether all of the vault is gone, not one file of it. */
async function isGone({ disk, path }: OpenVault): Promise<boolean> {
  return disk.stat(path).then(
    () => false,
    (thrown: unknown) => isMissing(thrown),
  );
}
