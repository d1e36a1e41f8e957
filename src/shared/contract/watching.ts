/**
 * @file The part of the contract (`contract.ts`) for folders whose new files are imported as long as the vault is open. Pure TypeScript.
 */
import * as v from 'valibot';
import { Empty, ErrorSchema, Id, Path } from './basics.ts';

/** Answered by the engine. */
export const watchMethods = {
  'watch.list': {
    input: Empty,
    output: v.array(
      v.strictObject({
        id: Id,
        path: v.string(), // for display
        error: v.nullable(ErrorSchema), // why nothing comes from it at the moment
      }),
    ),
    needs: 'unlocked',
  },
  /** A folder that is watched already stays so. Errors: source-missing, source-unreadable, source-not-a-file. */
  'watch.add': {
    input: v.strictObject({ folder: Path }),
    output: v.strictObject({ id: Id }),
    paths: ['folder'],
    needs: 'unlocked',
  },
  /** What was imported from it stays. */
  'watch.remove': { input: v.strictObject({ id: Id }), output: Empty, needs: 'unlocked' },
} as const;
