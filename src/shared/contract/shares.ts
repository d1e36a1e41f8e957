/** @file The part of the contract (`contract.ts`) for shares of the recovery kit. Pure TypeScript. */
import * as v from 'valibot';
import { KitWords, SecretText } from '../secrets.ts';
import { Id } from './basics.ts';

/** How many shares there can be. */
export const mostShares = 16;
/** Words of one share. */
export const shareWordCount = 36;
/** A list that is a secret as a whole (`secretsIn`). */
const mark = { secret: true } as const;
const Number16 = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostShares));

/** What a share tells of itself. */
export const ShareFacts = v.strictObject({ number: Number16, count: Number16, needed: Number16 });
export type ShareFacts = v.InferOutput<typeof ShareFacts>;

/** Answered by the engine. */
export const sharesMethods = {
  /**
   * What typed shares tell: of each what it is, or what is wrong with it (`share-invalid`); and what is wrong with all of them together (`shares-mixed`,
   * `shares-few`, `shares-vault`), null where they can be tried. `vault` is the id of the vault they should open, where it is known.
   */
  'shares.check': {
    input: v.strictObject({
      shares: v.pipe(v.array(SecretText), v.maxLength(mostShares), v.metadata(mark)),
      vault: v.nullable(Id),
    }),
    output: v.strictObject({
      shares: v.array(
        v.strictObject({
          facts: v.nullable(ShareFacts),
          /** Of `share-invalid`. */
          words: v.number(),
          unknown: v.number(),
        }),
      ),
      together: v.nullable(
        v.strictObject({
          code: v.picklist(['share-invalid', 'shares-mixed', 'shares-few', 'shares-vault']),
          have: v.number(),
          needed: v.number(),
        }),
      ),
    }),
    needs: 'nothing',
  },
  /**
   * Splits the recovery kit whose words are given: they must open the vault (`secret-wrong`, `words-invalid`), and so must the shares, which is tried. The kit's
   * own words stay valid.
   */
  'shares.split': {
    input: v.pipe(
      v.strictObject({ words: SecretText, needed: Number16, count: Number16 }),
      v.check(({ needed, count }) => needed >= 2 && needed <= count),
    ),
    output: v.strictObject({
      vaultId: Id,
      needed: Number16,
      shares: v.pipe(v.array(v.pipe(v.array(v.string()), v.length(shareWordCount))), v.metadata(mark)),
    }),
    needs: 'unlocked',
  },
  /** The recovery kit's words from its shares, which must open the vault. */
  'shares.join': {
    input: v.strictObject({ shares: SecretText }),
    output: v.strictObject({ vaultId: Id, words: KitWords }),
    needs: 'unlocked',
  },
} as const;
