/**
 * @file Public keys of people as they are written: recipients of age, a public key of minisign; read out of any text, told in words to be
 * compared aloud (docs/format.md §10.1). Runs in the engine.
 */
import { bech32 } from '@scure/base';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { PublicKeys } from '../../../shared/contract/sharing.ts';
import { CodedError } from '../../../shared/errors.ts';
import { hash, lp } from '../crypto/index.ts';
import { publicKeyLine, readPublicKey } from '../log/minisign.ts';

const hybridBytes = 1216;
const x25519Bytes = 32;
/** Of the BIP39 list, 11 bits each. */
const fingerprintWords = 8;
/** What begins the text of a QR code: capitals, digits and colons make the smallest code. */
const codeStart = 'LIGHTPROOF:1:';

/** The text's public keys. Errors: keys-none, keys-secret (a secret key is among them), keys-invalid (`key`: how it begins). */
export function readKeys(text: string): PublicKeys {
  if (/AGE-SECRET-KEY-|untrusted comment: minisign (?:encrypted )?secret key/iu.test(text))
    throw new CodedError('keys-secret');
  const code = text.toUpperCase().indexOf(codeStart);
  if (code >= 0) return readCode(text.slice(code + codeStart.length).split(/\s/u, 1)[0] ?? '');
  const ages = [...text.matchAll(/\bage1[a-z0-9]+/giu)].map(([found]) => found.toLowerCase());
  const signers = [...text.matchAll(/(?<![A-Za-z0-9+/])RW[A-Za-z0-9+/]{54}(?![A-Za-z0-9+/=])/gu)].map(
    ([found]) => found,
  );
  const keys = {
    hybrid: one(ages.filter((key) => key.startsWith('age1pq1'))),
    x25519: one(ages.filter((key) => !key.startsWith('age1pq1'))),
    signing: one(signers),
  };
  return checked(keys);
}

/** The same key twice is one. */
function one(found: readonly string[]): string | null {
  const [first = null, second] = new Set(found);
  if (second !== undefined) throw invalid(second);
  return first;
}

function readCode(code: string): PublicKeys {
  const [hybrid = '', x25519 = '', signing = ''] = code.split(':');
  const publicKey = Buffer.from(signing, 'hex');
  if (signing !== '' && publicKey.byteLength !== 32) throw invalid(signing);
  return checked({
    hybrid: hybrid === '' ? null : hybrid.toLowerCase(),
    x25519: x25519 === '' ? null : x25519.toLowerCase(),
    signing: signing === '' ? null : publicKeyLine(publicKey),
  });
}

function checked(keys: PublicKeys): PublicKeys {
  const { hybrid, x25519, signing } = keys;
  if (hybrid === null && x25519 === null && signing === null) throw new CodedError('keys-none');
  bytesOf(keys);
  return keys;
}

function bytesOf({ hybrid, x25519, signing }: PublicKeys): Uint8Array[] {
  const key = signing === null ? null : readPublicKey(signing);
  if (signing !== null && key === null) throw invalid(signing);
  return [
    hybrid === null ? new Uint8Array(0) : recipientBytes(hybrid, 'age1pq', hybridBytes),
    x25519 === null ? new Uint8Array(0) : recipientBytes(x25519, 'age', x25519Bytes),
    key ?? new Uint8Array(0),
  ];
}

function recipientBytes(text: string, prefix: string, bytes: number): Uint8Array {
  try {
    const decoded = bech32.decode(text as `${string}1${string}`, false); // checked by the decoder itself
    const data = Uint8Array.from(bech32.fromWords(decoded.words));
    if (decoded.prefix === prefix && data.byteLength === bytes) return data;
  } catch {
    // told below, with how it begins
  }
  throw invalid(text);
}

function invalid(key: string): CodedError {
  return new CodedError('keys-invalid', { key: key.slice(0, 12) });
}

/** 88 bits of a hash over all of the keys, as words: who holds the same keys reads the same words. */
export function wordsFor(keys: PublicKeys): string[] {
  const digest = hash(32, [Buffer.from('lightproof/1 keys'), ...bytesOf(keys).map((bytes) => lp(bytes))]);
  let bits = 0n;
  for (const byte of digest.subarray(0, (fingerprintWords * 11) / 8)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: fingerprintWords }, (_, at) => {
    const shift = BigInt((fingerprintWords - 1 - at) * 11);
    return wordlist[Number((bits >> shift) & 2047n)] ?? '';
  });
}

/** What a QR code of these keys holds. */
export function codeOf({ hybrid, x25519, signing }: PublicKeys): string {
  const publicKey = signing === null ? null : readPublicKey(signing);
  return `${codeStart}${hybrid ?? ''}:${x25519 ?? ''}:${publicKey?.toString('hex') ?? ''}`.toUpperCase();
}

/** A file for other people: what `readKeys` reads, with a word on each. */
export function cardOf(name: string, keys: PublicKeys): string {
  const { hybrid, x25519, signing } = keys;
  return [
    `# Public keys of ${name.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ')}, from Lightproof. They are no secret.`,
    `# Compare these words aloud: ${wordsFor(keys).join(' ')}`,
    '',
    ...(hybrid === null ? [] : ['# age 1.3 and later, safe from quantum computers', hybrid]),
    ...(x25519 === null ? [] : ['# every version of age', x25519]),
    ...(signing === null ? [] : ['# minisign: checks signatures', signing]),
    '',
  ].join('\n');
}

/** Whether they have a key in common. */
export function shareKey(a: PublicKeys, b: PublicKeys): boolean {
  return (['hybrid', 'x25519', 'signing'] as const).some((kind) => a[kind] !== null && a[kind] === b[kind]);
}
