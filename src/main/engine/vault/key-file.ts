/** @file Key files: any file, whose bytes are asked for beside a passphrase (docs/format.md §3.3); runs in the engine. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { SecretHasher, type SecretKey, randomBytes, zero } from '../crypto/index.ts';
import { type Disk, removeQuietly, systemCode, toDiskError } from '../disk/index.ts';

const pieceBytes = 1024 * 1024;
const newBytes = 64;

/** `H(32;; bytes of the file)`, read in pieces, so any size will do. The caller disposes of it. Throws `key-file-unreadable`. */
export async function digestKeyFile(disk: Disk, path: string): Promise<SecretKey> {
  const hasher = new SecretHasher();
  const piece = Buffer.alloc(pieceBytes);
  try {
    // A link chosen by its owner is fine here; the disk itself never follows one.
    const file = await disk.open(await realpath(path), 'read');
    try {
      if (!(await file.stat()).isFile()) throw new CodedError('key-file-unreadable');
      for (let at = 0; ;) {
        const read = await file.read(piece, at);
        hasher.update(piece.subarray(0, read));
        at += read;
        if (read < pieceBytes) return hasher.finish();
      }
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw systemCode(thrown) === null ? thrown : new CodedError('key-file-unreadable', {}, { cause: thrown });
  } finally {
    hasher.dispose();
    zero(piece);
  }
}

/**
 * Whether a file may become a new slot's key file: an empty one would add nothing, and one inside the vault's folder would be copied,
 * synchronised and stolen with it. Throws `key-file-unfit`, `key-file-unreadable`.
 */
export async function requireFit(disk: Disk, vaultPath: string, path: string): Promise<void> {
  let file: string;
  let bytes: number;
  try {
    file = await realpath(path);
    bytes = (await disk.stat(file)).size;
  } catch (thrown) {
    throw new CodedError('key-file-unreadable', {}, { cause: thrown });
  }
  if (bytes === 0 || (await isInside(vaultPath, file))) throw new CodedError('key-file-unfit');
}

/**
 * A new key file of 64 random bytes, readable by its owner only, durable when this settles. Nothing is overwritten.
 * Throws `key-file-exists`, `key-file-unfit`, `no-space`, `no-permission`, `disk-failed`.
 */
export async function createKeyFile(disk: Disk, vaultPath: string, path: string): Promise<void> {
  const bytes = randomBytes(newBytes);
  try {
    const folder = await realpath(dirname(path));
    const target = join(folder, basename(path));
    if (await isInside(vaultPath, target)) throw new CodedError('key-file-unfit');
    const file = await disk.open(target, 'create', 0o600);
    try {
      try {
        await file.write(bytes, 0);
        await file.sync();
      } finally {
        await file.close();
      }
      await disk.syncFolder(folder);
    } catch (thrown) {
      await removeQuietly(disk, target);
      throw thrown;
    }
  } catch (thrown) {
    throw systemCode(thrown) === 'EEXIST' ? new CodedError('key-file-exists') : toDiskError(thrown);
  } finally {
    zero(bytes);
  }
}

async function isInside(vaultPath: string, file: string): Promise<boolean> {
  const way = relative(await realpath(vaultPath), file);
  return way.split(sep)[0] !== '..' && !isAbsolute(way);
}
