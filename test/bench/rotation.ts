/**
 * @file Changing the keys of a vault with many rows: the change itself, sealing the catalogue and its thumbnails anew, and writing photos anew;
 * beside deriving keys, and beside copying the same bytes to the same disk.
 */
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { openCatalog, type Catalog } from '../../src/main/engine/catalog/index.ts';
import { ContentHasher, argon2id, randomBytes, randomId } from '../../src/main/engine/crypto/index.ts';
import { BlobEpochs } from '../../src/main/engine/integrity/older-blobs.ts';
import { BlobRenewal } from '../../src/main/engine/integrity/reencrypt-blobs.ts';
import { JobControl } from '../../src/main/engine/jobs/index.ts';
import {
  passphraseSecret,
  standardCosts,
  unlockVault,
  type OpenVault,
} from '../../src/main/engine/vault/index.ts';
import { timed, type Figure } from './report.ts';
import { makeRows } from './rows.ts';
import { passphrase } from './vault.ts';

/** As large as thumbnails of photographs are. */
const thumbBytes = 12_000;
const blob = { count: 120, bytes: 3_000_000 };
const MB = 1e6;

export async function benchRotation(rows: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
  try {
    const path = await makeRows(folder, rows, thumbBytes);
    const secret = (): ReturnType<typeof passphraseSecret> => passphraseSecret(passphrase());
    const { vault } = await unlockVault({ path, secret: secret() });
    const { catalog } = openCatalog(vault);
    try {
      await addPhotos(vault, catalog);
      const derivation = await timed(async () =>
        (await argon2id(passphrase(), Buffer.alloc(16), standardCosts.standard)).dispose(),
      );
      const rotation = await timed(async () => {
        await vault.draftRotation(secret());
        await vault.rotateKeys();
      });
      const label = `${String(rows)} rows with thumbnails`;
      return [
        {
          name: 'new keys, header written',
          value: rotation,
          unit: 's',
          yardstick: { name: 'two key derivations', value: 2 * derivation },
        },
        ...(await reseal(vault, catalog, label)),
        await renew(vault, catalog, folder),
      ];
    } finally {
      catalog.close();
      await vault.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function reseal(vault: OpenVault, catalog: Catalog, label: string): Promise<Figure[]> {
  const counted = await timed(() => Promise.resolve([...catalog.countOlder()]));
  let bytes = 0;
  let longest = 0;
  const seconds = await timed(async () => {
    const steps = catalog.reseal();
    for (;;) {
      const start = performance.now();
      const step = steps.next();
      longest = Math.max(longest, performance.now() - start);
      if (step.done === true) break;
      bytes += step.value.bytes;
      await immediate();
    }
  });
  const copied = await copySpeed(join(vault.path, 'catalog.db'), join(vault.path, '..', 'copy'));
  return [
    {
      name: `cells sealed anew, ${label}`,
      value: bytes / MB / seconds,
      unit: 'MB/s',
      yardstick: { name: 'copying the catalogue', value: copied },
    },
    { name: '  in all', value: seconds, unit: 's' },
    { name: '  longest transaction', value: longest, unit: 'ms' },
    { name: '  counting what is older', value: counted, unit: 's' },
  ];
}

async function renew(vault: OpenVault, catalog: Catalog, folder: string): Promise<Figure> {
  const blobs = new BlobStore(vault);
  const epochs = new BlobEpochs(blobs);
  const control = new JobControl(() => undefined);
  const { older } = await epochs.older(catalog, vault.keys.epoch, () => undefined);
  const renewal = new BlobRenewal({
    vault,
    catalog,
    blobs,
    epochs,
    forget: () => Promise.resolve(),
    onProblem: (problem) => {
      throw new Error(problem.detail);
    },
  });
  const seconds = await timed(() => renewal.run(older, control));
  const source = join(folder, 'source');
  const file = await open(source, 'wx');
  await file.writeFile(randomBytes(blob.bytes));
  await file.close();
  let copying = 0;
  for (let index = 0; index < blob.count; index += 1)
    copying += await timed(() => copyOnce(source, join(folder, `copy ${String(index)}`)));
  return {
    name: `photos written anew, ${String(blob.count)} of ${String(blob.bytes / MB)} MB`,
    value: (blob.count * blob.bytes) / MB / seconds,
    unit: 'MB/s',
    yardstick: { name: 'copying as many files', value: (blob.count * blob.bytes) / MB / copying },
  };
}

/** Photos with a file each, beside the rows without one. */
async function addPhotos(vault: OpenVault, catalog: Catalog): Promise<void> {
  const blobs = new BlobStore(vault);
  const importedAt = new Date().toISOString();
  for (let index = 0; index < blob.count; index += 1) {
    const content = randomBytes(blob.bytes);
    const hasher = new ContentHasher(vault.keys.digest);
    hasher.update(content);
    const facts = {
      name: `${String(index)}.jpg`,
      mime: 'image/jpeg',
      bytes: blob.bytes,
      digest: hasher.digest(),
      importedAt,
    };
    hasher.dispose();
    const [id, photo] = [randomId(), randomId()];
    await blobs.write({ id, capsule: { kind: 'original', photo, ...facts }, bytes: blob.bytes, content });
    catalog.change((tx) => tx.putPhoto(photo, { blob: id, import: randomId(), ...facts }));
  }
}

/** In MB/s, durably. */
async function copySpeed(from: string, to: string): Promise<number> {
  const { size } = await stat(from);
  const seconds = await timed(() => copyOnce(from, to));
  await rm(to);
  return size / MB / seconds;
}

async function copyOnce(from: string, to: string): Promise<void> {
  const [source, target] = [await open(from, 'r'), await open(to, 'wx')];
  try {
    const room = Buffer.allocUnsafe(1024 * 1024);
    for (let at = 0; ;) {
      const { bytesRead } = await source.read(room, 0, room.byteLength, at);
      if (bytesRead === 0) break;
      await target.write(room, 0, bytesRead, at);
      at += bytesRead;
    }
    await target.sync();
  } finally {
    await source.close();
    await target.close();
  }
}
