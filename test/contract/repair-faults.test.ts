/** @file A snapshot or a repair that is cut off, or fails, at any operation of the disk, or whose engine is killed: nothing is worse, and the next repair brings everything back. */
import { spawn } from 'node:child_process';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BlobStore, type Capsule } from '../../src/main/engine/blobs/index.ts';
import { createCatalog, openCatalog, type PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import { newReport, runRepair, type RepairReport } from '../../src/main/engine/integrity/repair.ts';
import { Snapshots } from '../../src/main/engine/integrity/snapshots.ts';
import { JobControl } from '../../src/main/engine/jobs/index.ts';
import type { DecoderPool } from '../../src/main/engine/media/types.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { blobPath, capsuleFor } from '../support/blobs.ts';
import { FaultyDisk, type Fault } from '../support/faulty-disk.ts';
import { passphrase, quickVault, temporaryFolder, unlockWith } from '../support/quick-vault.ts';

const album = 'a1'.repeat(16);

/** Blobs of a text file each, which no decoder is asked about. */
async function putPhoto(vault: OpenVault, name: string): Promise<{ id: string; record: PhotoRecord }> {
  const store = new BlobStore(vault);
  const content = Buffer.from(`content of ${name}`);
  const capsule: Capsule = { ...capsuleFor(vault, content), name, mime: 'video/mp4' };
  const blob = randomId();
  await store.write({ id: blob, capsule, bytes: content.byteLength, content });
  await store.syncFolders([blob]);
  const { photo, bytes, digest, mime, importedAt } = capsule;
  const record = {
    blob,
    name,
    bytes,
    digest,
    mime,
    importedAt,
    import: randomId(),
    problem: 'picture-unsupported',
  } as const;
  return { id: photo, record };
}

/** A vault with a snapshot, three photos in it, one orphan, one damaged blob, and a catalogue that has lost its middle. */
async function damagedVault(): Promise<string> {
  const { vault } = await quickVault();
  const catalog = createCatalog(vault);
  const photos = await Promise.all(['one', 'two', 'broken'].map((name) => putPhoto(vault, name)));
  catalog.change((tx) => {
    tx.putObject(album, { type: 'album', name: 'Trip', created: '2026-01-01T00:00:00.000Z' });
    for (const { id, record } of photos) tx.putPhoto(id, { ...record, albums: [album], favourite: true });
  });
  catalog.checkpoint();
  await new Snapshots(vault).write(catalog.generation, catalog.entries());
  catalog.close();
  await putPhoto(vault, 'orphan');
  const { record } = photos[2] ?? (await putPhoto(vault, 'never'));
  const { open } = await import('node:fs/promises');
  const broken = await open(blobPath(vault, record.blob), 'r+');
  await broken.write(Buffer.from('damage'), 0, 6, 300);
  await broken.close();
  const db = await open(join(vault.path, 'catalog.db'), 'r+');
  await db.write(Buffer.alloc(3000, 0x33), 0, 3000, 100);
  await db.close();
  await vault.close();
  return vault.path;
}

const noDecoders = (): DecoderPool => {
  throw new Error('nothing here is a picture');
};

async function repairOnce(vault: OpenVault): Promise<RepairReport> {
  const report = newReport();
  const blobs = new BlobStore(vault);
  const nothingSeen = {
    seen: null,
    check: () => Promise.resolve(null),
    remember: () => Promise.resolve(null),
  };
  const request = { vault, blobs, pool: noDecoders, dryRun: false, report, ...nothingSeen };
  await runRepair(request, new JobControl(() => undefined));
  return report;
}

/** What everybody would wish to see in the end. */
async function expectRepaired(path: string, message: string): Promise<void> {
  const { vault } = await unlockWith(path, passphrase);
  await repairOnce(vault);
  const { catalog, notices } = openCatalog(vault);
  try {
    expect(notices, message).toEqual([]);
    const found = [...catalog.photos()].map(([, { name, albums, favourite }]) => [
      name,
      albums?.length ?? 0,
      favourite ?? false,
    ]);
    expect(found.sort(), message).toEqual([
      ['one', 1, true],
      ['orphan', 0, false],
      ['two', 1, true],
    ]);
    expect(catalog.objects('album'), message).toMatchObject([[album, { name: 'Trip' }]]);
    expect(await readdir(join(path, 'damaged')), message).toHaveLength(1);
    expect(
      (await readdir(path)).filter((name) => name.endsWith('.tmp')),
      message,
    ).toEqual([]);
    expect(
      (await readdir(path)).some((name) => /^catalog\.db\.damaged-\d+$/.test(name)),
      message,
    ).toBe(true);
  } finally {
    catalog.close();
    await vault.close();
  }
}

async function expectOutcomes(fault: Fault): Promise<void> {
  const source = await damagedVault();
  for (let at = 1; ; at += 1) {
    const path = join(temporaryFolder(), 'Family.lightproof');
    await cp(source, path, { recursive: true });
    const disk = new FaultyDisk(Infinity, fault);
    const { vault } = await unlockWith(path, passphrase, disk);
    // Counted from here: unlocking has tests of its own.
    const faulty = new FaultyDisk(at, fault);
    // Everything else is the vault's.
    const failing = new Proxy(vault, {
      get: (target, name) => (name === 'disk' ? faulty : (Reflect.get(target, name, target) as unknown)),
    });
    const failed = await repairOnce(failing).then(
      () => false,
      () => true,
    );
    const message = `${fault} at ${String(at)}: ${faulty.log.at(-1) ?? ''}`;
    if (fault === 'crash' || fault === 'torn') faulty.losePower();
    await vault.close();
    await expectRepaired(path, message);
    if (at > faulty.operations) {
      expect(failed).toBe(false);
      expect(at, 'operations of a repair').toBeGreaterThan(8);
      return;
    }
  }
}

describe('a repair that fails at any operation of the disk', () => {
  it.each(['crash', 'EIO', 'EACCES'] as const)('can be run again: %s', expectOutcomes, 120_000);
});

describe('a snapshot', () => {
  it.each(['crash', 'torn', 'EIO', 'ENOSPC'] as const)(
    'is whole or not there, and the three before it stay until it is: %s',
    async (fault) => {
      const { vault } = await quickVault();
      const catalog = createCatalog(vault);
      const { id, record } = await putPhoto(vault, 'one');
      const snapshots = new Snapshots(vault);
      for (let round = 0; round < 3; round += 1) {
        catalog.change((tx) => tx.putPhoto(id, record));
        await snapshots.write(catalog.generation, catalog.entries());
      }
      catalog.change((tx) => tx.putPhoto(id, { ...record, favourite: true }));
      const before = await snapshots.list();
      expect(before).toHaveLength(3);
      const aside = temporaryFolder();
      await cp(join(vault.path, 'snapshots'), join(aside, 'snapshots'), { recursive: true });
      for (let at = 1; ; at += 1) {
        await rm(join(vault.path, 'snapshots'), { recursive: true });
        await cp(join(aside, 'snapshots'), join(vault.path, 'snapshots'), { recursive: true });
        const disk = new FaultyDisk(at, fault);
        const failing: OpenVault = Object.create(vault, { disk: { value: disk } }) as OpenVault; // everything else is the vault's
        const failed = await new Snapshots(failing).write(catalog.generation, catalog.entries()).then(
          () => false,
          () => true,
        );
        if (fault === 'crash' || fault === 'torn') disk.losePower();
        const message = `${fault} at ${String(at)}: ${disk.log.at(-1) ?? ''}`;
        const newest = (await snapshots.newest()) ?? 0;
        expect(newest, message).toBeGreaterThanOrEqual(before[0] ?? 0);
        const { photos } = await snapshots.read(newest);
        expect(photos.get(id)?.record.name, message).toBe('one');
        expect((await snapshots.list()).length, message).toBeGreaterThanOrEqual(3);
        if (at > disk.operations) {
          expect(failed).toBe(false);
          expect(newest).toBe(catalog.generation);
          break;
        }
      }
      catalog.close();
    },
    60_000,
  );

  it('tells nothing to who has no key, and is refused when any byte of it is changed', async () => {
    const { vault } = await quickVault();
    const catalog = createCatalog(vault);
    const { id, record } = await putPhoto(vault, 'A very telling name');
    catalog.change((tx) => tx.putPhoto(id, record));
    const snapshots = new Snapshots(vault);
    await snapshots.write(catalog.generation, catalog.entries());
    const file = join(vault.path, 'snapshots', String(catalog.generation));
    const bytes = await readFile(file);
    expect(bytes.includes('telling')).toBe(false);
    expect(bytes.includes(record.digest)).toBe(false);
    for (let at = 0; at < bytes.byteLength; at += 37) {
      const handle = await nodeDisk.open(file, 'write');
      await handle.write(Buffer.of((bytes[at] ?? 0) ^ 4), at);
      await handle.close();
      await expect(snapshots.read(catalog.generation), String(at)).rejects.toMatchObject({
        code: 'blob-damaged',
      });
      const back = await nodeDisk.open(file, 'write');
      await back.write(bytes.subarray(at, at + 1), at);
      await back.close();
    }
    catalog.close();
  });
});

describe('SIGKILL while repairing', () => {
  it('loses nothing: the next repair brings back every photo', async () => {
    const path = await damagedVault();
    const entry = fileURLToPath(new URL('repair-process.ts', import.meta.url));
    for (const delay of [0, 5, 15, 30, 60, 120]) {
      const copy = join(temporaryFolder(), 'Family.lightproof');
      await cp(path, copy, { recursive: true });
      const child = spawn(process.execPath, [entry, copy], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
      await new Promise((resolve) => child.stdout.once('data', resolve)); // it has begun
      await wait(delay);
      child.kill('SIGKILL');
      await exited;
      await expectRepaired(copy, `killed after ${String(delay)} ms`);
    }
  });
});
