/** @file Dropping onto a disk that fails, fills up or loses power at any operation: what was said to be dropped is there, whole, and what is half is no entry. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dropped } from '../../src/shared/contract/dropbox.ts';
import { CodedError, type ErrorCode } from '../../src/shared/errors.ts';
import { nodeDisk, type Disk } from '../../src/main/engine/disk/index.ts';
import { DropBox, put } from '../../src/main/engine/dropbox/index.ts';
import { openEntry } from '../../src/main/engine/dropbox/source.ts';
import type { OpenVault } from '../../src/main/engine/vault/index.ts';
import { FaultyDisk, PowerCut, type Fault } from '../support/faulty-disk.ts';
import { quarters } from '../support/pictures.ts';
import { quickVault, temporaryFolder } from '../support/quick-vault.ts';

interface Attempt {
  readonly told: number;
  readonly dropped: Dropped | null;
  readonly failure: ErrorCode | 'power' | null;
}

async function pictures(): Promise<{ folder: string; contents: Buffer[] }> {
  const folder = temporaryFolder();
  const contents = await Promise.all([20, 30].map((red) => quarters(red, 20).png().toBuffer()));
  for (const [at, content] of contents.entries()) writeFileSync(join(folder, `p${String(at)}.png`), content);
  return { folder, contents };
}

/** As the service does it; how many were told to be dropped. */
async function attempt(disk: Disk, vault: OpenVault, source: string, room = 10): Promise<Attempt> {
  let told = 0;
  const box = new DropBox(disk, vault.path);
  try {
    await box.make();
    const dropped = await put({
      disk,
      key: { vault: vault.id, publicKey: vault.keys.sealingPublicKey },
      folder: box.folder,
      home: vault.path,
      sources: [source],
      room,
      most: room,
      signal: new AbortController().signal,
      onProgress: ({ files }) => (told = files),
    });
    return { told, dropped, failure: dropped.stopped?.code ?? null };
  } catch (thrown) {
    if (thrown instanceof PowerCut) return { told, dropped: null, failure: 'power' };
    if (!(thrown instanceof CodedError)) throw thrown;
    return { told, dropped: null, failure: thrown.code };
  }
}

/** Contents of the entries, each read to its end. */
async function entriesIn(vault: OpenVault): Promise<Buffer[]> {
  const { entries } = await new DropBox(nodeDisk, vault.path).look();
  return Promise.all(
    entries.map(async (one) => {
      const reader = await openEntry(vault, nodeDisk, one);
      const parts: Buffer[] = [];
      for await (const part of reader.pieces()) parts.push(Buffer.from(part));
      await reader.close();
      return Buffer.concat(parts);
    }),
  );
}

const codes: Partial<Record<Fault, ErrorCode | 'power'>> = {
  crash: 'power',
  torn: 'power',
  ENOSPC: 'no-space',
  EACCES: 'no-permission',
  EIO: 'disk-failed',
};

describe('dropping', () => {
  it.each(['crash', 'torn', 'ENOSPC', 'EACCES', 'EIO'] as const)('%s at every operation', async (fault) => {
    const { folder, contents } = await pictures();
    let survived = false;
    for (let at = 1; !survived; at += 1) {
      const { vault } = await quickVault();
      const disk = new FaultyDisk(at, fault);
      const { told, failure } = await attempt(disk, vault, folder);
      survived = disk.operations < at;
      // Not everything needs room.
      if (!survived) expect(fault === 'ENOSPC' ? [null, 'no-space'] : [codes[fault]]).toContain(failure);
      if (fault === 'crash' || fault === 'torn') disk.losePower();
      const there = await entriesIn(vault);
      expect(there.length, disk.log.join('\n')).toBeGreaterThanOrEqual(told);
      for (const one of there) expect(contents.some((content) => content.equals(one))).toBe(true);
      await vault.close();
    }
  });

  it('is told when the disk has no room, before anything is written, and when the box is full', async () => {
    const { folder } = await pictures();
    const { vault } = await quickVault();
    const full: Disk = { ...nodeDisk, statfs: () => Promise.resolve({ freeBytes: 1000, type: 0 }) };
    expect(await attempt(full, vault, folder)).toMatchObject({ failure: 'no-space', told: 0 });
    expect(await entriesIn(vault)).toEqual([]);
    const { dropped, told } = await attempt(nodeDisk, vault, folder, 1);
    expect(told).toBe(1);
    expect(dropped).toMatchObject({ files: 1, stopped: { code: 'drop-full', params: { most: 1 } } });
    await vault.close();
  });

  it('removes what was cut off long ago, and nothing that may still be written', async () => {
    const { vault } = await quickVault();
    const box = new DropBox(nodeDisk, vault.path);
    await box.make();
    const unfinished = join(box.folder, `${'a'.repeat(32)}.tmp`);
    writeFileSync(unfinished, 'half');
    await box.tidy(Date.now());
    expect(existsSync(unfinished)).toBe(true);
    expect((await box.look()).waiting).toMatchObject({ entries: 0, strays: 0 });
    await box.tidy(Date.now() + 2 * 24 * 3600 * 1000);
    expect(existsSync(unfinished)).toBe(false);
    await vault.close();
  });
});
