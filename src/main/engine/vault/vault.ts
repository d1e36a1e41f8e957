/** @file An open vault: its keys, its header, its lock; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { type SecretKey, idBytes, zero } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';
import { replacePassphrase } from './change-passphrase.ts';
import type { CostPolicy } from './cost.ts';
import type { Header } from './header.ts';
import type { Keyring } from './keyring.ts';
import type { LockFile } from './lock-file.ts';
import { nameOfVault } from './name.ts';
import type { OpenVault, SlotInfo } from './types.ts';
import { DerivedKeys } from './vault-keys.ts';

/** What an open vault is made of. The vault takes it over and disposes of it. */
export interface VaultParts {
  readonly disk: Disk;
  readonly path: string;
  readonly costs: CostPolicy;
  readonly header: Header;
  readonly keyring: Keyring;
  /** Only where the passphrase may be replaced without the old one: the session was unlocked by recovery words. */
  readonly root: SecretKey | null;
  readonly lock: LockFile;
}

export class Vault implements OpenVault {
  readonly id: Id;
  readonly idBytes: Buffer;
  readonly path: string;
  readonly name: string;
  readonly created: string;
  readonly disk: Disk;
  readonly keys: DerivedKeys;
  readonly #costs: CostPolicy;
  readonly #lock: LockFile;
  #header: Header;
  #root: SecretKey | null;
  /** Highest generation any copy on disk may have, also one whose writing failed half-way. */
  #generationUsed: number;
  #changing: Promise<void> | null = null;
  #closed: Promise<void> | null = null;

  constructor(parts: VaultParts) {
    this.id = parts.header.vault;
    this.idBytes = idBytes(parts.header.vault);
    this.path = parts.path;
    this.name = nameOfVault(parts.path);
    this.created = parts.header.created;
    this.disk = parts.disk;
    this.keys = new DerivedKeys(parts.keyring);
    this.#costs = parts.costs;
    this.#lock = parts.lock;
    this.#header = parts.header;
    this.#root = parts.root;
    this.#generationUsed = parts.header.generation;
  }

  get generation(): number {
    return this.#header.generation;
  }

  get slots(): readonly SlotInfo[] {
    return slotInfos(this.#header);
  }

  async changePassphrase(current: Uint8Array | null, next: Uint8Array): Promise<void> {
    try {
      if (this.#closed !== null) throw new CodedError('not-unlocked');
      if (this.#changing !== null) throw new CodedError('busy');
      this.#changing = this.#change(current, next).finally(() => {
        this.#changing = null;
      });
      await this.#changing;
    } finally {
      zero(next);
      if (current !== null) zero(current);
    }
  }

  async #change(current: Uint8Array | null, next: Uint8Array): Promise<void> {
    this.#generationUsed += 1;
    this.#header = await replacePassphrase({
      disk: this.disk,
      path: this.path,
      costs: this.#costs,
      header: this.#header,
      generation: this.#generationUsed,
      proof: current ?? this.#root,
      next,
    });
    // From here on the new passphrase can be asked for.
    this.#root?.dispose();
    this.#root = null;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#changing?.catch(() => undefined); // its caller is told
    this.keys.dispose();
    this.#root?.dispose();
    await this.#lock.release();
  }
}

/** What a header tells of its slots to anyone. */
export function slotInfos(header: Header): SlotInfo[] {
  return header.slots.map(({ id, kind, label }) => ({ id, kind, label }));
}
