/** @file A film joins the picture that it is the other half of, when that is in the vault already: told by the identifier alone. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import type { DecodedPicture } from '../media/types.ts';
import { filmOf, type Film } from './live.ts';
import type { KeepContext, Outcome } from './outcome.ts';
import type { SourcePath } from './source-path.ts';
import { filmLine, filmPlace, joinFilm } from './store-photo.ts';
import type { FoundFile } from './walk.ts';

/** The film beside a picture that is in the vault already, without it. */
export async function joinTwin(
  movie: FoundFile,
  twin: Id,
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  const record = context.catalog.photo(twin);
  const pairId = record?.pair === undefined ? record?.pairId : undefined;
  if (record === undefined || pairId === undefined) return false;
  // By the identifier alone: the times of copies tell nothing.
  const film = await filmOf(movie, { modified: Number.NaN, pairId }, context, signal);
  if (film === null) return false;
  let joined = false;
  try {
    joined = await joinStill({ path: movie.path, ...film }, [twin, record], context, signal, hand);
    return joined;
  } finally {
    context.claims.settle(film.digest, joined ? twin : null);
    await film.close();
  }
}

/** The picture in the vault that a film alone is the other half of, by its identifier. */
export function stillOf(film: DecodedPicture | null, { catalog }: KeepContext): [Id, PhotoRecord] | null {
  const pairId = film?.facts.pairId ?? null;
  if (pairId === null) return null;
  for (const id of catalog.stills(pairId)) {
    const record = catalog.photo(id);
    if (record !== undefined && isShownStill(record)) return [id, record];
  }
  return null;
}

function isShownStill({ mime, trashedAt }: PhotoRecord): boolean {
  return mime.startsWith('image/') && trashedAt === undefined;
}

type JoiningFilm = Pick<Film, 'source' | 'name' | 'mime' | 'digest' | 'content'> & {
  readonly path: SourcePath;
};

/** False when another film has come first. */
export async function joinStill(
  film: JoiningFilm,
  [photo, record]: readonly [Id, PhotoRecord],
  context: KeepContext,
  signal: AbortSignal,
  hand: (outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  const { catalog, claims } = context;
  const place = filmPlace(photo);
  const hasFilm = (): Id | undefined => (catalog.photo(photo)?.pair === undefined ? undefined : photo);
  if ((await claims.take(place, hasFilm)) !== null) return false;
  let handed = false;
  try {
    const kept = await joinFilm(film, photo, record, context, signal);
    const done = hand({ ...kept, line: filmLine(film.path, film.source, photo, record.name) });
    handed = true;
    claims.settle(place, photo);
    await done;
    return true;
  } finally {
    if (!handed) claims.settle(place, null);
  }
}
