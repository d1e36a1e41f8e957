/** @file A vault with photos of known content, each with an original, a preview and a thumbnail, made without any decoder. */
import type { Id } from '../../src/shared/contract.ts';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { createCatalog, type Catalog, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { capsuleFor } from './blobs.ts';
import { quickVault } from './quick-vault.ts';

export interface KnownPhoto {
  readonly id: Id;
  readonly original: Buffer;
  readonly preview: Buffer;
  readonly thumb: Buffer;
}

/** Writes one photo whose original has `bytes` bytes. */
export async function putPhoto(
  vault: OpenVault,
  catalog: Catalog,
  name: string,
  bytes: number,
): Promise<KnownPhoto> {
  const blobs = new BlobStore(vault);
  const [blob, previewBlob] = [randomId(), randomId()];
  const original = Buffer.alloc(bytes, `${name} original `);
  const preview = Buffer.from(`${name} preview`);
  const thumb = Buffer.alloc(3000, `${name} thumb `);
  const capsule = { ...capsuleFor(vault, original), name };
  const ofPreview = { ...capsuleFor(vault, preview), name, kind: 'preview' as const, photo: capsule.photo };
  await blobs.write({ id: blob, capsule, bytes, content: original });
  await blobs.write({ id: previewBlob, capsule: ofPreview, bytes: preview.length, content: preview });
  await blobs.syncFolders([blob, previewBlob]);
  const { photo: id, digest, mime, importedAt } = capsule;
  const record: PhotoRecord = {
    blob,
    name,
    bytes,
    digest,
    mime,
    importedAt,
    import: randomId(),
    preview: { blob: previewBlob, bytes: preview.length, mime: ofPreview.mime },
  };
  catalog.change((tx) => tx.putPhoto(id, { ...record, thumb: tx.putThumb(id, 'image/webp', thumb) }));
  return { id, original, preview, thumb };
}

/** A closed vault with so many photos, the last of them in the trash. */
export async function photoVault(
  count: number,
  bytes = 5000,
): Promise<{ path: string; words: string; photos: KnownPhoto[] }> {
  const { vault, words } = await quickVault();
  const catalog = createCatalog(vault);
  const photos: KnownPhoto[] = [];
  for (let index = 0; index < count; index += 1)
    photos.push(await putPhoto(vault, catalog, `photo ${String(index)}.jpg`, bytes + index));
  const last = photos.at(-1);
  const record = last && catalog.photo(last.id);
  if (last && record)
    catalog.change((tx) => {
      tx.putPhoto(last.id, { ...record, trashedAt: '2026-01-01T00:00:00.000Z' });
      tx.putPage(randomId(), { import: record.import, items: [{ path: '/x.jpg', result: 'imported' }] });
    });
  catalog.checkpoint();
  catalog.close();
  await vault.close();
  return { path: vault.path, words, photos };
}
