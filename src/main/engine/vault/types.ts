/** @file An open vault as the other rooms of the engine see it; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { ErrorValue } from '../../../shared/errors.ts';
import type { SecretKey } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';

export type SlotKind = 'passphrase' | 'passphrase+keyfile' | 'recovery';

/** What a header tells of a slot without any secret. */
export interface SlotInfo {
  readonly id: Id;
  readonly kind: SlotKind;
  readonly label: string;
  /** `YYYY-MM-DDTHH:mm:ss.sssZ` */
  readonly created: string;
}

/** A way in that is to be added. */
export interface NewSlot {
  readonly label: string;
  /** Zeroed by whoever takes it. */
  readonly passphrase: Uint8Array;
  /** Absolute path of a file that must be there each time from then on, or null. */
  readonly keyFile: string | null;
}

/** The keys that work on the vault's content. All of them are disposed of when the vault is closed; nobody else disposes of them. */
export interface VaultKeys {
  /** The epoch that writes: the newest, once both copies of the header surely know it (§7.2). */
  readonly epoch: number;
  readonly newest: number;
  /** Whether there is a key for this epoch. */
  knows(epoch: number): boolean;
  /** `kdf(EK, 16 + table, "LPtable_")`, §5.2. An unknown epoch is a bug: ask `knows` first. */
  cellKey(epoch: number, table: number): SecretKey;
  /** `kdf(EK, 1, "LPepoch_")`, §4.1. An unknown epoch is a bug: ask `knows` first. */
  blobKey(epoch: number): SecretKey;
  /** For content digests, §3.4. */
  readonly digest: SecretKey;
  /** Ed25519, of the audit log (§5.6); 32 bytes. */
  readonly signingPublicKey: Buffer;
  /** Secret keys of the vault's two age identities, §3.4: for older tools, and one that resists quantum computers. */
  readonly sharing: { readonly x25519: SecretKey; readonly hybrid: SecretKey };
  /** The signature of the vault's signing key, 64 bytes. */
  sign(message: Uint8Array): Buffer;
  /** X25519, of the drop box (§4.5); 32 bytes. It stays the same when the vault's keys are changed. */
  readonly sealingPublicKey: Buffer;
  /** What was sealed to that key, to be zeroed by who gets it; null when it does not open. */
  openSealed(box: Uint8Array): Buffer | null;
}

/** What the header needs to know of the catalogue. */
export interface FollowedCatalogue {
  readonly generation: number;
  readonly frozen: ErrorValue | null;
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
  /** Its folder cannot be written to: no lock was taken, and nothing may be written. */
  readonly readOnly: boolean;
  /** Of the header; grows with every write of it. */
  readonly generation: number;
  /** Generation the catalogue had reached when the header was written: it is never lower (docs/format.md §5.3). */
  readonly catalogue: number;
  readonly slots: readonly SlotInfo[];
  /** The way in that has opened it; null: it was made just now. */
  readonly openedBy: Pick<SlotInfo, 'id' | 'kind'> | null;
  /**
   * Replaces the passphrase; zeroes both. `current`, with the key file where the slot has one, must open a slot, whose name and key file
   * the new one keeps; null is accepted until the first change in a session that was unlocked by recovery words, and then takes the place of all
   * slots with a passphrase alone. Recovery words stay valid. Rejects with `secret-wrong`, `passphrase-empty`, `key-file-unreadable`,
   * `slots-full`, `no-space`, `no-permission`, `disk-failed`: the old passphrase is then valid still.
   */
  changePassphrase(current: Uint8Array | null, next: Uint8Array, keyFile?: string): Promise<void>;
  /*
   * Changes of the slots. `proof` is any secret that opens the vault now; its passphrase is zeroed. Every one of them rejects with
   * `secret-wrong`, `words-invalid`, `key-file-unreadable`, `busy`, `no-space`, `no-permission`, `disk-failed`: the slots are then as they were.
   * Cut off at any point, the vault has the old slots or the new ones.
   */
  /** Also: `slots-full`, `passphrase-empty`, `key-file-unfit`. */
  addSlot(proof: Secret, slot: NewSlot): Promise<Id>;
  /** Also: `not-found`. */
  renameSlot(proof: Secret, id: Id, label: string): Promise<void>;
  /** `proof` must open another slot, so that nobody locks themselves out (`slot-proof`). Also: `not-found`, `slot-last`. */
  removeSlot(proof: Secret, id: Id): Promise<void>;
  /** Words for a new recovery kit, good for nothing before `reissueKit`. They take the place of an earlier draft. Also: `slots-full`. */
  draftKit(proof: Secret): Promise<string[]>;
  /** The words drafted last replace every recovery slot: older words open nothing any more. Also: `not-found` (no draft). */
  reissueKit(): Promise<Id>;
  /** Forgets a draft. */
  dropKit(): void;
  /**
   * Whether a secret opens the vault, and nothing else: rejects with `secret-wrong`, `words-invalid`, `key-file-unreadable`, `kdf-out-of-range`,
   * `busy`. Its passphrase is zeroed.
   */
  prove(proof: Secret): Promise<void>;
  /*
   * New keys (§7.2). `proof` is a passphrase; recovery words are refused (`slot-proof`), for their slot is replaced.
   */
  /** Makes the new keys and the words of the new kit, good for nothing before `rotateKeys`. They take the place of an earlier draft. */
  draftRotation(proof: Secret): Promise<RotationPlan>;
  /**
   * The keys drafted last become the vault's: what is sealed from now on is sealed under the new epoch. Rejects with `not-found` (no draft, or
   * the slots were changed since), `busy`, `no-space`, `no-permission`, `disk-failed`, `vault-moved`: the old keys are then the ones that count.
   */
  rotateKeys(): Promise<Rotation>;
  /** Forgets a draft of new keys. */
  dropRotation(): void;
  /**
   * Writes the header as it is anew, with a generation above `above.header`, and naming a catalogue of `above.catalogue` at least: what is
   * older than that is older than this header. Rejects as the changes of slots do.
   */
  renewHeader(proof: Secret, above: { readonly header: number; readonly catalogue: number }): Promise<void>;
  /**
   * From now on every header that is written names the generation that `catalogue` has then; none is while it is frozen for its age.
   * `onWritten`: a header was written.
   */
  follow(catalogue: FollowedCatalogue, onWritten?: () => void): void;
  /** Disposes of the keys and removes the lock. Close catalogue and blobs before. Doing it twice is harmless. */
  close(): Promise<void>;
}

/** What a rotation will do to the ways in. */
export interface RotationPlan {
  /** Of the new recovery kit, which takes the place of any there is. */
  readonly words: string[];
  /** Opened by the passphrase that was given; opens the vault afterwards too. */
  readonly kept: SlotInfo;
  /** Will open nothing any more: their secrets are not at hand. */
  readonly dropped: readonly SlotInfo[];
}

export interface Rotation {
  readonly epoch: number;
  /** Number of slots that were dropped, kits not counted. */
  readonly dropped: number;
  /** False: the disk would not say that the header is there to stay. Nothing is sealed under the new epoch before the vault is next opened. */
  readonly durable: boolean;
}

/** A passphrase as NFC-normalised UTF-8 (src/shared/passphrase.ts), zeroed by whoever takes it; with the absolute path of a key file. */
export interface PassphraseSecret {
  readonly kind: 'passphrase';
  readonly passphrase: Uint8Array;
  readonly keyFile?: string;
}

/** How to unlock. */
export type Secret = PassphraseSecret | { readonly kind: 'recovery'; readonly words: string };

/** `keyFile`: absolute path; absent for a passphrase alone. */
export function passphraseSecret(passphrase: Uint8Array, keyFile?: string): PassphraseSecret {
  return { kind: 'passphrase', passphrase, ...(keyFile === undefined ? {} : { keyFile }) };
}
