/** @file What is left of a package whose import did not come to its end, or had failures: nothing is done twice. Runs in the engine. */
import { lineKey, type Ledger } from '../import/ledger.ts';
import type { LineRef } from '../import/outcome.ts';
import { pathFields, type SourcePath } from '../import/source-path.ts';
import { halvesOf, type FoundFile } from '../import/walk.ts';
import { keyOf, type Work } from '../import/work.ts';
import type { OpenPackage } from './package.ts';
import { workOfPackage } from './unpack.ts';

export interface WorkLeft {
  readonly files: number;
  readonly bytes: number;
  readonly work: readonly Work[];
  /** Failures of films that are tried again with their pictures, which take their lines' place. */
  readonly withStills: readonly LineRef[];
}

/** What has no line in the report yet, and what has failed. */
export async function workLeft(opened: OpenPackage, ledger: Ledger, signal: AbortSignal): Promise<WorkLeft> {
  const settled = ledger.known(true);
  const failed = new Map<string, LineRef>();
  for (const { ref, path } of ledger.failures()) failed.set(nameKey(path), ref);
  const work: Work[] = [];
  const withStills: LineRef[] = [];
  const add = (found: FoundFile): void => {
    const retryOf = failed.get(nameKey(found.path));
    work.push(retryOf === undefined ? { found } : { found, retryOf });
  };
  for await (const { found } of workOfPackage(opened, signal)) {
    if (found.kind !== 'file') continue; // a package has nothing else
    const { movie } = found;
    const film = movie === undefined ? undefined : failed.get(nameKey(movie.path));
    if (!settled.has(keyOf(found))) {
      add(found);
      if (film !== undefined) withStills.push(film);
    } else if (movie !== undefined && !settled.has(keyOf(movie))) add(movie);
  }
  const files = work.flatMap(({ found }) => halvesOf(found));
  const bytes = files.reduce((sum, half) => sum + ('bytes' in half ? half.bytes : 0), 0);
  return { files: files.length, bytes, work, withStills };
}

/** By the name alone: of a failure it is not always known how long the file was. */
function nameKey(path: SourcePath): string {
  return lineKey(pathFields(path));
}
