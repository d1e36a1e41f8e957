/** @file Changes of the ways into a vault that fail, or are cut off, at any operation of the disk: the old ones or the new ones, never neither. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import {
  passphraseSecret,
  type CostPolicy,
  type OpenVault,
  type Secret,
} from '../../src/main/engine/vault/index.ts';
import { PowerCut, type Fault } from '../support/faulty-disk.ts';
import { epochOpenedBy, vaultFailingAt } from '../support/faulty-vault.ts';
import { codeOf, passphrase, quickCosts, temporaryFolder } from '../support/quick-vault.ts';

const secret = (text = passphrase, keyFile?: string): Secret =>
  passphraseSecret(passphraseBytes(text), keyFile);

interface Change {
  /** Before the disk becomes faulty. */
  readonly prepare?: (vault: OpenVault) => Promise<void>;
  readonly run: (vault: OpenVault, keyFile: string) => Promise<unknown>;
  /** Opens the vault only before, only after the change. */
  readonly before?: (words: string) => Secret;
  readonly after?: (words: string, keyFile: string) => Secret;
}

let drafted = '';
const idOf = (vault: OpenVault, label: string): string =>
  vault.slots.find((slot) => slot.label === label)?.id ?? '';
const changes: Readonly<Record<string, Change>> = {
  'adding a passphrase with a key file': {
    run: (vault, keyFile) =>
      vault.addSlot(secret(), { label: 'x', passphrase: passphraseBytes('second'), keyFile }),
    after: (_, keyFile) => secret('second', keyFile),
  },
  renaming: { run: (vault) => vault.renameSlot(secret(), idOf(vault, 'Passphrase'), 'Mine') },
  removing: {
    run: (vault) => vault.removeSlot(secret(), idOf(vault, 'Recovery words')),
    before: (words) => ({ kind: 'recovery', words }),
  },
  'a new recovery kit': {
    prepare: async (vault) => void (drafted = (await vault.draftKit(secret())).join(' ')),
    run: (vault) => vault.reissueKit(),
    before: (words) => ({ kind: 'recovery', words }),
    after: () => ({ kind: 'recovery', words: drafted }),
  },
};

const opens = async (path: string, by: Secret): Promise<boolean> => (await epochOpenedBy(path, by)) !== null;

const cases: [Fault, 'kept' | 'lost'][] = [
  ['crash', 'kept'],
  ['crash', 'lost'],
  ['torn', 'kept'],
  ['torn', 'lost'],
  ['EIO', 'kept'],
  ['ENOSPC', 'kept'],
  ['EACCES', 'kept'],
];

describe.each(Object.entries(changes))(
  '%s, failing at any operation',
  (_, { prepare, run, before, after }) => {
    it.each(cases)('%s, unsynced data %s: the old ways in or the new ones', async (fault, power) => {
      const outcomes = new Set<string>();
      for (let failAt = 1; ; failAt += 1) {
        expect(failAt).toBeLessThan(100);
        const keyFile = join(temporaryFolder(), 'key');
        fs.writeFileSync(keyFile, 'any bytes');
        const { vault, disk, words } = await vaultFailingAt(failAt, fault, secret);
        const { path } = vault;
        await prepare?.(vault);
        const names = vault.slots.map(({ label }) => label).join();
        const error: unknown = await run(vault, keyFile).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (power === 'lost') disk.losePower();
        expect(await opens(path, secret()), disk.log.join('; ')).toBe(true);
        const old = before === undefined ? null : await opens(path, before(words));
        const changed = after === undefined ? null : await opens(path, after(words, keyFile));
        if (old !== null && changed !== null) expect(old || changed).toBe(true);
        outcomes.add(`${String(old)} ${String(changed)}`);
        if (error === null) {
          expect(old).not.toBe(true);
          expect(changed).not.toBe(false);
          break;
        }
        if (!(error instanceof PowerCut)) {
          // Told that it failed: so it did not happen, neither on the disk nor for whoever goes on with the open vault.
          expect(error).toBeInstanceOf(CodedError);
          expect(old).not.toBe(false);
          expect(vault.slots.map(({ label }) => label).join()).toBe(names);
        }
      }
      if (before !== undefined || after !== undefined) expect(outcomes.size).toBeGreaterThan(1);
    });
  },
);

describe('a slot that is being strengthened, cut off at any operation', () => {
  const today: CostPolicy = { ...quickCosts, standard: { ops: 2, mem: 32 * 1024 } };
  it.each(cases)('%s, unsynced data %s: its passphrase opens the vault', async (fault, power) => {
    for (let failAt = 1; failAt <= 12; failAt += 1) {
      const { vault, disk, words } = await vaultFailingAt(failAt, fault, secret, today);
      const { path } = vault;
      if (fault === 'EIO') {
        // The session goes on: what it writes next must not be taken for older than what was left half-written.
        const renamed = await codeOf(vault.renameSlot(secret(), idOf(vault, 'Passphrase'), 'Mine'));
        expect(renamed).toBe(failAt <= 10 ? 'fulfilled' : 'disk-failed');
      }
      await vault.close().catch(() => undefined);
      if (power === 'lost') disk.losePower();
      expect(await opens(path, secret()), disk.log.join('; ')).toBe(true);
      expect(await opens(path, { kind: 'recovery', words })).toBe(true);
    }
  });
});
