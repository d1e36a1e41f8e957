/**
 * @file The part of the contract (`contract.ts`) for new keys of a vault, and for encrypting anew what is under older ones. Pure TypeScript.
 */
import * as v from 'valibot';
import { Bytes, Count, Empty, Id, Instant } from './basics.ts';
import { Problem } from './integrity.ts';
import { jobFields } from './job-fields.ts';
import { proof, RecoveryKit, SlotInfo } from './slots.ts';

/** What is encrypted anew under the newest keys: the catalogue alone, or every photo as well. */
const ResealScope = v.picklist(['catalogue', 'everything']);

/** What encrypts anew, running or ended. */
export const ReencryptJob = v.strictObject({
  kind: v.literal('reencrypt'), // after a change of the keys
  ...jobFields, // files: photos whose files are encrypted anew, none where it is about the catalogue
  scope: ResealScope,
  already: Count, // photos that needed nothing when it began
  problems: v.pipe(v.array(Problem), v.maxLength(1000)), // photos whose files were left as they are, the first 1000
  problemCount: Count,
});

/** Answered by the engine. */
export const keysMethods = {
  /** How old the keys are, and what is still encrypted under older ones. Counts files the first time it is asked: seconds in a large vault. */
  'keys.info': {
    input: Empty,
    output: v.strictObject({
      epoch: v.pipe(Count, v.minValue(1)), // 1 in a new vault, one more with every change of the keys
      created: v.nullable(Instant), // when these keys were made, where that is known
      photos: Count, // the trash included
      older: v.strictObject({
        photos: Count, // with files under older keys
        blobs: Count,
        bytes: Bytes, // of content
        rows: Count, // of the catalogue
        rowBytes: Bytes,
      }),
      /** What was begun and is not done; `job`: running now. */
      resealing: v.nullable(v.strictObject({ scope: ResealScope, job: v.nullable(Id) })),
    }),
    needs: 'unlocked',
  },
  /**
   * Makes new keys and the words of a new recovery kit, good for nothing before `keys.rotate`. `secret`: a passphrase, whose way in is kept;
   * `dropped`: the ways in that will open nothing any more. `slot-proof` for recovery words.
   */
  'keys.draftRotation': {
    input: v.strictObject(proof),
    output: v.strictObject({ kit: RecoveryKit, kept: SlotInfo, dropped: v.array(SlotInfo) }),
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  /**
   * The drafted keys become the vault's, and the job that seals the catalogue (and, if so asked, everything) anew begins. `job` is null where the
   * disk would not confirm the change: then it begins when the vault is next opened. `not-found` without a draft; the old keys count if it fails.
   */
  'keys.rotate': {
    input: v.strictObject({ scope: ResealScope }),
    output: v.strictObject({ epoch: Count, job: v.nullable(Id) }),
    needs: 'unlocked',
  },
  /** Forgets the draft. */
  'keys.dropRotation': { input: Empty, output: Empty, needs: 'unlocked' },
  /** Encrypts anew what is under older keys; answers the job that does so already, if there is one. */
  'keys.reencrypt': {
    input: v.strictObject({ scope: ResealScope }),
    output: v.strictObject({ job: Id }),
    needs: 'unlocked',
  },
} as const;
