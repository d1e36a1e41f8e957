/** @file Digests of a file of the destination, as it is read back. Runs in the engine. */
import { createHash } from 'node:crypto';
import { contentHasher } from '../crypto/index.ts';
import type { Disk, DiskFile } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';

export interface Digests {
  readonly bytes: number;
  /** Content digest (docs/format.md §3.4): what photos are compared by. */
  readonly content: string;
  /** SHA-256; '' unless a list of checksums is wanted. */
  readonly sha256: string;
}

const pieceBytes = 1024 * 1024;

/** Buffers to read back into, used again: making one for each file costs 7 % of the processor time of an export. Cleared, since photos were in them. */
const spare: Buffer[] = [];
const mostSpare = 6;

function giveBack(piece: Buffer): void {
  piece.fill(0);
  if (spare.length < mostSpare) spare.push(piece);
}

/** Of an open file, read from its beginning. @param expected its length, as far as that is known. Rejects with what the system said, or AbortError. */
export async function digestsOfOpen(
  vault: OpenVault,
  file: DiskFile,
  expected: number,
  sums: boolean,
  signal: AbortSignal,
): Promise<Digests> {
  const hasher = contentHasher(vault.keys.digest, expected);
  const sha256 = sums ? createHash('sha256') : null;
  const piece = spare.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
  try {
    for (let at = 0; ;) {
      signal.throwIfAborted();
      const part = piece.subarray(0, await file.read(piece, at));
      await hasher.update(part);
      sha256?.update(part);
      at += part.length;
      if (part.length < pieceBytes)
        return { bytes: at, content: await hasher.digest(), sha256: sha256?.digest('hex') ?? '' };
    }
  } finally {
    hasher.dispose();
    giveBack(piece);
  }
}

/** Of a file of exactly this length; null for any other, for links and folders, and for what cannot be read: it is not ours then. */
export async function digestsAt(
  vault: OpenVault,
  path: string,
  bytes: number,
  sums: boolean,
  signal: AbortSignal,
): Promise<Digests | null> {
  const { disk }: { disk: Disk } = vault;
  try {
    const file = await disk.open(path, 'read');
    try {
      const stat = await file.stat();
      return stat.isFile() && stat.size === bytes
        ? await digestsOfOpen(vault, file, bytes, sums, signal)
        : null;
    } finally {
      await file.close();
    }
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
