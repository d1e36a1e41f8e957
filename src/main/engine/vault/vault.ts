/** @file An open vault: its keys, its header, its lock; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { type SecretKey, idBytes, zero } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';
import { replacePassphrase } from './change-passphrase.ts';
import {
  type KitDraft,
  type SlotChange,
  addSlot,
  draftKit,
  reissueKit,
  removeSlot,
  renameSlot,
} from './change-slots.ts';
import type { CostPolicy } from './cost.ts';
import type { Header } from './header.ts';
import type { Keyring } from './keyring.ts';
import type { LockFile } from './lock-file.ts';
import { nameOfVault } from './name.ts';
import type { HeaderPlace } from './replace-slots.ts';
import { type NewSlot, type OpenVault, type Secret, type SlotInfo, passphraseSecret } from './types.ts';
import { DerivedKeys } from './vault-keys.ts';
import { wordsOf } from './words.ts';

/** What an open vault is made of. The vault takes it over and disposes of it. */
export interface VaultParts {
  readonly disk: Disk;
  readonly path: string;
  readonly costs: CostPolicy;
  readonly header: Header;
  /** Highest generation any copy on disk may have. */
  readonly generationUsed: number;
  readonly keyring: Keyring;
  readonly openedBy: Pick<SlotInfo, 'id' | 'kind'> | null;
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
  readonly openedBy: Pick<SlotInfo, 'id' | 'kind'> | null;
  readonly #costs: CostPolicy;
  readonly #lock: LockFile;
  #header: Header;
  #root: SecretKey | null;
  /** Highest generation any copy on disk may have, also one whose writing failed half-way. */
  #generationUsed: number;
  #catalogue: { readonly generation: number } | null = null;
  #changing: Promise<unknown> | null = null;
  #draft: KitDraft | null = null;
  #closed: Promise<void> | null = null;

  constructor(parts: VaultParts) {
    this.id = parts.header.vault;
    this.idBytes = idBytes(parts.header.vault);
    this.path = parts.path;
    this.name = nameOfVault(parts.path);
    this.created = parts.header.created;
    this.disk = parts.disk;
    this.keys = new DerivedKeys(parts.keyring);
    this.openedBy = parts.openedBy;
    this.#costs = parts.costs;
    this.#lock = parts.lock;
    this.#header = parts.header;
    this.#root = parts.root;
    this.#generationUsed = parts.generationUsed;
  }

  get generation(): number {
    return this.#header.generation;
  }

  get catalogue(): number {
    return this.#header.catalogue;
  }

  follow(catalogue: { readonly generation: number }): void {
    this.#catalogue = catalogue;
  }

  get slots(): readonly SlotInfo[] {
    return slotInfos(this.#header);
  }

  async changePassphrase(current: Uint8Array | null, next: Uint8Array, keyFile?: string): Promise<void> {
    const change = async (): Promise<void> => {
      const proof = current === null ? this.#root : passphraseSecret(current, keyFile);
      this.#header = await replacePassphrase({ ...this.#place(), costs: this.#costs, proof, next });
      // From here on the new passphrase can be asked for.
      this.#root?.dispose();
      this.#root = null;
    };
    await this.#alone(change, next, current ?? undefined);
  }

  async addSlot(proof: Secret, slot: NewSlot): Promise<Id> {
    const add = async (): Promise<Id> => {
      const { header, id } = await addSlot(this.#change(proof), slot);
      this.#header = header;
      return id;
    };
    return this.#alone(add, slot.passphrase, passphraseOf(proof));
  }

  async renameSlot(proof: Secret, id: Id, label: string): Promise<void> {
    const rename = async (): Promise<void> => {
      this.#header = await renameSlot(this.#change(proof), id, label);
    };
    await this.#alone(rename, passphraseOf(proof));
  }

  async removeSlot(proof: Secret, id: Id): Promise<void> {
    const remove = async (): Promise<void> => {
      this.#header = await removeSlot(this.#change(proof), id);
    };
    await this.#alone(remove, passphraseOf(proof));
  }

  async draftKit(proof: Secret): Promise<string[]> {
    const draft = async (): Promise<string[]> => {
      const kit = await draftKit(this.#change(proof));
      this.#forgetDraft();
      this.#draft = kit;
      return wordsOf(kit.secret);
    };
    return this.#alone(draft, passphraseOf(proof));
  }

  async reissueKit(): Promise<Id> {
    return this.#alone(async () => {
      if (this.#draft === null) throw new CodedError('not-found');
      const { header, id } = await reissueKit(this.#place(), this.#draft);
      this.#header = header;
      this.#forgetDraft();
      return id;
    });
  }

  dropKit(): void {
    // While it is being written it is needed; it is forgotten then anyway.
    if (this.#changing === null) this.#forgetDraft();
  }

  #forgetDraft(): void {
    this.#draft?.root.dispose();
    this.#draft?.secret.dispose();
    this.#draft = null;
  }

  #place(): HeaderPlace {
    this.#generationUsed += 1;
    const { disk, path } = this;
    // Never less than before, also where an older catalogue stands in the place of the newest.
    const catalogue = Math.max(this.catalogue, this.#catalogue?.generation ?? 0);
    return { disk, path, header: this.#header, generation: this.#generationUsed, catalogue };
  }

  #change(proof: Secret): SlotChange {
    return { ...this.#place(), costs: this.#costs, proof };
  }

  /** One change of the header at a time. However it ends, these passphrases are zeroed. */
  async #alone<T>(work: () => Promise<T>, ...secrets: readonly (Uint8Array | undefined)[]): Promise<T> {
    try {
      if (this.#closed !== null) throw new CodedError('not-unlocked');
      if (this.#changing !== null) throw new CodedError('busy');
      const changing = work().finally(() => {
        this.#changing = null;
      });
      this.#changing = changing;
      return await changing;
    } finally {
      zero(...secrets.filter((secret) => secret !== undefined));
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#changing?.catch(() => undefined); // its caller is told
    this.keys.dispose();
    this.#root?.dispose();
    this.#forgetDraft();
    await this.#lock.release();
  }
}

/** What a header tells of its slots to anyone. */
export function slotInfos(header: Header): SlotInfo[] {
  return header.slots.map(({ id, kind, label, created }) => ({ id, kind, label, created }));
}

function passphraseOf(secret: Secret): Uint8Array | undefined {
  return secret.kind === 'passphrase' ? secret.passphrase : undefined;
}
