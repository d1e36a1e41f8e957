/**
 * @file One photo of a repair: every byte of its files is read, and what its record or its thumbnail lacks is made again from the
 * original by the decoders. Runs in the engine.
 */
import type { Id, Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobReader, BlobStore, Capsule } from '../blobs/index.ts';
import type { PhotoRecord, Thumbnail } from '../catalog/index.ts';
import { contentDigest, randomId } from '../crypto/index.ts';
import { longestInMemory } from '../import/outcome.ts';
import { factsOf } from '../import/record.ts';
import { readAtOf } from '../media/film.ts';
import { motionFilm } from '../media/motion.ts';
import { sniff } from '../media/sniff.ts';
import type { DecodedPicture, DecoderPool } from '../media/types.ts';
import type { OpenVault } from '../vault/index.ts';
import { blobFile, type FoundBlob, type PhotoPlan } from './repair-plan.ts';

export interface PhotoContext {
  readonly vault: OpenVault;
  readonly blobs: BlobStore;
  readonly pool: () => DecoderPool;
  readonly dryRun: boolean;
  /** The thumbnail its record names; null when it is not there any more. */
  readonly thumb: (id: Id, record: PhotoRecord) => Thumbnail | null;
  /** Told of bytes of content as they are read. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export interface RestoredPhoto {
  readonly id: Id;
  /** null: the original is damaged, or cannot be read and is not known otherwise. Without `thumb`, which comes with the row. */
  readonly record: PhotoRecord | null;
  readonly thumb: (Pick<Thumbnail, 'mime'> & { readonly bytes: Uint8Array }) | null;
  readonly thumbMade: boolean;
  /** Blobs that turned out damaged. */
  readonly damaged: readonly Id[];
  /** Written for it, their names not yet durable. */
  readonly written: readonly Id[];
  readonly problem: Problem | null;
}

/** `motion`: a film lies in its file. */
type SeenPicture = DecodedPicture & { readonly motion: boolean };

/** What a photo has for its import that is known by its capsule only (docs/format.md §5.4). */
const noImport: Id = '0'.repeat(32);

/** Errors: no-space, no-permission, disk-failed of writing; AbortError. What is wrong with the photo is in the answer. */
export async function restorePhoto(plan: PhotoPlan, context: PhotoContext): Promise<RestoredPhoto> {
  const { id, known, original } = plan;
  const damaged: Id[] = [];
  let preview: FoundBlob | null = null;
  if (plan.preview !== null) {
    const failure = await failureOf(plan.preview, context);
    if (failure?.code === 'blob-damaged') damaged.push(plan.preview.id);
    else preview = plan.preview; // one that cannot be read at the moment is still there
  }
  const film = plan.pair === null ? null : await checkedFilm(plan.pair, context);
  if (film?.damaged === true) damaged.push(film.blob.id);
  const thumb = known === null ? null : context.thumb(id, known);
  const lacks =
    known === null ||
    (known.thumb !== undefined && thumb === null) ||
    (known.preview !== undefined && preview === null);
  let picture: SeenPicture | null;
  try {
    picture = await readOriginal(original, lacks, context);
  } catch (error) {
    if (context.signal.aborted || !(error instanceof CodedError)) throw error;
    const isDamaged = error.code === 'blob-damaged';
    if (isDamaged) damaged.push(original.id);
    const detail = String(error.params['detail'] ?? error.params['system'] ?? error.code);
    const name = known?.name ?? original.capsule.name;
    const problem = { kind: error.code, id, file: blobFile(original.id), name, detail };
    const nothing = { id, thumbMade: false, damaged, written: [], problem };
    return isDamaged || known === null
      ? { ...nothing, record: null, thumb: null }
      : { ...nothing, record: known, thumb };
  }
  const made =
    preview === null && picture?.preview
      ? await writePreview(picture.preview, original.capsule, context)
      : null;
  const shown =
    made ??
    (preview === null
      ? null
      : { blob: preview.id, bytes: preview.capsule.bytes, mime: preview.capsule.mime });
  const { preview: _preview, thumb: _thumb, pair: _pair, ...plain } = known ?? recordOf(original, picture);
  const kept = plan.pairUnread === true ? known?.pair : undefined;
  const pair = film === null ? kept : film.damaged ? undefined : pairOf(film.blob);
  const drawn =
    thumb ?? (picture?.thumbnail ? { mime: picture.thumbnailMime, bytes: picture.thumbnail } : null);
  return {
    id,
    record: {
      ...plain,
      blob: original.id,
      ...(shown !== null && { preview: shown }),
      ...(pair !== undefined && { pair }),
    },
    thumb: drawn,
    thumbMade: thumb === null && (drawn !== null || (context.dryRun && known?.thumb !== undefined)),
    damaged,
    written: made === null ? [] : [made.blob],
    problem: film?.damaged === true ? film.problem(id) : null,
  };
}

interface CheckedFilm {
  readonly blob: FoundBlob;
  readonly damaged: boolean;
  readonly problem: (photo: Id) => Problem;
}

/** One that cannot be read at the moment is still there. */
async function checkedFilm(blob: FoundBlob, context: PhotoContext): Promise<CheckedFilm> {
  const failure = await failureOf(blob, context);
  const detail = `film: ${String(failure?.params['detail'] ?? failure?.code ?? '')}`;
  const { name } = blob.capsule;
  return {
    blob,
    damaged: failure?.code === 'blob-damaged',
    problem: (id) => ({ kind: 'blob-damaged', id, file: blobFile(blob.id), name, detail }),
  };
}

/** The film as a photo's record mentions it (docs/format.md §5.4). */
function pairOf({ id: blob, capsule }: FoundBlob): NonNullable<PhotoRecord['pair']> {
  const { name, bytes, digest, mime } = capsule;
  return { blob, name, bytes, digest, mime };
}

/** What is wrong with a blob; null = nothing. */
async function failureOf({ id }: FoundBlob, context: PhotoContext): Promise<CodedError | null> {
  try {
    await withReader(id, context, (reader) => reader.verify(context.onBytes, context.signal));
    return null;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof CodedError)) throw error;
    return error;
  }
}

/** Reads all of it; `decode`: also decodes it, where it is a picture that fits into memory. */
async function readOriginal(
  { id, capsule }: FoundBlob,
  decode: boolean,
  context: PhotoContext,
): Promise<SeenPicture | null> {
  const { vault, pool, signal, dryRun } = context;
  return withReader(id, context, async (reader) => {
    if (!decode || dryRun || capsule.bytes > longestInMemory) {
      await reader.verify(context.onBytes, signal);
      return null;
    }
    const content = await reader.readAll(signal);
    if ((await contentDigest(vault.keys.digest, content)) !== capsule.digest)
      throw new CodedError('blob-damaged', { blob: id, detail: 'digest' });
    context.onBytes(content.byteLength);
    const { name } = capsule;
    if (sniff(content, name)?.kind !== 'picture') return null;
    const motion = (await motionFilm(readAtOf(content), content.byteLength, capsule.mime)) !== null;
    return { ...(await pool().decode(content, { name }, signal)), motion };
  });
}

async function withReader<T>(
  blob: Id,
  { blobs }: PhotoContext,
  use: (reader: BlobReader) => Promise<T>,
): Promise<T> {
  const reader = await blobs.open(blob);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** The record of a photo known by its capsule only, with what the decoder could find out. */
function recordOf({ id: blob, capsule }: FoundBlob, picture: SeenPicture | null): PhotoRecord {
  const { name, bytes, digest, mime, importedAt, modifiedAt, capturedAt } = capsule;
  const facts: ReturnType<typeof factsOf> =
    picture === null
      ? { problem: mime.startsWith('video/') ? 'picture-unsupported' : 'picture-too-large' }
      : factsOf(picture);
  return {
    blob,
    name,
    bytes,
    digest,
    mime,
    importedAt,
    import: noImport,
    ...facts,
    ...(picture?.motion === true && { motion: true }),
    ...(capturedAt !== undefined && { capturedAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
  };
}

async function writePreview(
  content: Uint8Array,
  original: Capsule,
  { blobs, vault, signal }: PhotoContext,
): Promise<NonNullable<PhotoRecord['preview']>> {
  const blob = randomId();
  const mime = sniff(content)?.mime ?? 'image/jpeg';
  const bytes = content.byteLength;
  const digest = await contentDigest(vault.keys.digest, content);
  await blobs.write(
    { id: blob, capsule: { ...original, kind: 'preview', mime, bytes, digest }, bytes, content },
    signal,
  );
  return { blob, bytes, mime };
}
