/** @file How fast a job is, over its last five seconds of work, and how long the rest will take. Runs in the engine. */

export interface Done {
  readonly files: number;
  readonly bytes: number;
}

export interface Rates {
  readonly filesPerSecond: number;
  readonly bytesPerSecond: number;
  /** null while nothing honest can be said: less than two seconds seen, or nothing done in them. */
  readonly secondsLeft: number | null;
}

const windowMs = 5000;
const enoughMs = 2000;
/** Samples closer together than this tell nothing new. */
const stepMs = 100;

export class RateMeter {
  /** Oldest first; the first is the newest one that is older than the window, so that the window is always whole. */
  #samples: (Done & { readonly at: number })[] = [];

  /** @param at working time in ms: time spent paused does not count */
  note(at: number, done: Done): void {
    const last = this.#samples.at(-1);
    const before = this.#samples.at(-2);
    if (last !== undefined && before !== undefined && at - before.at < stepMs) this.#samples.pop();
    this.#samples.push({ at, files: done.files, bytes: done.bytes });
    while ((this.#samples[1]?.at ?? at) < at - windowMs) this.#samples.shift();
  }

  rates(at: number, left: Done): Rates {
    const first = this.#samples.find((sample) => sample.at >= at - windowMs) ?? this.#samples.at(-1);
    const last = this.#samples.at(-1);
    const seconds = first === undefined ? 0 : (at - first.at) / 1000;
    if (first === undefined || last === undefined || seconds <= 0)
      return { filesPerSecond: 0, bytesPerSecond: 0, secondsLeft: null };
    const filesPerSecond = (last.files - first.files) / seconds;
    const bytesPerSecond = (last.bytes - first.bytes) / seconds;
    const times = [
      left.bytes > 0 ? left.bytes / bytesPerSecond : 0,
      left.files > 0 && left.bytes <= 0 ? left.files / filesPerSecond : 0,
    ];
    const secondsLeft = Math.max(...times);
    const known = seconds * 1000 >= enoughMs && Number.isFinite(secondsLeft);
    return { filesPerSecond, bytesPerSecond, secondsLeft: known ? secondsLeft : null };
  }
}
