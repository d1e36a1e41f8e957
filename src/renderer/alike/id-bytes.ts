/** @file Ids as bytes, as the photo store takes lists of them. Runs in the renderer; pure. */
import type { Id } from '../../shared/contract.ts';

/** 16 bytes each. */
export function idBytes(ids: readonly Id[]): Uint8Array {
  const digits = ids.join('');
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  );
}
