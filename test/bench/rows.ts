/** @file A vault with many photo rows and no blobs: for measuring the catalogue at sizes that would take hours to import. */
import { createCatalog, type Change, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { randomBytes, randomId } from '../../src/main/engine/crypto/index.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import { createVault, standardCosts } from '../../src/main/engine/vault/index.ts';
import { passphrase } from './vault.ts';

const batch = 2000;
const day = 86_400_000;
const tags = ['sea', 'mountains', 'birthday', 'garden', 'school', 'cats', 'food'];

/** Makes the vault in `folder` and answers its path. `thumbBytes`: size of each row's thumbnail; 0 = none. */
export async function makeRows(folder: string, count: number, thumbBytes = 0): Promise<string> {
  const { vault } = await createVault({
    disk: nodeDisk,
    folder,
    name: 'Rows',
    passphrase: passphrase(),
    cost: standardCosts,
  });
  const catalog = createCatalog(vault);
  const album = randomId();
  for (let done = 0; done < count; done += batch) {
    catalog.change((tx) => {
      for (let index = done; index < Math.min(count, done + batch); index += 1)
        putRow(tx, row(index, album), thumbBytes);
    });
  }
  catalog.close();
  await vault.close();
  return vault.path;
}

function putRow(tx: Change, record: PhotoRecord, thumbBytes: number): void {
  const id = randomId();
  if (thumbBytes === 0) tx.putPhoto(id, record);
  else tx.putPhoto(id, { ...record, thumb: tx.putThumb(id, 'image/webp', randomBytes(thumbBytes)) });
}

function row(index: number, importId: string): PhotoRecord {
  const taken = new Date(Date.UTC(2010, 0, 1) + (index % 5000) * day + index * 1000);
  return {
    blob: randomId(),
    name: `IMG_${String(index).padStart(6, '0')}.jpg`,
    bytes: 3_000_000 + index,
    digest: randomBytes(32).toString('hex'),
    mime: 'image/jpeg',
    width: index % 3 === 0 ? 3000 : 4000,
    height: index % 3 === 0 ? 4000 : 3000,
    capturedAt: `${taken.toISOString().slice(0, 19)}+02:00`,
    modifiedAt: taken.toISOString(),
    importedAt: new Date().toISOString(),
    import: importId,
    camera: 'Canon EOS 40D',
    lens: 'EF50mm f/1.8 STM',
    exposure: { seconds: 0.004, fNumber: 2.8, iso: 400, focalLengthMm: 50 },
    latitude: 48 + (index % 1000) / 1000,
    longitude: 11 + (index % 777) / 1000,
    ...(index % 3 === 0 && { tags: [tags[index % tags.length] ?? '', 'holiday'] }),
    ...(index % 10 === 0 && { caption: `Grandmother and the children at the sea, ${String(index)}` }),
    ...(index % 7 === 0 && { rating: 1 + (index % 5) }),
    color: index & 0xffffff,
    thumbhash: randomBytes(24).toString('base64'),
  };
}
