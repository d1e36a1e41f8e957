/**
 * @file The part of the contract (`contract.ts`) for the ways into a vault: passphrases, key files, the recovery kit. Pure TypeScript.
 */
import * as v from 'valibot';
import { KitWords, Passphrase, Secret } from '../secrets.ts';
import { Empty, Id, Instant, Path } from './basics.ts';

/** One way into a vault: what the header tells of it to anyone who has the vault's folder. */
export const SlotInfo = v.strictObject({
  id: Id,
  kind: v.picklist(['passphrase', 'passphrase+keyfile', 'recovery']),
  label: v.string(),
  created: Instant,
});
export type SlotInfo = v.InferOutput<typeof SlotInfo>;

/** A name for a way in. It stands in the header in the clear. */
const SlotLabel = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(100),
  v.regex(/^\P{Cc}+$/u),
  v.check((text) => text.trim() !== ''),
);

/** Every change of the slots needs a secret that opens the vault now. */
export const proof = { secret: Secret, keyFile: v.optional(Path) };

export const RecoveryKit = v.strictObject({ vaultId: Id, words: KitWords });
export type RecoveryKit = v.InferOutput<typeof RecoveryKit>;

/** Answered by the engine. */
export const slotMethods = {
  /** The ways into the open vault, one to eight of them. */
  'slot.list': { input: Empty, output: v.array(SlotInfo), needs: 'unlocked' },
  /** A passphrase, with a key file if `newKeyFile` names one. */
  'slot.add': {
    input: v.strictObject({
      ...proof,
      label: SlotLabel,
      passphrase: Passphrase,
      newKeyFile: v.optional(Path),
    }),
    output: v.strictObject({ slot: Id }),
    paths: ['keyFile', 'newKeyFile'],
    needs: 'unlocked',
  },
  'slot.rename': {
    input: v.strictObject({ ...proof, slot: Id, label: SlotLabel }),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** Never the last one, and `secret` must be another's: nobody locks themselves out. */
  'slot.remove': {
    input: v.strictObject({ ...proof, slot: Id }),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** The words of a new recovery kit, which open nothing until `slot.reissueKit`. */
  'slot.draftKit': {
    input: v.strictObject(proof),
    output: RecoveryKit,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /** The drafted kit takes the place of every earlier one. `not-found` without a draft. */
  'slot.reissueKit': { input: Empty, output: v.strictObject({ slot: Id }), needs: 'unlocked' },
  /** Forgets the draft; the kit there was goes on working. */
  'slot.dropKit': { input: Empty, output: Empty, needs: 'unlocked' },
  /** Makes a key file of 64 random bytes where nothing is yet. */
  'slot.createKeyFile': {
    input: v.strictObject({ file: Path }),
    output: Empty,
    paths: ['file'],
    needs: 'unlocked',
  },
} as const;
