/**
 * @file The renderer's knowledge of running work and of past imports, kept up to date by events, and the controls on it. One store
 * for the page's life: locking ends the page. Runs in the renderer.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { ImportReport, Input, Job, Output } from '../../shared/contract.ts';
import type { ErrorValue, Result } from '../../shared/errors.ts';
import { call, on } from '../lib/api.ts';
import { toasts } from '../lib/toasts.svelte.ts';
import { hasEnded, milestone, wentWell, withJob, withoutJob, type Jobs } from './state.ts';
import { announcement } from './words.ts';

class JobStore {
  /** Running and ended jobs that have not been dismissed, oldest first. */
  list = $state.raw<Jobs>([]);
  /** Reports of imports, newest first; null until they were read. */
  imports = $state.raw<readonly ImportReport[] | null>(null);
  /** Why the reports could not be read. */
  importsError = $state.raw<ErrorValue | null>(null);
  /** The import whose report the page of imports shows; null = the list. */
  shownReport = $state.raw<string | null>(null);
  /** Where exports started from this page go, by job. */
  readonly places = new SvelteMap<string, string>();
  /** Why the last control of a job did not work, by job. */
  readonly refusals = new SvelteMap<string, ErrorValue>();
  #ended: (job: Job) => void = () => undefined;

  /**
   * Listens until the returned function is called; what is running already is asked for. For while the vault is unlocked.
   * @param ended told of every job that ends
   */
  follow(ended: (job: Job) => void): () => void {
    this.#ended = ended;
    const unfollow = on('job', (job) => this.#hear(job));
    void this.#askForJobs();
    void this.refreshImports();
    return unfollow;
  }

  /** Reads the reports again. */
  async refreshImports(): Promise<void> {
    const answer = await call('import.list', {});
    if (answer.ok) {
      this.imports = answer.value.toSorted((one, other) => other.started.localeCompare(one.started));
      this.importsError = null;
    } else {
      this.importsError = answer.error;
    }
  }

  /** The report of one import, with the counts of its job while it runs. */
  reportOf(id: string): ImportReport | null {
    const report = this.imports?.find((one) => one.id === id) ?? null;
    const job = this.list.find((one) => one.kind === 'import' && one.import === id && !hasEnded(one));
    if (report === null || job?.kind !== 'import') return report;
    return { ...report, state: job.state, counts: job.counts, seconds: job.seconds, resumable: false };
  }

  pause(job: Job): Promise<void> {
    return this.#control(job.id, 'job.pause');
  }

  resume(job: Job): Promise<void> {
    return this.#control(job.id, 'job.resume');
  }

  cancel(job: Job): Promise<void> {
    return this.#control(job.id, 'job.cancel');
  }

  /** Goes on with an import that was interrupted or stopped; its card, if there is one, gives way to the new job's. */
  async resumeImport(id: string): Promise<Result<unknown>> {
    const answer = await call('import.resume', { import: id });
    if (answer.ok) {
      const replaced = this.list.filter(
        (job) => job.kind === 'import' && job.import === id && job.id !== answer.value.job && hasEnded(job),
      );
      for (const job of replaced) this.dismiss(job.id);
      void this.refreshImports();
    }
    return answer;
  }

  /** Tries failures of a report again: the one at a place in their list, or all (null). */
  async retryImport(id: string, failure: number | null): Promise<Result<unknown>> {
    const answer = await call('import.retry', { import: id, failure });
    if (answer.ok) void this.refreshImports();
    return answer;
  }

  /** Starts an export and remembers where it goes. */
  async startExport(input: Input<'export.start'>): Promise<Result<Output<'export.start'>>> {
    const answer = await call('export.start', input);
    if (answer.ok) this.places.set(answer.value.job, input.destination);
    return answer;
  }

  async startSending(input: Input<'send.start'>): Promise<Result<unknown>> {
    const answer = await call('send.start', input);
    if (answer.ok) this.places.set(answer.value.job, input.file);
    return answer;
  }

  /** Takes an ended job off the card. */
  dismiss(id: string): void {
    this.list = withoutJob(this.list, id);
    this.places.delete(id);
    this.refusals.delete(id);
  }

  dismissEnded(): void {
    for (const job of this.list.filter(hasEnded)) this.dismiss(job.id);
  }

  async #control(job: string, method: 'job.pause' | 'job.resume' | 'job.cancel'): Promise<void> {
    this.refusals.delete(job);
    const answer = await call(method, { job });
    // A job that ended while the button was being pressed needs no control any more.
    if (!answer.ok && answer.error.code !== 'not-found') this.refusals.set(job, answer.error);
  }

  async #askForJobs(): Promise<void> {
    const answer = await call('job.list', {});
    if (!answer.ok) return; // events bring the same jobs within a tenth of a second
    for (const job of answer.value) {
      // An event heard meanwhile is newer than this answer; what ended before this page is in the reports.
      if (!hasEnded(job) && !this.list.some((known) => known.id === job.id)) this.#hear(job);
    }
  }

  #hear(job: Job): void {
    const before = this.list.find((known) => known.id === job.id);
    const passed = milestone(before, job);
    if (before === undefined) this.#makeRoomFor(job);
    this.list = withJob(this.list, job);
    if (passed === null) return;
    toasts.announce(announcement(job, passed));
    if (passed === 'end') this.#ended(job);
    if (job.kind === 'import' && (passed === 'start' || passed === 'end')) void this.refreshImports();
  }

  /** A good end has been seen once the next job of its kind begins. */
  #makeRoomFor(job: Job): void {
    for (const old of this.list) if (old.kind === job.kind && wentWell(old)) this.dismiss(old.id);
  }
}

export const jobStore = new JobStore();
