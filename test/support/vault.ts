/** @file A real vault in a temporary folder, with a key derivation that costs little: for tests of the rooms above it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createVault,
  standardCosts,
  unlockVault,
  type CostPolicy,
  type OpenVault,
} from '../../src/main/engine/vault/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';

/** Argon2id at its least: a policy only tests can inject. */
export const cheapCosts: CostPolicy = {
  ...standardCosts,
  standard: { ops: 1, mem: 64 * 1024 },
  minOps: 1,
  minMem: 8 * 1024,
};

export const testPassphrase = 'correct horse battery staple';

/** A temporary folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new vault, open; closed and removed after the test. */
export async function newVault(name = 'Test'): Promise<OpenVault> {
  const folder = await temporaryFolder();
  const { vault } = await createVault({
    folder,
    name,
    passphrase: passphraseBytes(testPassphrase),
    cost: cheapCosts,
  });
  onTestFinished(() => vault.close());
  return vault;
}

/** Opens a vault again that a test has closed. */
export async function reopen(path: string): Promise<OpenVault> {
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(testPassphrase) } as const;
  const { vault } = await unlockVault({ path, secret, cost: cheapCosts });
  onTestFinished(() => vault.close());
  return vault;
}
