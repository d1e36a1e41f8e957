/** @file Shares of a recovery kit: enough of them open the vault, and everything else is told apart. */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { SecretKey, randomId } from '../../src/main/engine/crypto/index.ts';
import {
  isShares,
  joinShares,
  readShare,
  readShares,
  splitSecret,
} from '../../src/main/engine/vault/shares.ts';
import { wordsOf } from '../../src/main/engine/vault/words.ts';
import { codeOf, quickVault, unlockWithWords } from '../support/quick-vault.ts';
import { splitKit } from '../../src/main/engine/vault/index.ts';

const vault = randomId();
const secret = SecretKey.from(Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7 + 1)));
const expected = wordsOf(secret).join(' ');
const text = (words: readonly string[]): string => words.join(' ');

function errorOf(work: () => unknown): { code: string; params: unknown } {
  try {
    work();
  } catch (error) {
    if (error instanceof CodedError) return { code: error.code, params: error.params };
    throw error;
  }
  return { code: 'none', params: {} };
}

/** The kit's words from shares; a code where they cannot be had. */
async function joined(shares: readonly (readonly string[])[], of?: string): Promise<string> {
  try {
    const key = await joinShares(
      shares.map((one) => readShare(text(one))),
      of,
    );
    try {
      return wordsOf(key).join(' ');
    } finally {
      key.dispose();
    }
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

/** Every choice of `size` out of `all`. */
function choices<T>(all: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((one, at) => choices(all.slice(at + 1), size - 1).map((rest) => [one, ...rest]));
}

describe('shares of a recovery secret', () => {
  it('open it in every choice of as many as are needed, or more, in any order, and in none of fewer', async () => {
    for (const [needed, count] of [
      [2, 2],
      [2, 3],
      [3, 5],
      [5, 5],
    ] as const) {
      const shares = await splitSecret(secret, vault, { needed, count });
      expect(shares).toHaveLength(count);
      for (const some of choices(shares, needed))
        expect(await joined(some.toReversed(), vault)).toBe(expected);
      expect(await joined(shares, vault)).toBe(expected);
      for (const some of choices(shares, needed - 1)) expect(await joined(some)).toBe('shares-few');
    }
    const most = await splitSecret(secret, vault, { needed: 16, count: 16 });
    expect(await joined(most)).toBe(expected);
  });

  it('say what they are, and read as people type them', async () => {
    const [, second = []] = await splitSecret(secret, vault, { needed: 3, count: 5 });
    expect(second).toHaveLength(36);
    const typed = `# Share 2 of 5, of a vault\n${second.map((word, at) => `${String(at + 1)}. ${word.toUpperCase()}`).join('\n')}`;
    expect(readShare(typed)).toMatchObject({ number: 2, count: 5, needed: 3, vault: vault.slice(0, 12) });
    expect(isShares(typed)).toBe(true);
    expect(isShares(expected)).toBe(false);
    // Nothing of one share is like the next one of another splitting.
    const [, other = []] = await splitSecret(secret, vault, { needed: 3, count: 5 });
    expect(other.join(' ')).not.toBe(second.join(' '));
  });

  it('tell every slip: a wrong word, two that were swapped, one too few, one that is no word', async () => {
    const [first = []] = await splitSecret(secret, vault, { needed: 2, count: 3 });
    for (let at = 0; at < first.length; at += 1) {
      const next = wordlist[(wordlist.indexOf(first[at] ?? '') + 1) % 2048] ?? '';
      expect(errorOf(() => readShare(text(first.with(at, next)))).code).toBe('share-invalid');
      if (at > 0 && first[at] !== first[at - 1]) {
        const swapped = first.with(at, first[at - 1] ?? '').with(at - 1, first[at] ?? '');
        expect(errorOf(() => readShare(text(swapped))).code).toBe('share-invalid');
      }
    }
    expect(errorOf(() => readShare(text(first.slice(1))))).toEqual({
      code: 'share-invalid',
      params: { words: 35, unknown: 0 },
    });
    expect(errorOf(() => readShare(text(first.with(6, 'lightproof'))))).toEqual({
      code: 'share-invalid',
      params: { words: 36, unknown: 7 },
    });
    const [, second = []] = await splitSecret(secret, vault, { needed: 2, count: 3 });
    expect(errorOf(() => readShares(text([...first, ...second.slice(0, 30)]))).params).toMatchObject({
      share: 2,
      words: 30,
    });
  });

  it('of two splittings, of another vault, or twice the same are told apart', async () => {
    const one = await splitSecret(secret, vault, { needed: 2, count: 3 });
    const two = await splitSecret(secret, vault, { needed: 2, count: 3 });
    expect(await joined([one[0] ?? [], two[1] ?? []])).toBe('shares-mixed');
    expect(await joined([one[0] ?? [], one[0] ?? []])).toBe('shares-few');
    expect(await joined([one[0] ?? [], one[1] ?? []], randomId())).toBe('shares-vault');
    expect(await joined([])).toBe('shares-few');
  });

  it('open a real vault, and say so where they do not', async () => {
    const { vault: open, words } = await quickVault();
    const shares = await splitKit(words, open.id, { needed: 2, count: 3 });
    await open.close();
    const { vault: again } = await unlockWithWords(open.path, text(shares.slice(1).flat()));
    expect(again.openedBy?.kind).toBe('recovery');
    await again.close();
    // Alone they are told as too few; of a kit that was never this vault's as unfit; mistyped as that.
    expect(await codeOf(unlockWithWords(open.path, text(shares[0] ?? [])))).toBe('shares-few');
    const forged = await splitSecret(secret, open.id, { needed: 2, count: 2 });
    expect(await codeOf(unlockWithWords(open.path, text(forged.flat())))).toBe('shares-unfit');
    const other = await splitSecret(secret, vault, { needed: 2, count: 2 });
    expect(await codeOf(unlockWithWords(open.path, text(other.flat())))).toBe('shares-vault');
    expect(await codeOf(unlockWithWords(open.path, text([...shares.flat(), 'abandon'])))).toBe(
      'share-invalid',
    );
    expect(await codeOf(splitKit('abandon '.repeat(24), open.id, { needed: 2, count: 3 }))).toBe(
      'words-invalid',
    );
  });
});
