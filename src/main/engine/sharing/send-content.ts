/** @file The files of one photo on their way into a package: its bytes, or a copy made of them, and the film of a Live Photo. Runs in the engine. */
import { createHash } from 'node:crypto';
import type { ExportItem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobReader } from '../blobs/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { contentDigest } from '../crypto/index.ts';
import { madeOf, type ContentPlace } from '../export/content.ts';
import { hasFilm } from '../export/estimate.ts';
import type { OpenVault } from '../vault/index.ts';

/** Longer ones are read twice instead: what is damaged must be known before its first byte is in the package. */
const longestInMemory = 64 * 1024 * 1024;

/** One file that is whole: what is wrong with it was told when it was made. */
export interface Content {
  readonly name: string;
  readonly bytes: number;
  readonly kind: NonNullable<ExportItem['content']>;
  /** Gives the bytes, once, and then their SHA-256. */
  readonly pieces: () => AsyncGenerator<Uint8Array, string>;
  readonly close: () => Promise<void>;
}

export interface SendPlace extends ContentPlace {
  readonly vault: OpenVault;
}

/**
 * The photo's file, and its film's. Whoever is given them closes them.
 * @throws CodedError not-cleanable, not-convertible, blob-missing, blob-damaged, disk-failed; AbortError
 */
export async function contentsOf(
  photo: PhotoRecord,
  place: SendPlace,
): Promise<{ picture: Content; film: Content | null }> {
  const made = await madeOf(photo, place);
  if (made !== null) return { picture: inMemory(made.name, made.bytes, made.content), film: null };
  const picture = await originalOf(photo, place);
  const { pair } = photo;
  if (pair === undefined || !hasFilm(place.options)) return { picture, film: null };
  try {
    return { picture, film: await originalOf(pair, place) };
  } catch (error) {
    await picture.close();
    throw error;
  }
}

async function originalOf(
  { blob, name, bytes, digest }: Pick<PhotoRecord, 'blob' | 'name' | 'bytes' | 'digest'>,
  { vault, blobs, signal }: SendPlace,
): Promise<Content> {
  const reader = await blobs.open(blob);
  try {
    if (reader.capsule.digest !== digest || reader.capsule.bytes !== bytes)
      throw new CodedError('blob-damaged');
    if (bytes > longestInMemory) {
      await reader.verify(undefined, signal);
      return {
        name,
        bytes,
        kind: 'exact',
        pieces: () => streamed(reader, signal),
        close: () => reader.close(),
      };
    }
    const whole = await reader.readAll(signal);
    if ((await contentDigest(vault.keys.digest, whole)) !== digest) throw new CodedError('blob-damaged');
    await reader.close();
    return inMemory(name, whole, 'exact');
  } catch (error) {
    await reader.close();
    throw error;
  }
}

function inMemory(name: string, bytes: Uint8Array, kind: Content['kind']): Content {
  return {
    name,
    bytes: bytes.byteLength,
    kind,
    // eslint-disable-next-line @typescript-eslint/require-await -- long ones come piece by piece
    pieces: async function* () {
      yield bytes;
      return createHash('sha256').update(bytes).digest('hex');
    },
    close: () => Promise.resolve(),
  };
}

async function* streamed(reader: BlobReader, signal: AbortSignal): AsyncGenerator<Uint8Array, string> {
  const sum = createHash('sha256');
  for await (const piece of reader.pieces(signal)) {
    sum.update(piece);
    yield piece;
  }
  return sum.digest('hex');
}
