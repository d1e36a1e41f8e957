/**
 * @file Seals pictures into entries without any secret: into a locked vault's drop box, or into a folder on a computer that has nothing but the public key. Each
 * is durable before it counts (docs/format.md §2, §4.5). Runs in the engine.
 */
import { join } from 'node:path';
import type { Dropped } from '../../../shared/contract/dropbox.ts';
import { CodedError, toErrorValue, type ErrorCode } from '../../../shared/errors.ts';
import { writeSealed } from '../blobs/writer.ts';
import { randomId } from '../crypto/index.ts';
import { type Disk, removeQuietly, toDiskError, unfinished } from '../disk/index.ts';
import { neededFor, noSpace } from '../import/estimate.ts';
import { isNamedLikeAPicture } from '../import/skip.ts';
import { SourceFile } from '../import/source-file.ts';
import { baseName, shownName, shownText, type SourcePath } from '../import/source-path.ts';
import { halvesOf, walk, type Found } from '../import/walk.ts';
import { sniff } from '../media/sniff.ts';
import { encodeDropCapsule, newDropHeader } from './entry.ts';
import type { DropKey } from './key.ts';

const headBytes = 65_536;
const mostTold = 1000;
/** What is wrong with one file, and no reason to leave the others. */
const ofTheFile = new Set<ErrorCode>([
  'source-missing',
  'source-unreadable',
  'source-changed',
  'source-not-a-file',
  'link-skipped',
  'not-a-picture',
  'file-empty',
]);
const saysNoPicture = new Set<ErrorCode>(['not-a-picture', 'file-empty']);

export interface PutRequest {
  readonly disk: Disk;
  readonly key: DropKey;
  /** Where the entries go. */
  readonly folder: string;
  /** Left out of what is dropped, under whatever name it is met. */
  readonly home: string;
  readonly sources: readonly string[];
  /** How many more there may be. */
  readonly room: number;
  readonly most: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly files: number; readonly bytes: number }) => void;
}

interface Sum {
  files: number;
  bytes: number;
  failures: number;
  leftOut: number;
  beside: number;
  readonly failed: { path: string; reason: ErrorCode }[];
}

/**
 * Drops everything in the sources. What stops it before anything was dropped is thrown (`drop-full`, `no-space`, `no-permission`, `disk-failed`,
 * `cancelled`); after that it is told in `stopped`, beside what is safe already.
 */
export async function put(request: PutRequest): Promise<Dropped> {
  const { sources, home, signal, onProgress } = request;
  const sum: Sum = { files: 0, bytes: 0, failures: 0, leftOut: 0, beside: 0, failed: [] };
  let stopped: Dropped['stopped'] = null;
  try {
    for await (const found of walk(sources, home, signal)) {
      for (const half of halvesOf(found)) {
        await putOne(request, half, sum);
        onProgress({ files: sum.files, bytes: sum.bytes });
      }
    }
  } catch (thrown) {
    if (sum.files === 0) throw thrown;
    stopped = toErrorValue(thrown);
    if (stopped.code === 'internal') throw thrown;
  }
  return { ...sum, stopped };
}

async function putOne(request: PutRequest, found: Found, sum: Sum): Promise<void> {
  if (found.kind === 'attached') sum.beside += 1;
  else if (found.kind === 'skipped') sum.leftOut += 1;
  else if (found.kind === 'failed') tell(sum, found.path, found.reason);
  else {
    try {
      sum.bytes += await putFile(request, found.path, sum.files);
      sum.files += 1;
    } catch (thrown) {
      if (!(thrown instanceof CodedError) || !ofTheFile.has(thrown.code)) throw thrown;
      const none = saysNoPicture.has(thrown.code) && !isNamedLikeAPicture(shownName(baseName(found.path)));
      if (none || thrown.code === 'link-skipped') sum.leftOut += 1;
      else tell(sum, found.path, thrown.code);
    }
  }
}

function tell(sum: Sum, path: SourcePath, reason: ErrorCode): void {
  sum.failures += 1;
  if (sum.failed.length < mostTold) sum.failed.push({ path: shownText(path.toString('utf8')), reason });
}

/** The length of the file, which is in the drop box from then on. */
async function putFile(request: PutRequest, path: SourcePath, before: number): Promise<number> {
  const source = await SourceFile.open(path);
  try {
    const { bytes } = source;
    if (bytes === 0) throw new CodedError('file-empty');
    const name = shownName(baseName(path));
    const kind = sniff(await source.head(headBytes), name);
    if (kind === null || kind.kind === 'other') throw new CodedError('not-a-picture');
    if (before >= request.room) throw new CodedError('drop-full', { most: request.most });
    await requireSpace(request, bytes);
    await seal(request, source, name);
    return bytes;
  } finally {
    await source.close();
  }
}

async function requireSpace({ disk, folder }: PutRequest, bytes: number): Promise<void> {
  const needed = neededFor(bytes);
  // A disk that does not tell how full it is tells it when it is written to.
  const free = await disk.statfs(folder).then(
    ({ freeBytes }) => freeBytes,
    () => Number.POSITIVE_INFINITY,
  );
  if (free < needed) throw await noSpace(disk, folder, needed);
}

async function seal(request: PutRequest, source: SourceFile, name: string): Promise<void> {
  const { disk, key, folder, signal } = request;
  const { bytes, modified } = source;
  const id = randomId();
  const path = join(folder, id);
  const temporary = path + unfinished;
  const capsule = encodeDropCapsule({
    kind: 'dropped',
    name,
    bytes,
    modified: Number.isSafeInteger(modified) ? modified : 0,
    dropped: new Date().toISOString(),
  });
  try {
    const file = await disk.open(temporary, 'create');
    try {
      const content = source.pieces(signal);
      await writeSealed(newDropHeader(key, id), { capsule, bytes, content }, file, signal);
    } finally {
      await file.close();
    }
    await disk.rename(temporary, path);
    await disk.syncFolder(folder);
  } catch (thrown) {
    await removeQuietly(disk, temporary);
    const error = toDiskError(thrown);
    const full = error instanceof CodedError && error.code === 'no-space';
    throw full ? await noSpace(disk, folder, neededFor(bytes)) : error;
  }
}
