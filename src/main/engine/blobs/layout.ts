/** @file Where things stand in a blob (docs/format.md §1.4, §4.1–§4.3); runs in the engine. */
import { tagBytes, u32 } from '../crypto/index.ts';

export const magic = Buffer.from('LPBLOB1\n');
export const headerBytes = 152;
/** Of an entry of the drop box (§4.5). */
export const dropHeaderBytes = 168;
export const prefixBytes = 48;
export const chunkLog2 = 16;
export const pieceBytes = 1 << chunkLog2;
/** A piece as it stands in the file. */
export const sealedBytes = pieceBytes + tagBytes;
/** Pieces sealed, opened, written and read together: some 1 MiB, beyond which nothing gets quicker. */
export const batchPieces = 16;

function floorLog2(n: number): number {
  return n < 2 ** 32 ? 31 - Math.clz32(n) : 63 - Math.clz32(Math.floor(n / 2 ** 32));
}

/** Padmé (§1.4): the padded length of n; n from 2 to 2⁵² − 1. */
export function padme(n: number): number {
  if (!Number.isSafeInteger(n) || n < 2 || n >= 2 ** 52) throw new RangeError(`no padded length for ${n}`);
  const e = floorLog2(n);
  const unit = 2 ** (e - floorLog2(e) - 1);
  return Math.ceil(n / unit) * unit;
}

export interface BlobLength {
  /** Of the header. */
  readonly header: number;
  /** Of the plaintext, zeros included. */
  readonly plain: number;
  readonly pieces: number;
  /** Of the file. */
  readonly stored: number;
}

/** The lengths of a blob with so much capsule and content. */
export function blobLength(capsuleBytes: number, contentBytes: number, header = headerBytes): BlobLength {
  const plain = padme(capsuleBytes + 8 + contentBytes);
  const pieces = Math.ceil(plain / pieceBytes);
  return { header, plain, pieces, stored: header + plain + pieces * tagBytes };
}

/** The same, from the length of a file; null when no blob has that length (§4.2). */
export function lengthOfFile(stored: number, header = headerBytes): BlobLength | null {
  const body = stored - header;
  if (body <= tagBytes) return null;
  const pieces = Math.ceil(body / sealedBytes);
  const last = body - (pieces - 1) * sealedBytes;
  return last > tagBytes ? { header, plain: body - pieces * tagBytes, pieces, stored } : null;
}

/** Bytes 0–47 of the header (§4.1). */
export function encodePrefix(epoch: number, vaultId: Uint8Array, blobId: Uint8Array, flags = 0): Buffer {
  return Buffer.concat([magic, Buffer.from([flags, chunkLog2, 0, 0]), u32(epoch), vaultId, blobId]);
}

/** Writes the nonce of piece `index` (§4.2) into `nonce`, 24 bytes whose first 15 are zero. */
export function setPieceNonce(nonce: Buffer, index: number, isLast: boolean): void {
  nonce.writeUInt32BE(Math.floor(index / 2 ** 32), 15);
  nonce.writeUInt32BE(index % 2 ** 32, 19);
  nonce[23] = isLast ? 1 : 0;
}
