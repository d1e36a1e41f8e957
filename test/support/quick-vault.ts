/** @file Vaults in a temporary folder, with key derivation at a cost that tests can pay. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { nodeDisk, type Disk } from '../../src/main/engine/disk/index.ts';
import {
  type CostPolicy,
  type OpenVault,
  createVault,
  standardCosts,
  unlockVault,
} from '../../src/main/engine/vault/index.ts';

/** The least libsodium does. */
export const quickCosts: CostPolicy = {
  ...standardCosts,
  standard: { ops: 1, mem: 8192 },
  minOps: 1,
  minMem: 8192,
};

export const passphrase = 'correct horse battery staple';

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new vault, open, and its recovery words. Closed when the test ends, unless the test does. */
export async function quickVault(
  options: { folder?: string; name?: string; disk?: Disk } = {},
): Promise<{ vault: OpenVault; words: string }> {
  const { vault, kit } = await createVault({
    folder: options.folder ?? temporaryFolder(),
    name: options.name ?? 'Family',
    passphrase: passphraseBytes(passphrase),
    disk: options.disk ?? nodeDisk,
    cost: quickCosts,
  });
  onTestFinished(() => vault.close().catch(() => undefined));
  return { vault, words: kit.words.join(' ') };
}

/** Opens with a passphrase; closed when the test ends. */
export async function unlockWith(
  path: string,
  text: string,
  disk: Disk = nodeDisk,
): ReturnType<typeof unlockVault> {
  const secret = { kind: 'passphrase', passphrase: passphraseBytes(text) } as const;
  const opened = await unlockVault({ path, secret, disk, cost: quickCosts });
  onTestFinished(() => opened.vault.close().catch(() => undefined));
  return opened;
}

/** Opens with recovery words; closed when the test ends. */
export async function unlockWithWords(path: string, words: string): ReturnType<typeof unlockVault> {
  const opened = await unlockVault({ path, secret: { kind: 'recovery', words }, cost: quickCosts });
  onTestFinished(() => opened.vault.close().catch(() => undefined));
  return opened;
}

/** The code of the CodedError a promise rejects with; 'fulfilled' when it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'fulfilled';
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : `not coded: ${String(thrown)}`;
  }
}
