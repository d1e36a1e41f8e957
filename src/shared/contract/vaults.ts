/**
 * @file The part of the contract (`contract.ts`) for making, opening and closing a vault. Pure TypeScript.
 */
import * as v from 'valibot';
import { Sealed } from '../sealing.ts';
import { Passphrase, Secret, SecretText } from '../secrets.ts';
import { Bytes, Count, Empty, ErrorSchema, Id, Instant, Path, Text } from './basics.ts';
import { proof, RecoveryKit, SlotInfo } from './slots.ts';

export const VaultInfo = v.strictObject({
  vaultId: Id,
  name: Text(255),
  path: Text(32_768), // for display
  created: Instant,
  generation: Count,
  photos: Count, // not in the trash
  trashed: Count,
  bytes: Bytes, // of the originals
  /** When a full verify last ended, and how many problems it found; null = never. */
  verified: v.nullable(v.strictObject({ at: Instant, problems: Count })),
  /** An import that was interrupted and can be resumed. */
  unfinishedImport: v.nullable(Id),
  /** What is wrong with the catalogue, so that nothing can be changed until it is repaired; null = nothing. */
  damage: v.nullable(ErrorSchema),
});
export type VaultInfo = v.InferOutput<typeof VaultInfo>;

/** Answered by the engine. */
export const vaultMethods = {
  /** A key for secrets of the next call that has any, and of its answer: good once (`sealing.ts`). */
  'secret.key': { input: Empty, output: v.strictObject({ key: Sealed.entries.to }), needs: 'nothing' },
  'vault.inspectFolder': {
    // where a vault is about to be made
    input: v.strictObject({ folder: Path, name: Text(255) }),
    output: v.strictObject({
      path: v.string(), // the vault's folder, for display
      exists: v.boolean(),
      writable: v.boolean(),
      freeBytes: Bytes,
      warnings: v.array(v.picklist(['synchronised', 'temporary', 'network', 'removable'])),
    }),
    paths: ['folder'],
    needs: 'nothing',
  },
  'vault.suggestPassphrase': {
    input: Empty,
    output: v.strictObject({ passphrase: SecretText }),
    needs: 'nothing',
  },
  /** Creates and unlocks. The passphrase slot and the recovery slot are on disk before this answers. */
  'vault.create': {
    input: v.strictObject({ folder: Path, name: Text(255), passphrase: Passphrase }),
    output: v.strictObject({ vault: VaultInfo, kit: RecoveryKit }),
    paths: ['folder'],
    needs: 'nothing',
  },
  /** What can be told of a vault without unlocking it. */
  'vault.inspect': {
    input: v.strictObject({ vault: Path }),
    output: v.strictObject({
      vaultId: Id,
      name: v.string(),
      path: v.string(),
      created: Instant,
      slots: v.array(SlotInfo),
      notices: v.array(ErrorSchema),
    }),
    paths: ['vault'],
    needs: 'nothing',
  },
  'vault.unlock': {
    input: v.strictObject({
      vault: Path,
      secret: Secret,
      keyFile: v.optional(Path),
    }),
    output: v.strictObject({ vault: VaultInfo, notices: v.array(ErrorSchema) }),
    paths: ['vault', 'keyFile'],
    needs: 'nothing',
  },
  /** Stops work at a safe point, checkpoints, releases the lock, forgets the keys. The shell then ends the process. */
  'vault.close': { input: Empty, output: Empty, needs: 'nothing' },
  'vault.info': { input: Empty, output: VaultInfo, needs: 'unlocked' },
  /**
   * Takes an older vault, or one that went another way, as it is: it was restored on purpose. From then on it is the newest, and can be
   * changed. What was noticed is in `VaultInfo.damage` before (`isAcceptable` in errors.ts) and null afterwards.
   */
  'vault.acceptRestored': {
    input: v.strictObject(proof),
    output: VaultInfo,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** `current` is a passphrase of this vault, with its key file if it has one; after unlocking by recovery words it may be null. */
  'vault.changePassphrase': {
    input: v.strictObject({
      current: v.nullable(Passphrase),
      next: Passphrase,
      keyFile: v.optional(Path),
    }),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
} as const;
