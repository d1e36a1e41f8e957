/** @file Our wrappers of libsodium, held to what Wycheproof holds libraries to: lengths that are wrong, and every bit that can be altered. */
import { describe, expect, it } from 'vitest';
import {
  ContentHasher,
  SecretKey,
  argon2id,
  hash,
  isSignedBy,
  kdf,
  keyBytes,
  nonceBytes,
  okm,
  open,
  openInto,
  saltBytes,
  seal,
  sealInto,
  sign,
  signingPublicKey,
  tagBytes,
} from '../../src/main/engine/crypto/index.ts';
import { fixed } from '../support/vectors.ts';

const secret = (name = 'wrapper key'): SecretKey => SecretKey.from(fixed(name, keyBytes));
const nonce = fixed('wrapper nonce', nonceBytes);
const ad = fixed('wrapper associated data', 40);

function* flipped(bytes: Uint8Array): Generator<[bit: number, altered: Buffer]> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const altered = Buffer.from(bytes);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield [bit, altered];
  }
}

/** Other lengths of the same bytes: from none to some more. */
const otherLengths = (bytes: Buffer, more = 9): Buffer[] =>
  Array.from({ length: bytes.length + more }, (_, length) =>
    Buffer.concat([bytes, Buffer.alloc(more)]).subarray(0, length),
  ).filter(({ length }) => length !== bytes.length);

describe('XChaCha20-Poly1305', () => {
  const text = fixed('wrapper message', 50);
  const box = seal(secret(), nonce, text, ad);

  it('opens nothing with any bit of tag, ciphertext, nonce or associated data altered', () => {
    const key = secret();
    expect(open(key, nonce, box, ad)?.equals(text)).toBe(true);
    for (const [bit, altered] of flipped(box)) expect(open(key, nonce, altered, ad), `box ${bit}`).toBeNull();
    for (const [bit, altered] of flipped(nonce))
      expect(open(key, altered, box, ad), `nonce ${bit}`).toBeNull();
    for (const [bit, altered] of flipped(ad)) expect(open(key, nonce, box, altered), `ad ${bit}`).toBeNull();
    for (const [bit, altered] of flipped(fixed('wrapper key', keyBytes))) {
      const other = SecretKey.from(altered);
      expect(open(other, nonce, box, ad), `key ${bit}`).toBeNull();
      other.dispose();
    }
  });

  it('opens nothing that is shorter, longer or empty, and takes a nonce of no other length', () => {
    const key = secret();
    for (const other of otherLengths(box)) expect(open(key, nonce, other, ad)).toBeNull();
    for (const other of otherLengths(ad)) expect(open(key, nonce, box, other)).toBeNull();
    for (const other of otherLengths(nonce)) {
      expect(open(key, other, box, ad)).toBeNull();
      expect(() => seal(key, other, text, ad)).toThrow();
    }
    expect(open(key, nonce, Buffer.alloc(tagBytes), Buffer.alloc(0))).toBeNull();
    const empty = seal(key, nonce, Buffer.alloc(0), ad);
    expect([empty.length, open(key, nonce, empty, ad)?.length]).toEqual([tagBytes, 0]);
    for (const [, altered] of flipped(empty)) expect(open(key, nonce, altered, ad)).toBeNull();
  });

  it('leaves no plaintext behind where the box is not authentic', () => {
    const room = Buffer.alloc(text.length, 0xee);
    for (const at of [0, text.length - 1, text.length, box.length - 1]) {
      const altered = Buffer.from(box);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(secret().use((key) => openInto(room.fill(0xee), key, nonce, altered, ad))).toBe(false);
      expect(room.includes(text.subarray(0, 8))).toBe(false);
    }
  });

  it('writes into nothing of another length', () => {
    const key = secret();
    for (const length of [0, text.length, box.length - 1, box.length + 1])
      expect(() => key.use((bytes) => sealInto(Buffer.alloc(length), bytes, nonce, text, ad))).toThrow();
    for (const length of [0, text.length - 1]) {
      const run = (): boolean => key.use((bytes) => openInto(Buffer.alloc(length), bytes, nonce, box, ad));
      expect(run).toThrow();
    }
  });

  it('has keys of 32 bytes only', () => {
    for (const length of [0, 1, 16, 31, 33, 64])
      expect(() => SecretKey.from(Buffer.alloc(length, 1))).toThrow(RangeError);
    const short = fixed('short', 31);
    expect(() => sealInto(Buffer.alloc(box.length), short, nonce, text, ad)).toThrow();
  });
});

describe('BLAKE2b', () => {
  it('gives another hash for any bit of key or data, and for any other length of either', () => {
    const [key, data] = [fixed('hash key', 32), fixed('hash data', 70)];
    const seen = new Set([hash(32, data, key).toString('hex')]);
    const fresh = (value: Buffer, what: string): void => {
      const before = seen.size;
      seen.add(value.toString('hex'));
      expect(seen.size, what).toBe(before + 1);
    };
    for (const [bit, altered] of flipped(data)) fresh(hash(32, altered, key), `data ${bit}`);
    for (const [bit, altered] of flipped(key)) fresh(hash(32, data, altered), `key ${bit}`);
    for (const other of otherLengths(data)) fresh(hash(32, other, key), `data of ${other.length}`);
    fresh(hash(32, data), 'no key');
    fresh(hash(64, data, key).subarray(0, 32), 'the half of a longer hash');
  });

  it('takes outputs of 16 to 64 bytes and keys of 16 to 64', () => {
    for (const bytes of [16, 32, 64]) expect(hash(bytes, Buffer.alloc(0))).toHaveLength(bytes);
    for (const bytes of [0, 15, 65]) expect(() => hash(bytes, Buffer.alloc(0))).toThrow();
    for (const bytes of [1, 15, 65]) expect(() => hash(32, Buffer.alloc(0), Buffer.alloc(bytes))).toThrow();
  });

  it('digests content the same however it comes in', () => {
    const key = secret();
    const content = fixed('content', 1000);
    for (const cut of [1, 127, 128, 129, 999, 1000]) {
      const hasher = new ContentHasher(key);
      for (let at = 0; at < content.length; at += cut) hasher.update(content.subarray(at, at + cut));
      expect(hasher.digest()).toBe(hash(32, content, key).toString('hex'));
    }
  });
});

describe('derived keys', () => {
  const text = (key: SecretKey): string => key.use((bytes) => bytes.toString('hex'));

  it('are others for any bit of the parent, any number and any context', () => {
    const seen = new Set([text(kdf(secret(), 1, 'LPheader'))]);
    for (const [, altered] of flipped(fixed('wrapper key', keyBytes)))
      seen.add(text(kdf(SecretKey.from(altered), 1, 'LPheader')));
    for (const number of [0, 2, 256, 2 ** 32, 2 ** 40]) seen.add(text(kdf(secret(), number, 'LPheader')));
    for (const context of ['LPepoch_', 'LPtable_', 'LPheade_']) seen.add(text(kdf(secret(), 1, context)));
    expect(seen.size).toBe(1 + 256 + 5 + 3);
  });

  it('have contexts of 8 bytes only', () => {
    for (const context of ['', 'LPheade', 'LPheader1']) expect(() => kdf(secret(), 1, context)).toThrow();
  });

  it('come with commitments that are others for any bit of key or data', () => {
    const data = fixed('public part', 30);
    const commitmentOf = (key: SecretKey, of: Uint8Array): string =>
      okm(key, 'lightproof/1 slot', of).commitment.toString('hex');
    const seen = new Set([commitmentOf(secret(), data)]);
    for (const [, altered] of flipped(data)) seen.add(commitmentOf(secret(), altered));
    for (const [, altered] of flipped(fixed('wrapper key', keyBytes)))
      seen.add(commitmentOf(SecretKey.from(altered), data));
    expect(seen.size).toBe(1 + 240 + 256);
  });
});

describe('Argon2id', () => {
  const cost = { ops: 1, mem: 8192 };
  const text = async (passphrase: Uint8Array, salt: Uint8Array, other = cost): Promise<string> =>
    (await argon2id(passphrase, salt, other)).use((bytes) => bytes.toString('hex'));

  it('gives another key for any bit of passphrase or salt, and for other costs', async () => {
    const [passphrase, salt] = [Buffer.from('Grüße'), fixed('salt', saltBytes)];
    const seen = new Set([await text(passphrase, salt)]);
    for (const [, altered] of flipped(passphrase)) seen.add(await text(altered, salt));
    for (const [, altered] of flipped(salt)) seen.add(await text(passphrase, altered));
    seen.add(await text(passphrase, salt, { ops: 2, mem: 8192 }));
    seen.add(await text(passphrase, salt, { ops: 1, mem: 16_384 }));
    seen.add(await text(Buffer.concat([passphrase, Buffer.alloc(1)]), salt));
    expect(seen.size).toBe(1 + passphrase.length * 8 + saltBytes * 8 + 3);
  });

  it('takes no salt of another length, no empty passphrase and no cost below what there can be', async () => {
    const passphrase = Buffer.from('passphrase');
    for (const salt of otherLengths(Buffer.alloc(saltBytes)))
      await expect(text(passphrase, salt)).rejects.toThrow();
    await expect(text(Buffer.alloc(0), Buffer.alloc(saltBytes))).rejects.toThrow(RangeError);
    await expect(text(passphrase, Buffer.alloc(saltBytes), { ops: 0, mem: 8192 })).rejects.toThrow();
    await expect(text(passphrase, Buffer.alloc(saltBytes), { ops: 1, mem: 8191 })).rejects.toThrow();
  });
});

describe('Ed25519', () => {
  const seed = secret('signing seed');
  const publicKey = signingPublicKey(seed);
  const message = fixed('signed', 60);
  const signature = sign(seed, message);

  it('holds for its message alone: no bit of message, signature or key may be altered', () => {
    expect(isSignedBy(publicKey, message, signature)).toBe(true);
    expect(isSignedBy(publicKey, Buffer.alloc(0), sign(seed, Buffer.alloc(0)))).toBe(true);
    for (const [bit, altered] of flipped(signature))
      expect(isSignedBy(publicKey, message, altered), `signature ${bit}`).toBe(false);
    for (const [bit, altered] of flipped(message))
      expect(isSignedBy(publicKey, altered, signature), `message ${bit}`).toBe(false);
    for (const [bit, altered] of flipped(publicKey))
      expect(isSignedBy(altered, message, signature), `key ${bit}`).toBe(false);
  });

  it('refuses signatures, keys and messages of another length', () => {
    for (const other of otherLengths(signature)) expect(isSignedBy(publicKey, message, other)).toBe(false);
    for (const other of otherLengths(publicKey)) expect(isSignedBy(other, message, signature)).toBe(false);
    for (const other of otherLengths(message)) expect(isSignedBy(publicKey, other, signature)).toBe(false);
  });

  it('refuses the second form of a signature, and keys of small order', () => {
    // S + L: the same equation modulo the group order; RFC 8032 §5.1.7 wants S below L.
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    const high = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    expect(isSignedBy(publicKey, message, Buffer.concat([signature.subarray(0, 32), high]))).toBe(false);
    const identity = Buffer.alloc(32);
    identity[0] = 1;
    for (const small of [Buffer.alloc(32), identity])
      expect(isSignedBy(small, message, Buffer.concat([identity, Buffer.alloc(32)]))).toBe(false);
  });
});
