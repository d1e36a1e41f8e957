/**
 * @file What every job tells of itself, whatever it does. Pure TypeScript.
 */
import * as v from 'valibot';
import { Bytes, Count, ErrorSchema, Id } from './basics.ts';

export const jobStates = ['running', 'pausing', 'paused', 'done', 'cancelled', 'stopped'] as const;
/** running → pausing → paused → running …; ends once, in done, cancelled or stopped (by `error`). */
const JobState = v.picklist(jobStates);

export const jobFields = {
  id: Id,
  state: JobState,
  filesTotal: Count,
  filesDone: Count,
  bytesTotal: Bytes,
  bytesDone: Bytes,
  filesPerSecond: v.number(), // over the last seconds
  bytesPerSecond: v.number(),
  secondsLeft: v.nullable(v.number()), // null while nothing honest can be said
  seconds: v.number(), // working time so far
  error: v.nullable(ErrorSchema),
};
