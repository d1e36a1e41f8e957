/** @file The two copies of the header on disk (docs/format.md §3.6, §3.7); runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import {
  type Disk,
  isMissing,
  readSmallFile,
  systemCode,
  toDiskError,
  writeFileDurably,
} from '../disk/index.ts';
import { type Header, maxHeaderBytes, parseHeader } from './header.ts';

export const headerNames = ['vault.hdr', 'vault.hdr.bak'] as const;

/** One copy whose checksum holds and whose line 1 is well-formed. */
export interface ReadableCopy {
  readonly name: string;
  readonly bytes: Buffer;
  readonly header: Header;
  readonly line: Buffer;
  readonly mac: Buffer;
}

export interface HeaderCopies {
  /** From the higher generation down; never empty. */
  readonly readable: readonly ReadableCopy[];
  /** Whether both copies are there, readable and equal. */
  readonly whole: boolean;
}

/** Reads both copies. Throws `vault-not-a-vault`, `vault-version`, `header-damaged`, `no-permission`. */
export async function readHeaders(disk: Disk, vaultPath: string): Promise<HeaderCopies> {
  const readable: ReadableCopy[] = [];
  let missing = 0;
  let newer: { format: number; intact: boolean } | null = null;
  for (const name of headerNames) {
    const bytes = await readCopy(disk, join(vaultPath, name));
    if (bytes === 'missing') missing += 1;
    if (!(bytes instanceof Buffer)) continue;
    const parsed = parseHeader(bytes);
    if (parsed.state === 'readable') readable.push({ name, bytes, ...parsed });
    if (parsed.state === 'newer' && newer?.intact !== true) newer = parsed;
  }
  if (missing === headerNames.length) {
    // A vault that has lost both copies is a damaged vault, not another kind of folder.
    throw new CodedError((await hasBlobs(disk, vaultPath)) ? 'header-damaged' : 'vault-not-a-vault');
  }
  // A flipped bit may look like a newer version. It is believed when its checksum holds, or when there is nothing else to believe.
  if (newer !== null && (newer.intact || readable.length === 0)) {
    throw new CodedError('vault-version', { format: newer.format });
  }
  if (readable.length === 0) throw new CodedError('header-damaged');
  readable.sort((a, b) => b.header.generation - a.header.generation);
  const [first, second] = readable;
  return { readable, whole: first !== undefined && second !== undefined && first.bytes.equals(second.bytes) };
}

async function hasBlobs(disk: Disk, vaultPath: string): Promise<boolean> {
  try {
    return (await disk.readdir(join(vaultPath, 'blobs'))).length > 0;
  } catch (thrown) {
    if (isMissing(thrown) || systemCode(thrown) === 'ENOTDIR') return false;
    throw toDiskError(thrown);
  }
}

async function readCopy(disk: Disk, path: string): Promise<Buffer | 'missing' | 'unreadable'> {
  try {
    return (await readSmallFile(disk, path, maxHeaderBytes)) ?? 'unreadable';
  } catch (thrown) {
    if (isMissing(thrown)) return 'missing';
    const error = toDiskError(thrown);
    if (systemCode(thrown) === null || (error instanceof CodedError && error.code === 'no-permission'))
      throw error;
    return 'unreadable'; // a bad sector, a link: the other copy may serve
  }
}

/** Writes both copies, in the order of §3.6. */
export async function writeHeaders(disk: Disk, vaultPath: string, bytes: Uint8Array): Promise<void> {
  for (const name of headerNames) await writeFileDurably(disk, join(vaultPath, name), bytes);
}
