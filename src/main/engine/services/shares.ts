/** @file Answers `shares.…`: the recovery kit split among several people. Runs in the engine. */
import type { Output } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import {
  forgetShares,
  joinShares,
  readShare,
  readShares,
  splitKit,
  wordsOf,
  type Share,
} from '../vault/index.ts';
import type { ServicesOf } from './service.ts';

type Checked = Output<'shares.check'>;
type Together = NonNullable<Checked['together']>;

export const shareServices: ServicesOf<'shares'> = {
  'shares.check': async (_home, { shares: texts, vault }) => {
    const read = texts.map(shareOf);
    const whole = read.flatMap((one) => ('value' in one ? [one] : []));
    try {
      return {
        shares: read.map((one) =>
          'value' in one
            ? { facts: factsOf(one), words: 36, unknown: 0 }
            : { facts: null, words: one.words, unknown: one.unknown },
        ),
        together:
          whole.length < read.length
            ? { code: 'share-invalid', have: whole.length, needed: 0 }
            : await togetherOf(whole, vault ?? undefined),
      };
    } finally {
      forgetShares(whole);
    }
  },

  'shares.split': async ({ vault }, { words, needed, count }) => {
    await vault.prove({ kind: 'recovery', words });
    const shares = await splitKit(words, vault.id, { needed, count });
    // Nobody should find out in an emergency: the first and the last of them open the vault, now.
    for (const some of [shares.slice(0, needed), shares.slice(-needed)])
      await vault.prove({ kind: 'recovery', words: some.flat().join(' ') });
    return { vaultId: vault.id, needed, shares };
  },

  'shares.join': async ({ vault }, { shares: text }) => {
    const shares = readShares(text);
    try {
      const secret = await joinShares(shares, vault.id);
      try {
        const words = wordsOf(secret);
        await vault.prove({ kind: 'recovery', words: words.join(' ') }).catch((thrown: unknown) => {
          const unfit = thrown instanceof CodedError && thrown.code === 'secret-wrong';
          throw unfit ? new CodedError('shares-unfit') : thrown;
        });
        return { vaultId: vault.id, words };
      } finally {
        secret.dispose();
      }
    } finally {
      forgetShares(shares);
    }
  },
};

function shareOf(text: string): Share | { readonly words: number; readonly unknown: number } {
  try {
    return readShare(text);
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    return { words: Number(thrown.params['words']), unknown: Number(thrown.params['unknown']) };
  }
}

function factsOf({ number, count, needed }: Share): NonNullable<Checked['shares'][number]['facts']> {
  return { number, count, needed };
}

/** What keeps them from being tried. The joined secret is not kept: it is made again when it is. */
async function togetherOf(shares: readonly Share[], vault: string | undefined): Promise<Together | null> {
  try {
    (await joinShares(shares, vault)).dispose();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    const { code, params } = thrown;
    if (code !== 'shares-mixed' && code !== 'shares-few' && code !== 'shares-vault') throw thrown;
    const [first] = shares;
    return {
      code,
      have: Number(params['have'] ?? shares.length),
      needed: Number(params['needed'] ?? first?.needed ?? 0),
    };
  }
}
