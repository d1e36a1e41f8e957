/**
 * @file The part of the contract (`contract.ts`) for the audit log: shown, checked, exported. Pure TypeScript.
 */
import * as v from 'valibot';
import { LogItem } from '../log.ts';
import { Count, Id, Path } from './basics.ts';
import { Problem } from './integrity.ts';

/** Answered by the engine. */
export const logMethods = {
  /** The audit log, newest first: entries before number `before`, or from the newest on. `length`: entries there are. */
  'log.list': {
    input: v.strictObject({ before: v.nullable(Count), limit: v.pipe(Count, v.maxValue(1000)) }),
    output: v.strictObject({ length: Count, items: v.array(LogItem) }),
    needs: 'unlocked',
  },
  /** Checks the chain and every signature. `against`: what an exported log says of itself; `holds` tells whether this log begins with it. */
  'log.verify': {
    input: v.strictObject({ against: v.optional(v.strictObject({ length: Count, head: v.string() })) }),
    output: v.strictObject({
      length: Count,
      head: v.string(),
      problems: v.array(Problem),
      holds: v.nullable(v.boolean()),
    }),
    needs: 'unlocked',
  },
  /** Writes the log, its signature and the public key into a folder: three new files, named in `files`. */
  'log.export': {
    input: v.strictObject({ destination: Path }),
    output: v.strictObject({
      folder: v.string(),
      files: v.array(v.string()),
      length: Count,
      head: v.string(),
      keyId: v.string(), // as minisign shows it
    }),
    paths: ['destination'],
    needs: 'unlocked',
  },
  /** Checks an exported log by its own public key, or by the one in the file `key`. `problems` are for people; empty = none. For the command line. */
  'log.verifyFile': {
    input: v.strictObject({ file: Path, key: v.optional(Path) }),
    output: v.strictObject({
      vaultId: Id,
      keyId: v.string(),
      length: Count,
      head: v.string(),
      signature: v.picklist(['good', 'bad', 'missing']), // of the whole file, in the file beside it
      problems: v.array(v.string()),
    }),
    notForPage: true,
    paths: ['file', 'key'],
    needs: 'nothing',
  },
} as const;
