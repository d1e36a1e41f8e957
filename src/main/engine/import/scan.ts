/**
 * @file Looks at what an import would do, before it does it: counts, sizes, what is here already, what it needs. Keeps no list: memory is
 * the same for ten files and a million. Runs in the engine.
 */
import type { ScanResult } from '../../../shared/contract.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/index.ts';
import { toDiskError } from '../disk/index.ts';
import { forEachOf } from '../jobs/index.ts';
import { sniff } from '../media/sniff.ts';
import type { OpenVault } from '../vault/index.ts';
import { digestOf } from './digest.ts';
import { neededFor } from './estimate.ts';
import { sourceReason } from './source-error.ts';
import { isNamedLikeAPicture } from './skip.ts';
import { SourceFile } from './source-file.ts';
import { baseName, type SourcePath } from './source-path.ts';
import { isShownByWindow } from './viewable.ts';
import { halvesOf, walk, type Found } from './walk.ts';

export interface ScanProgress {
  readonly files: number;
  readonly bytes: number;
  readonly phase: 'listing' | 'comparing';
}

export interface ScanRequest {
  readonly sources: readonly string[];
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ScanProgress) => void;
}

/** Enough to tell what a file is. */
const headBytes = 8192;
/**
 * So many files are looked into. Beyond that a name that says picture is believed: opening 100,000 files takes ten times as long as listing
 * them, and on a share many minutes. The import itself goes by the content alone.
 */
const lookedInto = 5000;
/** Small reads wait for the disk, not for the processor. */
const atOnce = 8;

/** @throws CodedError `cancelled`; what is wrong with single files is counted, not thrown */
export async function scan(request: ScanRequest): Promise<Omit<ScanResult, 'scan'>> {
  const { sources, vault, signal, catalog } = request;
  const sum = {
    files: 0,
    bytes: 0,
    photos: 0,
    unsupported: 0,
    notPictures: 0,
    sidecars: 0,
    needsBytes: 0,
  };
  const skipped: Partial<Record<ErrorCode, number>> = {};
  let candidates = 0;
  const look = async (found: Found): Promise<void> => {
    if (found.kind === 'skipped') {
      skipped[found.reason] = (skipped[found.reason] ?? 0) + 1;
      return;
    }
    sum.files += 1;
    if (found.kind === 'attached') {
      sum.sidecars += 1;
      sum.bytes += found.bytes;
    } else if (found.kind !== 'file') sum.notPictures += 1;
    else {
      sum.bytes += found.bytes;
      const kind = await kindOf(found, sum.files > lookedInto);
      if (kind === null) sum.notPictures += 1;
      else if (kind.decodable) sum.photos += 1;
      else sum.unsupported += 1;
      if (kind !== null) sum.needsBytes += neededFor(found.bytes, kind.preview);
      if (kind !== null && catalog.hasSize(found.bytes)) candidates += 1;
    }
    request.onProgress({ files: sum.files, bytes: sum.bytes, phase: 'listing' });
  };
  await forEachOf(each(walk(sources, vault.path, signal)), atOnce, look);
  const here = candidates === 0 ? { files: 0, bytes: 0 } : await compare(request);
  const left = {
    links: skipped['link-skipped'] ?? 0,
    hidden: skipped['hidden-skipped'] ?? 0,
    thumbnails: skipped['thumbnails-skipped'] ?? 0,
    system: skipped['system-skipped'] ?? 0,
  };
  return {
    ...sum,
    skipped: left.links + left.hidden + left.thumbnails + left.system,
    left,
    alreadyHere: here.files,
    needsBytes: Math.max(0, sum.needsBytes - here.bytes),
    freeBytes: await freeBytesOf(vault),
  };
}

async function freeBytesOf({ disk, path }: OpenVault): Promise<number> {
  try {
    return (await disk.statfs(path)).freeBytes;
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}

async function* each(found: AsyncIterable<Found>): AsyncGenerator<Found> {
  for await (const one of found) yield* halvesOf(one);
}

/** Reads the files that have the size of a photo in the vault, and only those. */
async function compare({
  sources,
  vault,
  catalog,
  signal,
  onProgress,
}: ScanRequest): Promise<{ files: number; bytes: number }> {
  const here = { files: 0, bytes: 0 };
  const seen = { files: 0, bytes: 0 };
  for await (const found of each(walk(sources, vault.path, signal))) {
    if (found.kind !== 'file') continue;
    if (catalog.hasSize(found.bytes) && (await isHere(found.path))) {
      here.files += 1;
      here.bytes += neededFor(found.bytes);
    }
    seen.files += 1;
    seen.bytes += found.bytes;
    onProgress({ ...seen, phase: 'comparing' });
  }
  return here;

  async function isHere(path: SourcePath): Promise<boolean> {
    const digest = await withSource(path, (source) => digestOf(source, vault.keys.digest, signal));
    return digest !== null && catalog.byDigest(digest) !== undefined;
  }
}

/** What a file is by its first bytes; null for what import will report as failed. */
async function kindOf(
  { path, bytes }: { readonly path: SourcePath; readonly bytes: number },
  believing: boolean,
): Promise<{ decodable: boolean; preview: boolean } | null> {
  if (bytes === 0) return null;
  const name = baseName(path).toString('utf8');
  if (believing && isNamedLikeAPicture(name)) return byName(name);
  const head = await withSource(path, (source) => source.head(headBytes));
  const kind = head === null ? null : sniff(head, name);
  if (kind === null || kind.kind === 'other') return null;
  return { decodable: kind.decodable, preview: kind.decodable && !isShownByWindow(kind.mime) };
}

/** What a name that `isNamedLikeAPicture` says of a picture. */
export function byName(name: string): { decodable: boolean; preview: boolean } {
  const plain = /\.(?:jpe?g|jpe|jfif|png|apng|gif|webp|avif)$/iu.test(name);
  const decodable = !/\.(?:mp4|m4v|mov|webm|avi|mkv|3gp|mpe?g|m2?ts|wmv|psd|jxl|jp2|ico)$/iu.test(name);
  return { decodable, preview: decodable && !plain };
}

/** null when the file cannot be read: the import will say why. */
async function withSource<T>(path: SourcePath, work: (source: SourceFile) => Promise<T>): Promise<T | null> {
  let source: SourceFile | null = null;
  try {
    source = await SourceFile.open(path);
    return await work(source);
  } catch (error) {
    if (sourceReason(error) === 'cancelled') throw error;
    return null;
  } finally {
    await source?.close();
  }
}
