import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  ContentHasher,
  SecretKey,
  argon2id,
  equal,
  hash,
  idBytes,
  idText,
  kdf,
  lp,
  okm,
  open,
  randomBelow,
  randomId,
  readU64,
  seal,
  u32,
  u64,
} from '../../src/main/engine/crypto/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const count = (n: number, from = 0): Buffer => Buffer.from(Array.from({ length: n }, (_, i) => from + i));
const bytesOf = (key: SecretKey): string => key.use((bytes) => bytes.toString('hex'));

describe('BLAKE2b (docs/format.md §1.2)', () => {
  it('is RFC 7693: "abc"', () => {
    expect(hash(64, Buffer.from('abc')).toString('hex')).toBe(
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1' +
        '7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    );
  });

  it('hashes pieces as if joined, keyed or not', () => {
    const key = count(32);
    const whole = Buffer.concat([lp('lightproof/1 slot!'), Buffer.from('data')]);
    const pieces = [lp('lightproof/1 slot!'), Buffer.from('da'), Buffer.alloc(0), Buffer.from('ta')];
    expect(hash(64, pieces, key)).toEqual(hash(64, whole, SecretKey.from(Buffer.from(key))));
    // From Python's hashlib.
    expect(hash(64, whole, key).toString('hex')).toBe(
      '1b42de8d4a906df7f016cfdc7ffab9875fe61d58c45fad079ebc4b75587f9aab' +
        'd8a713a111c42b2f7a0a1ef14010bfac0aed56ad1b4d1672d66f011d230bc54d',
    );
  });

  it('derives subkeys as the format spells them out', () => {
    // hashlib.blake2b(b'', digest_size=32, key=bytes(range(32)), salt=(17).to_bytes(8, 'little') + bytes(8), person=b'LPtable_' + bytes(8))
    const subkey = kdf(SecretKey.from(count(32)), 17, 'LPtable_');
    expect(bytesOf(subkey)).toBe('e78ac0b3772edd57c0b17d94aee3f766431ee90f99b20b94f4487f949e7b6432');
  });

  it('commits to key, context and data (§1.3)', () => {
    const { key, commitment } = okm(SecretKey.from(count(32)), 'lightproof/1 slot!', Buffer.from('data'));
    expect(bytesOf(key)).toBe('1b42de8d4a906df7f016cfdc7ffab9875fe61d58c45fad079ebc4b75587f9aab');
    expect(commitment.toString('hex')).toBe(
      'd8a713a111c42b2f7a0a1ef14010bfac0aed56ad1b4d1672d66f011d230bc54d',
    );
  });

  it('digests content the same in any pieces', () => {
    const key = SecretKey.from(count(32));
    const hasher = new ContentHasher(key);
    hasher.update(Buffer.alloc(0));
    for (let at = 0; at < 1000; at += 7) hasher.update(Buffer.alloc(Math.min(7, 1000 - at), 5));
    expect(hasher.digest()).toBe(hash(32, Buffer.alloc(1000, 5), key).toString('hex'));
    expect(() => hasher.digest()).toThrow();
  });
});

describe('XChaCha20-Poly1305', () => {
  const key = (): SecretKey => SecretKey.from(count(32, 0x80));
  const nonce = count(24, 0x40);
  const ad = hex('50515253c0c1c2c3c4c5c6c7');
  const text = Buffer.from(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );

  it('is draft-irtf-cfrg-xchacha-03, appendix A.3.1', () => {
    const box = seal(key(), nonce, text, ad);
    expect(box.toString('hex')).toBe(
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb' +
        '731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452' +
        '2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
        '21f9664c97637da9768812f615c68b13b52e' +
        'c0875924c1c7987947deafd8780acf49',
    );
    expect(open(key(), nonce, box, ad)).toEqual(text);
  });

  it('opens nothing with another key, nonce or associated data, and nothing too short', () => {
    const box = seal(key(), nonce, text, ad);
    expect(open(SecretKey.from(count(32, 0x81)), nonce, box, ad)).toBeNull();
    expect(open(key(), count(24, 0x41), box, ad)).toBeNull();
    expect(open(key(), nonce, box, ad.subarray(1))).toBeNull();
    expect(open(key(), nonce, box, Buffer.alloc(0))).toBeNull();
    expect(open(key(), nonce.subarray(1), box, ad)).toBeNull();
    expect(open(key(), Buffer.concat([nonce, u32(0)]), box, ad)).toBeNull();
    for (let length = 0; length < box.length; length += 1) {
      expect(open(key(), nonce, box.subarray(0, length), ad)).toBeNull();
    }
    expect(open(key(), nonce, Buffer.concat([box, Buffer.alloc(1)]), ad)).toBeNull();
  });

  it('seals nothing at all into a tag', () => {
    const box = seal(key(), nonce, Buffer.alloc(0), Buffer.alloc(0));
    expect(box).toHaveLength(16);
    expect(open(key(), nonce, box, Buffer.alloc(0))).toHaveLength(0);
  });
});

describe('Argon2id', () => {
  it('is RFC 9106 with one lane', async () => {
    // From OpenSSL: Argon2id(salt=bytes(range(16)), length=32, iterations=3, lanes=1, memory_cost=65536).derive(b'correct horse')
    const key = await argon2id(Buffer.from('correct horse'), count(16), { ops: 3, mem: 64 * 1024 * 1024 });
    expect(bytesOf(key)).toBe('e3c889ca40ed01e6b6771fc8a5bf16e35ad60b41c9bd5d7e6d63adf51e50b0fd');
    const quick = await argon2id(Buffer.from('correct horse'), count(16), { ops: 1, mem: 8192 });
    expect(bytesOf(quick)).toBe('3bfa796a86260b73457e1290b51695931a17e266f601d0fb45563e282fb6865b');
  });

  it('leaves the event loop free while it works', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 2);
    await argon2id(Buffer.from('x'), count(16), { ops: 3, mem: 64 * 1024 * 1024 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  it('refuses an empty passphrase', async () => {
    await expect(argon2id(Buffer.alloc(0), count(16), { ops: 1, mem: 8192 })).rejects.toThrow(RangeError);
  });
});

describe('a secret key', () => {
  it('zeroes what it was made from', () => {
    const bytes = count(32, 1);
    const key = SecretKey.from(bytes);
    expect(bytes).toEqual(Buffer.alloc(32));
    expect(bytesOf(key)).toBe(count(32, 1).toString('hex'));
    const short = count(31, 1);
    expect(() => SecretKey.from(short)).toThrow(RangeError);
    expect(short).toEqual(Buffer.alloc(31));
  });

  it('can be used in a use, and not after it was disposed of', () => {
    const key = SecretKey.random();
    expect(key.use((outer) => key.use((inner) => inner.equals(outer)))).toBe(true);
    expect(() => key.use(() => key.dispose())).toThrow();
    key.dispose();
    key.dispose();
    expect(() => key.use(() => 0)).toThrow();
  });

  it('shows nothing of itself when printed, cloned or compared', () => {
    const key = SecretKey.from(Buffer.alloc(32, 0xab));
    expect(inspect(key, { showHidden: true, depth: 9 })).not.toMatch(/ab|171/);
    expect(JSON.stringify(key)).toBe('{}');
    key.dispose();
  });

  it('can be made and dropped any number of times without a pause', () => {
    const master = SecretKey.random();
    for (let i = 0; i < 50_000; i += 1) SecretKey.random().dispose();
    for (let i = 0; i < 30_000; i += 1) new ContentHasher(master).dispose();
    // Compared here: a test runner that kept the memory to print it would read what cannot be read.
    let clean = false;
    const fresh = SecretKey.filled((memory) => (clean = memory.equals(Buffer.alloc(32))));
    expect(clean).toBe(true);
    fresh.dispose();
  });

  it('is unreadable between uses: reading it kills the process', async () => {
    const { spawnSync } = await import('node:child_process');
    const face = new URL('../../src/main/engine/crypto/index.ts', import.meta.url).href;
    const script = `
      const { SecretKey } = await import('${face}');
      let kept; SecretKey.random().use((bytes) => { kept = bytes; });
      process.stdout.write('before ');
      process.stdout.write(String(kept[0]));`;
    const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('before');
    expect(signal).not.toBeNull();
  });
});

describe('encodings (§1.1)', () => {
  it('writes integers big-endian and refuses what does not fit', () => {
    expect(u32(0x01020304)).toEqual(hex('01020304'));
    expect(u64(2 ** 40 + 5)).toEqual(hex('0000010000000005'));
    expect(readU64(u64(Number.MAX_SAFE_INTEGER), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(readU64(hex('0020000000000000'), 0)).toBeNull();
    for (const bad of [-1, 0.5, 2 ** 53, NaN]) expect(() => u64(bad)).toThrow(RangeError);
    expect(() => u32(2 ** 32)).toThrow(RangeError);
    expect(lp('ab')).toEqual(hex('000000026162'));
  });

  it('writes ids as hex and back', () => {
    const id = randomId();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(idText(idBytes(id))).toBe(id);
    expect(() => idBytes('zz')).toThrow(RangeError);
    expect(() => idText(Buffer.alloc(15))).toThrow(RangeError);
  });

  it('compares and draws', () => {
    expect(equal(hex('00ff'), hex('00ff'))).toBe(true);
    expect(equal(hex('00ff'), hex('00fe'))).toBe(false);
    expect(equal(hex('00ff'), hex('00'))).toBe(false);
    expect(equal(Buffer.alloc(0), Buffer.alloc(0))).toBe(true);
    const drawn = new Set(Array.from({ length: 500 }, () => randomBelow(6)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('takes a passphrase typed in either normal form as the same one', () => {
    expect(passphraseBytes('Cafe\u0301')).toEqual(passphraseBytes('Caf\u00e9'));
    expect(passphraseBytes('a b')).not.toEqual(passphraseBytes('a\u00a0b'));
  });
});
