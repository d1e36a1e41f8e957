/**
 * @file Which originals of an import may go: each photo's encrypted copy is read back and authenticated to its last byte, and the file on disk
 * is read again and must have the same digest. Nothing else makes an original dispensable. Runs in the engine.
 */
import { lstat } from 'node:fs/promises';
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import { blobsOf, type Catalog, type MentionedBlob, type ResultLine } from '../catalog/index.ts';
import { digestOf } from '../import/digest.ts';
import { SourceFile } from '../import/source-file.ts';
import { pathOf, type SourcePath } from '../import/source-path.ts';
import type { OpenVault } from '../vault/index.ts';

export interface CheckedOriginal {
  readonly path: SourcePath;
  readonly bytes: number;
  /** Why it stays; null: it may go, as long as it is still what `state` says. */
  readonly reason: ErrorCode | null;
  readonly state: FileState | null;
}

/** What tells that a file is still the one that was read. */
interface FileState {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

export interface OriginalsRequest {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly pages: readonly Id[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly files: number; readonly bytes: number }) => void;
}

/** Every file of an import whose content is in the vault, each path once. Throws AbortError, and what reading the report throws. */
export async function checkOriginals(request: OriginalsRequest): Promise<CheckedOriginal[]> {
  const { signal, onProgress } = request;
  const checked: CheckedOriginal[] = [];
  const seen = new Set<string>();
  /** Copies that were read back, by their blob: a photo may have been found several times. */
  const copies = new Map<Id, ErrorCode | null>();
  let bytes = 0;
  for (const line of linesOf(request)) {
    const path = pathOf(line);
    const key = path.toString('latin1');
    if (line.photo === undefined || seen.has(key)) continue;
    seen.add(key);
    signal.throwIfAborted();
    checked.push(await checkOne(request, line, line.photo, path, copies));
    bytes += line.bytes ?? 0;
    onProgress({ files: checked.length, bytes });
  }
  return checked;
}

/** Lines of files that are in the vault. */
export function* linesOf({
  catalog,
  pages,
}: Pick<OriginalsRequest, 'catalog' | 'pages'>): Generator<ResultLine> {
  for (const page of pages)
    for (const line of catalog.page(page).items)
      if (line.photo !== undefined && line.retried !== true) yield line;
}

/** The file's path, if it is still what was read. Errors: source-missing, source-changed. */
export async function stillTheSame({ path, reason, state }: CheckedOriginal): Promise<SourcePath> {
  if (reason !== null || state === null) throw new CodedError(reason ?? 'source-changed');
  const now = await stateOf(path);
  if (now === null) throw new CodedError('source-missing');
  if (!isSame(now, state)) throw new CodedError('source-changed');
  return path;
}

async function checkOne(
  request: OriginalsRequest,
  line: ResultLine,
  photo: Id,
  path: SourcePath,
  copies: Map<Id, ErrorCode | null>,
): Promise<CheckedOriginal> {
  const stays = (reason: ErrorCode): CheckedOriginal => ({
    path,
    bytes: line.bytes ?? 0,
    reason,
    state: null,
  });
  const { catalog } = request;
  // The system's bin takes names as text.
  if (line.raw !== undefined) return stays('bin-refused');
  try {
    const before = await stateOf(path);
    const file = await digestOfFile(path, request);
    const after = await stateOf(path);
    if (before === null || after === null || !isSame(before, after)) return stays('source-changed');
    // A film that was imported before its picture has become a part of that one.
    const id = catalog.photo(photo) === undefined ? catalog.byDigest(file) : photo;
    const record = id === undefined ? undefined : catalog.photo(id);
    if (id === undefined || record === undefined || record.trashedAt !== undefined) return stays('not-found');
    const copy = blobsOf(record).find(({ digest }) => digest === file);
    if (copy === undefined) return stays('source-changed');
    const known = copies.get(copy.blob);
    const failure = known === undefined ? await readBack(request, id, copy) : known;
    copies.set(copy.blob, failure);
    return failure === null
      ? { path, bytes: Number(after.size), reason: null, state: after }
      : stays(failure);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code === 'cancelled') throw error;
    return stays(error.code);
  }
}

async function digestOfFile(path: SourcePath, { vault, signal }: OriginalsRequest): Promise<string> {
  const source = await SourceFile.open(path);
  try {
    return await digestOf(source, vault.keys.digest, signal);
  } finally {
    await source.close();
  }
}

/** What is wrong with the encrypted copy; null when every byte of it is authentic and it is the one the record names. */
export async function readBack(
  { blobs, signal }: Pick<OriginalsRequest, 'blobs' | 'signal'>,
  photo: Id,
  { blob, kind, digest, bytes }: MentionedBlob,
): Promise<ErrorCode | null> {
  try {
    const reader = await blobs.open(blob);
    try {
      const { capsule } = reader;
      const isIt = capsule.photo === photo && capsule.kind === kind && capsule.digest === digest;
      if (!isIt || reader.bytes !== bytes) return 'blob-damaged';
      await reader.verify(undefined, signal);
      return null;
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof CodedError)) throw error;
    return error.code;
  }
}

async function stateOf(path: SourcePath): Promise<FileState | null> {
  const stat = await lstat(path, { bigint: true }).catch(() => null);
  if (stat?.isFile() !== true) return null;
  const { dev, ino, size, mtimeNs, ctimeNs } = stat;
  return { dev, ino, size, mtimeNs, ctimeNs };
}

function isSame(one: FileState, other: FileState): boolean {
  return (
    one.dev === other.dev &&
    one.ino === other.ino &&
    one.size === other.size &&
    one.mtimeNs === other.mtimeNs &&
    one.ctimeNs === other.ctimeNs
  );
}
