/**
 * @file One file on its way into the vault: read, recognised, decoded, and decided what becomes of it. What comes out is only an outcome:
 * it counts when `GroupCommit` has made it durable. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { blobsOf } from '../catalog/index.ts';
import { contentDigest } from '../crypto/index.ts';
import { filmHead } from '../media/film.ts';
import { sniff } from '../media/sniff.ts';
import { digestOf } from './digest.ts';
import { joinStill, joinTwin, stillOf } from './join.ts';
import { filmOf, type Film } from './live.ts';
import { lineOf, longestInMemory, type KeepContext, type Outcome } from './outcome.ts';
import { readSidecars, type Sidecars } from './sidecars/read.ts';
import { isNamedLikeAPicture } from './skip.ts';
import { SourceFile, type Source } from './source-file.ts';
import { baseName, shownName } from './source-path.ts';
import { bringBack, storePhoto } from './store-photo.ts';
import type { FoundFile } from './walk.ts';

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
  'drop-damaged',
  'drop-foreign',
]);

/** Failures only of files that are named like pictures; others are left out. */
const saysNoPicture = new Set<ErrorCode>(['not-a-picture', 'file-empty']);

/**
 * Never throws for what is wrong with the file. Answers whether `found.movie` was kept with it, as the film of a Live Photo.
 * @param hand given the outcome while nobody else can claim the same content
 * @throws CodedError of the vault's disk; source-gone; `cancelled` or AbortError when `signal` is aborted
 */
export async function keepFile(
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  let source: Source | null = null;
  try {
    source = await (found.open?.() ?? SourceFile.open(found.path));
    return await keepSource(source, found, context, signal, hand);
  } catch (error) {
    if (!(error instanceof CodedError) || !ofTheFile.has(error.code)) throw error;
    await context.roots.check(found.path, error.code);
    const leftOut =
      error.code === 'link-skipped' ||
      (saysNoPicture.has(error.code) && !isNamedLikeAPicture(shownName(baseName(found.path))));
    const result = leftOut ? 'skipped' : 'failed';
    await hand({ line: { ...lineOf(found.path, source ?? found), result, reason: error.code } });
    return false;
  } finally {
    await source?.close();
  }
}

async function keepSource(
  source: Source,
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  if (source.bytes === 0) throw new CodedError('file-empty');
  if (source.bytes > longestInMemory) return keepContent(source, null, found, context, signal, hand);
  const buffer = context.buffers.take(source.bytes);
  const withFilm = await keepContent(source, await source.readInto(buffer), found, context, signal, hand);
  // Only now that all went well: after a failure a decoder might still be reading it.
  context.buffers.give(buffer);
  return withFilm;
}

/** @param content null for a file too long to be held in memory */
async function keepContent(
  source: Source,
  content: Buffer | null,
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  const { vault, catalog, claims } = context;
  const { path } = found;
  const name = shownName(baseName(path));
  const kind = sniff(content ?? (await source.head(headBytes)), name);
  if (kind === null || kind.kind === 'other') throw new CodedError('not-a-picture');
  const digest =
    content === null
      ? await digestOf(source, vault.keys.digest, signal)
      : await contentDigest(vault.keys.digest, content);
  if (source.digest !== undefined && source.digest !== digest) throw new CodedError('source-changed');
  const known = catalog.byDigest(digest);
  const lost = known !== undefined && !(await isThere(known, digest, context)) ? known : null;
  const twin =
    lost === null
      ? (known ?? (await claims.take(digest, () => catalog.byDigest(digest))))
      : await claims.take(digest, () => undefined);
  if (twin !== null) {
    const { facts } = await besideOf(found, context);
    await hand({ line: { ...lineOf(path, source), result: 'duplicate', photo: twin }, facts });
    return found.movie !== undefined && joinTwin(found.movie, twin, context, signal, hand);
  }
  let kept: Id | null = null;
  let film: Film | null = null;
  try {
    if (lost !== null) {
      const handed = hand(await bringBack(lost, { source, path, digest, content }, context, signal));
      kept = lost;
      claims.settle(digest, kept);
      await handed;
      return false;
    }
    // Of a film the decoder gets only what tells about it.
    const shown =
      kind.kind === 'video'
        ? await filmHead((from, count) => source.read(from, count), source.bytes)
        : content;
    const picture = shown === null ? null : await context.pool.decode(shown, { name }, signal);
    signal.throwIfAborted();
    const still = kind.kind === 'video' && content !== null ? stillOf(picture, context) : null;
    if (still !== null && content !== null) {
      const part = { name, mime: kind.mime, digest, content };
      if (await joinStill({ path, source, ...part }, still, context, signal, hand)) {
        kept = still[0];
        claims.settle(digest, kept);
        return false;
      }
    }
    if (found.movie !== undefined)
      film = await filmOf(
        found.movie,
        { modified: source.modified, pairId: picture?.facts.pairId ?? null },
        context,
        signal,
      );
    const outcome = await storePhoto(
      {
        source,
        path,
        name,
        mime: kind.mime,
        digest,
        content,
        picture,
        beside: await besideOf(found, context),
        film,
      },
      context,
      signal,
    );
    const handed = hand(outcome);
    kept = outcome.photo?.id ?? null;
    claims.settle(digest, kept);
    if (film !== null) claims.settle(film.digest, kept);
    await handed;
    return film !== null;
  } finally {
    if (kept === null) claims.settle(digest, null);
    if (kept === null && film !== null) claims.settle(film.digest, null);
    await film?.close();
  }
}

/** What stands beside it: its sidecars, and the album that its folder is. */
async function besideOf(found: FoundFile, { folderAlbums }: KeepContext): Promise<Sidecars> {
  const { facts, unread } = await readSidecars(found.sidecars ?? []);
  const album = found.album === undefined ? null : await folderAlbums.nameOf(found.album);
  return { facts: album === null ? facts : { ...facts, albums: [...(facts.albums ?? []), album] }, unread };
}

/** Whether this content of a photo in the catalogue has its file. */
function isThere(photo: Id, digest: string, { catalog, blobs }: KeepContext): Promise<boolean> {
  const record = catalog.photo(photo);
  const half = record && blobsOf(record).find((one) => one.digest === digest);
  return half === undefined ? Promise.resolve(false) : blobs.has(half.blob);
}
