/**
 * @file The part of the contract (`contract.ts`) for what runs for a while: each kind of job with what it tells, and what can be asked of any. Pure
 * TypeScript.
 */
import * as v from 'valibot';
import { Empty, Id } from './basics.ts';
import { ExportJob } from './exports.ts';
import { ImportJob } from './imports.ts';
import { RepairJob, VerifyJob } from './integrity.ts';
import { ReencryptJob } from './keys.ts';
import { SendJob } from './sharing.ts';

/** A job, by its `kind`. */
export const Job = v.variant('kind', [ImportJob, ExportJob, SendJob, VerifyJob, RepairJob, ReencryptJob]);
export type Job = v.InferOutput<typeof Job>;

/** Answered by the engine, of jobs of the open vault, and of a repair. Error without either: not-unlocked. */
export const jobMethods = {
  'job.list': { input: Empty, output: v.array(Job), needs: 'nothing' },
  'job.pause': { input: v.strictObject({ job: Id }), output: Empty, needs: 'nothing' },
  'job.resume': { input: v.strictObject({ job: Id }), output: Empty, needs: 'nothing' },
  'job.cancel': { input: v.strictObject({ job: Id }), output: Empty, needs: 'nothing' },
} as const;
