/** @file Other slots for the same keys, written so that the vault has the old ones or the new ones (docs/format.md §3.6); runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { type SecretKey, idBytes, zero } from '../crypto/index.ts';
import { type Disk, isMissing, readSmallFile, writeFileDurably } from '../disk/index.ts';
import { type Header, encodeHeader, maxHeaderBytes, maxSlots } from './header.ts';
import { headerNames, writeHeaders } from './header-files.ts';
import { openPlaintext, sealPlaintext } from './keyring.ts';
import type { Slot } from './slot.ts';

/** Whose header is written, and with which generation. */
export interface HeaderPlace {
  readonly disk: Disk;
  readonly path: string;
  /** As it is now. */
  readonly header: Header;
  /** Of the header to write: higher than any that may be on disk. */
  readonly generation: number;
  /** Generation the catalogue has reached, of the header to write. */
  readonly catalogue: number;
}

/** Throws `slots-full` when so many slots do not fit into a header. */
export function requireRoom(slots: number): void {
  if (slots > maxSlots) throw new CodedError('slots-full', { most: maxSlots });
}

/** A header and the root key that authenticates it. */
export interface RootedHeader {
  readonly header: Header;
  readonly root: SecretKey;
}

/**
 * Writes both copies with these slots and answers the new header. Cut off at any point, the vault opens with the old slots or the new
 * ones: the second copy is replaced only after the first is durable. When this throws (`slots-full`, `no-space`, `no-permission`,
 * `disk-failed`, `vault-moved`), the old ones are valid.
 */
export async function replaceSlots(place: HeaderPlace, root: SecretKey, slots: Slot[]): Promise<Header> {
  const { header, generation, catalogue } = place;
  requireRoom(slots.length);
  const vaultId = idBytes(header.vault);
  const plaintext = openPlaintext(header.keyring, root, vaultId, header.generation);
  if (plaintext === null) throw new Error('the keyring of an open vault does not open');
  let changed: Header;
  try {
    const keyring = sealPlaintext(plaintext, root, vaultId, generation);
    changed = { ...header, generation, catalogue, slots, keyring };
  } finally {
    zero(plaintext);
  }
  await replaceHeader(place, { header, root }, { header: changed, root });
  return changed;
}

/**
 * Writes both copies. When this throws (`no-space`, `no-permission`, `disk-failed`, `vault-moved`), `before` is valid. `visible`: `after` is
 * what the disk shows, but it would not say that this is durable, nor take `before` back: after a power cut it may be either.
 */
export async function replaceHeader(
  { disk, path }: Pick<HeaderPlace, 'disk' | 'path'>,
  before: RootedHeader,
  after: RootedHeader,
): Promise<'durable' | 'visible'> {
  const bytes = encodeHeader(after.header, after.root);
  if (bytes.length > maxHeaderBytes) throw new Error('this header would be too long to be read');
  try {
    await writeHeaders(disk, path, bytes);
    return 'durable';
  } catch (thrown) {
    if (await isDoneAnyway(disk, path, bytes, encodeHeader(before.header, before.root))) return 'visible';
    throw movedOr(thrown);
  }
}

/** What a write of the header has failed with: `vault-moved` where its folder is gone. */
export function movedOr(thrown: unknown): unknown {
  const cause = thrown instanceof CodedError ? thrown.cause : thrown;
  return isMissing(cause) ? new CodedError('vault-moved', {}, { cause }) : thrown;
}

/**
 * After writing failed: puts the first copy back. Where the disk does not let us, the old slots are still in the second copy,
 * unless that one too is the new one already and only the last fsync of the folder failed. Then the change has happened, and to say
 * that the old slots are valid would be wrong.
 */
async function isDoneAnyway(disk: Disk, path: string, bytes: Buffer, before: Buffer): Promise<boolean> {
  const [first, second] = headerNames.map((name) => join(path, name));
  if (first === undefined || second === undefined) return false;
  try {
    await writeFileDurably(disk, first, before);
    return false;
  } catch {
    // The failure that is told is the first one.
    const left = await readSmallFile(disk, second, maxHeaderBytes).catch(() => null);
    return left?.equals(bytes) === true;
  }
}
