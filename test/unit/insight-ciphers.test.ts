/** @file The ciphers that are compared: known answers, the way back, and what each of them is shown for. */
import { describe, expect, it } from 'vitest';
import { catMap, logisticBytes } from '../../src/main/engine/insight/chaotic.ts';
import { ciphers, compare, newKeys, tamper, type Keys } from '../../src/main/engine/insight/compare.ts';
import { figuresOf, type Pixels } from '../../src/main/engine/insight/figures.ts';
import { drawing } from '../../src/main/engine/insight/pictures.ts';
import { idealDifference, schemes, type Scheme } from '../../src/shared/contract/insight.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/gu, ''), 'hex');
const never = new AbortController().signal;
/** The same every time: of chaotic ciphers some keys are worse than others. */
const keysOf = (scheme: Scheme): Keys => {
  const { keyBytes, nonceBytes } = ciphers[scheme];
  return {
    key: hex('2b7e151628aed2a6abf7158809cf4f3c'.repeat(2)).subarray(0, keyBytes),
    nonce: Buffer.alloc(nonceBytes, 5),
  };
};

/** Soft shapes with grain, as photographs have: the same every time. */
function photo(side: number): Pixels {
  const data = new Uint8Array(side * side * 3);
  let state = 7;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [x, y] = [Math.floor(at / 3) % side, Math.floor(at / 3 / side)];
    data[at] = 128 + 60 * Math.sin(x / 31 + (at % 3)) + 40 * Math.cos(y / 23) + (state >>> 24) / 16 - 8;
  }
  return { width: side, height: side, data };
}

/** The keystream of a stream cipher is what it makes of zeros. */
describe('known answers', () => {
  const key = hex('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4');
  const plain = hex(
    `6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
     30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`,
  );
  const work = { bytes: plain, side: 4, key, nonce: Buffer.alloc(0) };

  it('AES-256-ECB: SP 800-38A F.1.5, and FIPS-197 C.3', () => {
    expect(Buffer.from(ciphers['aes-ecb'].encrypt(work).body)).toEqual(
      hex(
        `f3eed1bdb5d2a03c064b5a7e3db181f8 591ccb10d410ed26dc5ba74a31362870
         b6ed21b99ca6f4f9f153e7b1beafed1d 23304b7a39f9f3ff067d8d8f9e24ecc7`,
      ),
    );
    const fips = {
      ...work,
      bytes: hex('00112233445566778899aabbccddeeff'),
      key: hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'),
    };
    expect(Buffer.from(ciphers['aes-ecb'].encrypt(fips).body)).toEqual(
      hex('8ea2b7ca516745bfeafc49904b496089'),
    );
  });

  it('AES-256-CTR: SP 800-38A F.5.5', () => {
    const nonce = hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
    expect(Buffer.from(ciphers['aes-ctr'].encrypt({ ...work, nonce }).body)).toEqual(
      hex(
        `601ec313775789a5b7a7f504bbf3d228 f443e3ca4d62b59aca84e990cacaf5c5
         2b0930daa23de94ce87017ba2d84988d dfc9c58db67aada613c2dd08457941a6`,
      ),
    );
  });

  it('AES-256-GCM: test case 14 of its authors', () => {
    const zeros = { bytes: Buffer.alloc(16), side: 2, key: Buffer.alloc(32), nonce: Buffer.alloc(12) };
    const { body, tag } = ciphers['aes-gcm'].encrypt(zeros);
    expect(Buffer.from(body)).toEqual(hex('cea7403d4d606b6e074ec5d3baf39d18'));
    expect(Buffer.from(tag)).toEqual(hex('d0d1c8a799996bf0265b98b5d48ab919'));
  });

  it('ChaCha20: RFC 8439 §2.4.2, the text of the sunscreen', () => {
    // The key stream of the AEAD begins at block 1, as the example does; its nonce is the example's.
    const text = Buffer.from(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const { body } = ciphers['chacha20-poly1305'].encrypt({
      bytes: text,
      side: 1,
      key: hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'),
      nonce: hex('000000000000004a00000000'),
    });
    expect(Buffer.from(body)).toEqual(
      hex(
        `6e2e359a2568f98041ba0728dd0d6981 e97e7aec1d4360c20a27afccfd9fae0b
         f91b65c5524733ab8f593dabcd62b357 1639d624e65152ab8f530c359f0861d8
         07ca0dbf500d6a6156a38e088a22b65e 52bc514d16ccf806818ce91ab7793736
         5af90bbf74a35be6b40b8eedf2785e42 874d`,
      ),
    );
  });

  it('the cat map comes back after as many rounds as published', () => {
    // Dyson, Falk 1992 (101, 124); 3 · 2ᵏ⁻² for a side of 2ᵏ.
    for (const [side, period] of [
      [101, 25],
      [124, 15],
      [256, 192],
    ] as const) {
      const identity = Uint32Array.from({ length: side * side }, (_, at) => at);
      expect(catMap(side, { p: 1, q: 1, rounds: period }), `side ${String(side)}`).toEqual(identity);
      for (const divisor of [2, 3, 5].filter((prime) => period % prime === 0))
        expect(catMap(side, { p: 1, q: 1, rounds: period / divisor })).not.toEqual(identity);
    }
    // (1, 2) → (1 + 2, 1 + 2 · 2) mod 7.
    expect(catMap(7, { p: 1, q: 1, rounds: 1 })[2 * 7 + 1]).toBe(5 * 7 + 3);
  });

  it('the logistic stream is the iterated map', () => {
    const key = Buffer.alloc(12, 0x80);
    let x = (key.readUIntLE(0, 6) + 0.5) / 2 ** 48;
    const r = 3.99 + (0.01 * (key.readUIntLE(6, 6) + 0.5)) / 2 ** 48;
    for (let round = 0; round < 1001; round += 1) x = r * x * (1 - x);
    expect(logisticBytes(key, 1)[0]).toBe(Math.floor(x * 1e14) % 256);
  });
});

describe('every cipher', () => {
  it.each(schemes)('%s finds the way back, at odd sizes too', (scheme) => {
    const cipher = ciphers[scheme];
    for (const side of [1, 5, 16, 150]) {
      const { data: bytes } = photo(side);
      const work = { bytes, side, ...newKeys(cipher) };
      const { body, tag } = cipher.encrypt(work);
      const opened = cipher.decrypt({ ...work, bytes: body, tag });
      expect(Buffer.from(opened?.subarray(0, bytes.length) ?? []).equals(bytes), `side ${String(side)}`).toBe(
        true,
      );
    }
  });

  it('gives up when nobody waits any more', async () => {
    const gone = AbortSignal.abort(new Error('gone'));
    const cipher = ciphers['aes-ctr'];
    await expect(compare(cipher, drawing(), newKeys(cipher), gone)).rejects.toThrow('gone');
  });
});

describe('figures of the ciphers, as docs/insight.md tells them', () => {
  const picture = photo(256);
  const plain = figuresOf(picture);
  const samples = picture.data.length;
  const ideal = idealDifference(samples);
  const run = (scheme: Scheme, of = picture): ReturnType<typeof compare> =>
    compare(ciphers[scheme], of, keysOf(scheme), never);
  const one = 1 / samples;

  it('permutation keeps the histogram, and one changed byte stays one', async () => {
    const { figures, pixel } = await run('arnold');
    expect(figures.histogram).toEqual(plain.histogram);
    expect(figures.entropy).toBeCloseTo(plain.entropy, 12);
    expect(pixel.same.npcr).toBeCloseTo(one, 12);
    expect(pixel.anew).toEqual(pixel.same);
  });

  it('substitution keeps how often values occur, and where equal ones stand', async () => {
    const { figures, pixel } = await run('substitution');
    const sorted = (counts: readonly number[] | undefined): number[] =>
      [...(counts ?? [])].sort((a, b) => a - b);
    for (const channel of [0, 1, 2])
      expect(sorted(figures.histogram[channel])).toEqual(sorted(plain.histogram[channel]));
    expect(figures.entropy).toBeCloseTo(plain.entropy, 12);
    expect(pixel.same.npcr).toBeCloseTo(one, 12);
    expect((await run('substitution', drawing())).figures.repeated).toBeGreaterThan(0.9);
  });

  it('AES-ECB shows where the picture repeats itself, and one changed byte changes one block', async () => {
    const { figures, pixel } = await run('aes-ecb', drawing());
    expect(figures.repeated).toBeGreaterThan(0.9);
    expect(pixel.same.npcr).toBeGreaterThan(10 * one);
    expect(pixel.same.npcr).toBeLessThan(16.5 * one);
  });

  it('a stream that depends on the key alone changes by one byte, whenever it is used', async () => {
    const { figures, pixel } = await run('logistic');
    expect(figures.entropy).toBeGreaterThan(7.99);
    expect(pixel.same.npcr).toBeCloseTo(one, 12);
    expect(pixel.anew).toEqual(pixel.same);
  });

  it('permutation and diffusion gives the figures of an ideal cipher: they prove nothing', async () => {
    for (const of of [picture, drawing()]) {
      const { figures, pixel, key } = await run('permute-diffuse', of);
      expect(figures.entropy).toBeGreaterThan(7.99);
      for (const difference of [pixel.same, pixel.anew, key]) {
        expect(Math.abs(difference.npcr - ideal.npcr)).toBeLessThan(0.0009);
        expect(Math.abs(difference.uaci - ideal.uaci)).toBeLessThan(0.0033);
      }
    }
  });

  it.each(['aes-ctr', 'aes-gcm', 'chacha20-poly1305', 'xchacha20-poly1305'] as const)(
    '%s: one byte under the same key and nonce, everything when used as it is meant to be',
    async (scheme) => {
      const { figures, pixel, key } = await run(scheme);
      expect(figures.entropy).toBeGreaterThan(7.99);
      expect(figures.repeated).toBe(0);
      expect(pixel.same.npcr).toBeCloseTo(one, 12);
      expect(pixel.same.uaci).toBeCloseTo(one / 255, 12);
      for (const difference of [pixel.anew, key]) {
        // Six standard deviations.
        expect(Math.abs(difference.npcr - ideal.npcr)).toBeLessThan(0.0009);
        expect(Math.abs(difference.uaci - ideal.uaci)).toBeLessThan(0.0033);
      }
    },
  );
});

describe('a changed ciphertext', () => {
  const picture = photo(64);
  const outcome = (scheme: Scheme, bytes = 1): ReturnType<typeof tamper> =>
    tamper(ciphers[scheme], picture, keysOf(scheme), { at: 0.5, bytes });

  it.each([
    ['arnold', 1, 1],
    ['substitution', 1, 1],
    ['aes-ecb', 4, 7],
    ['logistic', 1, 1],
    ['permute-diffuse', 1, 400],
    ['aes-ctr', 1, 1],
  ] as const)('%s opens it as if nothing had happened', (scheme, least, most) => {
    const { pixels, changed, flipped } = outcome(scheme);
    expect(pixels).toHaveLength(picture.data.length);
    expect(flipped).toBe(1);
    expect(changed).toBeGreaterThanOrEqual(least);
    expect(changed).toBeLessThanOrEqual(most);
  });

  it('AES-CTR: the thief chooses which bits of the picture turn over', () => {
    const { pixels } = outcome('aes-ctr', 6);
    const middle = picture.data.length / 2;
    expect([...(pixels ?? []).slice(middle, middle + 7)]).toEqual(
      [...picture.data.subarray(middle, middle + 7)].map((value, at) => (at < 6 ? 255 - value : value)),
    );
  });

  it.each(['aes-gcm', 'chacha20-poly1305', 'xchacha20-poly1305'] as const)(
    '%s refuses it, wherever it is',
    (scheme) => {
      for (const at of [0, 0.25, 0.999, 1]) {
        const cipher = ciphers[scheme];
        expect(tamper(cipher, picture, newKeys(cipher), { at, bytes: 1 }).pixels).toBeNull();
      }
    },
  );
});
