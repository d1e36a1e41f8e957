/** @file An export from beginning to end: space checked, copies written a few at a time, an account of each, the list of checksums. Runs in the engine. */
import { join } from 'node:path';
import type { ExportItem } from '../../../shared/contract.ts';
import { CodedError, toErrorValue } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import { contentDigest } from '../crypto/index.ts';
import { removeQuietly, toDiskError } from '../disk/index.ts';
import { Slots, type JobControl } from '../jobs/index.ts';
import type { DecoderPool } from '../media/types.ts';
import type { OpenVault } from '../vault/index.ts';
import { writeCopy, type Copy, type CopyPlace } from './copy.ts';
import { inspectDestination, makeDestination } from './destination.ts';
import { hasFilm, readLength, wayOf } from './estimate.ts';
import { Folders } from './folders.ts';
import type { MadeBefore } from './made-before.ts';
import { roomFor, type Plan } from './plan.ts';
import { sumsName, sumsText } from './sums.ts';
import { atDestination, DestinationFailure, giveName, writeTemporary } from './write-file.ts';

export interface ExportRequest {
  readonly vault: OpenVault;
  readonly blobs: BlobStore;
  /** The decoders, which only conversions need. */
  readonly pool: () => DecoderPool;
  readonly plan: Plan;
  readonly destination: string;
  /** What earlier exports have made. */
  readonly madeBefore: MadeBefore;
  /** Called for every copy, written or failed. */
  readonly onItem: (item: ExportItem) => void;
}

/** Copies under way at once: while one waits for the disk, another is decrypted. */
const atOnce = 6;
/** Bytes of photos that are in memory as a whole, to be cleaned or converted. */
const bytesUnderWay = 512 * 1024 * 1024;

/**
 * @throws CodedError `cancelled`; no-space (needed, free, missing) before anything is written or when the disk fills up meanwhile;
 * no-permission, disk-failed, destination-unfit. Copies written before stay, nothing unfinished does: exporting again goes on.
 */
export async function runExport(request: ExportRequest, control: JobControl): Promise<void> {
  const { vault, plan } = request;
  const bytesTotal = plan.copies.reduce((sum, { photo }) => sum + readLength(photo, plan.options), 0);
  control.update({ filesTotal: plan.copies.length, bytesTotal });
  await control.point();
  const destination = await inspectDestination(vault, request.destination);
  const { path: root } = destination;
  const needed = await roomFor(vault, root, plan);
  requireSpace(needed.bytes, destination.freeBytes);
  await makeDestination(vault, destination);
  const folders = new Folders(vault, root);
  try {
    try {
      await copyAll(request, folders, control);
    } finally {
      await folders.close();
    }
  } catch (thrown) {
    const error = thrown instanceof DestinationFailure ? thrown.cause : toDiskError(thrown);
    if (!(error instanceof CodedError) || error.code !== 'no-space') throw error;
    const left = bytesTotal === 0 ? 0 : 1 - control.progress.bytesDone / bytesTotal;
    requireSpace(Math.ceil(needed.bytes * left), await freeIn(vault, root));
    throw error;
  }
}

async function copyAll(request: ExportRequest, folders: Folders, control: JobControl): Promise<void> {
  const { vault, blobs, pool, plan, madeBefore, onItem } = request;
  const { options } = plan;
  const slots = new Slots(atOnce, bytesUnderWay);
  const stop = new AbortController();
  const signal = AbortSignal.any([control.signal, stop.signal]);
  const sums = new Map<string, string>();
  const shared = { vault, blobs, pool, options, folders, sums, madeBefore, signal };

  const copyOne = async (copy: Copy): Promise<void> => {
    let bytes = 0;
    const onBytes = (more: number): void => {
      bytes += more;
      control.update({ bytesDone: control.progress.bytesDone + more });
    };
    const item = { photo: copy.id, name: copy.photo.name };
    try {
      const place: CopyPlace = { ...shared, onBytes };
      onItem({ ...item, ...(await writeCopy(copy, place)), error: null });
      const film = options.format === 'original' && !hasFilm(options) ? copy.photo.pair : undefined;
      if (film !== undefined)
        onItem({ photo: copy.id, ...failed(film.name, new CodedError('not-cleanable')) });
    } catch (error) {
      if (signal.aborted || !(error instanceof CodedError) || error.code === 'cancelled') throw error;
      onItem({ photo: copy.id, ...failed(copy.photo.name, error) });
    }
    const rest = readLength(copy.photo, options) - bytes; // what a damaged file has not given
    const { filesDone, bytesDone } = control.progress;
    control.update({ filesDone: filesDone + 1, bytesDone: bytesDone + rest });
  };

  try {
    for (const copy of plan.copies) {
      await control.point(() => slots.drain());
      const inMemory = wayOf(copy.photo, options) === 'exact' ? 0 : 2 * copy.photo.bytes;
      await slots.start(inMemory, () => copyOne(copy));
    }
    await slots.drain();
    if (options.checksums && sums.size > 0) await writeSums(vault, folders, sums, signal);
  } catch (error) {
    stop.abort();
    await slots.drain().catch(() => undefined); // the first failure is the one that is told
    throw error;
  }
}

function failed(name: string, error: CodedError): Omit<ExportItem, 'photo'> {
  return { name, path: null, result: 'failed', content: null, digest: null, error: toErrorValue(error) };
}

/** Beside an earlier list, if it is another one. */
async function writeSums(
  vault: OpenVault,
  folders: Folders,
  sums: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Buffer.from(sumsText(sums), 'utf8');
  const wanted = await contentDigest(vault.keys.digest, bytes);
  const folder = await atDestination(() => folders.enter([]));
  for (const name of folder.candidates(sumsName)) {
    const there = await folder.digests(vault, name, bytes.length, false, signal);
    if (there?.content === wanted) return;
  }
  const { partPrefix } = folders;
  const file = {
    vault,
    folder: folder.path,
    checkPlace: folder.checkPlace,
    partPrefix,
    content: [bytes],
    modified: null,
    sums: false,
    signal,
  };
  const { temporary, digests } = await writeTemporary(file);
  try {
    if (digests.content !== wanted) throw new DestinationFailure(new CodedError('disk-failed'));
    while (!(await giveName(vault.disk, temporary, join(folder.path, folder.names.take(sumsName)))));
  } catch (error) {
    await removeQuietly(vault.disk, temporary);
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
