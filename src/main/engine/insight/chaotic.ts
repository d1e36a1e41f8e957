/**
 * @file The ciphers of the image-encryption literature that are not safe, small and readable, to be compared with those that are; runs in the
 * engine. Nothing of the vault is ever encrypted by them. docs/insight.md names the papers that proposed and broke them.
 */
import { createCipheriv } from 'node:crypto';
import type { Cipher } from './cipher.ts';

const channels = 3;

/** What the key of a cat map says: the matrix [1 p; q pq+1] and how often it is applied. */
export interface CatMap {
  readonly p: number;
  readonly q: number;
  readonly rounds: number;
}

/**
 * Arnold's cat map in its general form (Arnold, Avez 1968; Chen, Mao, Chui 2004): (x, y) → (x + p y, q x + (p q + 1) y) mod N. Where each pixel
 * of an N × N picture comes to lie; a one-to-one map, because the matrix has the determinant 1.
 */
export function catMap(side: number, { p, q, rounds }: CatMap): Uint32Array {
  const places = new Uint32Array(side * side);
  for (let start = 0; start < places.length; start += 1) {
    let x = start % side;
    let y = Math.floor(start / side);
    for (let round = 0; round < rounds; round += 1) {
      const nextX = (x + p * y) % side;
      y = (q * x + (p * q + 1) * y) % side;
      x = nextX;
    }
    places[start] = y * side + x;
  }
  return places;
}

/** Moves every pixel to its place, or back. */
function moved(from: Uint8Array, places: Uint32Array, back: boolean): Uint8Array {
  const to = new Uint8Array(from.length);
  for (const [start, place] of places.entries()) {
    const [source, target] = back ? [place, start] : [start, place];
    for (let channel = 0; channel < channels; channel += 1)
      to[target * channels + channel] = from[source * channels + channel] ?? 0;
  }
  return to;
}

function catMapOf(key: Uint8Array): CatMap {
  // One more than a multiple of eight: then the map's period is as long as it gets where the side is a power of two, and no key leaves the picture as it is.
  return { p: 1 + 8 * (key[0] ?? 0), q: 1 + 8 * (key[1] ?? 0), rounds: 3 + ((key[2] ?? 0) & 15) };
}

/** Pixels change places and keep their values. For a side of 256 the key has 14 bits that count. */
export const arnold: Cipher = {
  keyBytes: 3,
  nonceBytes: 0,
  encrypt: ({ bytes, side, key }) => ({ body: moved(bytes, catMap(side, catMapOf(key)), false), tag: none }),
  decrypt: ({ bytes, side, key }) => moved(bytes, catMap(side, catMapOf(key)), true),
};

const none = new Uint8Array(0);

/** A random order of the 256 values for each channel, by Fisher and Yates; randomness out of the key by AES. */
function tablesOf(key: Uint8Array): Uint8Array[] {
  const random = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(
    Buffer.alloc(channels * 255 * 4),
  );
  return Array.from({ length: channels }, (_, channel) => {
    const table = Uint8Array.from({ length: 256 }, (_value, index) => index);
    for (let last = 255; last > 0; last -= 1) {
      const pick = random.readUInt32LE((channel * 255 + last - 1) * 4) % (last + 1);
      const kept = table[last] ?? 0;
      table[last] = table[pick] ?? 0;
      table[pick] = kept;
    }
    return table;
  });
}

function substituted(bytes: Uint8Array, tables: readonly Uint8Array[]): Uint8Array {
  return bytes.map((value, at) => tables[at % channels]?.[value] ?? 0);
}

/** Every value is replaced by another one, always the same: an S-box and nothing else, as a newspaper's cryptogram. */
export const substitution: Cipher = {
  keyBytes: 32,
  nonceBytes: 0,
  encrypt: ({ bytes, key }) => ({ body: substituted(bytes, tablesOf(key)), tag: none }),
  decrypt: ({ bytes, key }) =>
    substituted(
      bytes,
      tablesOf(key).map((table) => {
        const inverse = new Uint8Array(256);
        for (const [value, by] of table.entries()) inverse[by] = value;
        return inverse;
      }),
    ),
};

/** Iterations that are thrown away first, so that keys that are close to each other have parted. */
const warmUp = 1000;

/**
 * Bytes of the logistic map x → r x (1 − x) (Baptista 1998; Pareek, Patidar, Sud 2006): x₀ out of six bytes of the key, r out of six more. r stays
 * above 3.99, where hardly any orbit is periodic; in doubles every orbit is in the end.
 */
export function logisticBytes(key: Uint8Array, count: number): Uint8Array {
  const bytes = Buffer.from(key);
  let x = (bytes.readUIntLE(0, 6) + 0.5) / 2 ** 48;
  const r = 3.99 + (0.01 * (bytes.readUIntLE(6, 6) + 0.5)) / 2 ** 48;
  for (let round = 0; round < warmUp; round += 1) x = r * x * (1 - x);
  const stream = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) {
    x = r * x * (1 - x);
    stream[at] = Math.floor(x * 1e14) % 256;
  }
  return stream;
}

function mixed(bytes: Uint8Array, stream: Uint8Array): Uint8Array {
  return bytes.map((value, at) => value ^ (stream[at] ?? 0));
}

/** The picture XOR a stream that depends on the key alone: the same for every picture. */
export const logistic: Cipher = {
  keyBytes: 12,
  nonceBytes: 0,
  encrypt: ({ bytes, key }) => ({ body: mixed(bytes, logisticBytes(key, bytes.length)), tag: none }),
  decrypt: ({ bytes, key }) => mixed(bytes, logisticBytes(key, bytes.length)),
};

const rounds = 4;

/** c(k) = φ(k) ⊕ ((p(k) + c(k − 1)) mod 256): every byte depends on all before it (Fridrich 1998, with a key stream); in place. */
function diffuse(bytes: Uint8Array, stream: Uint8Array): void {
  let before = stream[0] ?? 0;
  for (let at = 0; at < bytes.length; at += 1) {
    before = (stream[at] ?? 0) ^ (((bytes[at] ?? 0) + before) & 255);
    bytes[at] = before;
  }
}

function undoDiffusion(bytes: Uint8Array, stream: Uint8Array): void {
  let before = stream[0] ?? 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const sealed = bytes[at] ?? 0;
    bytes[at] = ((sealed ^ (stream[at] ?? 0)) - before) & 255;
    before = sealed;
  }
}

/** Permutation, then diffusion, again and again (Fridrich 1998): the plan of most chaotic ciphers. Three bytes of the key are the cat map's. */
export const permuteDiffuse: Cipher = {
  keyBytes: 15,
  nonceBytes: 0,
  encrypt: ({ bytes, side, key }) => {
    const places = catMap(side, catMapOf(key));
    const stream = logisticBytes(key.subarray(3), bytes.length);
    let body: Uint8Array = bytes;
    for (let round = 0; round < rounds; round += 1) {
      body = moved(body, places, false);
      if (round % 2 === 1) body.reverse(); // forwards and backwards: what comes last depends on all, and so does what comes first
      diffuse(body, stream);
    }
    return { body, tag: none };
  },
  decrypt: ({ bytes, side, key }) => {
    const places = catMap(side, catMapOf(key));
    const stream = logisticBytes(key.subarray(3), bytes.length);
    let body: Uint8Array = bytes.slice();
    for (let round = rounds - 1; round >= 0; round -= 1) {
      undoDiffusion(body, stream);
      if (round % 2 === 1) body.reverse();
      body = moved(body, places, true);
    }
    return body;
  },
};
