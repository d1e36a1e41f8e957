/**
 * @file One file on its way into the vault: read, recognised, decoded, encrypted and written. What comes out is only an outcome: it counts
 * when `GroupCommit` has made it durable. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { BlobStore, Capsule } from '../blobs/index.ts';
import type { Catalog, PhotoRecord, ResultLine, Thumbnail } from '../catalog/index.ts';
import { ContentHasher, randomId } from '../crypto/index.ts';
import { sniff } from '../media/sniff.ts';
import type { DecodedPicture, DecoderPool } from '../media/types.ts';
import type { OpenVault } from '../vault/index.ts';
import type { Buffers } from './buffers.ts';
import type { Claims } from './claims.ts';
import { digestOf, digestOfBytes } from './digest.ts';
import { instantOf, now } from './instant.ts';
import { factsOf } from './record.ts';
import { isNamedLikeAPicture } from './skip.ts';
import { SourceFile } from './source-file.ts';
import { baseName, pathFields, shownName, type SourcePath } from './source-path.ts';
import type { Found } from './walk.ts';

export type FoundFile = Extract<Found, { kind: 'file' }>;

export interface KeepContext {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly pool: DecoderPool;
  readonly claims: Claims;
  readonly buffers: Buffers;
  readonly import: Id;
  readonly album: Id | undefined;
}

/** What became of one file. */
export interface Outcome {
  readonly line: ResultLine;
  /** Written, not yet durable. */
  readonly blobs?: readonly Id[];
  /** Set for a new photo: what the transaction has to hold. */
  readonly photo?: {
    readonly id: Id;
    readonly record: PhotoRecord;
    readonly thumb: { readonly mime: Thumbnail['mime']; readonly bytes: Uint8Array } | null;
  };
}

/** Longer files are not held in memory but read twice: once for the digest, once to be encrypted. */
export const longestInMemory = 256 * 1024 * 1024;
const headBytes = 65_536;

/** Results that concern this file alone; everything else that is thrown concerns the vault, and ends the import. */
const ofTheFile = new Set<ErrorCode>([
  'source-missing',
  'source-unreadable',
  'source-changed',
  'source-not-a-file',
  'link-skipped',
  'not-a-picture',
  'file-empty',
]);

/** Failures only of files that are named like pictures; others are left out. */
const saysNoPicture = new Set<ErrorCode>(['not-a-picture', 'file-empty']);

/**
 * Never throws for what is wrong with the file.
 * @param hand given the outcome while nobody else can claim the same content
 * @throws CodedError of the vault's disk; `cancelled` or AbortError when `signal` is aborted
 */
export async function keepFile(
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  let source: SourceFile | null = null;
  try {
    source = await SourceFile.open(found.path);
    await keepSource(source, found.path, context, signal, hand);
  } catch (error) {
    if (!(error instanceof CodedError) || !ofTheFile.has(error.code)) throw error;
    const leftOut =
      error.code === 'link-skipped' ||
      (saysNoPicture.has(error.code) && !isNamedLikeAPicture(shownName(baseName(found.path))));
    const result = leftOut ? 'skipped' : 'failed';
    await hand({ line: { ...lineOf(found.path, source ?? found), result, reason: error.code } });
  } finally {
    await source?.close();
  }
}

async function keepSource(
  source: SourceFile,
  path: SourcePath,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  if (source.bytes === 0) throw new CodedError('file-empty');
  if (source.bytes > longestInMemory) {
    await keepContent(source, null, path, context, signal, hand);
    return;
  }
  const buffer = context.buffers.take(source.bytes);
  await keepContent(source, await source.readInto(buffer), path, context, signal, hand);
  // Only now that all went well: after a failure a decoder might still be reading it.
  context.buffers.give(buffer);
}

/** @param content null for a file too long to be held in memory */
async function keepContent(
  source: SourceFile,
  content: Buffer | null,
  path: SourcePath,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  const { vault, catalog, claims } = context;
  const name = shownName(baseName(path));
  const kind = sniff(content ?? (await source.head(headBytes)), name);
  if (kind === null || kind.kind === 'other') throw new CodedError('not-a-picture');
  const digest =
    content === null
      ? await digestOf(source, vault.keys.digest, signal)
      : await digestOfBytes(content, vault.keys.digest);
  const known = catalog.byDigest(digest);
  const lost = known !== undefined && !(await isThere(known, context)) ? known : null;
  const twin =
    lost === null
      ? (known ?? (await claims.take(digest, () => catalog.byDigest(digest))))
      : await claims.take(digest, () => undefined);
  if (twin !== null) {
    await hand({ line: { ...lineOf(path, source), result: 'duplicate', photo: twin } });
    return;
  }
  let kept: Id | null = null;
  try {
    if (lost !== null) {
      const handed = hand(await bringBack(lost, { source, path, digest, content }, context, signal));
      kept = lost;
      claims.settle(digest, kept);
      await handed;
      return;
    }
    const picture =
      kind.kind === 'picture' && content !== null
        ? await context.pool.decode(content, { name }, signal)
        : null;
    signal.throwIfAborted();
    const outcome = await store(
      { source, path, name, mime: kind.mime, digest, content, picture },
      context,
      signal,
    );
    const handed = hand(outcome);
    kept = outcome.photo?.id ?? null;
    claims.settle(digest, kept);
    await handed;
  } finally {
    if (kept === null) claims.settle(digest, null);
  }
}

/** Whether the original of a photo in the catalogue has its file. */
function isThere(photo: Id, { catalog, blobs }: KeepContext): Promise<boolean> {
  const record = catalog.photo(photo);
  return record === undefined ? Promise.resolve(false) : blobs.has(record.blob);
}

/** The original of a photo whose file is gone from the vault: it gets its file again. Its row stays as it is. */
async function bringBack(
  photo: Id,
  { source, path, digest, content }: Pick<Recognised, 'source' | 'path' | 'digest' | 'content'>,
  { catalog, blobs, vault }: KeepContext,
  signal: AbortSignal,
): Promise<Outcome> {
  const record = catalog.photo(photo);
  if (record === undefined) throw new CodedError('source-changed'); // deleted for ever this very moment: the next import takes it
  const capsule = capsuleOf(photo, record);
  const pieces = content ?? checkedPieces(source, digest, vault, signal);
  await blobs.write({ id: record.blob, capsule, bytes: record.bytes, content: pieces }, signal);
  const line: ResultLine = { ...lineOf(path, source), result: 'imported', photo };
  return { line, blobs: [record.blob] };
}

/** The capsule of a photo's original (docs/format.md §4.4). */
function capsuleOf(
  photo: Id,
  facts: Pick<PhotoRecord, 'name' | 'mime' | 'bytes' | 'digest' | 'importedAt'> & {
    readonly capturedAt?: string | undefined;
    readonly modifiedAt?: string | undefined;
  },
): Capsule {
  const { name, mime, bytes, digest, capturedAt, modifiedAt, importedAt } = facts;
  return {
    kind: 'original',
    photo,
    name,
    mime,
    bytes,
    digest,
    ...(capturedAt !== undefined && { capturedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    importedAt,
  };
}

interface Recognised {
  readonly source: SourceFile;
  readonly path: SourcePath;
  readonly name: string;
  readonly mime: string;
  readonly digest: string;
  /** null: too long to be held in memory. */
  readonly content: Buffer | null;
  /** null: nothing the decoders take. */
  readonly picture: DecodedPicture | null;
}

/** Writes the blobs. When it throws, none is left. */
async function store(file: Recognised, context: KeepContext, signal: AbortSignal): Promise<Outcome> {
  const { source, name, mime, digest, picture } = file;
  const id = randomId();
  const blob = randomId();
  const importedAt = now();
  const modifiedAt = instantOf(source.modified);
  const facts: ReturnType<typeof factsOf> =
    picture === null
      ? { problem: mime.startsWith('video/') ? 'picture-unsupported' : 'picture-too-large' }
      : factsOf(picture);
  const { capturedAt } = facts;
  const capsule = capsuleOf(id, {
    name,
    mime,
    bytes: source.bytes,
    digest,
    capturedAt,
    modifiedAt,
    importedAt,
  });
  const content = file.content ?? checkedPieces(source, digest, context.vault, signal);
  const written: Id[] = [];
  try {
    await context.blobs.write({ id: blob, capsule, bytes: source.bytes, content }, signal);
    written.push(blob);
    const preview = !picture?.preview
      ? undefined
      : await storePreview(picture.preview, capsule, context, signal);
    if (preview !== undefined) written.push(preview.blob);
    const { album } = context;
    const record: PhotoRecord = {
      blob,
      name,
      bytes: source.bytes,
      digest,
      mime,
      importedAt,
      import: context.import,
      ...facts,
      ...(modifiedAt !== undefined && { modifiedAt }),
      ...(preview !== undefined && { preview }),
      ...(album !== undefined && { albums: [album] }),
    };
    const thumb = !picture?.thumbnail ? null : { mime: picture.thumbnailMime, bytes: picture.thumbnail };
    const reason = facts.problem === undefined ? {} : { reason: facts.problem };
    const line: ResultLine = { ...lineOf(file.path, source), result: 'imported', photo: id, ...reason };
    return { line, blobs: written, photo: { id, record, thumb } };
  } catch (error) {
    await removeBlobs(context.blobs, written);
    throw error;
  }
}

async function storePreview(
  bytes: Uint8Array,
  original: Capsule,
  { blobs, vault }: KeepContext,
  signal: AbortSignal,
): Promise<NonNullable<PhotoRecord['preview']>> {
  const blob = randomId();
  const mime = sniff(bytes)?.mime ?? 'image/jpeg';
  const digest = await digestOfBytes(bytes, vault.keys.digest);
  const capsule: Capsule = { ...original, kind: 'preview', mime, bytes: bytes.length, digest };
  await blobs.write({ id: blob, capsule, bytes: bytes.length, content: bytes }, signal);
  return { blob, bytes: bytes.length, mime };
}

/** The second reading of a long file: it must be what the first one has digested. */
async function* checkedPieces(
  source: SourceFile,
  digest: string,
  vault: OpenVault,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const hasher = new ContentHasher(vault.keys.digest);
  try {
    for await (const piece of source.pieces(signal)) {
      hasher.update(piece);
      yield piece;
    }
    if (hasher.digest() !== digest) throw new CodedError('source-changed');
  } finally {
    hasher.dispose();
  }
}

/** Removes blobs no photo will mention. One that stays does no harm: a verify lists it. */
export async function removeBlobs(blobs: BlobStore, ids: readonly Id[]): Promise<void> {
  await Promise.allSettled(ids.map((id) => blobs.remove(id)));
}

function lineOf(
  path: SourcePath,
  { bytes, modified }: { readonly bytes: number; readonly modified: number },
): Pick<ResultLine, 'path' | 'raw' | 'bytes' | 'modified'> {
  return { ...pathFields(path), bytes, modified };
}
