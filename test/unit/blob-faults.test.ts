import { randomFillSync } from 'node:crypto';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { BlobStore } from '../../src/main/engine/blobs/index.ts';
import { randomId } from '../../src/main/engine/crypto/index.ts';
import { blobPath, capsuleFor } from '../support/blobs.ts';
import { FaultyDisk, PowerCut, type Fault } from '../support/faulty-disk.ts';
import { passphrase, quickVault, unlockWith } from '../support/quick-vault.ts';

const codes: Partial<Record<Fault, string>> = {
  EIO: 'disk-failed',
  ENOSPC: 'no-space',
  EACCES: 'no-permission',
};

describe('writing a blob that fails at any operation', () => {
  for (const [fault, digested] of [
    ['crash', 'before'],
    ['torn', 'before'],
    ['EIO', 'before'],
    ['ENOSPC', 'before'],
    ['EACCES', 'before'],
    // Its first piece is sealed last.
    ['torn', 'on the way'],
    ['ENOSPC', 'on the way'],
  ] as const) {
    it(`${fault}, digested ${digested}: afterwards the blob is whole or not there, and once its folder is synced it stays`, async () => {
      const content = randomFillSync(Buffer.alloc(2_300_000)); // three batches
      let done = false;
      for (let failAt = 1; !done; failAt += 1) {
        expect(failAt).toBeLessThan(30);
        const first = await quickVault();
        await first.vault.close();
        const disk = new FaultyDisk(2 + failAt, fault); // making and writing the lock
        const { vault } = await unlockWith(first.vault.path, passphrase, disk);
        const store = new BlobStore(vault);
        const id = randomId();
        const { digest, ...undigested } = capsuleFor(vault, content);
        const capsule = digested === 'before' ? { ...undigested, digest } : undigested;
        const error: unknown = await store
          .write({ id, capsule, bytes: content.length, content })
          .then(() => store.syncFolders([id]))
          .then(
            () => null,
            (thrown: unknown) => thrown,
          );
        done = error === null;
        if (error instanceof CodedError) {
          expect(error.code).toBe(codes[fault]);
          if (fault === 'ENOSPC') expect(error.params['freeBytes']).toBeGreaterThan(0);
        } else if (error !== null) {
          expect(error).toBeInstanceOf(PowerCut);
        }
        // With what was written kept, and with everything lost that no fsync kept.
        for (const power of ['kept', 'lost']) {
          if (power === 'lost') disk.losePower();
          fs.rmSync(`${vault.path}/lock`, { force: true });
          const { vault: again } = await unlockWith(vault.path, passphrase);
          const after = new BlobStore(again);
          await after.removeUnfinished();
          const names: string[] = [];
          for await (const entry of after.list()) names.push('id' in entry ? entry.id : entry.stray);
          if (done) expect(names).toEqual([id]);
          expect([[], [id]]).toContainEqual(names);
          if (names.length > 0) {
            const reader = await after.open(id);
            await reader.verify();
            await reader.close();
          }
          expect(fs.existsSync(`${blobPath(vault, id)}.tmp`)).toBe(false);
          await again.close();
        }
      }
    });
  }
});
