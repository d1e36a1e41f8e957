/** @file How long encrypting everything anew will take, as far as this vault itself can tell; runs in the renderer. No DOM. */
import type { ImportReport } from '../../shared/contract.ts';

/** Shorter imports, of less, tell nothing: they are over before the disk has shown what it can do. */
const enough = { bytes: 50_000_000, seconds: 3 };

/**
 * Seconds for so many bytes, at most: at the pace of the largest import there was, which reads, decodes and encrypts the same files. null:
 * there was none to go by.
 */
export function secondsFor(
  bytes: number,
  imports: readonly Pick<ImportReport, 'counts' | 'seconds'>[],
): number | null {
  const largest = imports
    .filter(({ counts, seconds }) => counts.bytes >= enough.bytes && seconds >= enough.seconds)
    .sort((a, b) => b.counts.bytes - a.counts.bytes)[0];
  return largest === undefined ? null : (bytes * largest.seconds) / largest.counts.bytes;
}
