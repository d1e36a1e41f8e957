/** @file Integers, length-prefixed values and ids as bytes (docs/format.md §1.1); runs in the engine. */
import type { Id } from '../../../shared/contract.ts';

/** `u32(n)`: 4 bytes, big-endian; n from 0 to 2³² − 1, otherwise a RangeError. */
export function u32(n: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

/** `u64(n)`: 8 bytes, big-endian; n a safe integer ≥ 0, otherwise a RangeError. */
export function u64(n: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  writeU64(bytes, n, 0);
  return bytes;
}

/** The same where it is to stand: for loops, in which a buffer for each number costs more than the rest. */
export function writeU64(into: Buffer, n: number, offset: number): void {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a safe unsigned integer: ${n}`);
  into.writeUInt32BE(Math.floor(n / 0x1_0000_0000), offset);
  into.writeUInt32BE(n % 0x1_0000_0000, offset + 4);
}

/** Reads a u64; null when it is more than a safe integer holds, which no honest length is. */
export function readU64(bytes: Buffer, offset: number): number | null {
  const n = bytes.readUInt32BE(offset) * 0x1_0000_0000 + bytes.readUInt32BE(offset + 4);
  return Number.isSafeInteger(n) ? n : null;
}

/** `LP(x)` = u32(length of x) ‖ x. Text is taken as UTF-8. */
export function lp(x: Uint8Array | string): Buffer {
  const bytes = typeof x === 'string' ? Buffer.from(x) : x;
  return Buffer.concat([u32(bytes.byteLength), bytes]);
}

/** The 16 bytes of an id. */
export function idBytes(id: Id): Buffer {
  const bytes = Buffer.from(id, 'hex');
  if (bytes.length !== 16) throw new RangeError('an id is 32 hex digits');
  return bytes;
}

/** The 32 hex digits of an id's 16 bytes. */
export function idText(bytes: Uint8Array): Id {
  if (bytes.byteLength !== 16) throw new RangeError('an id is 16 bytes');
  return Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex');
}
