/** @file Random bytes, wiping and comparing in constant time; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { idText } from './encode.ts';
import { sodium } from './sodium.ts';

/** n bytes from the system's generator. */
export function randomBytes(n: number): Buffer {
  const bytes = Buffer.alloc(n); // not allocUnsafe: its pool is shared, and these may become a key
  if (n > 0) sodium.randombytes_buf(bytes);
  return bytes;
}

/** A uniform integer from 0 to upperBound − 1, without modulo bias; upperBound ≤ 2³² − 1. */
export function randomBelow(upperBound: number): number {
  return sodium.randombytes_uniform(upperBound);
}

/** A new id: 16 random bytes as hex (docs/format.md §1.1). */
export function randomId(): Id {
  return idText(randomBytes(16));
}

/** Overwrites with zeros, in a way no compiler removes. */
export function zero(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) if (buffer.byteLength > 0) sodium.sodium_memzero(buffer);
}

/** Whether two values are equal, told in a time that depends on their length only. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false;
  return a.byteLength === 0 || sodium.sodium_memcmp(a, b);
}

/** Whether all bytes are zero, told in a time that depends on their length only. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.byteLength === 0 || sodium.sodium_is_zero(bytes, bytes.byteLength);
}
