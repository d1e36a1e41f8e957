import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { createVault } from '../../src/main/engine/vault/index.ts';
import { FaultyDisk, PowerCut, type Fault } from '../support/faulty-disk.ts';
import {
  codeOf,
  passphrase,
  quickCosts,
  quickVault,
  temporaryFolder,
  unlockWith,
} from '../support/quick-vault.ts';

const faults = ['crash', 'torn', 'EIO', 'ENOSPC', 'EACCES'] as const satisfies readonly Fault[];
const codes: Partial<Record<Fault, string>> = {
  EIO: 'disk-failed',
  ENOSPC: 'no-space',
  EACCES: 'no-permission',
};

/** Fails one operation after another until the work gets through, and answers how many there were. */
async function atEveryOperation(work: (failAt: number) => Promise<'failed' | 'done'>): Promise<number> {
  for (let n = 1; n < 200; n += 1) if ((await work(n)) === 'done') return n - 1;
  throw new Error('there is no end to it');
}

const opens = async (path: string, text: string): Promise<boolean> => {
  const code = await codeOf(unlockWith(path, text).then(({ vault }) => vault.close()));
  expect(['fulfilled', 'secret-wrong']).toContain(code);
  return code === 'fulfilled';
};

describe('a change of passphrase that fails at any operation', () => {
  for (const fault of faults) {
    for (const power of fault === 'crash' || fault === 'torn' ? ['kept', 'lost'] : ['kept']) {
      it(`${fault}, unsynced data ${power}: the vault opens with the old passphrase or the new one`, async () => {
        const outcomes: string[] = [];
        const operations = await atEveryOperation(async (failAt) => {
          const first = await quickVault();
          await first.vault.close();
          const { path } = first.vault;
          const counting = new FaultyDisk();
          const warmUp = await unlockWith(path, passphrase, counting);
          await warmUp.vault.close();
          const before = counting.operations - 1; // its last one removed the lock
          const disk = new FaultyDisk(before + failAt, fault);
          const { vault } = await unlockWith(path, passphrase, disk);
          const changing = vault.changePassphrase(passphraseBytes(passphrase), passphraseBytes('new'));
          const error: unknown = await changing.then(
            () => null,
            (thrown: unknown) => thrown,
          );
          if (power === 'lost') disk.losePower();
          const names = fs.readdirSync(path);
          fs.rmSync(join(path, 'lock'), { force: true }); // this process lives on; a power cut would have ended it
          // Asked in this order: opening with the old one would put an unfinished change back.
          const copy = `${path}.copy`;
          fs.cpSync(path, copy, { recursive: true });
          const withNew = await opens(path, 'new');
          const withOld = await opens(copy, passphrase);
          outcomes.push(`${withOld ? 'old' : ''}${withNew ? 'new' : ''}`);
          expect(withNew || withOld, `${failAt}: ${disk.log.join('; ')}`).toBe(true);
          if (error === null) {
            expect(withNew).toBe(true);
            expect(withOld).toBe(false);
            return 'done';
          }
          if (error instanceof CodedError) {
            expect(withOld).toBe(true); // a failure was told, so nothing changed
            expect(error.code).toBe(codes[fault]);
            // Told of a failure, and the disk allowed to clean up: nothing unfinished, only the old one is valid.
            if (fault === 'EIO') expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
          } else {
            expect(error).toBeInstanceOf(PowerCut);
          }
          return 'failed';
        });
        // Twice: open, write, sync, rename, sync of the folder. A full disk stops the first two; without the last, the change has happened.
        expect(operations).toBe({ ENOSPC: 7, EACCES: 9, EIO: 10, crash: 10, torn: 10 }[fault]);
        expect(new Set(outcomes).size).toBeGreaterThan(1);
      });
    }
  }
});

describe('making a vault that fails at any operation', () => {
  for (const fault of faults) {
    for (const power of fault === 'crash' || fault === 'torn' ? ['kept', 'lost'] : ['kept']) {
      it(`${fault}, unsynced data ${power}: it can be made again under the same name`, async () => {
        const operations = await atEveryOperation(async (failAt) => {
          const folder = temporaryFolder();
          const disk = new FaultyDisk(failAt, fault);
          const request = { folder, name: 'Family', cost: quickCosts };
          const error: unknown = await createVault({
            ...request,
            passphrase: passphraseBytes('one'),
            disk,
          }).then(
            () => null,
            (thrown: unknown) => thrown,
          );
          if (error instanceof CodedError) {
            expect(error.code).toBe(codes[fault]);
            if (fault === 'EIO' || fault === 'ENOSPC') expect(fs.readdirSync(folder)).toEqual([]);
          }
          if (power === 'lost') disk.losePower();
          fs.rmSync(join(folder, 'Family.lightproof', 'lock'), { force: true });
          if (error === null) {
            expect(await opens(join(folder, 'Family.lightproof'), 'one')).toBe(true);
            return 'done';
          }
          const { vault } = await createVault({ ...request, passphrase: passphraseBytes('two') });
          await vault.close();
          expect(await opens(vault.path, 'two')).toBe(true);
          expect(await opens(vault.path, 'one')).toBe(false);
          return 'failed';
        });
        expect(operations).toBeGreaterThan(8);
      });
    }
  }
});

describe('unlocking on a disk that cannot be written', () => {
  it('opens it to be read where no lock can be made, and a damaged copy stays for another time when only the copy cannot be written', async () => {
    const { vault } = await quickVault();
    await vault.close();
    const { vault: read } = await unlockWith(vault.path, passphrase, new FaultyDisk(1, 'EACCES'));
    expect(read.readOnly).toBe(true);
    await read.close();
    expect(await codeOf(unlockWith(vault.path, passphrase, new FaultyDisk(1, 'ENOSPC')))).toBe('no-space');
    expect(fs.existsSync(join(vault.path, 'lock'))).toBe(false);
    fs.rmSync(join(vault.path, 'vault.hdr'));
    const { vault: again, notices } = await unlockWith(vault.path, passphrase, new FaultyDisk(3, 'ENOSPC'));
    expect(notices.map(({ code }) => code)).toEqual(['header-copy-damaged']);
    await again.close();
    expect(fs.existsSync(join(vault.path, 'vault.hdr'))).toBe(false);
  });
});
