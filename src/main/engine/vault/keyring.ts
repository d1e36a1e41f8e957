/**
 * @file The keyring (docs/format.md §3.4, §3.5); runs in the engine.
 *
 * Its plaintext is JSON with keys in base64. Strings of JavaScript can neither be wiped nor locked into RAM, so the keys never become
 * strings here: they are copied between the plaintext's bytes and guarded memory, and only the rest of the JSON is parsed.
 */
import * as v from 'valibot';
import { SecretKey, kdf, keyBytes, nonceBytes, open, randomBytes, seal, u64, zero } from '../crypto/index.ts';

export interface SealedKeyring {
  readonly nonce: Buffer;
  readonly box: Buffer;
}

export interface Keyring {
  /** By epoch, ascending. */
  readonly epochs: ReadonlyMap<number, SecretKey>;
  readonly digest: SecretKey;
  readonly signing: SecretKey;
  readonly sealing: SecretKey;
}

/** Disposes of all its keys. */
export function disposeOf({ epochs, digest, signing, sealing }: Keyring): void {
  for (const key of [...epochs.values(), digest, signing, sealing]) key.dispose();
}

const block = 512;
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const textBytes = 44; // of base64 of 32 bytes
const quote = 0x22;
const padding = 0x3d;

// What stands in a key's place once it is in guarded memory.
const Place = v.pipe(v.string(), v.regex(/^#\d{1,6}$/));
const Epoch = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff));
const Shape = v.object({
  epochs: v.pipe(
    v.array(v.object({ epoch: Epoch, key: Place })),
    v.minLength(1),
    v.check((epochs) => epochs.every(({ epoch }, i) => i === 0 || epoch > (epochs[i - 1]?.epoch ?? 0))),
  ),
  digest: Place,
  signing: Place,
  sealing: Place,
});

function sealData(vaultId: Buffer, generation: number): Buffer {
  return Buffer.concat([Buffer.from('lightproof/1 keyring'), vaultId, u64(generation)]);
}

/** Seals a keyring's plaintext for one generation of the header. */
export function sealPlaintext(
  plaintext: Uint8Array,
  root: SecretKey,
  vaultId: Buffer,
  generation: number,
): SealedKeyring {
  const key = kdf(root, 2, 'LPheader');
  try {
    const nonce = randomBytes(nonceBytes);
    return { nonce, box: seal(key, nonce, plaintext, sealData(vaultId, generation)) };
  } finally {
    key.dispose();
  }
}

/** The plaintext, which the caller zeroes, or null when it is not authentic. */
export function openPlaintext(
  sealed: SealedKeyring,
  root: SecretKey,
  vaultId: Buffer,
  generation: number,
): Buffer | null {
  const key = kdf(root, 2, 'LPheader');
  try {
    return open(key, sealed.nonce, sealed.box, sealData(vaultId, generation));
  } finally {
    key.dispose();
  }
}

/** Keys → plaintext. The caller zeroes it. */
export function encodeKeyring(keyring: Keyring): Buffer {
  const keys: SecretKey[] = [];
  const place = (key: SecretKey): string => {
    keys.push(key);
    return '#'.repeat(textBytes); // not in base64's alphabet, so nothing else looks like it
  };
  const text = JSON.stringify({
    epochs: [...keyring.epochs].map(([epoch, key]) => ({ epoch, key: place(key) })),
    digest: place(keyring.digest),
    signing: place(keyring.signing),
    sealing: place(keyring.sealing),
  });
  const plaintext = Buffer.alloc(Math.ceil(text.length / block) * block, ' ');
  plaintext.write(text, 'latin1');
  let at = 0;
  for (const key of keys) {
    at = plaintext.indexOf('#'.repeat(textBytes), at);
    key.use((bytes) => writeBase64(bytes, plaintext, at));
  }
  return plaintext;
}

/** Plaintext → keys, or null when it is not a keyring. Overwrites the keys in the plaintext. */
export function decodeKeyring(plaintext: Buffer): Keyring | null {
  const keys: SecretKey[] = [];
  let used: SecretKey[] = [];
  try {
    for (let at = plaintext.indexOf(quote); at !== -1; at = plaintext.indexOf(quote, at + 1)) {
      const end = at + 1 + textBytes;
      const key = plaintext[end] === quote ? readBase64(plaintext.subarray(at + 1, end)) : null;
      if (key === null) continue;
      const place = `"#${keys.push(key) - 1}"`;
      plaintext.fill(0x20, at, end + 1).write(place, at, 'latin1');
      at += place.length - 1;
    }
    const parsed = v.safeParse(Shape, JSON.parse(plaintext.toString('utf8')));
    if (!parsed.success) return null;
    const taken = (place: string): SecretKey => {
      const key = keys[Number(place.slice(1))];
      if (key === undefined || used.includes(key)) throw new SyntaxError('a place without a key of its own');
      used.push(key);
      return key;
    };
    const { epochs, digest, signing, sealing } = parsed.output;
    return {
      epochs: new Map(epochs.map(({ epoch, key }) => [epoch, taken(key)])),
      digest: taken(digest),
      signing: taken(signing),
      sealing: taken(sealing),
    };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    used = [];
    return null;
  } finally {
    for (const key of keys) if (!used.includes(key)) key.dispose();
  }
}

/** 32 bytes as 44 characters, written straight into `out`. */
function writeBase64(bytes: Uint8Array, out: Buffer, at: number): void {
  for (let i = 0; i < keyBytes; i += 3) {
    const left = keyBytes - i;
    const word =
      ((bytes[i] ?? 0) << 16) |
      ((left > 1 ? (bytes[i + 1] ?? 0) : 0) << 8) |
      (left > 2 ? (bytes[i + 2] ?? 0) : 0);
    for (let j = 0; j < 4; j += 1) {
      const char = j <= left ? (alphabet[(word >>> (18 - 6 * j)) & 63] ?? 0) : padding;
      out[at++] = char;
    }
  }
}

/** 44 characters as a key, or null when they are not canonical base64 of 32 bytes. */
function readBase64(text: Uint8Array): SecretKey | null {
  if (text[textBytes - 1] !== padding) return null;
  const bytes = Buffer.alloc(keyBytes + 1);
  for (let i = 0; i < textBytes; i += 4) {
    let word = 0;
    for (let j = i; j < i + 4; j += 1) {
      const value = j === textBytes - 1 ? 0 : alphabet.indexOf(text[j] ?? 0);
      if (value === -1) {
        zero(bytes);
        return null;
      }
      word = (word << 6) | value;
    }
    bytes.writeUIntBE(word, (i / 4) * 3, 3);
  }
  if (bytes[keyBytes] !== 0) {
    zero(bytes);
    return null;
  }
  return SecretKey.from(bytes.subarray(0, keyBytes));
}
