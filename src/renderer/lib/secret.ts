/** @file Passphrases on their way to the engine: normalised bytes that are zeroed after use. Runs in the renderer. */
import { passphraseBytes } from '../../shared/passphrase.ts';

/** Lends the bytes of a passphrase to `use` and zeroes them afterwards, however it ends. */
export async function withPassphrase<T>(
  passphrase: string,
  use: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  const bytes = passphraseBytes(passphrase);
  try {
    return await use(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Recovery words as typed or pasted (numbered lists, commas, capitals) → words in lower case. */
export function recoveryWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((word) => word !== '');
}

/** `count` different positions below `length`, in ascending order, that nobody can guess. */
export function randomPositions(length: number, count: number): number[] {
  const left = Array.from({ length }, (_, index) => index);
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) {
    // At 24 words the bias of the remainder is below 1e-8.
    const draw = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    chosen.push(...left.splice(draw % left.length, 1));
  }
  return chosen.sort((a, b) => a - b);
}
