/** @file An open vault: its keys, its header, its lock; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, isAged } from '../../../shared/errors.ts';
import { type SecretKey, idBytes, zero } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';
import { replacePassphrase } from './change-passphrase.ts';
import {
  type KitDraft,
  type SlotChange,
  addSlot,
  draftKit,
  proveSecret,
  reissueKit,
  removeSlot,
  renameSlot,
  renewHeader,
} from './change-slots.ts';
import type { CostPolicy } from './cost.ts';
import type { Header } from './header.ts';
import type { Keyring } from './keyring.ts';
import type { LockFile } from './lock-file.ts';
import { nameOfVault } from './name.ts';
import type { HeaderPlace } from './replace-slots.ts';
import { type RotationDraft, disposeOfRotation, draftRotation, rotateKeys } from './rotate.ts';
import type { Slot } from './slot.ts';
import {
  type FollowedCatalogue,
  type NewSlot,
  type OpenVault,
  type Rotation,
  type RotationPlan,
  type Secret,
  type SlotInfo,
  passphraseSecret,
} from './types.ts';
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
  /** The other copy of the header may not know the keyring's newest epoch: nothing is to be sealed under it. */
  readonly heldBack?: boolean;
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
  readonly readOnly: boolean;
  readonly #costs: CostPolicy;
  readonly #lock: LockFile;
  #header: Header;
  #root: SecretKey | null;
  /** Highest generation any copy on disk may have, also one whose writing failed half-way. */
  #generationUsed: number;
  #catalogue: FollowedCatalogue | null = null;
  #onWritten: () => void = () => undefined;
  #changing: Promise<unknown> | null = null;
  #draft: KitDraft | null = null;
  #rotation: RotationDraft | null = null;
  #closed: Promise<void> | null = null;

  constructor(parts: VaultParts) {
    this.id = parts.header.vault;
    this.idBytes = idBytes(parts.header.vault);
    this.path = parts.path;
    this.name = nameOfVault(parts.path);
    this.created = parts.header.created;
    this.disk = parts.disk;
    this.keys = new DerivedKeys(parts.keyring, parts.heldBack);
    this.openedBy = parts.openedBy;
    this.#costs = parts.costs;
    this.#lock = parts.lock;
    this.readOnly = !parts.lock.held;
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

  follow(catalogue: FollowedCatalogue, onWritten: () => void = () => undefined): void {
    this.#catalogue = catalogue;
    this.#onWritten = onWritten;
  }

  /** What has become of the header on disk while the vault was being opened. */
  settle({
    header,
    generationUsed,
    heldBack,
  }: Required<Pick<VaultParts, 'header' | 'generationUsed' | 'heldBack'>>): void {
    this.#header = header;
    this.#generationUsed = Math.max(this.#generationUsed, generationUsed);
    if (!heldBack) this.keys.release();
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

  async prove(proof: Secret): Promise<void> {
    const { disk } = this;
    await this.#alone(
      () => proveSecret({ disk, header: this.#header, costs: this.#costs, proof }),
      passphraseOf(proof),
    );
  }

  dropKit(): void {
    // While it is being written it is needed; it is forgotten then anyway.
    if (this.#changing === null) this.#forgetDraft();
  }

  async draftRotation(proof: Secret): Promise<RotationPlan> {
    const draft = async (): Promise<RotationPlan> => {
      const rotation = await draftRotation(this.#change(proof));
      this.#forgetRotation();
      this.#rotation = rotation;
      const { secret, kept, dropped } = rotation;
      return { words: wordsOf(secret), kept: infoOf(kept), dropped: dropped.map(infoOf) };
    };
    return this.#alone(draft, passphraseOf(proof));
  }

  async rotateKeys(): Promise<Rotation> {
    return this.#alone(async () => {
      if (this.#rotation === null) throw new CodedError('not-found');
      const dropped = this.#rotation.dropped.length;
      const { header, epoch, key, durable } = await rotateKeys(this.#place(), this.#rotation);
      this.#header = header;
      this.keys.add(epoch, key, durable);
      this.#forgetRotation();
      this.#forgetDraft();
      this.#root?.dispose(); // it is the root key no more
      this.#root = null;
      return { epoch, dropped, durable };
    });
  }

  async renewHeader(
    proof: Secret,
    above: { readonly header: number; readonly catalogue: number },
  ): Promise<void> {
    const renew = async (): Promise<void> => {
      this.#generationUsed = Math.max(this.#generationUsed, above.header);
      const change = this.#change(proof, this.#nextPlace());
      this.#header = await renewHeader({ ...change, catalogue: Math.max(change.catalogue, above.catalogue) });
    };
    await this.#alone(renew, passphraseOf(proof));
  }

  dropRotation(): void {
    if (this.#changing === null) this.#forgetRotation();
  }

  #forgetRotation(): void {
    if (this.#rotation !== null) disposeOfRotation(this.#rotation);
    this.#rotation = null;
  }

  #forgetDraft(): void {
    this.#draft?.root.dispose();
    this.#draft?.secret.dispose();
    this.#draft = null;
  }

  /** Where the next header goes. An older header must not become a newer one unasked: refused with what was noticed. */
  #place(): HeaderPlace {
    const frozen = this.#catalogue?.frozen ?? null;
    if (frozen !== null && (isAged(frozen) || frozen.code === 'vault-read-only'))
      throw new CodedError(frozen.code, frozen.params);
    return this.#nextPlace();
  }

  #nextPlace(): HeaderPlace {
    this.#generationUsed += 1;
    const { disk, path } = this;
    // Never less than before, also where an older catalogue stands in the place of the newest.
    const catalogue = Math.max(this.catalogue, this.#catalogue?.generation ?? 0);
    return { disk, path, header: this.#header, generation: this.#generationUsed, catalogue };
  }

  #change(proof: Secret, place = this.#place()): SlotChange {
    return { ...place, costs: this.#costs, proof };
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
      const before = this.generation;
      const result = await changing;
      if (this.generation !== before) this.#onWritten();
      return result;
    } finally {
      zero(...secrets.filter((secret) => secret !== undefined));
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Forgets the keys; the lock stays. */
  dispose(): void {
    this.keys.dispose();
    this.#root?.dispose();
    this.#forgetDraft();
    this.#forgetRotation();
  }

  async #close(): Promise<void> {
    await this.#changing?.catch(() => undefined); // its caller is told
    this.dispose();
    await this.#lock.release();
  }
}

/** What a header tells of its slots to anyone. */
export function slotInfos(header: Header): SlotInfo[] {
  return header.slots.map(infoOf);
}

function infoOf({ id, kind, label, created }: Slot): SlotInfo {
  return { id, kind, label, created };
}

function passphraseOf(secret: Secret): Uint8Array | undefined {
  return secret.kind === 'passphrase' ? secret.passphrase : undefined;
}
