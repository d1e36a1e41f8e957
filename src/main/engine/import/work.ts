/** @file What an import, a resumed one, or a second attempt at its failures has to look at, one thing after the other. Runs in the engine. */
import { lineKey, type Failure, type Ledger } from './ledger.ts';
import type { LineRef } from './outcome.ts';
import { pathFields } from './source-path.ts';
import { walk, walkAgain, type Found } from './walk.ts';

export interface Work {
  readonly found: Found;
  /** The line of the failure that is tried again. */
  readonly retryOf?: LineRef;
}

/** Everything in the sources that has no line yet. */
export async function* workOf(
  sources: readonly string[],
  vault: string,
  known: ReadonlySet<string> | null,
  signal: AbortSignal,
  accepts: (found: Found) => boolean = () => true,
): AsyncGenerator<Work> {
  for await (const found of walk(sources, vault, signal)) {
    if (!accepts(found)) continue;
    if (known?.has(keyOf(found)) !== true) yield { found };
    // The halves of what turned out to be no Live Photo have a line each, and an interruption may have come between the two.
    else if (found.kind === 'file' && found.movie !== undefined && !known.has(keyOf(found.movie)))
      yield { found: found.movie };
  }
}

/**
 * The failures of a report, as they are now. What is in a folder that could not be read and now can comes with its first file.
 * @param nothingLeft told of a failed folder in which nothing is left to be done
 */
export async function* workAgain(
  ledger: Ledger,
  only: number | null,
  vault: string,
  nothingLeft: (line: LineRef) => void,
  signal: AbortSignal,
): AsyncGenerator<Work> {
  const known = ledger.known(true);
  for (const { ref, path } of chosen(ledger, only)) {
    let first = true;
    for await (const found of walkAgain(path, vault, signal)) {
      if (known.has(keyOf(found))) continue;
      yield first ? { found, retryOf: ref } : { found };
      first = false;
    }
    if (first) nothingLeft(ref);
  }
}

/** @param only place in the list of failures, counted from 0; null = all */
export function* chosen(ledger: Ledger, only: number | null): Generator<Failure> {
  let at = 0;
  for (const failure of ledger.failures()) {
    if (only === null || only === at) yield failure;
    at += 1;
  }
}

export function keyOf(found: Found): string {
  const file = 'bytes' in found ? { bytes: found.bytes, modified: found.modified } : {};
  return lineKey({ ...pathFields(found.path), ...file });
}
