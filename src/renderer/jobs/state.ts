/** @file What is known of running work, as plain values and the rules between them; runs in the renderer. No words, no DOM. */
import type { Job } from '../../shared/contract.ts';

/** Jobs in the order in which they were first heard of. */
export type Jobs = readonly Job[];

/** Whether a job has ended; it never changes after that. */
export function hasEnded(job: Job): boolean {
  return job.state === 'done' || job.state === 'cancelled' || job.state === 'stopped';
}

/**
 * The jobs after hearing `job`. News of a job that has ended is dropped: progress may be overtaken by the end on its way
 * between processes, and a finished card must not come back to life.
 */
export function withJob(jobs: Jobs, job: Job): Jobs {
  const at = jobs.findIndex((known) => known.id === job.id);
  const known = jobs[at];
  if (known === undefined) return [...jobs, job];
  if (hasEnded(known)) return jobs;
  return jobs.with(at, job);
}

export function withoutJob(jobs: Jobs, id: string): Jobs {
  return jobs.filter((job) => job.id !== id);
}

/** Whether an import has not begun because an earlier one is still being worked on. */
export function isWaiting(jobs: Jobs, job: Job): boolean {
  if (job.kind !== 'import' || hasEnded(job) || job.filesDone > 0 || job.bytesDone > 0) return false;
  const at = jobs.findIndex((other) => other.id === job.id);
  return jobs.slice(0, Math.max(0, at)).some((other) => other.kind === 'import' && !hasEnded(other));
}

/** How much is done, 0 to 1: by bytes, by files where there are no bytes to count, null where there is neither. */
export function fractionDone(job: Job): number | null {
  if (job.state === 'done') return 1;
  const [done, total] =
    job.bytesTotal > 0 ? [job.bytesDone, job.bytesTotal] : [job.filesDone, job.filesTotal];
  return total > 0 ? Math.min(1, done / total) : null;
}

/** Files for which there is nothing left to be done, of any result. */
export function failures(job: Job): number {
  switch (job.kind) {
    case 'import':
      return job.counts.failed;
    case 'export':
    case 'send':
      return job.failed;
    case 'verify':
    case 'reencrypt':
      return job.problemCount;
    case 'repair':
      return job.missing + job.damaged;
  }
}

/** Whether it ended as one would wish. */
export function wentWell(job: Job): boolean {
  return job.state === 'done' && failures(job) === 0;
}

/** What a screen reader is told about a job: that it began, each quarter, that it ended. */
export type Milestone = 'start' | 25 | 50 | 75 | 'end';

/**
 * The milestone passed between two states of one job, the furthest if several were; null when there is none. A job already
 * ended when first heard of is old news.
 */
export function milestone(before: Job | undefined, now: Job): Milestone | null {
  if (before === undefined) return hasEnded(now) ? null : 'start';
  if (hasEnded(now)) return hasEnded(before) ? null : 'end';
  const quarter = (job: Job) => Math.floor((fractionDone(job) ?? 0) * 4);
  const reached = quarter(now);
  if (reached <= quarter(before)) return null;
  return reached === 1 ? 25 : reached === 2 ? 50 : reached === 3 ? 75 : null;
}

/**
 * Whether to ask before cancelling: what took a few seconds is started again as quickly as a question is answered, and an
 * import or export that has not written anything has nothing to be asked about.
 */
export function asksBeforeCancel(job: Job): boolean {
  return job.seconds >= 10 && (job.filesDone > 0 || job.bytesDone > 0);
}
