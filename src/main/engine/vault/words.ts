/** @file Recovery secret ↔ the 24 words of BIP39 (docs/format.md §3.3); runs in the engine. */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { CodedError } from '../../../shared/errors.ts';
import { SecretKey, keyBytes, zero } from '../crypto/index.ts';

const wordCount = 24;

/** The words that stand for a recovery secret, for its owner to write down. The strings cannot be zeroed: let go of them soon. */
export function wordsOf(secret: SecretKey): string[] {
  return secret.use((bytes) => {
    const copy = Uint8Array.from(bytes); // the library wants plain bytes
    try {
      return entropyToMnemonic(copy, wordlist).split(' ');
    } finally {
      zero(copy);
    }
  });
}

/**
 * The secret behind typed words: any case, any separators, numbers in front of the words. Throws `words-invalid` with what helps to
 * find the slip: `words` (how many there are), `unknown` (place of the first word that is not in the list, 0 when all are).
 */
export function secretOfWords(text: string): SecretKey {
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const unknown = words.findIndex((word) => !wordlist.includes(word)) + 1;
  const invalid = new CodedError('words-invalid', { words: words.length, unknown });
  if (words.length !== wordCount || unknown > 0) throw invalid;
  let entropy: Uint8Array;
  try {
    entropy = mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    throw invalid; // the library's message would quote the words
  }
  if (entropy.byteLength !== keyBytes) throw invalid;
  return SecretKey.from(entropy);
}
