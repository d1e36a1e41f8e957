/**
 * @file The recovery secret split into shares of which some are needed, and put together again (docs/format.md §3.8): Shamir's scheme over
 * GF(2⁸), each share as 36 words of the list that the recovery kit uses. Runs in the engine.
 */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { combine, split } from 'shamir-secret-sharing';
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { mostShares, shareWordCount as shareWords } from '../../../shared/contract/shares.ts';
import { SecretKey, hash, idBytes, keyBytes, randomBytes, zero } from '../crypto/index.ts';
import { secretOfWords } from './words.ts';

const version = 1;
const vaultBytes = 6;
const setBytes = 4;
const head = 2 + vaultBytes + setBytes;
/** The library puts the point at which the polynomial was evaluated behind its values. */
const valueBytes = keyBytes + 1;
const payloadBytes = head + valueBytes;
const checkBits = 36n;
const wordBits = 11n;

/** What one share tells of itself. */
export interface Share {
  /** The beginning of the vault's id, as hex. */
  readonly vault: string;
  /** Of this splitting, as hex: shares of two of them do not fit together. */
  readonly set: string;
  readonly number: number;
  readonly count: number;
  readonly needed: number;
  readonly value: Uint8Array;
}

/** What a share tells of the vault it belongs to. */
function shareTag(vault: Id): string {
  return vault.slice(0, vaultBytes * 2);
}

/** Each share as its words. The secret stays its owner's; `needed` from 2 to `count`, `count` to 16. */
export async function splitSecret(
  secret: SecretKey,
  vault: Id,
  { needed, count }: { readonly needed: number; readonly count: number },
): Promise<string[][]> {
  if (!(needed >= 2 && needed <= count && count <= mostShares)) throw new RangeError('no such shares');
  const plain = secret.use((bytes) => Uint8Array.from(bytes)); // the library wants plain bytes
  const set = randomBytes(setBytes);
  try {
    const values = await split(plain, count, needed);
    return values.map((value, index) => {
      const start = Buffer.from([(version << 4) | (needed - 1), (index << 4) | (count - 1)]);
      const payload = Buffer.concat([start, idBytes(vault).subarray(0, vaultBytes), set, value]);
      zero(value);
      try {
        return toWords(payload);
      } finally {
        zero(payload);
      }
    });
  } finally {
    zero(plain);
  }
}

/** The shares of a kit whose words are given. Throws `words-invalid`. */
export async function splitKit(
  words: string,
  vault: Id,
  how: { readonly needed: number; readonly count: number },
): Promise<string[][]> {
  const secret = secretOfWords(words);
  try {
    return await splitSecret(secret, vault, how);
  } finally {
    secret.dispose();
  }
}

/**
 * One share from typed words: any case, any separators, numbers in front of the words. Throws `share-invalid` with what helps to find the slip: `words` (how many
 * there are), `unknown` (place of the first word that is not in the list, 0 when all are).
 */
export function readShare(text: string): Share {
  return ofWords(wordsIn(text));
}

/** Whether a text that should open a vault is shares, and not the kit's own words. */
export function isShares(text: string): boolean {
  return wordsIn(text).length >= shareWords;
}

/** Several shares, one behind the other. Throws as `readShare`; `share` is then the place of the share that is wrong, from 1. */
export function readShares(text: string): Share[] {
  const words = wordsIn(text);
  const shares: Share[] = [];
  for (let at = 0; at < words.length; at += shareWords) {
    try {
      shares.push(ofWords(words.slice(at, at + shareWords)));
    } catch (thrown) {
      if (!(thrown instanceof CodedError)) throw thrown;
      throw new CodedError('share-invalid', { ...thrown.params, share: shares.length + 1 });
    }
  }
  return shares;
}

/**
 * The secret. Throws `shares-mixed` (of two splittings, or two that cannot both be genuine), `shares-few` (with `have` and `needed`), and `shares-vault` where
 * `vault` is another one than theirs. That it is the right secret is told by the slot it opens, and by nothing else.
 */
export async function joinShares(shares: readonly Share[], vault?: Id): Promise<SecretKey> {
  const [first] = shares;
  if (first === undefined) throw new CodedError('shares-few', { have: 0, needed: 2 });
  const byNumber = new Map<number, Share>();
  for (const share of shares) {
    const alike =
      share.vault === first.vault &&
      share.set === first.set &&
      share.needed === first.needed &&
      share.count === first.count;
    const known = byNumber.get(share.number);
    if (!alike || (known !== undefined && !Buffer.from(known.value).equals(share.value))) {
      throw new CodedError('shares-mixed');
    }
    byNumber.set(share.number, share);
  }
  if (vault !== undefined && shareTag(vault) !== first.vault) throw new CodedError('shares-vault');
  if (byNumber.size < first.needed)
    throw new CodedError('shares-few', { have: byNumber.size, needed: first.needed });
  const values = [...byNumber.values()].map(({ value }) => Uint8Array.from(value));
  try {
    return SecretKey.from(await combine(values));
  } catch {
    // Two shares of one point: one of them was made by somebody else. The library's message is for programmers.
    throw new CodedError('shares-mixed');
  } finally {
    zero(...values);
  }
}

/** Forgets what shares hold. */
export function forgetShares(shares: readonly Share[]): void {
  for (const { value } of shares) zero(value);
}

/** Lines that begin with `#` are for people. */
function wordsIn(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const plain = lines.join('\n').normalize('NFKD').toLowerCase();
  return plain.match(/\p{L}+/gu) ?? [];
}

/** Of the payload: 36 bits that notice every slip of a pen. */
function checkOf(payload: Uint8Array): bigint {
  const digest = hash(32, [Buffer.from('lightproof/1 share'), payload]);
  return BigInt(`0x${digest.toString('hex', 0, 5)}`) >> 4n;
}

function toWords(payload: Buffer): string[] {
  let bits = (BigInt(`0x${payload.toString('hex')}`) << checkBits) | checkOf(payload);
  const words: string[] = [];
  for (let at = 0; at < shareWords; at += 1) {
    words.unshift(wordlist[Number(bits & 0x7ffn)] ?? '');
    bits >>= wordBits;
  }
  return words;
}

function ofWords(words: readonly string[]): Share {
  const unknown = words.findIndex((word) => !wordlist.includes(word)) + 1;
  const invalid = new CodedError('share-invalid', { words: words.length, unknown });
  if (words.length !== shareWords || unknown > 0) throw invalid;
  let bits = 0n;
  for (const word of words) bits = (bits << wordBits) | BigInt(wordlist.indexOf(word));
  const payload = Buffer.from((bits >> checkBits).toString(16).padStart(payloadBytes * 2, '0'), 'hex');
  if ((bits & ((1n << checkBits) - 1n)) !== checkOf(payload)) throw invalid;
  const [first = 0, second = 0] = payload;
  const [needed, count, number] = [(first & 15) + 1, (second & 15) + 1, (second >> 4) + 1];
  const isOne = first >> 4 === version && needed >= 2 && needed <= count && number <= count;
  if (!isOne || payload.at(-1) === 0) throw invalid;
  return {
    vault: payload.toString('hex', 2, 2 + vaultBytes),
    set: payload.toString('hex', 2 + vaultBytes, head),
    number,
    count,
    needed,
    value: payload.subarray(head),
  };
}
