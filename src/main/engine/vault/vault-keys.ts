/** @file The keys that work on an open vault's content, derived once each (docs/format.md §4.1, §5.2); runs in the engine. */
import {
  type SecretKey,
  kdf,
  openSealed,
  sealingPublicKey,
  sign,
  signingPublicKey,
} from '../crypto/index.ts';
import type { Keyring } from './keyring.ts';
import type { VaultKeys } from './types.ts';

/** Takes over the keyring's keys, and disposes of the sealing seed once what comes of it is derived. */
export class DerivedKeys implements VaultKeys {
  readonly digest: SecretKey;
  readonly signingPublicKey: Buffer;
  readonly sharing: VaultKeys['sharing'];
  readonly sealingPublicKey: Buffer;
  readonly #signing: SecretKey;
  readonly #sealing: SecretKey;
  readonly #epochs: Map<number, SecretKey>;
  readonly #derived = new Map<string, SecretKey>();
  #epoch: number;

  /** @param heldBack the newest epoch is read only: the other copy of the header may not know it */
  constructor(keyring: Keyring, heldBack = false) {
    this.#epochs = new Map(keyring.epochs);
    this.digest = keyring.digest;
    const epochs = [...keyring.epochs.keys()].sort((a, b) => b - a);
    this.#epoch = (heldBack ? epochs[1] : undefined) ?? epochs[0] ?? 1; // a keyring has one at least
    this.#signing = keyring.signing;
    this.signingPublicKey = signingPublicKey(keyring.signing);
    this.sharing = {
      x25519: kdf(keyring.sealing, 1, 'LPshare_'),
      hybrid: kdf(keyring.sealing, 2, 'LPshare_'),
    };
    this.#sealing = keyring.sealing;
    this.sealingPublicKey = sealingPublicKey(keyring.sealing);
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Both copies of the header know every epoch: the newest seals from now on. */
  release(): void {
    this.#epoch = this.newest;
  }

  get newest(): number {
    return Math.max(...this.#epochs.keys());
  }

  /** Takes a new epoch's key over. `writing`: it seals from now on. */
  add(epoch: number, key: SecretKey, writing: boolean): void {
    this.#epochs.set(epoch, key);
    if (writing) this.#epoch = epoch;
  }

  knows(epoch: number): boolean {
    return this.#epochs.has(epoch);
  }

  cellKey(epoch: number, table: number): SecretKey {
    return this.#derive(epoch, 16 + table, 'LPtable_');
  }

  blobKey(epoch: number): SecretKey {
    return this.#derive(epoch, 1, 'LPepoch_');
  }

  sign(message: Uint8Array): Buffer {
    return sign(this.#signing, message);
  }

  openSealed(box: Uint8Array): Buffer | null {
    return openSealed(this.#sealing, box);
  }

  dispose(): void {
    const shared = [this.sharing.x25519, this.sharing.hybrid];
    const own = [...this.#epochs.values(), this.digest, this.#signing, this.#sealing, ...shared];
    for (const key of [...this.#derived.values(), ...own]) key.dispose();
    this.#derived.clear();
  }

  #derive(epoch: number, index: number, context: string): SecretKey {
    const name = `${epoch} ${index} ${context}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const parent = this.#epochs.get(epoch);
    if (parent === undefined) throw new RangeError(`no key for epoch ${epoch}`);
    const key = kdf(parent, index, context);
    this.#derived.set(name, key);
    return key;
  }
}
