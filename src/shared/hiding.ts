/**
 * @file The part of the contract (`contract.ts`) for photos that are hidden: nothing of them leaves the engine before somebody has entered the
 * passphrase once more. Pure TypeScript.
 */
import * as v from 'valibot';
import { Edited } from './organising.ts';

const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const Empty = v.strictObject({});

/** Answered by the engine. @param proof a secret that opens the vault, as other methods take it */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the type is that of the map, which says everything once
export function hidingMethods<const P extends v.ObjectEntries>(proof: P) {
  return {
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
}
