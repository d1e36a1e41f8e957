/** @file Writes the blobs of one recognised photo, and makes the record that will mention them. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { UndigestedCapsule } from '../blobs/index.ts';
import { blobsOf, type PhotoRecord, type ResultLine } from '../catalog/index.ts';
import { randomId } from '../crypto/index.ts';
import { readAtOf } from '../media/film.ts';
import { motionFilm } from '../media/motion.ts';
import { sniff } from '../media/sniff.ts';
import type { DecodedPicture } from '../media/types.ts';
import { instantOf, now } from './instant.ts';
import type { Film } from './live.ts';
import { lineOf, removeBlobs, type KeepContext, type Outcome } from './outcome.ts';
import { factsOf } from './record.ts';
import { withSidecar, type UndigestedRecord } from './sidecars/facts.ts';
import type { Sidecars } from './sidecars/read.ts';
import type { Source } from './source-file.ts';
import { baseName, shownName, type SourcePath } from './source-path.ts';
import { isPlayedByWindow } from './viewable.ts';

/** The original of a photo whose file is gone from the vault: it gets its file again. Its row stays as it is. */
export async function bringBack(
  photo: Id,
  {
    source,
    path,
    digest,
    content,
  }: Pick<Recognised, 'source' | 'path' | 'content'> & { readonly digest: string },
  context: KeepContext,
  signal: AbortSignal,
): Promise<Outcome> {
  const record = context.catalog.photo(photo);
  const half = record && blobsOf(record).find((one) => one.digest === digest);
  if (record === undefined || half === undefined) throw new CodedError('source-changed'); // deleted for ever this very moment: the next import takes it
  const own = capsuleOf(photo, record);
  const capsule = half.kind === 'pair' && record.pair !== undefined ? pairCapsule(own, record.pair) : own;
  const file = { source, content, digest };
  await storeContent(half.blob, capsule, file, context, signal);
  const line: ResultLine = { ...lineOf(path, source), result: 'imported', photo };
  return { line, blobs: [half.blob] };
}

/** The capsule of a photo's original (docs/format.md §4.4), but for the digest. */
function capsuleOf(
  photo: Id,
  facts: Pick<PhotoRecord, 'name' | 'mime' | 'bytes' | 'importedAt'> & {
    readonly capturedAt?: string | undefined;
    readonly modifiedAt?: string | undefined;
  },
): UndigestedCapsule {
  const { name, mime, bytes, capturedAt, modifiedAt, importedAt } = facts;
  return {
    kind: 'original',
    photo,
    name,
    mime,
    bytes,
    ...(capturedAt !== undefined && { capturedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    importedAt,
  };
}

/** The capsule of a film, from the one of its picture. */
function pairCapsule(
  original: UndigestedCapsule,
  { name, mime, bytes }: Pick<NonNullable<PhotoRecord['pair']>, 'name' | 'mime' | 'bytes'>,
): UndigestedCapsule {
  return { ...original, kind: 'pair', name, mime, bytes };
}

export interface Recognised {
  readonly source: Source;
  readonly path: SourcePath;
  readonly name: string;
  readonly mime: string;
  /** null: the content is read once, and digested while it is sealed. */
  readonly digest: string | null;
  /** null: not held in memory. */
  readonly content: Buffer | null;
  /** null: nothing the decoders take. */
  readonly picture: DecodedPicture | null;
  readonly beside: Sidecars;
  /** The other half of a Live Photo. */
  readonly film: Film | null;
}

/** A photo whose blobs are written. */
export type Stored = Outcome & Required<Pick<Outcome, 'blobs' | 'photo'>>;

/** Writes the blobs. When it throws, none is left. */
export async function storePhoto(
  file: Recognised,
  context: KeepContext,
  signal: AbortSignal,
): Promise<Stored> {
  const { source, name, mime, picture, beside } = file;
  const id = randomId();
  const blob = randomId();
  const importedAt = now();
  const modifiedAt = instantOf(source.modified);
  const facts: ReturnType<typeof factsOf> =
    picture === null
      ? { problem: mime.startsWith('video/') ? 'picture-unsupported' : 'picture-too-large' }
      : factsOf(picture);
  const plain: UndigestedRecord = {
    blob,
    name,
    bytes: source.bytes,
    mime,
    importedAt,
    import: context.import,
    ...facts,
    ...(modifiedAt !== undefined && { modifiedAt }),
  };
  const told = withSidecar(plain, beside.facts);
  const read = file.content === null ? source.read.bind(source) : readAtOf(file.content);
  const motion = file.film === null && (await motionFilm(read, source.bytes, mime)) !== null;
  const capsule = capsuleOf(id, told);
  const written: Id[] = [];
  try {
    const digest = await storeContent(blob, capsule, file, context, signal);
    written.push(blob);
    const preview = !picture?.preview
      ? undefined
      : await storePreview(picture.preview, capsule, context, signal);
    if (preview !== undefined) written.push(preview.blob);
    const pair = file.film === null ? undefined : await storeFilm(file.film, capsule, context, signal);
    if (pair !== undefined) written.push(pair.blob);
    const record: PhotoRecord = {
      ...told,
      digest,
      ...(preview !== undefined && { preview }),
      ...(pair !== undefined && { pair }),
      ...(motion && { motion }),
    };
    const thumb = !picture?.thumbnail ? null : { mime: picture.thumbnailMime, bytes: picture.thumbnail };
    // The window draws the picture of a film it can play (docs/decisions/010-films.md): nothing is wrong with that one.
    const isFilm = facts.problem === 'picture-unsupported' && isPlayedByWindow(mime);
    const problem =
      (isFilm ? undefined : facts.problem) ?? (beside.unread ? 'sidecar-unreadable' : undefined);
    const reason: Pick<ResultLine, 'reason'> = problem === undefined ? {} : { reason: problem };
    const line: ResultLine = { ...lineOf(file.path, source), result: 'imported', photo: id, ...reason };
    const outcome: Stored = { line, blobs: written, photo: { id, record, thumb }, facts: beside.facts };
    if (file.film === null) return outcome;
    const { found, source: film } = file.film;
    return { ...outcome, filmLine: filmLine(found.path, film, id, shownName(baseName(file.path))) };
  } catch (error) {
    await removeBlobs(context.blobs, written);
    throw error;
  }
}

/** Writes what is in the file; its digest. Errors: source-changed when it is not what it was or was to be. */
async function storeContent(
  blob: Id,
  capsule: UndigestedCapsule,
  { source, content, digest }: Pick<Recognised, 'source' | 'content' | 'digest'>,
  { blobs }: KeepContext,
  signal: AbortSignal,
): Promise<string> {
  const known = content === null || digest === null ? capsule : { ...capsule, digest };
  const written = await blobs.write(
    { id: blob, capsule: known, bytes: source.bytes, content: content ?? source.pieces(signal) },
    signal,
  );
  const expected = digest ?? source.digest ?? written.digest;
  if (written.digest === expected) return written.digest;
  await removeBlobs(blobs, [blob]);
  throw new CodedError('source-changed');
}

/**
 * Writes the film of a photo that is in the vault already. Whoever calls has claimed the photo's place for a film (`filmPlace`).
 * @returns what its outcome says of it
 */
export async function joinFilm(
  film: Pick<Film, 'name' | 'mime' | 'digest' | 'content'>,
  photo: Id,
  record: PhotoRecord,
  context: KeepContext,
  signal: AbortSignal,
): Promise<Pick<Outcome, 'blobs' | 'joins'>> {
  const pair = await storeFilm(film, capsuleOf(photo, record), context, signal);
  return { blobs: [pair.blob], joins: { photo, pair } };
}

/** What is claimed before a film joins a photo: a photo has one. */
export function filmPlace(photo: Id): string {
  return `film of ${photo}`;
}

async function storeFilm(
  { name, mime, digest, content }: Pick<Film, 'name' | 'mime' | 'digest' | 'content'>,
  original: UndigestedCapsule,
  { blobs }: KeepContext,
  signal: AbortSignal,
): Promise<NonNullable<PhotoRecord['pair']>> {
  const blob = randomId();
  const bytes = content.length;
  const capsule = { ...pairCapsule(original, { name, mime, bytes }), digest };
  await blobs.write({ id: blob, capsule, bytes, content }, signal);
  return { blob, name, bytes, digest, mime };
}

/** @param partOf name of the picture */
export function filmLine(path: SourcePath, film: Source, photo: Id, partOf: string): ResultLine {
  return { ...lineOf(path, film), result: 'attached', photo, partOf };
}

async function storePreview(
  content: Uint8Array,
  original: UndigestedCapsule,
  { blobs }: KeepContext,
  signal: AbortSignal,
): Promise<NonNullable<PhotoRecord['preview']>> {
  const blob = randomId();
  const mime = sniff(content)?.mime ?? 'image/jpeg';
  const bytes = content.length;
  await blobs.write(
    { id: blob, capsule: { ...original, kind: 'preview', mime, bytes }, bytes, content },
    signal,
  );
  return { blob, bytes, mime };
}
