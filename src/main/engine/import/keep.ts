/**
 * @file One file on its way into the vault: read, recognised, decoded, and decided what becomes of it. What comes out is only an outcome:
 * it counts when `GroupCommit` has made it durable. Runs in the engine.
 */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { blobsOf } from '../catalog/index.ts';
import { contentDigest } from '../crypto/index.ts';
import { filmHead, type ReadAt } from '../media/film.ts';
import { layeredMime, psdHead } from '../media/psd.ts';
import { sniff, type Sniffed } from '../media/sniff.ts';
import { FileClaims } from './claims.ts';
import { digestOf } from './digest.ts';
import { joinStill, joinTwin, stillOf } from './join.ts';
import { filmOf, longestFilm, type Film } from './live.ts';
import { lineOf, longestInMemory, removeBlobs, type KeepContext, type Outcome } from './outcome.ts';
import { readSidecars, type Sidecars } from './sidecars/read.ts';
import { isNamedLikeAPicture } from './skip.ts';
import { SourceFile, tellingEnd, type Source } from './source-file.ts';
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
 * @param onStreamed called when it is clear that the file will not be held in memory, and when all of it was read
 * @throws CodedError of the vault's disk; source-gone; `cancelled` or AbortError when `signal` is aborted
 */
export async function keepFile(
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
  onStreamed: (stage: 'begun' | 'read') => void = () => undefined,
): Promise<boolean> {
  let source: Source | null = null;
  try {
    source = await (found.open?.() ?? SourceFile.open(found.path));
    if (source.bytes === 0) throw new CodedError('file-empty');
    if (!(await isStreamed(source, found))) return await keepHeld(source, found, context, signal, hand);
    onStreamed('begun');
    const told = tellingEnd(source, () => onStreamed('read'));
    return await keepContent(told, null, found, context, signal, hand);
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

/** Whether it is read in pieces: nobody needs all of it at once, or it is too long for that. */
async function isStreamed(source: Source, { path }: FoundFile): Promise<boolean> {
  if (source.bytes <= longestFilm) return false;
  if (source.bytes > longestInMemory) return true;
  const kind = sniff(await source.head(headBytes), shownName(baseName(path)));
  return kind !== null && tellingPart(kind, source) !== null;
}

async function keepHeld(
  source: Source,
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  const buffer = context.buffers.take(source.bytes);
  const withFilm = await keepContent(source, await source.readInto(buffer), found, context, signal, hand);
  // Only now that all went well: after a failure a decoder might still be reading it.
  context.buffers.give(buffer);
  return withFilm;
}

/** Reads what a decoder has to see of a file that is shown by a part of it. null: it is shown by all of it. */
function tellingPart({ kind, mime }: Sniffed, source: Source): (() => Promise<Uint8Array>) | null {
  const read: ReadAt = (from, count) => source.read(from, count);
  if (kind === 'video') return () => filmHead(read, source.bytes);
  return mime === layeredMime ? () => psdHead(read) : null;
}

/** @param content null for a file that is read in pieces */
async function keepContent(
  source: Source,
  content: Buffer | null,
  found: FoundFile,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  const { vault, catalog } = context;
  const { path } = found;
  const name = shownName(baseName(path));
  const kind = sniff(content ?? (await source.head(headBytes)), name);
  if (kind === null || kind.kind === 'other') throw new CodedError('not-a-picture');
  const digest =
    content !== null
      ? await contentDigest(vault.keys.digest, content)
      : catalog.hasSize(source.bytes)
        ? await digestOf(source, vault.keys.digest, signal)
        : null; // nothing here is as long: it is read once, and digested while it is sealed
  if (digest !== null && digest !== (source.digest ?? digest)) throw new CodedError('source-changed');
  const duplicate = async (twin: Id): Promise<boolean> => {
    const { facts } = await besideOf(found, context);
    await hand({ line: { ...lineOf(path, source), result: 'duplicate', photo: twin }, facts });
    return found.movie !== undefined && joinTwin(found.movie, twin, context, signal, hand);
  };
  const claims = new FileClaims(context.claims);
  let film: Film | null = null;
  try {
    if (digest !== null) {
      const known = catalog.byDigest(digest);
      const lost = known !== undefined && !(await isThere(known, digest, context)) ? known : null;
      const twin = await claims.take(digest, () => (lost === null ? catalog.byDigest(digest) : undefined));
      if (twin !== null) return await duplicate(twin);
      if (lost !== null) {
        const handed = hand(await bringBack(lost, { source, path, digest, content }, context, signal));
        claims.settle(lost);
        await handed;
        return false;
      }
    }
    const part = kind.kind === 'video' || content === null ? tellingPart(kind, source) : null;
    const shown = part === null ? content : await part();
    const picture = shown === null ? null : await context.pool.decode(shown, { name }, signal);
    signal.throwIfAborted();
    if (kind.kind === 'video' && content !== null && digest !== null) {
      const still = stillOf(picture, context);
      const joining = { path, source, name, mime: kind.mime, digest, content };
      if (still !== null && (await joinStill(joining, still, context, signal, hand))) {
        claims.settle(still[0]);
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
    if (film !== null) claims.add(film.digest);
    const beside = await besideOf(found, context);
    const outcome = await storePhoto(
      { source, path, name, mime: kind.mime, digest, content, picture, beside, film },
      context,
      signal,
    );
    const { id, record } = outcome.photo;
    if (digest === null) {
      // Another file with the same content may have come meanwhile.
      const twin = await claims.take(record.digest, () => catalog.byDigest(record.digest));
      if (twin !== null) {
        await removeBlobs(context.blobs, outcome.blobs);
        claims.settle(null);
        return await duplicate(twin);
      }
    }
    const handed = hand(outcome);
    claims.settle(id);
    await handed;
    return film !== null;
  } finally {
    claims.settle(null);
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
