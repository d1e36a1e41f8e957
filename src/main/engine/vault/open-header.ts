/** @file From a secret to the keys, over the slots of both copies (docs/format.md §3.7); runs in the engine. */
import { CodedError } from '../../../shared/errors.ts';
import { type SecretKey, argon2id, idBytes, zero } from '../crypto/index.ts';
import { CostMeter, type CostPolicy } from './cost.ts';
import { macHolds } from './header.ts';
import type { ReadableCopy } from './header-files.ts';
import { type Keyring, decodeKeyring, openPlaintext } from './keyring.ts';
import { type Slot, unwrap } from './slot.ts';
import type { Secret } from './types.ts';
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
 * have them. Throws `kdf-out-of-range` before memory is taken, and `words-invalid`.
 */
export class SlotSecrets {
  readonly #secret: Secret;
  readonly #meter: CostMeter;
  readonly #known = new Map<string, SecretKey>();

  constructor(secret: Secret, costs: CostPolicy) {
    this.#secret = secret;
    this.#meter = new CostMeter(costs);
    if (secret.kind === 'recovery') this.#known.set('recovery', secretOfWords(secret.words));
  }

  async of(slot: Slot): Promise<SecretKey | null> {
    const secret = this.#secret;
    if (slot.kind !== secret.kind) return null;
    if (slot.kind === 'recovery' || secret.kind === 'recovery') return this.#known.get('recovery') ?? null;
    const { ops, mem, salt } = slot;
    const name = `${ops} ${mem} ${salt.toString('hex')}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#meter.take({ ops, mem });
    const derived = await argon2id(secret.passphrase, salt, { ops, mem });
    this.#known.set(name, derived);
    return derived;
  }

  /** Forgets what was derived, and zeroes the passphrase. */
  dispose(): void {
    for (const key of this.#known.values()) key.dispose();
    if (this.#secret.kind === 'passphrase') zero(this.#secret.passphrase);
  }
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
        if (!(thrown instanceof CodedError && thrown.code === 'kdf-out-of-range')) throw thrown;
        refused = thrown;
      }
    }
  }
  if (altered) throw new CodedError('header-damaged');
  throw refused ?? new CodedError('secret-wrong');
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
