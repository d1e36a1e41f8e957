/**
 * @file Follows the jobs of the engine: how far all of them are together, and which that took a while has ended; Electron's main process.
 * Knows nothing of Electron, and of a job nothing but its kind and its numbers.
 */
import * as v from 'valibot';

const Count = v.pipe(v.number(), v.minValue(0));
const News = v.object({
  id: v.string(),
  kind: v.picklist(['import', 'export', 'verify', 'repair', 'reencrypt']),
  state: v.string(),
  filesTotal: Count,
  filesDone: Count,
  bytesTotal: Count,
  bytesDone: Count,
  seconds: Count,
});
type News = v.InferOutput<typeof News>;
export type JobKind = News['kind'];

/** What is over sooner was watched, or is not worth a word. Seconds of work. */
const longFrom = 10;

export interface LongJobsOptions {
  /** How far, 0 to 1; `undefined`: nobody can say; `null`: nothing is going on. */
  readonly onProgress: (share: number | null | undefined) => void;
  /** Something that took a while has ended by itself. */
  readonly onEnd: (kind: JobKind) => void;
}

export class LongJobs {
  readonly #options: LongJobsOptions;
  readonly #running = new Map<string, News>();

  constructor(options: LongJobsOptions) {
    this.#options = options;
  }

  /** Takes a `job` event of the engine; one of a kind it does not know is nothing to it. */
  take(payload: unknown): void {
    const parsed = v.safeParse(News, payload);
    if (!parsed.success) return;
    const news = parsed.output;
    if (news.state === 'running' || news.state === 'paused') this.#running.set(news.id, news);
    else {
      this.#running.delete(news.id);
      if (news.state !== 'cancelled' && news.seconds >= longFrom) this.#options.onEnd(news.kind);
    }
    this.#tell();
  }

  /** The engine ended, and what it did with it. */
  forget(): void {
    this.#running.clear();
    this.#tell();
  }

  #tell(): void {
    const all = [...this.#running.values()];
    const sum = (of: (news: News) => number): number => all.reduce((so, news) => so + of(news), 0);
    const [done, total] = all.every((news) => news.bytesTotal > 0)
      ? [sum((news) => news.bytesDone), sum((news) => news.bytesTotal)]
      : [sum((news) => news.filesDone), sum((news) => news.filesTotal)];
    if (all.length === 0) this.#options.onProgress(null);
    else this.#options.onProgress(total > 0 ? Math.min(1, done / total) : undefined);
  }
}
