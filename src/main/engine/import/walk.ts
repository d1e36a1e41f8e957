/**
 * @file Lists what there is to import, one entry after the other: folders in order of their names, links not followed, nothing opened.
 * Memory is one list of names for each level of folders, however many files there are. Runs in the engine.
 */
import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { isVaultName, leftOut } from './skip.ts';
import { sourceReason } from './source-error.ts';
import type { Source } from './source-file.ts';
import { keyOfName, pairUp, type Pairing } from './sidecars/pairing.ts';
import { baseName, folderOf, joinPath, partsInside, sourcePath, type SourcePath } from './source-path.ts';

interface FoundFacts {
  readonly path: SourcePath;
  readonly bytes: number;
  /** Modification time in ms since 1970. */
  readonly modified: number;
  /** How it is read, where it is no file of that path: an entry of the drop box, a file inside a package. */
  readonly open?: () => Promise<Source>;
}

export type FoundFile = FoundFacts & {
  readonly kind: 'file';
  /** What is read with it: what comes later counts more. */
  readonly sidecars?: readonly SourcePath[];
  /** What tells of its folder as an album. */
  readonly album?: SourcePath;
  /** By its name the other half of a Live Photo, which is not met by itself then. */
  readonly movie?: FoundFacts & { readonly kind: 'file' };
};

export type Found =
  | FoundFile
  /** A sidecar; `partOf` is the name of what it belongs to. */
  | (FoundFacts & { readonly kind: 'attached'; readonly partOf: SourcePath })
  | { readonly kind: 'skipped' | 'failed'; readonly path: SourcePath; readonly reason: ErrorCode };

interface Level {
  readonly folder: SourcePath;
  readonly names: readonly Buffer[];
  readonly pairing: Pairing;
  next: number;
  /** What is asked of the disk before its turn, by place in `names`. */
  readonly stats: Map<number, Promise<BigIntStats>>;
  asked: number;
}

/** How many entries of a folder are asked for at once: a disk, and more so a share, answers many at once as quickly as one. */
const ahead = 32;

/** How things were met: in a folder whose names are known, or named by the user together with others. */
interface Where {
  readonly home: BigIntStats;
  readonly levels: Level[];
  /** Paths the user has named; null when one is looked at again. */
  readonly named: ReadonlySet<string> | null;
  /** The pairing of the folder of what was named last. */
  beside: { readonly folder: SourcePath; readonly pairing: Pairing } | null;
}

/** Both halves of a Live Photo, or what was found alone. */
export function halvesOf(found: Found): readonly Found[] {
  return found.kind === 'file' && found.movie !== undefined ? [found, found.movie] : [found];
}

/**
 * Everything in `sources`, each file once. A source that is itself a link is followed (the user named it), links found inside are not.
 * @param vault path of the open vault's folder, which is left out under whatever name it is met
 * @throws AbortError when `signal` is aborted
 */
export async function* walk(
  sources: readonly string[],
  vault: string,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const home = await homeOf(vault);
  const roots = await rootsOf(sources, vault);
  const named = new Set(roots.map(({ path }) => path.toString('latin1')));
  const where: Where = { home, levels: [], named, beside: null };
  for (const root of roots) {
    signal.throwIfAborted();
    if ('kind' in root) yield root;
    else yield* descend(root.path, where, signal);
  }
}

/** What is at one path met before, and, if it is a folder, in it. A link is not followed. Errors as those of `walk`. */
export async function* walkAgain(
  path: SourcePath,
  vault: string,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  yield* descend(path, { home: await homeOf(vault), levels: [], named: null, beside: null }, signal);
}

async function* descend(path: SourcePath, where: Where, signal: AbortSignal): AsyncGenerator<Found> {
  const { levels } = where;
  yield* visit(path, null, where);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    signal.throwIfAborted();
    lookAhead(level);
    const name = level.names[level.next];
    const stat = level.stats.get(level.next);
    level.stats.delete(level.next);
    level.next += 1;
    if (name === undefined) levels.pop();
    else yield* visit(joinPath(level.folder, name), level, where, stat);
  }
}

/** Asks for half of what may be asked for whenever that much has been looked at. */
function lookAhead(level: Level): void {
  const { folder, names, stats } = level;
  if (stats.size > ahead / 2) return;
  for (; level.asked < Math.min(names.length, level.next + ahead); level.asked += 1) {
    const name = names[level.asked];
    if (name === undefined || leftOut(name, baseName(folder)) !== null) continue;
    const stat = lstat(joinPath(folder, name), { bigint: true });
    stat.catch(() => undefined); // heard when its turn comes; nobody may ask for it any more
    stats.set(level.asked, stat);
  }
}

async function homeOf(vault: string): Promise<BigIntStats> {
  return stat(vault, { bigint: true }).catch((error: unknown) => {
    throw new CodedError('vault-moved', {}, { cause: error });
  });
}

/**
 * Looks at one path; a folder's names go on top of the levels.
 * @param level the folder it was met in; null when it was named
 * @param stat of it, if that is on its way already
 */
async function* visit(
  path: SourcePath,
  level: Level | null,
  where: Where,
  stat?: Promise<BigIntStats>,
): AsyncGenerator<Found> {
  const { home, levels } = where;
  try {
    const name = baseName(path);
    const why = level === null ? null : leftOut(name, baseName(level.folder));
    if (why !== null) {
      yield { kind: 'skipped', path, reason: why };
      return;
    }
    const found = await (stat ?? lstat(path, { bigint: true }));
    if (found.isSymbolicLink()) yield { kind: 'skipped', path, reason: 'link-skipped' };
    else if (found.isFile()) yield* withOthers(path, factsOf(path, found), level, where);
    else if (!found.isDirectory()) yield { kind: 'failed', path, reason: 'source-not-a-file' };
    else if (isVaultName(name) || (found.ino === home.ino && found.dev === home.dev))
      yield { kind: 'skipped', path, reason: 'hidden-skipped' };
    else {
      const names = await readdir(path, { encoding: 'buffer' });
      names.sort((a, b) => Buffer.compare(a, b));
      levels.push({ folder: path, names, pairing: pairUp(names), next: 0, stats: new Map(), asked: 0 });
    }
  } catch (error) {
    yield { kind: 'failed', path, reason: sourceReason(error) };
  }
}

function factsOf(path: SourcePath, stat: BigIntStats): FoundFacts {
  return { path, bytes: Number(stat.size), modified: Number(stat.mtimeMs) };
}

/** A file with what belongs to it by the names of its folder. */
async function* withOthers(
  path: SourcePath,
  facts: FoundFacts,
  level: Level | null,
  where: Where,
): AsyncGenerator<Found> {
  const folder = level?.folder ?? folderOf(path);
  const pairing = level?.pairing ?? (await pairingBeside(folder, where));
  const key = keyOfName(baseName(path));
  const owner = pairing.owners.get(key);
  if (owner !== undefined) {
    yield { ...facts, kind: 'attached', partOf: owner ?? baseName(folder) };
    return;
  }
  /** Whether the other half of a Live Photo is met too. */
  const isMet = (name: Buffer): boolean =>
    level !== null || where.named?.has(joinPath(folder, name).toString('latin1')) === true;
  const still = pairing.stills.get(key);
  if (still !== undefined && isMet(still) && (await isFile(joinPath(folder, still)))) return; // it comes with its still
  const movie = pairing.movies.get(key);
  const sidecars = pairing.sidecars.get(key)?.map((name) => joinPath(folder, name));
  yield {
    ...facts,
    kind: 'file',
    ...(sidecars !== undefined && { sidecars }),
    ...(pairing.album !== null && { album: joinPath(folder, pairing.album) }),
    ...(movie !== undefined && isMet(movie) && (await movieAt(joinPath(folder, movie)))),
  };
}

async function movieAt(path: SourcePath): Promise<Pick<FoundFile, 'movie'>> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found?.isFile() === true ? { movie: { ...factsOf(path, found), kind: 'file' } } : {};
}

async function isFile(path: SourcePath): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isFile() === true;
}

async function pairingBeside(folder: SourcePath, where: Where): Promise<Pairing> {
  if (where.beside?.folder.equals(folder) === true) return where.beside.pairing;
  const names = await readdir(folder, { encoding: 'buffer' }).catch(() => []);
  where.beside = { folder, pairing: pairUp(names) };
  return where.beside.pairing;
}

interface Root {
  readonly path: SourcePath;
  /** Where it is once all links are resolved. */
  readonly real: SourcePath;
}

/** The sources without those that another one reaches anyway; one that cannot be resolved stands as its result. */
async function rootsOf(sources: readonly string[], vault: string): Promise<(Root | Found)[]> {
  const home = await realpath(vault, { encoding: 'buffer' });
  const roots: (Root | Found)[] = [];
  for (const source of sources) {
    const path = sourcePath(source);
    try {
      const real = await realpath(path, { encoding: 'buffer' });
      const link = (await lstat(path)).isSymbolicLink();
      const inVault = partsInside(home, real) !== null;
      roots.push(
        inVault ? { kind: 'skipped', path, reason: 'hidden-skipped' } : { path: link ? real : path, real },
      );
    } catch (error) {
      const reason = sourceReason(error);
      roots.push({ kind: reason === 'link-skipped' ? 'skipped' : 'failed', path, reason });
    }
  }
  const resolved = roots.filter((root) => 'real' in root);
  return roots.filter((root, index) => {
    if (!('real' in root)) return true;
    return !resolved.some((other) => {
      if (other === root) return false;
      const parts = partsInside(other.real, root.real);
      if (parts === null) return false;
      if (parts.length === 0) return roots.indexOf(other) < index; // the same place twice: the first one stays
      const above = [baseName(other.real), ...parts];
      return !parts.some((part, at) => leftOut(part, above[at] ?? part) !== null || isVaultName(part));
    });
  });
}
