/**
 * @file The part of the contract (`contract.ts`) for finding out whether a vault is whole, and mending it. Pure TypeScript.
 */
import * as v from 'valibot';
import { codes, Count, Empty, Id, Instant, Path } from './basics.ts';
import { jobFields } from './job-fields.ts';
import { proof } from './slots.ts';

export const Problem = v.strictObject({
  kind: v.picklist(codes),
  id: v.nullable(Id), // the photo
  file: v.nullable(v.string()), // inside the vault's folder
  name: v.nullable(v.string()), // the photo's name, where known
  detail: v.string(),
  hidden: v.exactOptional(v.literal(true)), // of a hidden photo, which is not told: neither `id` nor `name`
});
export type Problem = v.InferOutput<typeof Problem>;

/** A check of the vault that runs, or has ended. */
export const VerifyJob = v.strictObject({
  kind: v.literal('verify'),
  ...jobFields,
  quick: v.boolean(),
  problems: v.pipe(v.array(Problem), v.maxLength(1000)), // the first 1000
  problemCount: Count,
});

/** A repair that runs, or has ended. */
export const RepairJob = v.strictObject({
  kind: v.literal('repair'),
  ...jobFields,
  dryRun: v.boolean(), // told only, nothing changed
  catalogue: v.picklist(['good', 'older', 'damaged', 'missing']), // as it was found; older: whole, but not the newest
  restored: Count, // photos put back into a rebuilt catalogue as they were
  adopted: Count, // photos found only by their files: without albums and marks
  thumbnails: Count, // small pictures made again
  missing: Count, // photos whose file is not there
  damaged: Count, // files that are damaged or cannot be read
  moved: v.pipe(v.array(v.string()), v.maxLength(1000)), // files set aside, as they are named now; the first 1000
  problems: v.pipe(v.array(Problem), v.maxLength(1000)), // what is missing or damaged, the first 1000
});

/** Answered by the engine. */
export const integrityMethods = {
  'verify.start': {
    input: v.strictObject({ quick: v.boolean() }),
    output: v.strictObject({ job: Id }),
    needs: 'unlocked',
  },
  /** What the last verify found that is remembered: the last full one, or a later quick one with problems. The first 100. */
  'verify.last': {
    input: Empty,
    output: v.nullable(
      v.strictObject({
        at: Instant,
        problemCount: Count,
        problems: v.pipe(v.array(Problem), v.maxLength(100)),
      }),
    ),
    needs: 'unlocked',
  },
  /**
   * Rebuilds the catalogue where it is damaged or missing, adopts files no photo mentions and sets damaged ones aside. For a vault that is
   * locked, or open here: then it is closed first. While it runs the vault is locked to everybody; when it is done the vault is unlocked
   * (`vault.info` answers), and when it ends otherwise, or changed nothing because of `dryRun`, it is closed.
   */
  'repair.start': {
    input: v.strictObject({ vault: Path, ...proof, dryRun: v.boolean() }),
    output: v.strictObject({ job: Id, vault: v.strictObject({ name: v.string(), path: v.string() }) }),
    paths: ['vault', 'keyFile'],
    needs: 'nothing',
  },
} as const;
