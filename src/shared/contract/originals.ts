/**
 * @file The part of the contract (`contract.ts`) for the files that photos were imported from: which of them may go. Pure TypeScript.
 */
import * as v from 'valibot';
import { Bytes, codes, Count, Id } from './basics.ts';

/** Answered by the engine. */
export const originalsMethods = {
  /** Reads back every photo of an import and every original of it, and compares them: which originals may go. The newest check counts. */
  'import.checkOriginals': {
    input: v.strictObject({ import: Id }),
    output: v.strictObject({ check: Id, files: Count, bytes: Bytes, staying: Count }),
    progress: v.strictObject({ files: Count, bytes: Bytes }),
    needs: 'unlocked',
  },
  /** The originals that may go, or those that stay, each with the reason. */
  'import.originals': {
    input: v.strictObject({
      check: Id,
      going: v.boolean(),
      offset: Count,
      limit: v.pipe(Count, v.maxValue(1000)),
    }),
    output: v.strictObject({
      total: Count,
      items: v.array(
        v.strictObject({ path: v.string(), bytes: Bytes, reason: v.nullable(v.picklist(codes)) }),
      ),
    }),
    needs: 'unlocked',
  },
  /** For the shell alone, right before it moves the file: its path, if it still is what was compared. Errors: source-missing, source-changed. */
  'import.originalPath': {
    input: v.strictObject({ check: Id, index: Count }),
    output: v.strictObject({ path: v.string(), bytes: Bytes }),
    notForPage: true,
    needs: 'unlocked',
  },
} as const;
