/** @file One cipher tried on one square picture: its ciphertext, its figures, and what becomes of a changed ciphertext; runs in the engine. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Difference, Figures, Scheme } from '../../../shared/contract/insight.ts';
import { randomBytes } from '../crypto/index.ts';
import { arnold, logistic, permuteDiffuse, substitution } from './chaotic.ts';
import type { Cipher, Work } from './cipher.ts';
import { differenceOf, figuresOf, type Pixels } from './figures.ts';
import { aesCtr, aesEcb, aesGcm, chacha20Poly1305, xchacha20Poly1305 } from './standard.ts';

export const ciphers: Readonly<Record<Scheme, Cipher>> = {
  arnold,
  substitution,
  'aes-ecb': aesEcb,
  logistic,
  'permute-diffuse': permuteDiffuse,
  'aes-ctr': aesCtr,
  'aes-gcm': aesGcm,
  'chacha20-poly1305': chacha20Poly1305,
  'xchacha20-poly1305': xchacha20Poly1305,
};

/** A throw-away key and nonce. */
export interface Keys {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

export function newKeys({ keyBytes, nonceBytes }: Cipher): Keys {
  return { key: randomBytes(keyBytes), nonce: randomBytes(nonceBytes) };
}

export interface Compared {
  readonly cipher: Uint8Array;
  readonly figures: Figures;
  readonly pixel: { readonly same: Difference; readonly anew: Difference };
  readonly key: Difference;
}

/**
 * Encrypts the picture, the picture with its middle byte changed by one bit, and the picture under a key of which one bit is another. In steps
 * of some milliseconds: the engine answers others between them.
 * @throws the signal's reason
 */
export async function compare(
  cipher: Cipher,
  picture: Pixels,
  keys: Keys,
  signal: AbortSignal,
): Promise<Compared> {
  const step = async <T>(work: () => T): Promise<T> => {
    await breath();
    signal.throwIfAborted();
    return work();
  };
  const length = picture.data.length;
  const sealed = (data: Uint8Array, by: Keys): Promise<Uint8Array> =>
    step(() => cipher.encrypt(workOf(picture, data, by)).body.subarray(0, length));
  const changed = flipped(picture.data, Math.floor(length / 2), 1, 1);
  const first = await sealed(picture.data, keys);
  const same = await sealed(changed, keys);
  const again =
    cipher.nonceBytes > 0 || cipher.newKeys === true ? await sealed(changed, renewed(cipher, keys)) : same;
  const otherKey = await sealed(picture.data, { ...keys, key: flipped(keys.key, 0, 1, 1) });
  return {
    cipher: first,
    figures: await step(() => figuresOf({ ...picture, data: first })),
    pixel: await step(() => ({ same: differenceOf(first, same), anew: differenceOf(first, again) })),
    key: await step(() => differenceOf(first, otherKey)),
  };
}

export interface Tampered {
  /** Null: refused. */
  readonly pixels: Uint8Array | null;
  /** Pixels that are others than before. */
  readonly changed: number;
  readonly flipped: number;
}

/** Turns over every bit of some bytes of the ciphertext, and decrypts it. @param at 0–1 of the whole */
export function tamper(
  cipher: Cipher,
  picture: Pixels,
  keys: Keys,
  { at, bytes }: { readonly at: number; readonly bytes: number },
): Tampered {
  const length = picture.data.length;
  const { body, tag } = cipher.encrypt(workOf(picture, picture.data, keys));
  const start = Math.min(Math.floor(at * length), Math.max(0, length - 1));
  const count = Math.min(bytes, length - start);
  const opened = cipher.decrypt({ ...workOf(picture, flipped(body, start, count, 255), keys), tag });
  if (opened === null) return { pixels: null, changed: 0, flipped: count };
  const pixels = opened.subarray(0, length);
  let changed = 0;
  for (let pixel = 0; pixel < length; pixel += 3)
    if ([0, 1, 2].some((channel) => pixels[pixel + channel] !== picture.data[pixel + channel])) changed += 1;
  return { pixels, changed, flipped: count };
}

function workOf({ width }: Pixels, bytes: Uint8Array, { key, nonce }: Keys): Work {
  return { bytes, side: width, key, nonce };
}

/** The keys for the next picture: another nonce, or where there is none to choose another key. */
function renewed(cipher: Cipher, keys: Keys): Keys {
  const next = newKeys(cipher);
  return cipher.newKeys === true ? next : { ...keys, nonce: next.nonce };
}

function flipped(bytes: Uint8Array, start: number, count: number, mask: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let at = start; at < start + count && at < copy.length; at += 1) copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}
