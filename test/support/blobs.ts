/** @file Blobs for tests: a capsule that fits a content, and the file of a blob. */
import { join } from 'node:path';
import type { Id } from '../../src/shared/contract.ts';
import type { BlobStore, Capsule } from '../../src/main/engine/blobs/index.ts';
import { hash, randomId } from '../../src/main/engine/crypto/index.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';

export function capsuleFor(vault: OpenVault, content: Uint8Array, more: Partial<Capsule> = {}): Capsule {
  return {
    kind: 'original',
    photo: randomId(),
    name: 'Sommer – Ätna.jpg',
    mime: 'image/jpeg',
    bytes: content.byteLength,
    digest: hash(32, content, vault.keys.digest).toString('hex'),
    importedAt: '2026-01-02T03:04:05.678Z',
    ...more,
  };
}

/** Writes content as a blob, durably, and answers its id. */
export async function writeContent(
  store: BlobStore,
  vault: OpenVault,
  content: Uint8Array,
  more: Partial<Capsule> = {},
): Promise<Id> {
  const id = randomId();
  await store.write({ id, capsule: capsuleFor(vault, content, more), bytes: content.byteLength, content });
  await store.syncFolders([id]);
  return id;
}

export function blobPath(vault: OpenVault, id: Id): string {
  return join(vault.path, 'blobs', id.slice(0, 2), id);
}

/** Cuts content into parts of these sizes, over and over. */
export async function* inParts(content: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < content.byteLength; i += 1) {
    const size = Math.max(1, sizes[i % sizes.length] ?? 1);
    yield content.subarray(at, at + size);
    at += size;
    await Promise.resolve();
  }
}
