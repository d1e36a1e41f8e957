/** @file One decrypted copy: written under a temporary name, compared with the photo's digest, and only then given its name. Runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import type { BlobStore } from '../blobs/index.ts';
import type { PhotoRecord } from '../catalog/index.ts';
import { ContentHasher, randomId } from '../crypto/index.ts';
import { removeQuietly, systemCode, toDiskError, type Disk, type DiskFile } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import type { FolderNames } from './names.ts';

export interface CopyRequest {
  readonly vault: OpenVault;
  readonly blobs: BlobStore;
  readonly photo: PhotoRecord;
  readonly folder: string;
  /** The name it gets if nobody takes it meanwhile; otherwise another one from `names`. */
  readonly name: string;
  readonly names: FolderNames;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** The destination failed, not this photo: the next one would fail as well. */
export class DestinationFailure extends Error {
  override readonly cause: Error;

  constructor(cause: Error) {
    super('destination', { cause });
    this.cause = cause;
  }
}

/** What a file system answers to a name it does not like: this concerns one photo only. */
const ofTheName = new Set(['ENAMETOOLONG', 'EINVAL', 'EILSEQ']);

/**
 * Returns the name it got. When it throws, nothing is left of it.
 * @throws DestinationFailure; CodedError blob-missing, blob-damaged, disk-failed (this photo); AbortError
 */
export async function writeCopy(request: CopyRequest): Promise<string> {
  const { vault, blobs, photo, folder } = request;
  const { disk } = vault;
  const temporary = join(folder, `.${randomId()}.lightproof-part`);
  const reader = await blobs.open(photo.blob);
  try {
    // Open to whom the user's other files are open to: it is theirs, and on their disk.
    const file = await atDestination(() => disk.open(temporary, 'create', 0o666));
    try {
      const written = (await fill(file, reader.pieces(request.signal), request)) === photo.digest;
      if (!written) throw new CodedError('blob-damaged');
      const modified = Date.parse(photo.modifiedAt ?? '');
      if (Number.isFinite(modified)) await atDestination(() => file.utimes(modified, modified));
      await atDestination(() => file.sync());
    } finally {
      await file.close();
    }
    return await giveName(disk, temporary, request);
  } catch (error) {
    await removeQuietly(disk, temporary);
    throw error;
  } finally {
    await reader.close();
  }
}

/** Writes the pieces; their digest. */
async function fill(
  file: DiskFile,
  pieces: AsyncIterable<Uint8Array>,
  { vault, onBytes }: CopyRequest,
): Promise<string> {
  const hasher = new ContentHasher(vault.keys.digest);
  try {
    let at = 0;
    for await (const piece of pieces) {
      hasher.update(piece);
      const position = at;
      await atDestination(() => file.write(piece, position));
      at += piece.byteLength;
      onBytes(piece.byteLength);
    }
    return hasher.digest();
  } finally {
    hasher.dispose();
  }
}

/** From the temporary to the final name, never over a file that is there. */
async function giveName(disk: Disk, temporary: string, request: CopyRequest): Promise<string> {
  for (let { name } = request; ; name = request.names.take(request.photo.name)) {
    const path = join(request.folder, name);
    try {
      await atDestination(() => move(disk, temporary, path));
      return name;
    } catch (error) {
      const taken = error instanceof DestinationFailure && systemCode(error.cause.cause) === 'EEXIST';
      if (!taken) throw error;
    }
  }
}

async function move(disk: Disk, from: string, to: string): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    // No hard links here (FAT, many network drives): take the name with an empty file, then put the copy in its place.
    await (await disk.open(to, 'create', 0o666)).close();
    await disk.rename(from, to);
    return;
  }
  await disk.unlink(from);
}

async function atDestination<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const coded = toDiskError(error);
    throw ofTheName.has(systemCode(error) ?? '') ? coded : new DestinationFailure(coded);
  }
}
