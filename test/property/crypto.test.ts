import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretKey, hash, lp, okm, open, seal } from '../../src/main/engine/crypto/index.ts';
import { decodeKeyring, encodeKeyring } from '../../src/main/engine/vault/keyring.ts';

const bytes = (length: { minLength?: number; maxLength?: number }): fc.Arbitrary<Buffer> =>
  fc.uint8Array(length).map((array) => Buffer.from(array));
const exactly = (n: number): fc.Arbitrary<Buffer> => bytes({ minLength: n, maxLength: n });

/** Gives the key to the work and disposes of it: guarded memory is scarce. */
function withKey<T>(key: Buffer, work: (key: SecretKey) => T): T {
  const secret = SecretKey.from(Buffer.from(key));
  try {
    return work(secret);
  } finally {
    secret.dispose();
  }
}

describe('sealed bytes', () => {
  it('open to what they were, and to nothing with any bit of box, nonce or associated data flipped', () => {
    fc.assert(
      fc.property(
        exactly(32),
        exactly(24),
        bytes({ maxLength: 300 }),
        bytes({ maxLength: 80 }),
        fc.nat(),
        (key, nonce, text, ad, seed) =>
          withKey(key, (secret) => {
            const box = seal(secret, nonce, text, ad);
            expect(open(secret, nonce, box, ad)?.equals(text)).toBe(true);
            for (const target of [box, nonce, ad]) {
              if (target.length === 0) continue;
              const at = seed % target.length;
              const old = target[at] ?? 0;
              target[at] = old ^ (1 << (seed % 8));
              expect(open(secret, nonce, box, ad)).toBeNull();
              target[at] = old;
            }
            expect(open(secret, nonce, box.subarray(0, seed % box.length), ad)).toBeNull();
          }),
      ),
    );
  });

  it('have commitments that differ for any other key, context or data', () => {
    const parts = fc.tuple(exactly(32), fc.string({ maxLength: 20 }), bytes({ maxLength: 40 }));
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [x, y] = [a, b].map(([key, context, data]) =>
          withKey(key, (secret) => {
            const { key: derived, commitment } = okm(secret, context, data);
            derived.dispose();
            return commitment.toString('hex');
          }),
        );
        const same = a[0].equals(b[0]) && lp(a[1]).equals(lp(b[1])) && a[2].equals(b[2]);
        expect(x === y).toBe(same);
      }),
    );
  });

  it('hash the same however they are cut', () => {
    fc.assert(
      fc.property(fc.array(bytes({ maxLength: 50 })), exactly(32), (parts, key) => {
        expect(hash(32, parts, key)).toEqual(hash(32, Buffer.concat(parts), key));
      }),
    );
  });
});

describe('a keyring', () => {
  const keys = fc.array(exactly(32), { minLength: 4, maxLength: 8 });

  it('comes back key by key, from JSON that any other writer makes or reads', () => {
    fc.assert(
      fc.property(keys, fc.boolean(), (raw, spaced) => {
        const [digest, signing, sealing, ...epochs] = raw.map((key) => SecretKey.from(Buffer.from(key)));
        if (digest === undefined || signing === undefined || sealing === undefined)
          throw new Error('too few');
        const keyring = { digest, signing, sealing, epochs: new Map(epochs.map((key, i) => [i + 1, key])) };
        const plaintext = encodeKeyring(keyring);
        expect(plaintext.length % 512).toBe(0);
        const json: unknown = JSON.parse(plaintext.toString());
        const text = (i: number): string => (raw[i] ?? Buffer.alloc(0)).toString('base64');
        expect(json).toEqual({
          epochs: epochs.map((_, i) => ({ epoch: i + 1, key: text(i + 3) })),
          digest: text(0),
          signing: text(1),
          sealing: text(2),
        });
        const other = spaced
          ? Buffer.from(JSON.stringify({ later: ['x'], ...(json as object) }, null, 3))
          : plaintext;
        const again = decodeKeyring(other);
        if (again === null) throw new Error('not read');
        const read = [again.digest, again.signing, again.sealing, ...again.epochs.values()];
        expect(read.map((key) => key.use((bytes) => bytes.toString('hex')))).toEqual(
          raw.map((key) => key.toString('hex')),
        );
        expect([...again.epochs.keys()]).toEqual(epochs.map((_, i) => i + 1));
        // No key is left in what was read.
        for (const key of raw) expect(other.includes(key.toString('base64'))).toBe(false);
        for (const key of [...read, digest, signing, sealing, ...epochs]) key.dispose();
      }),
    );
  });

  it('is nothing else', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const good = { epochs: [{ epoch: 1, key }], digest: key, signing: key, sealing: key };
    const bad: unknown[] = [
      null,
      [],
      {},
      { ...good, epochs: [] },
      { ...good, epochs: [{ epoch: 0, key }] },
      {
        ...good,
        epochs: [
          { epoch: 2, key },
          { epoch: 1, key },
        ],
      },
      {
        ...good,
        epochs: [
          { epoch: 1, key },
          { epoch: 1, key },
        ],
      },
      { ...good, digest: key.slice(1) },
      { ...good, digest: '#0' },
      { ...good, digest: `${key.slice(0, 42)}/=` },
      { ...good, digest: `${key.slice(0, 42)}==` },
      { ...good, sealing: undefined },
    ];
    for (const value of bad) expect(decodeKeyring(Buffer.from(JSON.stringify(value)))).toBeNull();
    expect(decodeKeyring(Buffer.from(JSON.stringify(good).slice(1)))).toBeNull();
    fc.assert(
      fc.property(bytes({ maxLength: 600 }), (noise) => {
        expect(decodeKeyring(noise)).toBeNull();
      }),
    );
  });
});
