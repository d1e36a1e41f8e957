/** @file Content digests of files to be imported (docs/format.md §3.4). Runs in the engine. */
import { ContentHasher, type SecretKey } from '../crypto/index.ts';
import type { SourceFile } from './source-file.ts';

/** Reads the whole file in pieces. Errors: source-changed, source-unreadable. */
export async function digestOf(source: SourceFile, key: SecretKey, signal: AbortSignal): Promise<string> {
  const hasher = new ContentHasher(key);
  try {
    for await (const piece of source.pieces(signal)) hasher.update(piece);
    return hasher.digest();
  } finally {
    hasher.dispose();
  }
}

export function digestOfBytes(bytes: Uint8Array, key: SecretKey): string {
  const hasher = new ContentHasher(key);
  hasher.update(bytes);
  return hasher.digest();
}
