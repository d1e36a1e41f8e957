/**
 * @file The part of the contract (`contract.ts`) for photos that are hidden: nothing of them leaves the engine before somebody has entered the
 * passphrase once more. Pure TypeScript.
 */
import * as v from 'valibot';
import { Edited, Empty, Id } from './basics.ts';
import { proof } from './slots.ts';

/** Answered by the engine. */
export const hidingMethods = {
  /**
   * Hides photos, or shows them again. Hidden, they are in no list, count, search or picture until `hidden.reveal`; `not-found`: they are hidden
   * and not revealed. What is in the trash is not hidden (`input-invalid`).
   */
  'hidden.set': {
    input: v.strictObject({ ids: v.array(Id), on: v.boolean() }),
    output: Edited,
    needs: 'unlocked',
  },
  /**
   * Tells of hidden photos from now on, by a `library` event first, until `hidden.conceal` or five minutes after they were last looked at. Errors:
   * secret-wrong, words-invalid, key-file-unreadable; secret-later, after several wrong attempts, as when unlocking.
   */
  'hidden.reveal': {
    input: v.strictObject(proof),
    output: Empty,
    paths: ['keyFile'],
    needs: 'unlocked',
  },
  'hidden.state': { input: Empty, output: v.strictObject({ revealed: v.boolean() }), needs: 'unlocked' },
  'hidden.conceal': { input: Empty, output: Empty, needs: 'unlocked' },
} as const;
