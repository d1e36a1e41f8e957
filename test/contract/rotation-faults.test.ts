/** @file New keys and encrypting everything anew, failing or cut off at any operation of the disk: nothing is lost, nothing is there twice, and it goes on. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { passphraseSecret, type Secret } from '../../src/main/engine/vault/index.ts';
import { FaultyDisk, PowerCut, type Fault } from '../support/faulty-disk.ts';
import { epochOpenedBy, vaultFailingAt } from '../support/faulty-vault.ts';
import { photoVault } from '../support/photo-vault.ts';
import { passphrase, temporaryFolder } from '../support/quick-vault.ts';
import { expectWhole, TestEngine } from './open-engine.ts';

const secret = (): Secret => passphraseSecret(passphraseBytes(passphrase));

/** Each begins at another operation, so that together they reach all of them. */
const stride = 6;
const cases: [Fault, 'kept' | 'lost'][] = [
  ['crash', 'kept'],
  ['crash', 'lost'],
  ['torn', 'lost'],
  ['EIO', 'kept'],
  ['ENOSPC', 'kept'],
  ['EACCES', 'kept'],
];

describe('new keys, failing at any operation', () => {
  it.each(cases)(
    '%s, unsynced data %s: the passphrase opens the vault, and one of the two kits',
    async (fault, power) => {
      const outcomes = new Set<string>();
      for (let failAt = 1; ; failAt += 1) {
        expect(failAt).toBeLessThan(60);
        const { vault, disk, words } = await vaultFailingAt(failAt, fault, secret);
        const { path } = vault;
        const kit = (await vault.draftRotation(secret())).words.join(' ');
        const error: unknown = await vault.rotateKeys().then(
          () => null,
          (thrown: unknown) => thrown,
        );
        const sealsUnder = vault.keys.epoch;
        if (power === 'lost') disk.losePower();
        const epoch = await epochOpenedBy(path, secret());
        const old = await epochOpenedBy(path, { kind: 'recovery', words });
        const changed = await epochOpenedBy(path, { kind: 'recovery', words: kit });
        expect(epoch, disk.log.join('; ')).not.toBeNull();
        expect(old !== null || changed !== null).toBe(true);
        // Whatever was sealed under can be opened by everything that opens the vault.
        for (const known of [epoch, old, changed])
          if (known !== null) expect(known).toBeGreaterThanOrEqual(sealsUnder);
        outcomes.add(`${String(old !== null)} ${String(changed !== null)}`);
        if (error === null) {
          expect([old, changed]).toEqual([null, 2]);
          break;
        }
        if (!(error instanceof PowerCut)) {
          expect(error).toBeInstanceOf(CodedError);
          expect(old).toBe(1);
          expect(sealsUnder).toBe(1);
        }
        await vault.close().catch(() => undefined);
      }
      expect(outcomes.size).toBeGreaterThan(1);
    },
  );
});

const files = (path: string): string[] =>
  fs
    .readdirSync(join(path, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('encrypting everything anew, failing at an operation', () => {
  it.each(cases)(
    '%s, unsynced data %s: everything can be read, and it goes on to its end',
    async (fault, power) => {
      const first = 1 + cases.findIndex(([one, then]) => one === fault && then === power);
      const template = await photoVault(4, 3000);
      const { photos } = template;
      const start = new TestEngine();
      await start.unlock(template.path);
      const passphraseOf = (): { kind: 'passphrase'; passphrase: Uint8Array } => ({
        kind: 'passphrase',
        passphrase: passphraseBytes(passphrase),
      });
      await start.call('keys.draftRotation', { secret: passphraseOf() });
      const { job: sealing } = await start.call('keys.rotate', { scope: 'catalogue' });
      await start.end(sealing ?? '');
      await start.call('vault.close', {});
      let unlocking = 0;
      let operations = Infinity;
      // The first time counts them.
      for (let failAt = 0; failAt <= operations; failAt += failAt === 0 ? first : stride) {
        const path = join(temporaryFolder(), 'Family.lightproof');
        fs.cpSync(template.path, path, { recursive: true });
        const disk = new FaultyDisk(failAt === 0 ? Infinity : unlocking + failAt, fault);
        const engine = new TestEngine({ disk, onBug: () => undefined });
        await engine.unlock(path);
        if (failAt === 0) unlocking = disk.operations;
        const begun = await engine
          .call('keys.reencrypt', { scope: 'everything' })
          .catch((error: unknown) => error);
        const job =
          begun !== null && typeof begun === 'object' && 'job' in begun
            ? await engine.end(String(begun.job))
            : null;
        if (failAt === 0) operations = disk.operations - unlocking;
        if (failAt === 0) expect([job?.state, operations > 30]).toEqual(['done', true]);
        await engine.engine.close().catch(() => undefined);
        if (power === 'lost') disk.losePower();
        fs.rmSync(join(path, 'lock'), { force: true });
        const again = new TestEngine();
        await again.unlock(path);
        await expectWhole(again, photos);
        const { job: rest } = await again.call('keys.reencrypt', { scope: 'everything' });
        const ended = (await again.end(rest)) as Extract<Job, { kind: 'reencrypt' }>;
        expect(ended, disk.log.slice(-5).join('; ')).toMatchObject({ state: 'done', problemCount: 0 });
        await expectWhole(again, photos);
        expect((await again.verify()).problems).toEqual([]);
        await again.call('vault.close', {});
        expect(files(path).length).toBe(8);
        expect(new Set(files(path).map((file) => fs.readFileSync(file).readUInt32BE(12)))).toEqual(
          new Set([2]),
        );
      }
    },
    120_000,
  );
});
