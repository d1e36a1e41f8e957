/** @file The film of a Live Photo: found by its name, told by what both halves say of themselves, and read to be kept with the picture. Runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import { contentDigest } from '../crypto/index.ts';
import { filmHead } from '../media/film.ts';
import { sniff } from '../media/sniff.ts';
import type { KeepContext } from './outcome.ts';
import { SourceFile, type Source } from './source-file.ts';
import { baseName, shownName } from './source-path.ts';
import type { FoundFile } from './walk.ts';

/** Three seconds in the resolution of a screen: a few megabytes. */
export const longestFilm = 64 * 1024 * 1024;
const secondsApart = 5;

export interface Film {
  readonly found: FoundFile;
  readonly source: Source;
  readonly name: string;
  readonly mime: string;
  readonly digest: string;
  readonly content: Buffer;
  /** Gives back what was held for it, whether it was kept or not. */
  readonly close: () => Promise<void>;
}

/** What is known of the picture. */
interface Still {
  readonly modified: number;
  readonly pairId: string | null;
}

/** What decides it: the identifiers that both have, or, where one has none, times and a length of a few seconds. */
export function isLive(
  still: Still,
  film: { readonly modified: number; readonly pairId: string | null; readonly duration: number | null },
): boolean {
  if (still.pairId !== null && film.pairId !== null) return still.pairId === film.pairId;
  const together = Math.abs(still.modified - film.modified) <= secondsApart * 1000;
  return together && film.duration !== null && film.duration <= secondsApart;
}

/**
 * The film beside a picture, claimed, when it is its other half and is not in the vault yet; null when it is a file of its own.
 * @throws CodedError of the vault, AbortError; what is wrong with the film makes it a file of its own
 */
export async function filmOf(
  found: FoundFile,
  still: Still,
  context: KeepContext,
  signal: AbortSignal,
): Promise<Film | null> {
  if (found.bytes === 0 || found.bytes > longestFilm) return null;
  let source: Source;
  try {
    source = await (found.open?.() ?? SourceFile.open(found.path));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return null;
  }
  const buffer = context.buffers.take(source.bytes);
  const close = async (): Promise<void> => {
    await source.close();
    context.buffers.give(buffer);
  };
  try {
    const film = await read(found, source, buffer, still, context, signal);
    if (film !== null) return { ...film, close };
  } catch (error) {
    await source.close(); // its buffer is left alone: a decoder might still be reading it
    if (!(error instanceof CodedError) || error.code === 'cancelled') throw error;
    return null;
  }
  await close();
  return null;
}

async function read(
  found: FoundFile,
  source: Source,
  buffer: Buffer,
  still: Still,
  { vault, catalog, pool, claims }: KeepContext,
  signal: AbortSignal,
): Promise<Omit<Film, 'close'> | null> {
  if (source.bytes > longestFilm) return null;
  const content = await source.readInto(buffer);
  const name = shownName(baseName(found.path));
  const kind = sniff(content, name);
  if (kind?.kind !== 'video') return null;
  const head = await filmHead((from, count) => source.read(from, count), source.bytes);
  const { facts } = await pool.decode(head, { name }, signal);
  const { modified } = source;
  if (!isLive(still, { modified, pairId: facts.pairId, duration: facts.duration })) return null;
  const digest = await contentDigest(vault.keys.digest, content);
  if (source.digest !== undefined && source.digest !== digest) return null; // told when it is met by itself
  const twin = await claims.take(digest, () => catalog.byDigest(digest));
  return twin === null ? { found, source, name, mime: kind.mime, digest, content } : null;
}
