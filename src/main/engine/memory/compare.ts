/** @file Holds a vault that was opened against what is remembered of it (docs/format.md §8). Runs in the engine. */
import type { ErrorValue } from '../../../shared/errors.ts';
import type { Seen } from './memory-file.ts';

/** A vault as it was found. */
export interface Found {
  /** Generation of the header. */
  readonly header: number;
  /** Generation of the catalogue. */
  readonly catalogue: number;
  readonly root: string;
  readonly changed: string;
  /** Whether the first `length` entries of its log end in `head`; null: the last of them cannot be read. */
  readonly logHolds: (length: number, head: string) => boolean | null;
}

/** What is to be told of it; null = it is what was seen, or came after that. Clocks play no part. */
export function compareWithSeen(seen: Seen, found: Found): ErrorValue | null {
  const { changed } = found;
  const dates = { changed, seen: seen.changed };
  if (found.catalogue < seen.catalogue)
    return { code: 'vault-rolled-back', params: { older: seen.catalogue - found.catalogue, ...dates } };
  if (found.header < seen.header)
    return { code: 'header-rolled-back', params: { older: seen.header - found.header } };
  const forked: ErrorValue = { code: 'vault-forked', params: dates };
  if (found.catalogue === seen.catalogue && found.root !== seen.root) return forked;
  const holds = found.logHolds(seen.logLength, seen.logHead);
  if (holds === null) return { code: 'catalogue-altered', params: { detail: 'log' } };
  return holds ? null : forked;
}
