/** @file The public face of the blobs room: one encrypted file per original or preview; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { OpenVault } from '../vault/index.ts';
import type { BlobEntry, BlobReader, NewBlob } from './types.ts';

export { type Capsule } from './capsule.ts';
export { type BlobEntry, type BlobReader, type NewBlob } from './types.ts';

export declare class BlobStore {
  constructor(vault: OpenVault);
  write(blob: NewBlob, signal?: AbortSignal): Promise<{ storedBytes: number }>;
  syncFolders(ids: Iterable<Id>): Promise<void>;
  open(id: Id): Promise<BlobReader>;
  remove(id: Id): Promise<void>;
  list(): AsyncGenerator<BlobEntry, void, void>;
  removeUnfinished(): Promise<number>;
}
