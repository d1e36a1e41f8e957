/** @file Content digests of files to be imported (docs/format.md §3.4). Runs in the engine. */
import { setImmediate } from 'node:timers/promises';
import { ContentHasher, type SecretKey } from '../crypto/index.ts';
import type { Source } from './source-file.ts';

/** Some 6 ms of hashing. */
const turnBytes = 4 * 1024 * 1024;

/** Reads the whole file in pieces. Errors: source-changed, source-unreadable. */
export async function digestOf(source: Source, key: SecretKey, signal: AbortSignal): Promise<string> {
  const hasher = new ContentHasher(key);
  try {
    for await (const piece of source.pieces(signal)) hasher.update(piece);
    return hasher.digest();
  } finally {
    hasher.dispose();
  }
}

/** Lets others have their turn in between: hashing the longest file held in memory in one go would stop the engine for a third of a second. */
export async function digestOfBytes(bytes: Uint8Array, key: SecretKey): Promise<string> {
  const hasher = new ContentHasher(key);
  try {
    for (let at = 0; at < bytes.byteLength; at += turnBytes) {
      if (at > 0) await setImmediate();
      hasher.update(bytes.subarray(at, at + turnBytes));
    }
    return hasher.digest();
  } finally {
    hasher.dispose();
  }
}
