/**
 * @file Lists what there is to import, one entry after the other: folders in order of their names, links not followed, nothing opened.
 * Memory is one list of names for each level of folders, however many files there are. Runs in the engine.
 */
import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { isLeftOut, isVaultName } from './skip.ts';
import { sourceReason } from './source-error.ts';
import { baseName, joinPath, partsInside, sourcePath, type SourcePath } from './source-path.ts';

export type Found =
  | {
      readonly kind: 'file';
      readonly path: SourcePath;
      readonly bytes: number;
      /** Modification time in ms since 1970. */
      readonly modified: number;
    }
  | { readonly kind: 'skipped' | 'failed'; readonly path: SourcePath; readonly reason: ErrorCode };

interface Level {
  readonly folder: SourcePath;
  readonly names: readonly Buffer[];
  next: number;
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
  for (const root of await rootsOf(sources, vault)) {
    signal.throwIfAborted();
    if ('kind' in root) {
      yield root;
      continue;
    }
    yield* descend(root.path, home, signal);
  }
}

/** What is at one path met before, and, if it is a folder, in it. A link is not followed. Errors as those of `walk`. */
export async function* walkAgain(
  path: SourcePath,
  vault: string,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  yield* descend(path, await homeOf(vault), signal);
}

async function* descend(path: SourcePath, home: BigIntStats, signal: AbortSignal): AsyncGenerator<Found> {
  const levels: Level[] = [];
  yield* visit(path, true, levels, home);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    signal.throwIfAborted();
    const name = level.names[level.next];
    level.next += 1;
    if (name === undefined) levels.pop();
    else yield* visit(joinPath(level.folder, name), false, levels, home);
  }
}

async function homeOf(vault: string): Promise<BigIntStats> {
  return stat(vault, { bigint: true }).catch((error: unknown) => {
    throw new CodedError('vault-moved', {}, { cause: error });
  });
}

/** Looks at one path; a folder's names go on top of `levels`. */
async function* visit(
  path: SourcePath,
  named: boolean,
  levels: Level[],
  home: BigIntStats,
): AsyncGenerator<Found> {
  try {
    const name = baseName(path);
    if (!named && isLeftOut(name)) {
      yield { kind: 'skipped', path, reason: 'hidden-skipped' };
      return;
    }
    const found = await lstat(path, { bigint: true });
    if (found.isSymbolicLink()) yield { kind: 'skipped', path, reason: 'link-skipped' };
    else if (found.isFile())
      yield { kind: 'file', path, bytes: Number(found.size), modified: Number(found.mtimeMs) };
    else if (!found.isDirectory()) yield { kind: 'failed', path, reason: 'source-not-a-file' };
    else if (isVaultName(name) || (found.ino === home.ino && found.dev === home.dev))
      yield { kind: 'skipped', path, reason: 'hidden-skipped' };
    else {
      const names = await readdir(path, { encoding: 'buffer' });
      levels.push({ folder: path, names: names.sort((a, b) => Buffer.compare(a, b)), next: 0 });
    }
  } catch (error) {
    yield { kind: 'failed', path, reason: sourceReason(error) };
  }
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
      return !parts.some((part) => isLeftOut(part) || isVaultName(part));
    });
  });
}
