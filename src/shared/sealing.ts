/**
 * @file Secrets on their way between page and engine, through a shell that must not hold them: sealed by the page to a key that the engine gives
 * out for this one call, and the answer the same way back. ECDH on P-256, HKDF-SHA-256, AES-256-GCM, by Web Crypto, which page and plain Node
 * both have; X25519 is not in Chromium before 133. Keeps secrets out of the shell's memory; it is no protection from a shell that lies
 * (docs/security.md, "Keys in memory"). Preload script, engine, tests.
 */
import * as v from 'valibot';
import { FrameReader } from './frames.ts';
import { decodeMessage, encodeMessage, isPlain, wipeAttachments } from './messages.ts';
import type { Where } from './secrets.ts';

type Bytes = Uint8Array<ArrayBuffer>;
/** A key inside Web Crypto: it can be used and not be read. */
declare class Key {
  readonly extractable: boolean;
}
interface KeyPair {
  readonly publicKey: Key;
  readonly privateKey: Key;
}
// In every runtime this file runs in; declared here because src/shared is compiled without DOM and Node types.
declare const crypto: {
  readonly subtle: {
    generateKey(kind: object, extractable: boolean, uses: readonly string[]): Promise<KeyPair>;
    exportKey(form: 'raw', key: Key): Promise<ArrayBuffer>;
    importKey(
      form: 'raw',
      bytes: Bytes,
      kind: object,
      extractable: boolean,
      uses: readonly string[],
    ): Promise<Key>;
    deriveBits(how: object, key: Key, bits: number): Promise<ArrayBuffer>;
    deriveKey(
      how: object,
      key: Key,
      kind: object,
      extractable: boolean,
      uses: readonly string[],
    ): Promise<Key>;
    encrypt(how: object, key: Key, bytes: Bytes): Promise<ArrayBuffer>;
    decrypt(how: object, key: Key, bytes: Bytes): Promise<ArrayBuffer>;
  };
};
declare const TextEncoder: new () => { encode(text: string): Bytes };

const curve = { name: 'ECDH', namedCurve: 'P-256' };
const cipher = { name: 'AES-GCM', length: 256 };
/** Each key encrypts one message: there is no other nonce to keep apart. */
const nonce = new Uint8Array(12);
/** What is sealed is filled up to a multiple of this, so that its length does not tell that of a passphrase. */
const step = 1024;
const pointBytes = 65;
const limits = { maxHeader: 64 * 1024, maxBody: 64 * 1024 };

const Point = v.pipe(
  v.custom<Bytes>((value) => value instanceof Uint8Array),
  v.check((bytes) => bytes.byteLength === pointBytes),
);
const Box = v.pipe(
  v.custom<Bytes>((value) => value instanceof Uint8Array),
  v.check((bytes) => bytes.byteLength <= 4 * limits.maxBody),
);
/** Stands in an input in the stead of its secrets. */
export const Sealed = v.strictObject({
  /** The key of the engine it was sealed to. */
  to: Point,
  /** The page's key, made for this call. */
  from: Point,
  box: Box,
});
export type Sealed = v.InferOutput<typeof Sealed>;

/** A secret and where it stood. */
type Part = readonly [where: Where, value: unknown];

/** Both directions of one call. */
export interface CallKeys {
  readonly asking: Key;
  readonly answering: Key;
}
/** One end's key pair, for one call. */
export interface OwnKey {
  readonly point: Bytes;
  readonly pair: KeyPair;
}

export async function makeKey(): Promise<OwnKey> {
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  return { pair, point: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/**
 * The keys of a call, the same at both ends.
 * @param method binds them to what is asked: a sealed secret is good for nothing else
 * @throws DOMException when the other point is none
 */
export async function agree(
  own: OwnKey,
  other: Bytes,
  { to, from }: Pick<Sealed, 'to' | 'from'>,
  method: string,
): Promise<CallKeys> {
  const { subtle } = crypto;
  const theirs = await subtle.importKey('raw', other, curve, false, []);
  const shared = new Uint8Array(
    await subtle.deriveBits({ name: 'ECDH', public: theirs }, own.pair.privateKey, 256),
  );
  const material = await subtle.importKey('raw', shared, { name: 'HKDF' }, false, ['deriveKey']);
  shared.fill(0);
  const derive = (direction: string): Promise<Key> => {
    const info = concat(new TextEncoder().encode(`lightproof/1 ${direction} ${method}\0`), to, from);
    const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
    return subtle.deriveKey(how, material, cipher, false, ['encrypt', 'decrypt']);
  };
  return { asking: await derive('asking'), answering: await derive('answering') };
}

/** Takes the secrets out of a value: what is left over, and what was taken, sealed. The bytes of the secrets stay the caller's. */
export async function seal(
  key: Key,
  value: unknown,
  secrets: readonly Where[],
): Promise<{ rest: unknown; box: Bytes }> {
  const parts: Part[] = [];
  const rest = secrets.reduce(
    (left, where) => taken(left, where, (found) => parts.push([where, found])),
    value,
  );
  // A frame for each, so that each one's bytes arrive in a buffer of their own.
  const pieces = parts.flatMap((part) => encodeMessage(part));
  const message = concat(...pieces);
  const padded = new Uint8Array(Math.ceil((4 + message.byteLength) / step) * step);
  new DataView(padded.buffer).setUint32(0, message.byteLength);
  padded.set(message, 4);
  message.fill(0);
  try {
    return {
      rest,
      box: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, padded)),
    };
  } finally {
    padded.fill(0);
  }
}

/**
 * Puts the secrets back where they stood.
 * @param secrets where there may be any; one that stands elsewhere is refused
 * @throws Error when the box was changed, is another call's, or holds something else
 */
export async function open(key: Key, box: Bytes, rest: unknown, secrets: readonly Where[]): Promise<unknown> {
  const padded = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, box));
  try {
    const length = new DataView(padded.buffer).getUint32(0);
    const parts = new FrameReader(limits)
      .push(padded.subarray(4, 4 + length))
      .map((frame) => v.parse(PartSchema, decodeMessage(frame)));
    const allowed = new Set(secrets.map((where) => where.join('.')));
    let whole = rest;
    for (const [where, value] of parts) {
      if (!allowed.delete(where.join('.'))) {
        wipeAttachments(parts);
        throw new TypeError('a secret stands where none belongs');
      }
      whole = put(whole, where, value);
    }
    return whole;
  } finally {
    padded.fill(0);
  }
}

const PartSchema = v.strictTuple([v.array(v.string()), v.unknown()]);

/** The value without what stands there, which is told if there is something. */
function taken(value: unknown, where: Where, found: (value: unknown) => void): unknown {
  const [name, ...deeper] = where;
  if (name === undefined) {
    found(value);
    return null;
  }
  if (!isPlain(value) || !Object.hasOwn(value, name)) return value;
  const { [name]: inner, ...others } = value;
  if (deeper.length > 0) return { ...others, [name]: taken(inner, deeper, found) };
  found(inner);
  return others;
}

/** The value with this put where nothing stood. */
function put(value: unknown, where: Where, inner: unknown): unknown {
  const [name, ...deeper] = where;
  if (name === undefined) return inner;
  const holder = isPlain(value) ? value : {};
  if (deeper.length === 0 && Object.hasOwn(holder, name))
    throw new TypeError('a secret stands there already');
  return { ...holder, [name]: put(holder[name], deeper, inner) };
}

function concat(...pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
