/** @file An open vault as the other rooms of the engine see it; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { SecretKey } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';

export type SlotKind = 'passphrase' | 'passphrase+keyfile' | 'recovery';

/** What a header tells of a slot without any secret. */
export interface SlotInfo {
  readonly id: Id;
  readonly kind: SlotKind;
  readonly label: string;
}

/** The keys that work on the vault's content. All of them are disposed of when the vault is closed; nobody else disposes of them. */
export interface VaultKeys {
  /** The epoch that writes: the newest. */
  readonly epoch: number;
  /** Whether there is a key for this epoch. */
  knows(epoch: number): boolean;
  /** `kdf(EK, 16 + table, "LPtable_")`, §5.2. An unknown epoch is a bug: ask `knows` first. */
  cellKey(epoch: number, table: number): SecretKey;
  /** `kdf(EK, 1, "LPepoch_")`, §4.1. An unknown epoch is a bug: ask `knows` first. */
  blobKey(epoch: number): SecretKey;
  /** For content digests, §3.4. */
  readonly digest: SecretKey;
}

export interface OpenVault {
  readonly id: Id;
  /** The id's 16 bytes. */
  readonly idBytes: Buffer;
  /** Absolute path of the vault's folder. */
  readonly path: string;
  /** The folder's name without `.lightproof`. */
  readonly name: string;
  /** When the vault was made, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  readonly created: string;
  readonly disk: Disk;
  readonly keys: VaultKeys;
  /** Of the header; grows with every write of it. */
  readonly generation: number;
  readonly slots: readonly SlotInfo[];
  /**
   * Replaces the passphrase; zeroes both arguments. `current` must open a passphrase slot; null is accepted until the first change in
   * a session that was unlocked by recovery words, and then takes the place of all passphrase slots. Recovery words stay valid.
   * Rejects with `secret-wrong`, `passphrase-empty`, `no-space`, `no-permission`, `disk-failed`: the old passphrase is then valid still.
   */
  changePassphrase(current: Uint8Array | null, next: Uint8Array): Promise<void>;
  /** Disposes of the keys and removes the lock. Close catalogue and blobs before. Doing it twice is harmless. */
  close(): Promise<void>;
}

/** How to unlock. Passphrase: NFC-normalised UTF-8 (src/shared/passphrase.ts), zeroed by whoever takes it. */
export type Secret =
  | { readonly kind: 'passphrase'; readonly passphrase: Uint8Array }
  | { readonly kind: 'recovery'; readonly words: string };
