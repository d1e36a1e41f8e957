/** @file An open vault: its keys, its header, its lock; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import { type SecretKey, idBytes } from '../crypto/index.ts';
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
import { HeaderChanges } from './header-changes.ts';
import type { Keyring } from './keyring.ts';
import type { LockFile } from './lock-file.ts';
import { nameOfVault } from './name.ts';
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
  readonly #changes: HeaderChanges;
  readonly #lock: LockFile;
  #root: SecretKey | null;
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
    this.#changes = new HeaderChanges(parts.disk, parts.path, parts.header, parts.generationUsed);
    this.#lock = parts.lock;
    this.readOnly = !parts.lock.held;
    this.#root = parts.root;
  }

  get generation(): number {
    return this.#changes.header.generation;
  }

  get catalogue(): number {
    return this.#changes.header.catalogue;
  }

  follow(catalogue: FollowedCatalogue, onWritten: () => void = () => undefined): void {
    this.#changes.follow(catalogue, onWritten);
  }

  /** What has become of the header on disk while the vault was being opened. */
  settle({
    header,
    generationUsed,
    heldBack,
  }: Required<Pick<VaultParts, 'header' | 'generationUsed' | 'heldBack'>>): void {
    this.#changes.put(header);
    this.#changes.raise(generationUsed);
    if (!heldBack) this.keys.release();
  }

  get slots(): readonly SlotInfo[] {
    return slotInfos(this.#changes.header);
  }

  async changePassphrase(current: Uint8Array | null, next: Uint8Array, keyFile?: string): Promise<void> {
    const change = async (): Promise<void> => {
      const proof = current === null ? this.#root : passphraseSecret(current, keyFile);
      this.#changes.put(
        await replacePassphrase({ ...this.#changes.place(), costs: this.#costs, proof, next }),
      );
      // From here on the new passphrase can be asked for.
      this.#root?.dispose();
      this.#root = null;
    };
    await this.#changes.alone(change, next, current ?? undefined);
  }

  async addSlot(proof: Secret, slot: NewSlot): Promise<Id> {
    const add = async (): Promise<Id> => {
      const { header, id } = await addSlot(this.#change(proof), slot);
      this.#changes.put(header);
      return id;
    };
    return this.#changes.alone(add, slot.passphrase, passphraseOf(proof));
  }

  async renameSlot(proof: Secret, id: Id, label: string): Promise<void> {
    const rename = async (): Promise<void> => {
      this.#changes.put(await renameSlot(this.#change(proof), id, label));
    };
    await this.#changes.alone(rename, passphraseOf(proof));
  }

  async removeSlot(proof: Secret, id: Id): Promise<void> {
    const remove = async (): Promise<void> => {
      this.#changes.put(await removeSlot(this.#change(proof), id));
    };
    await this.#changes.alone(remove, passphraseOf(proof));
  }

  async draftKit(proof: Secret): Promise<string[]> {
    const draft = async (): Promise<string[]> => {
      const kit = await draftKit(this.#change(proof));
      this.#forgetDraft();
      this.#draft = kit;
      return wordsOf(kit.secret);
    };
    return this.#changes.alone(draft, passphraseOf(proof));
  }

  async reissueKit(): Promise<Id> {
    return this.#changes.alone(async () => {
      if (this.#draft === null) throw new CodedError('not-found');
      const { header, id } = await reissueKit(this.#changes.place(), this.#draft);
      this.#changes.put(header);
      this.#forgetDraft();
      return id;
    });
  }

  async prove(proof: Secret): Promise<void> {
    const { disk } = this;
    await this.#changes.alone(
      () => proveSecret({ disk, header: this.#changes.header, costs: this.#costs, proof }),
      passphraseOf(proof),
    );
  }

  dropKit(): void {
    // While it is being written it is needed; it is forgotten then anyway.
    if (!this.#changes.underWay) this.#forgetDraft();
  }

  async draftRotation(proof: Secret): Promise<RotationPlan> {
    const draft = async (): Promise<RotationPlan> => {
      const rotation = await draftRotation(this.#change(proof));
      this.#forgetRotation();
      this.#rotation = rotation;
      const { secret, kept, dropped } = rotation;
      return { words: wordsOf(secret), kept: infoOf(kept), dropped: dropped.map(infoOf) };
    };
    return this.#changes.alone(draft, passphraseOf(proof));
  }

  async rotateKeys(): Promise<Rotation> {
    return this.#changes.alone(async () => {
      if (this.#rotation === null) throw new CodedError('not-found');
      const dropped = this.#rotation.dropped.length;
      const { header, epoch, key, durable } = await rotateKeys(this.#changes.place(), this.#rotation);
      this.#changes.put(header);
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
      this.#changes.raise(above.header);
      const change = this.#change(proof, this.#changes.nextPlace());
      this.#changes.put(
        await renewHeader({ ...change, catalogue: Math.max(change.catalogue, above.catalogue) }),
      );
    };
    await this.#changes.alone(renew, passphraseOf(proof));
  }

  dropRotation(): void {
    if (!this.#changes.underWay) this.#forgetRotation();
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

  #change(proof: Secret, place = this.#changes.place()): SlotChange {
    return { ...place, costs: this.#costs, proof };
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
    await this.#changes.close();
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
