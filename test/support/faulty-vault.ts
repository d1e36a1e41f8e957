/** @file A vault on a disk that fails while something is done with it, and what opens it afterwards. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  unlockVault,
  type CostPolicy,
  type OpenVault,
  type Secret,
} from '../../src/main/engine/vault/index.ts';
import { FaultyDisk, type Fault } from './faulty-disk.ts';
import { codeOf, quickCosts, quickVault } from './quick-vault.ts';

export interface FailingVault {
  readonly vault: OpenVault;
  readonly disk: FaultyDisk;
  /** Recovery words that open it. */
  readonly words: string;
}

/** A new vault, opened, whose disk fails at the `failAt`th operation after that: 1 is the first. */
export async function vaultFailingAt(
  failAt: number,
  fault: Fault,
  secret: () => Secret,
  cost: CostPolicy = quickCosts,
): Promise<FailingVault> {
  const { vault: made, words } = await quickVault();
  await made.close();
  const { path } = made;
  const counting = new FaultyDisk();
  await (await unlockVault({ path, secret: secret(), disk: counting, cost: quickCosts })).vault.close();
  const disk = new FaultyDisk(counting.operations - 1 + failAt, fault); // its last one removed the lock
  const { vault } = await unlockVault({ path, secret: secret(), disk, cost });
  return { vault, disk, words };
}

/** The newest epoch of the vault if the secret opens it, else null. Looks at a copy: opening puts an unfinished change right. */
export async function epochOpenedBy(path: string, secret: Secret): Promise<number | null> {
  const copy = `${path}.copy`;
  cpSync(path, copy, { recursive: true });
  rmSync(join(copy, 'lock'), { force: true });
  let epoch: number | null = null;
  const code = await codeOf(
    unlockVault({ path: copy, secret, cost: quickCosts }).then(({ vault }) => {
      epoch = vault.keys.epoch;
      return vault.close();
    }),
  );
  rmSync(copy, { recursive: true });
  expect(['fulfilled', 'secret-wrong']).toContain(code);
  return epoch;
}
