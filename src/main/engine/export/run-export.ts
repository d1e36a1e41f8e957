/** @file An export from beginning to end: space checked, names given, copies written a few at a time, an account of each. Runs in the engine. */
import type { Id, Job } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { toDiskError } from '../disk/index.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { inspectDestination, makeDestination } from './destination.ts';
import { FolderNames } from './names.ts';
import { DestinationFailure, writeCopy } from './write-copy.ts';

export type ExportItem = Extract<Job, { kind: 'export' }>['failures'][number];

export interface ExportRequest {
  readonly vault: OpenVault;
  readonly blobs: BlobStore;
  readonly photos: readonly (readonly [Id, PhotoRecord])[];
  readonly destination: string;
  /** Called for every photo, written or failed. */
  readonly onItem: (item: ExportItem) => void;
}

/** Copies under way at once: while one waits for the disk, another is decrypted. */
const atOnce = 4;

/**
 * @throws CodedError `cancelled`; no-space (needed, free, missing) before anything is written or when the disk fills up meanwhile;
 * no-permission, disk-failed, input-invalid. Copies written before stay, nothing unfinished does.
 */
export async function runExport(request: ExportRequest, control: JobControl): Promise<void> {
  const { vault, photos } = request;
  const bytesTotal = photos.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  control.update({ filesTotal: photos.length, bytesTotal });
  await control.point();
  const destination = await inspectDestination(vault, request.destination);
  requireSpace(bytesTotal, destination.freeBytes);
  await makeDestination(vault, destination);
  const { path: folder } = destination;
  try {
    await copyAll(request, folder, control);
    await vault.disk.syncFolder(folder);
  } catch (thrown) {
    const error = thrown instanceof DestinationFailure ? thrown.cause : toDiskError(thrown);
    if (!(error instanceof CodedError) || error.code !== 'no-space') throw error;
    requireSpace(bytesTotal - control.progress.bytesDone, await freeIn(vault, folder));
    throw error;
  }
}

async function copyAll(request: ExportRequest, folder: string, control: JobControl): Promise<void> {
  const { vault, blobs, photos, onItem } = request;
  const names = new FolderNames(await vault.disk.readdir(folder));
  const slots = new Slots(atOnce);
  const stop = new AbortController();
  const signal = AbortSignal.any([control.signal, stop.signal]);

  const copy = async (id: Id, photo: PhotoRecord, name: string): Promise<void> => {
    let bytes = 0;
    const onBytes = (more: number): void => {
      bytes += more;
      control.update({ bytesDone: control.progress.bytesDone + more });
    };
    try {
      const path = await writeCopy({ vault, blobs, photo, folder, name, names, signal, onBytes });
      onItem({ photo: id, name: photo.name, path, result: 'written', digest: photo.digest, error: null });
    } catch (error) {
      if (signal.aborted || !(error instanceof CodedError) || error.code === 'cancelled') throw error;
      const value = toErrorValue(error);
      onItem({ photo: id, name: photo.name, path: null, result: 'failed', digest: null, error: value });
    }
    const rest = photo.bytes - bytes; // what a damaged file has not given
    const { filesDone, bytesDone } = control.progress;
    control.update({ filesDone: filesDone + 1, bytesDone: bytesDone + rest });
  };

  try {
    for (const [id, photo] of photos) {
      await control.point(() => slots.drain());
      const name = names.take(photo.name);
      await slots.start(0, () => copy(id, photo, name));
    }
    await slots.drain();
  } catch (error) {
    stop.abort();
    await slots.drain().catch(() => undefined); // the first failure is the one that is told
    throw error;
  }
}

/** Throws no-space with what is needed, what is free and what is missing, in bytes. */
function requireSpace(needed: number, free: number): void {
  if (needed > free) throw new CodedError('no-space', { needed, free, missing: needed - free });
}

/** 0 where a full disk does not even say how full it is. */
async function freeIn({ disk }: OpenVault, folder: string): Promise<number> {
  return disk.statfs(folder).then(
    ({ freeBytes }) => freeBytes,
    () => 0,
  );
}
