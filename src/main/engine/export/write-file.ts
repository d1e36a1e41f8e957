/** @file One file of an export: written under a temporary name, read back and compared, and only then given its name. Runs in the engine. */
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { randomId } from '../crypto/index.ts';
import { removeQuietly, systemCode, toDiskError, type Disk, type DiskFile } from '../disk/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { digestsOfOpen, type Digests } from './digests.ts';

export interface FileRequest {
  readonly vault: OpenVault;
  /** Folder and beginning of the temporary name. */
  readonly folder: string;
  /** Rejects when the folder is not the one it was (`ExportFolder.checkPlace`). */
  readonly checkPlace: () => Promise<void>;
  readonly partPrefix: string;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The date of the file, ms since 1970; null = now. */
  readonly modified: number | null;
  readonly sums: boolean;
  readonly signal: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/** A file that is complete, but has no name of its own yet. */
export interface Temporary {
  readonly temporary: string;
  /** As it was read back. */
  readonly digests: Digests;
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
 * Writes the content to a temporary file, durably, and reads it back. When it throws, nothing is left of it.
 * @throws DestinationFailure; what the content throws; AbortError
 */
export async function writeTemporary(request: FileRequest): Promise<Temporary> {
  const { vault, folder, checkPlace, partPrefix, modified, sums, signal } = request;
  const { disk } = vault;
  const temporary = join(folder, `${partPrefix}${randomId()}`);
  // Open to whom the user's other files are open to: it is theirs, and on their disk.
  const file = await atDestination(() => disk.open(temporary, 'create', 0o666));
  try {
    try {
      // After it is made and before anything is in it: whoever has put a link into the folder's place gets an empty file for a moment.
      await inPlace(checkPlace);
      const bytes = await fill(file, request);
      const digests = await atDestination(() => digestsOfOpen(vault, file, bytes, sums, signal));
      if (modified !== null) await atDestination(() => file.utimes(modified, modified));
      await atDestination(() => file.sync());
      await inPlace(checkPlace);
      return { temporary, digests };
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(disk, temporary);
    throw error;
  }
}

/** @throws DestinationFailure */
async function inPlace(check: () => Promise<void>): Promise<void> {
  await check().catch((error: unknown) => {
    throw new DestinationFailure(toDiskError(error));
  });
}

/** How many bytes it was. */
async function fill(file: DiskFile, { content, signal, onBytes }: FileRequest): Promise<number> {
  let at = 0;
  for await (const piece of content) {
    signal.throwIfAborted();
    const position = at;
    await atDestination(() => file.write(piece, position));
    at += piece.byteLength;
    onBytes?.(piece.byteLength);
  }
  return at;
}

/** Gives a temporary file its name, never over a file that is there: then it answers false. @throws DestinationFailure, CodedError */
export async function giveName(disk: Disk, temporary: string, path: string): Promise<boolean> {
  try {
    await atDestination(() => move(disk, temporary, path));
    return true;
  } catch (error) {
    if (error instanceof DestinationFailure && systemCode(error.cause.cause) === 'EEXIST') return false;
    throw error;
  }
}

async function move(disk: Disk, from: string, to: string): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    // No hard links here (FAT, many network drives): take the name with an empty file, then put the copy in its place.
    await (await disk.open(to, 'create', 0o666)).close();
    try {
      await disk.rename(from, to);
    } catch (failure) {
      await removeQuietly(disk, to);
      throw failure;
    }
    return;
  }
  await disk.unlink(from);
}

/** @throws DestinationFailure, or CodedError when only this name is refused; AbortError as it is */
export async function atDestination<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CodedError || (error instanceof Error && error.name === 'AbortError')) throw error;
    const coded = toDiskError(error);
    throw ofTheName.has(systemCode(error) ?? '') ? coded : new DestinationFailure(coded);
  }
}
