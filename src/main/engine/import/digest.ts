/** @file Content digests of files to be imported (docs/format.md §3.4). Runs in the engine. */
import { contentHasher, type SecretKey } from '../crypto/index.ts';
import type { Source } from './source-file.ts';

/** Reads the whole file in pieces. Errors: source-changed, source-unreadable. */
export async function digestOf(source: Source, key: SecretKey, signal: AbortSignal): Promise<string> {
  const hasher = contentHasher(key, source.bytes);
  try {
    for await (const piece of source.pieces(signal)) await hasher.update(piece);
    return await hasher.digest();
  } finally {
    hasher.dispose();
  }
}
