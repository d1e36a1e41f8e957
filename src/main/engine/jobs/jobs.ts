/** @file The jobs of an open vault: what runs, what waits for its turn, what has ended; and the news of each. Runs in the engine. */
import type { Id, Job } from '../../../shared/contract.ts';
import { CodedError, toErrorValue, type ErrorValue } from '../../../shared/errors.ts';
import { JobControl } from './control.ts';
import { RateMeter } from './rates.ts';
import { Throttle } from './throttle.ts';

/** What every kind of job tells, worked out here. */
type Common = 'id' | 'state' | keyof JobControl['progress'] | 'seconds' | 'error' | RateField;
type RateField = 'filesPerSecond' | 'bytesPerSecond' | 'secondsLeft';
/** What only this kind of job tells. */
export type JobDetails = { [K in Job['kind']]: Omit<Extract<Job, { kind: K }>, Common> }[Job['kind']];

export interface JobWork {
  readonly id: Id;
  /** Jobs of one lane run one after the other. */
  readonly lane: string;
  details(): JobDetails;
  /** Returns when all is done; `cancelled` or AbortError mean that, anything else thrown means stopped. Called even if it was cancelled while it waited. */
  run(control: JobControl): Promise<void>;
}

interface Entry {
  readonly work: JobWork;
  readonly control: JobControl;
  readonly meter: RateMeter;
  readonly news: Throttle;
  ended: { readonly state: 'done' | 'cancelled' | 'stopped'; readonly error: ErrorValue | null } | null;
  finished: Promise<void>;
}

/** Ended jobs that can still be asked about. */
const keptJobs = 50;

export class Jobs {
  readonly #entries = new Map<Id, Entry>();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #tell: (job: Job) => void;

  /** @param tell called at most ten times a second for each job, and exactly once with its end */
  constructor(tell: (job: Job) => void) {
    this.#tell = tell;
  }

  start(work: JobWork): void {
    const news = new Throttle(() => this.#tell(this.#describe(entry)));
    const meter = new RateMeter();
    const control = new JobControl(() => {
      const { filesDone: files, bytesDone: bytes } = control.progress;
      if (control.workedMs > 0) meter.note(control.workedMs, { files, bytes });
      if (entry.ended === null) news.poke();
    });
    const entry: Entry = { work, control, meter, news, ended: null, finished: Promise.resolve() };
    this.#entries.set(work.id, entry);
    const turn = this.#lanes.get(work.lane) ?? Promise.resolve();
    entry.finished = this.#run(entry, turn);
    this.#lanes.set(work.lane, entry.finished);
    news.poke();
  }

  list(): Job[] {
    return [...this.#entries.values()].map((entry) => this.#describe(entry));
  }

  /** Whether a job of this lane runs or waits. */
  isBusy(lane: string): boolean {
    return [...this.#entries.values()].some(({ work, ended }) => work.lane === lane && ended === null);
  }

  /** A job that has ended stays as it is. Error: not-found. */
  pause(id: Id): void {
    this.#live(id)?.pause();
  }
  resume(id: Id): void {
    this.#live(id)?.resume();
  }
  cancel(id: Id): void {
    this.#live(id)?.cancel();
  }

  /** Brings every job to a safe point and then ends it. Jobs that need longer than `graceMs` drop the files under way. */
  async close(graceMs: number): Promise<void> {
    const entries = [...this.#entries.values()].filter(({ ended }) => ended === null);
    for (const { control } of entries) control.pause();
    const deadline = performance.now() + graceMs;
    const atRest = ({ control, ended }: Entry): boolean => control.state === 'paused' || ended !== null;
    while (!entries.every(atRest) && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    for (const { control, news } of entries) {
      news.stop();
      control.leave();
    }
    await Promise.all(entries.map(({ finished }) => finished));
  }

  async #run(entry: Entry, turn: Promise<void>): Promise<void> {
    const { control, work, meter } = entry;
    const cancelled = new Promise<void>((resolve) => {
      control.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([turn, cancelled]);
    const beat = setInterval(() => control.update({}), 1000); // rates fall and time passes even while nothing is done
    beat.unref();
    try {
      control.work(control.state === 'running');
      meter.note(0, { files: control.progress.filesDone, bytes: control.progress.bytesDone });
      await work.run(control);
      entry.ended = { state: 'done', error: null };
    } catch (thrown) {
      const error = toErrorValue(thrown);
      entry.ended =
        error.code === 'cancelled' ? { state: 'cancelled', error: null } : { state: 'stopped', error };
    } finally {
      clearInterval(beat);
      control.work(false);
    }
    if (!control.leaving) entry.news.flush();
    this.#forgetOld();
    await turn; // a job cancelled while it waited must not let the next one past the one that runs
  }

  #describe({ work, control, meter, ended }: Entry): Job {
    const { progress, workedMs } = control;
    const left = {
      files: progress.filesTotal - progress.filesDone,
      bytes: progress.bytesTotal - progress.bytesDone,
    };
    const rates = meter.rates(workedMs, left);
    const idle = ended !== null || control.state === 'paused';
    return {
      ...work.details(),
      ...progress,
      id: work.id,
      state: ended?.state ?? control.state,
      filesPerSecond: idle ? 0 : rates.filesPerSecond,
      bytesPerSecond: idle ? 0 : rates.bytesPerSecond,
      secondsLeft: idle ? null : rates.secondsLeft,
      seconds: workedMs / 1000,
      error: ended?.error ?? null,
    };
  }

  #live(id: Id): JobControl | null {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new CodedError('not-found');
    return entry.ended === null ? entry.control : null;
  }

  #forgetOld(): void {
    const ended = [...this.#entries].filter(([, entry]) => entry.ended !== null);
    for (const [id] of ended.slice(0, -keptJobs)) this.#entries.delete(id);
  }
}
