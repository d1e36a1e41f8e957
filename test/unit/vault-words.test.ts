import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { SecretKey } from '../../src/main/engine/crypto/index.ts';
import { suggestPassphrase } from '../../src/main/engine/vault/index.ts';
import { secretOfWords, wordsOf } from '../../src/main/engine/vault/words.ts';

const zeroWords = [...Array<string>(23).fill('abandon'), 'art'];
const paramsOf = (text: string): unknown => {
  try {
    secretOfWords(text);
    return 'accepted';
  } catch (thrown) {
    return thrown instanceof CodedError ? [thrown.code, thrown.params] : thrown;
  }
};

describe('recovery words', () => {
  it('are BIP39: zeros, and ones', () => {
    expect(wordsOf(SecretKey.from(Buffer.alloc(32)))).toEqual(zeroWords);
    expect(wordsOf(SecretKey.from(Buffer.alloc(32, 0xff)))).toEqual([
      ...Array<string>(23).fill('zoo'),
      'vote',
    ]);
  });

  it('come back to the same secret, however they are typed', () => {
    const key = SecretKey.random();
    const words = wordsOf(key);
    const typed = [
      words.join(' '),
      words.join('\n').toUpperCase(),
      `  ${words.join(' ,\t ')} `,
      words.map((word, i) => `${i + 1}. ${word}`).join('\n'),
      words.join('-').normalize('NFD'),
      words
        .map((word) => word.replace(/[a-z]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)))
        .join(' '), // full width
    ];
    for (const text of typed) {
      const again = secretOfWords(text);
      expect(key.use((a) => again.use((b) => a.equals(b)))).toBe(true);
    }
  });

  it('tell a slip: which word is unknown, how many there are, or that the checksum does not hold', () => {
    expect(paramsOf(zeroWords.with(4, 'abandom').join(' '))).toEqual([
      'words-invalid',
      { words: 24, unknown: 5 },
    ]);
    expect(paramsOf(zeroWords.slice(1).join(' '))).toEqual(['words-invalid', { words: 23, unknown: 0 }]);
    expect(paramsOf(zeroWords.with(23, 'zoo').join(' '))).toEqual([
      'words-invalid',
      { words: 24, unknown: 0 },
    ]);
    expect(paramsOf(zeroWords.toReversed().join(' '))).toEqual(['words-invalid', { words: 24, unknown: 0 }]);
    // Valid BIP39, but of 12 words: not a secret of ours.
    expect(paramsOf('legal winner thank year wave sausage worth useful legal winner thank yellow')).toEqual([
      'words-invalid',
      { words: 12, unknown: 0 },
    ]);
    expect(paramsOf('')).toEqual(['words-invalid', { words: 0, unknown: 0 }]);
    expect(paramsOf('\u0000\uD800 é')).toMatchObject(['words-invalid', {}]);
  });
});

describe('a suggested passphrase', () => {
  it('is six words of the list, another one every time', () => {
    const all = Array.from({ length: 50 }, suggestPassphrase);
    expect(new Set(all).size).toBe(50);
    for (const one of all) expect(one).toMatch(/^[a-z]+(-[a-z]+){5,8}$/);
  });
});
