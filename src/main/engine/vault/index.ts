/** @file The public face of the vault room: header, slots, keys, lock; runs in the engine. */
import type { Input, Output, RecoveryKit } from '../../../shared/contract.ts';
import type { ErrorValue } from '../../../shared/errors.ts';
import type { Disk } from '../disk/index.ts';
import type { CostPolicy } from './cost.ts';
import type { OpenVault, Secret } from './types.ts';

export { type CostPolicy, standardCosts } from './cost.ts';
export { type OpenVault, type Secret, type SlotInfo, type SlotKind, type VaultKeys } from './types.ts';

export declare function createVault(request: {
  readonly folder: string;
  readonly name: string;
  readonly passphrase: Uint8Array;
  readonly disk?: Disk;
  readonly cost?: CostPolicy;
}): Promise<{ vault: OpenVault; kit: RecoveryKit }>;
export declare function unlockVault(request: {
  readonly path: string;
  readonly secret: Secret;
  readonly disk?: Disk;
  readonly cost?: CostPolicy;
}): Promise<{ vault: OpenVault; notices: ErrorValue[] }>;
export declare function inspectVault(path: string, disk?: Disk): Promise<Output<'vault.inspect'>>;
export declare function inspectFolder(
  request: Input<'vault.inspectFolder'>,
  disk?: Disk,
): Promise<Output<'vault.inspectFolder'>>;
export declare function suggestPassphrase(): string;
