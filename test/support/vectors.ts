/** @file The vectors of test/vectors (docs/format.md §9): reading their files, and making the inputs that they describe. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SecretKey, hash, seal } from '../../src/main/engine/crypto/index.ts';
import { setPieceNonce } from '../../src/main/engine/blobs/layout.ts';

export const vectorsFolder = new URL('../vectors/1/', import.meta.url);

export interface Case {
  readonly name: string;
  readonly reason?: string;
  /** null: it must be accepted. */
  readonly code: string | null;
}
/** What a file holds beside its cases, where they speak of it: the words, headers, blobs or vault id of all of them. */
interface VectorFile<T> {
  readonly cases: readonly (T & Case)[];
  readonly words: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly blobs: Readonly<Record<string, BlobText>>;
  readonly vault: string;
}

/** The files are this project's own, and their shape stands in them: what a test misses in a case fails that test. */
export function vectors<T>(name: string): VectorFile<T> {
  return JSON.parse(readFileSync(new URL(`${name}.json`, vectorsFolder), 'utf8')) as VectorFile<T>;
}

export const hex = (text: string): Buffer => Buffer.from(text, 'hex');
export const base64 = (text: string): Buffer => Buffer.from(text, 'base64');
export const key = (text: string): SecretKey => SecretKey.from(hex(text));

/** Described bytes: SHAKE-256 of a name. */
export function fixed(name: string, bytes: number): Buffer {
  return createHash('shake256', { outputLength: bytes }).update(`lightproof vectors: ${name}`).digest();
}

/** One copy of a header; null where there is none. */
export type HeaderText = string | null | { base64: string } | { text: string; spaces: number };

export function headerBytes(told: HeaderText): Buffer | null {
  if (told === null) return null;
  if (typeof told === 'string') return Buffer.from(told);
  if ('base64' in told) return base64(told.base64);
  return Buffer.from(told.text.slice(0, 1) + ' '.repeat(told.spaces) + told.text.slice(1));
}

type Part = { hex: string } | { zeros: number } | { shake256: string; size: number };
/** A blob's bytes, or how they are made. */
export type BlobText = { id: string } & (
  { base64: string } | { header: string; key: string; plaintext: Part[]; blake2b: string }
);

const pieceBytes = 65_536;
const sealedBytes = pieceBytes + 16;

function partBytes(part: Part): Buffer {
  if ('hex' in part) return hex(part.hex);
  return 'zeros' in part ? Buffer.alloc(part.zeros) : fixed(part.shake256, part.size);
}

/** Throws where the bytes are not the ones that the vectors' maker had. */
export function blobBytes(told: BlobText): Buffer {
  if ('base64' in told) return base64(told.base64);
  const header = hex(told.header);
  const plain = Buffer.concat(told.plaintext.map(partBytes));
  const content = key(told.key);
  const pieces = Array.from({ length: Math.ceil(plain.length / pieceBytes) }, (_, index) => {
    const nonce = Buffer.alloc(24);
    setPieceNonce(nonce, index, (index + 1) * pieceBytes >= plain.length);
    const piece = plain.subarray(index * pieceBytes, (index + 1) * pieceBytes);
    return seal(content, nonce, piece, header.subarray(0, 48));
  });
  content.dispose();
  const file = Buffer.concat([header, ...pieces]);
  if (hash(32, file).toString('hex') !== told.blake2b)
    throw new Error('made other bytes than the vectors say');
  return file;
}

/** The sealed piece of that number. */
export function pieceOf(file: Buffer, index: number): Buffer {
  return file.subarray(152 + index * sealedBytes, 152 + (index + 1) * sealedBytes);
}

/** The content of a blob that is described by a rule; null of others. */
export function describedContent(told: BlobText): Buffer | null {
  if ('base64' in told) return null;
  const part = told.plaintext.find((one) => 'shake256' in one);
  return part === undefined ? null : partBytes(part);
}

export type Edit =
  | ['flip', at: number, bit: number]
  | ['keep', bytes: number]
  | ['add', hex: string]
  | ['put', at: number, hex: string]
  | ['exchange', at: number, other: number, bytes: number];

export function edited(bytes: Buffer, edits: readonly Edit[]): Buffer {
  return edits.reduce((before, edit) => {
    const data = Buffer.from(before);
    switch (edit[0]) {
      case 'flip':
        data[edit[1]] = (data[edit[1]] ?? 0) ^ (1 << edit[2]);
        return data;
      case 'keep':
        return data.subarray(0, edit[1]);
      case 'add':
        return Buffer.concat([data, hex(edit[1])]);
      case 'put':
        hex(edit[2]).copy(data, edit[1]);
        return data;
      case 'exchange':
        before.copy(data, edit[1], edit[2], edit[2] + edit[3]);
        before.copy(data, edit[2], edit[1], edit[1] + edit[3]);
        return data;
    }
  }, bytes);
}
