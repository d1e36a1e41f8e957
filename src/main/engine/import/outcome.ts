/** @file What became of one file of an import, before it is durable, and what deciding it needs. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { BlobStore } from '../blobs/index.ts';
import type { Catalog, PhotoRecord, ResultLine, Thumbnail } from '../catalog/index.ts';
import type { DecoderPool } from '../media/types.ts';
import type { OpenVault } from '../vault/index.ts';
import type { Buffers } from './buffers.ts';
import type { Claims } from './claims.ts';
import type { Roots } from './roots.ts';
import type { SidecarFacts } from './sidecars/facts.ts';
import type { FolderAlbums } from './sidecars/read.ts';
import { pathFields, type SourcePath } from './source-path.ts';

export interface KeepContext {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly blobs: BlobStore;
  readonly pool: DecoderPool;
  readonly claims: Claims;
  readonly buffers: Buffers;
  readonly import: Id;
  readonly roots: Roots;
  readonly folderAlbums: FolderAlbums;
}

/** Where a result line stands: in which page, and which item of it. */
export interface LineRef {
  readonly page: Id;
  readonly index: number;
}

/** What became of one file. */
export interface Outcome {
  readonly line: ResultLine;
  /** Of the film that was kept with it. */
  readonly filmLine?: ResultLine;
  /** Written, not yet durable. */
  readonly blobs?: readonly Id[];
  /** Set for a new photo: what the transaction has to hold. The albums come with the transaction. */
  readonly photo?: {
    readonly id: Id;
    readonly record: PhotoRecord;
    readonly thumb: { readonly mime: Thumbnail['mime']; readonly bytes: Uint8Array } | null;
  };
  /** A film that joins a photo which is in the vault already, and has none. */
  readonly joins?: { readonly photo: Id; readonly pair: NonNullable<PhotoRecord['pair']> };
  /** What stands beside the file: its albums are still to be given to the photo; of one that was there already, the rest too. */
  readonly facts?: SidecarFacts;
  /** The line of a failure that this is the second attempt of. */
  readonly retryOf?: LineRef;
}

/** Longer files are not held in memory but read twice: once for the digest, once to be encrypted. */
export const longestInMemory = 256 * 1024 * 1024;

export function linesOf({ line, filmLine }: Outcome): ResultLine[] {
  return filmLine === undefined ? [line] : [line, filmLine];
}

/** What a result line says of the file itself. */
export function lineOf(
  path: SourcePath,
  { bytes, modified }: { readonly bytes: number; readonly modified: number },
): Pick<ResultLine, 'path' | 'raw' | 'bytes' | 'modified'> {
  return { ...pathFields(path), bytes, modified };
}

/** Removes blobs no photo will mention. One that stays does no harm: a verify lists it. */
export async function removeBlobs(blobs: BlobStore, ids: readonly Id[]): Promise<void> {
  await Promise.allSettled(ids.map((id) => blobs.remove(id)));
}
