/** @file From a secret to the keys, over the slots of both copies (docs/format.md §3.7); runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { type Argon2Cost, type SecretKey, idBytes, zero } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';
import { CostMeter, type CostPolicy } from './cost.ts';
import { type Header, macHolds } from './header.ts';
import type { ReadableCopy } from './header-files.ts';
import { digestKeyFile } from './key-file.ts';
import { type Keyring, decodeKeyring, openPlaintext } from './keyring.ts';
import { forgetShares, isShares, joinShares, readShares } from './shares.ts';
import { type Slot, slotSecret, passphraseSlot, unwrap } from './slot.ts';
import type { Secret, SlotKind } from './types.ts';
import { secretOfWords } from './words.ts';

export interface OpenedHeader {
  readonly copy: ReadableCopy;
  readonly slot: Slot;
  /** To be disposed of by whoever gets this. */
  readonly root: SecretKey;
  readonly keyring: Keyring;
}

/**
 * The secret of a slot, or null for a slot of another kind. Derives once for slots with the same salt and costs, as the two copies
 * have them. Throws `kdf-out-of-range` before memory is taken.
 */
export class SlotSecrets {
  readonly #secret: Secret;
  readonly #kind: SlotKind;
  readonly #keyFile: SecretKey | null;
  readonly #meter: CostMeter;
  readonly #known = new Map<string, SecretKey>();
  #meanwhile: (() => void) | null = null;

  private constructor(
    secret: Secret,
    costs: CostPolicy,
    keyFile: SecretKey | null,
    recovery: SecretKey | null = null,
  ) {
    this.#secret = secret;
    this.#keyFile = keyFile;
    this.#meter = new CostMeter(costs);
    this.#kind = secret.kind === 'passphrase' && keyFile !== null ? 'passphrase+keyfile' : secret.kind;
    if (recovery !== null) this.#known.set('recovery', recovery);
  }

  /**
   * Reads the key file, if there is one, or puts shares of the recovery words together. Throws `secret-wrong` (empty), `words-invalid`,
   * `key-file-unreadable`, and what `joinShares` throws.
   * @param vault whose secret it should be, as far as shares tell
   */
  static async read(secret: Secret, costs: CostPolicy, disk: Disk, vault?: Id): Promise<SlotSecrets> {
    if (secret.kind === 'recovery')
      return new SlotSecrets(secret, costs, null, await recoverySecret(secret.words, vault));
    // An empty passphrase opens nothing, and Argon2id is not asked.
    if (secret.passphrase.byteLength === 0) throw new CodedError('secret-wrong');
    const { keyFile } = secret;
    return new SlotSecrets(secret, costs, keyFile === undefined ? null : await digestKeyFile(disk, keyFile));
  }

  /** What it is called when they open nothing: shares that fit together are not mistyped, so more can be said. */
  get wrong(): ErrorCode {
    return this.#secret.kind === 'recovery' && isShares(this.#secret.words) ? 'shares-unfit' : 'secret-wrong';
  }

  /** Calls this once, while the first key is being derived on another thread. It must not throw. */
  whileDeriving(work: () => void): void {
    this.#meanwhile = work;
  }

  async of(slot: Slot): Promise<SecretKey | null> {
    const secret = this.#secret;
    if (slot.kind !== this.#kind) return null;
    if (secret.kind === 'recovery') return this.#known.get('recovery') ?? null;
    const { ops, mem, salt } = slot;
    const name = `${ops} ${mem} ${salt.toString('hex')}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#meter.take({ ops, mem });
    const deriving = slotSecret(secret.passphrase, this.#keyFile, salt, { ops, mem });
    this.#meanwhile?.();
    this.#meanwhile = null;
    const derived = await deriving;
    this.#known.set(name, derived);
    return derived;
  }

  /** The slot that these have opened, wrapped anew at another cost; id, name and date stay. Null for recovery words, which have no cost. */
  async rewrap(slot: Slot, vaultId: Buffer, root: SecretKey, cost: Argon2Cost): Promise<Slot | null> {
    const secret = this.#secret;
    if (secret.kind === 'recovery') return null;
    return passphraseSlot(vaultId, root, secret.passphrase, cost, this.#keyFile, slot);
  }

  /** The slot of another passphrase beside the same key file, if there is one, in the place of `slot`. */
  renew(slot: Slot, vaultId: Buffer, root: SecretKey, next: Uint8Array, cost: Argon2Cost): Promise<Slot> {
    return passphraseSlot(vaultId, root, next, cost, this.#keyFile, { label: slot.label });
  }

  /** Forgets what was derived, and zeroes the passphrase. */
  dispose(): void {
    for (const key of this.#known.values()) key.dispose();
    this.#keyFile?.dispose();
    if (this.#secret.kind === 'passphrase') zero(this.#secret.passphrase);
  }
}

/** The secret behind the kit's 24 words, or behind shares of them. */
async function recoverySecret(text: string, vault: Id | undefined): Promise<SecretKey> {
  if (!isShares(text)) return secretOfWords(text);
  const shares = readShares(text);
  try {
    return await joinShares(shares, vault);
  } finally {
    forgetShares(shares);
  }
}

/** The root key, from the first slot of an open vault's header that opens. Throws `secret-wrong`, `kdf-out-of-range`. */
export async function openSlot(
  header: Header,
  secrets: SlotSecrets,
): Promise<{ readonly root: SecretKey; readonly slot: Slot }> {
  let refused: CodedError | null = null;
  for (const slot of header.slots) {
    try {
      const secret = await secrets.of(slot);
      const root = secret && unwrap(slot, idBytes(header.vault), secret);
      if (root !== null) return { root, slot };
    } catch (thrown) {
      if (!(thrown instanceof CodedError && thrown.code === 'kdf-out-of-range')) throw thrown;
      refused = thrown;
    }
  }
  throw refused ?? new CodedError(secrets.wrong);
}

/**
 * Opens the first copy that passes. Throws `secret-wrong`, `kdf-out-of-range` (nothing opened, and a slot could not be tried),
 * `header-damaged` (a slot opened, but what stands beside it is not what was written).
 */
export async function openHeader(
  copies: readonly ReadableCopy[],
  secrets: SlotSecrets,
): Promise<OpenedHeader> {
  let refused: CodedError | null = null;
  let altered = false;
  for (const copy of copies) {
    for (const slot of copy.header.slots) {
      try {
        const secret = await secrets.of(slot);
        if (secret === null) continue;
        const root = unwrap(slot, idBytes(copy.header.vault), secret);
        if (root === null) continue;
        const keyring = openKeyring(copy, root);
        if (keyring !== null) return { copy, slot, root, keyring };
        root.dispose();
        altered = true;
      } catch (thrown) {
        if (!(thrown instanceof CodedError)) throw thrown;
        if (thrown.code === 'kdf-out-of-range') refused = thrown;
        else if (thrown.code === 'header-damaged') altered = true;
        else throw thrown;
      }
    }
  }
  if (altered) throw new CodedError('header-damaged');
  throw refused ?? new CodedError(secrets.wrong);
}

/** The MAC first, then the keyring; null when either does not hold. */
function openKeyring(copy: ReadableCopy, root: SecretKey): Keyring | null {
  if (!macHolds(copy, root)) return null;
  const { vault, keyring, generation } = copy.header;
  const plaintext = openPlaintext(keyring, root, idBytes(vault), generation);
  if (plaintext === null) return null;
  try {
    return decodeKeyring(plaintext);
  } finally {
    zero(plaintext);
  }
}
