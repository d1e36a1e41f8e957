/**
 * @file Keeps a few decoder processes busy and outlives whatever happens to them; engine process.
 * A decoder is sent its next picture while it works on one. A picture that takes its decoder down is tried once more, in a fresh one and with no other beside it; then it is reported, and the next has
 * its turn.
 */
import { DecoderProcess, type Outcome } from './decoder-process.ts';
import { fail, tidy, type Question, type Settle, type Slot, type Task } from './decoder-tasks.ts';
import { bwrapFailed, bwrapWorks, decoderCommand, findBwrap } from './isolation.ts';
import { poolSize } from './pool-size.ts';
import type { DecoderPoolOptions, Isolation } from './types.ts';

/**
 * While a picture is tried again alone, everything else waits; and alone it has the machine to itself. After a timeout it gets this share of its
 * time.
 */
const ALONE_SHARE = 1 / 3;
/** A decoder without work still holds memory: it goes after this time, unless it is the last one, for the photo that is looked at next. */
const IDLE_MS = 30_000;
/** What native code leaves behind adds up: a decoder that has done this many pictures is replaced. */
const PICTURES_PER_PROCESS = 2000;
/** To start another decoder takes longer than what is left of most pictures for the screen: so long one may go on that nobody waits for, in ms. */
const GRACE_MS = 1000;
/** A longer picture is sent when its turn comes: a decoder holds the one it works on, and one more. */
const LONGEST_AHEAD = 64 * 1024 * 1024;

export class Decoders {
  readonly size: number;
  readonly #entry: string;
  readonly #node: string;
  readonly #slots: Slot[];
  readonly #queue: Task[] = [];
  /** Pictures that took their decoder down: each waits until nothing else is under way. */
  readonly #again: Task[] = [];
  /** Every process not yet gone, also those already given up. */
  readonly #processes = new Set<DecoderProcess>();
  #bwrap: string | null;
  #failedStarts = 0;
  #closed = false;

  constructor(options: DecoderPoolOptions) {
    this.size = poolSize(options.size);
    this.#entry = options.entry;
    this.#node = options.node ?? process.execPath;
    this.#slots = Array.from({ length: this.size }, () => ({
      process: null,
      task: null,
      next: null,
      begun: false,
      done: 0,
      idle: undefined,
    }));
    const bwrap = options.bwrap === undefined ? findBwrap() : options.bwrap;
    this.#bwrap = bwrap !== null && bwrapWorks(bwrap, this.#node, this.#entry) ? bwrap : null;
  }

  get isolation(): Isolation {
    return this.#bwrap === null ? 'separate process' : 'isolated';
  }

  /** Whether there is nothing to be asked any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** @throws AbortError when `signal` is aborted or the decoders are closed meanwhile */
  ask<T>(
    { bytes, job, timeoutMs, read, without, first = false }: Question<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const task: Task = {
        bytes,
        job,
        timeoutMs,
        take: (frame) => {
          const answer = read(frame);
          return answer === null ? null : () => resolve(answer);
        },
        giveUp: (problem, detail) => () => resolve(without(problem, detail)),
        reject,
        failed: false,
        timedOut: false,
        settled: false,
        unlisten: () => undefined,
      };
      if (signal) this.#giveUpOn(signal, task, first ? GRACE_MS : 0);
      if (first) this.#queue.unshift(task);
      else this.#queue.push(task);
      this.#assign();
    });
  }

  /** Has a decoder ready for who asks next. */
  warm(): void {
    const [first] = this.#slots;
    if (this.#closed || this.#processes.size > 0 || first === undefined) return;
    this.#spawn(first);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const sent = this.#slots.flatMap(({ task, next }) => [task, next?.task]);
    for (const task of [...this.#queue, ...this.#again, ...sent]) if (task?.settled === false) fail(task);
    this.#queue.length = this.#again.length = 0;
    for (const { idle } of this.#slots) clearTimeout(idle);
    for (const decoder of this.#processes) decoder.kill();
    await Promise.all([...this.#processes].map(({ gone }) => gone));
  }

  /** Hands waiting pictures to free slots. */
  #assign(): void {
    if (this.#slots.some(({ task }) => task?.failed === true)) return;
    const [first] = this.#slots;
    const [again] = this.#again;
    if (first && again) {
      // No new ones until those under way are done; then this one, alone.
      if (this.#slots.some(({ task }) => task !== null)) return;
      this.#again.shift();
      this.#begin(first, again);
      return;
    }
    const free = this.#slots.filter(({ task }) => task === null);
    // One that runs already before one that would have to be started.
    for (const slot of free.sort((a, b) => Number(a.process === null) - Number(b.process === null))) {
      const task = this.#queue.shift();
      if (!task) return;
      this.#begin(slot, task);
    }
    for (const slot of this.#slots) this.#sendAhead(slot);
  }

  /** While a decoder works it is sent its next picture, so that it need not wait for it. */
  #sendAhead(slot: Slot): void {
    const [task] = this.#queue;
    const { process: decoder, done } = slot;
    if (!slot.begun || slot.next !== null || decoder?.alive !== true) return;
    if (task === undefined || task.bytes.length > LONGEST_AHEAD || done >= PICTURES_PER_PROCESS) return;
    this.#queue.shift();
    slot.next = { task, sentTo: decoder };
    decoder.sendAhead(task.job, task.bytes);
  }

  #begin(slot: Slot, task: Task, sentTo: DecoderProcess | null = null): void {
    slot.task = task;
    clearTimeout(slot.idle);
    void this.#work(slot, task, sentTo);
  }

  /** Never rejects. */
  async #work(slot: Slot, task: Task, sentTo: DecoderProcess | null): Promise<void> {
    const settle = await this.#attempt(slot, task, sentTo);
    if (settle === null && !task.settled) {
      task.failed = true;
      this.#again.push(task);
    } else if (settle !== null && !task.settled) {
      task.settled = true;
      task.unlisten();
      settle();
    }
    slot.task = null;
    slot.begun = false;
    if (slot.done >= PICTURES_PER_PROCESS && slot.next === null) this.#end(slot);
    const { next } = slot;
    slot.next = null;
    if (next !== null && next.sentTo === slot.process && !this.#closed) {
      this.#begin(slot, next.task, next.sentTo);
      return;
    }
    // Its decoder is gone, for no fault of its own.
    if (next?.task.settled === false) this.#queue.unshift(next.task);
    slot.idle = setTimeout(() => {
      if (this.#slots.some((other) => other !== slot && other.process !== null)) this.#end(slot);
    }, IDLE_MS).unref();
    if (this.#closed) clearTimeout(slot.idle);
    this.#assign();
  }

  /** What settles the task; null when it has taken its decoder down for the first time. */
  async #attempt(slot: Slot, task: Task, sentTo: DecoderProcess | null): Promise<Settle | null> {
    const outcome = await this.#decodeOnce(slot, task, sentTo);
    if (outcome === null) return null;
    const settle = outcome.kind === 'answer' ? task.take(outcome.frame) : null;
    if (settle) return settle;
    this.#end(slot);
    if (!task.failed) {
      task.timedOut = outcome.kind === 'timeout';
      return null;
    }
    if (outcome.kind === 'timeout')
      return task.giveUp('timeout', `no answer within ${String(task.timeoutMs)} ms`);
    const detail = outcome.kind === 'crashed' ? outcome.detail : 'the decoder answered nonsense';
    return task.giveUp('crashed', tidy(detail));
  }

  /** Null when it was given up before a decoder had it. */
  async #decodeOnce(slot: Slot, task: Task, sentTo: DecoderProcess | null): Promise<Outcome | null> {
    const decoder = await this.#start(slot);
    if (!decoder) return { kind: 'crashed', detail: 'the decoder did not start' };
    if (task.settled) return sentTo === decoder ? { kind: 'crashed', detail: 'given up' } : null;
    slot.done += 1;
    const timeoutMs = task.timeoutMs * (task.timedOut ? ALONE_SHARE : 1);
    const outcome = decoder.decode(task.job, task.bytes, timeoutMs, sentTo === decoder);
    slot.begun = true;
    this.#assign();
    return outcome;
  }

  /** The slot's process, a new one when it has none or its last one died; null when none will start. */
  async #start(slot: Slot): Promise<DecoderProcess | null> {
    for (let attempt = 1; attempt <= 3 && !this.#closed; attempt++) {
      const confined = this.#bwrap;
      const decoder = slot.process?.alive === true ? slot.process : this.#spawn(slot);
      if (await decoder.ready) {
        this.#failedStarts = 0;
        return decoder;
      }
      // One failed start may be somebody's doing; two in a row, and bubblewrap does not work here after all.
      this.#failedStarts += 1;
      if (confined !== null && this.#failedStarts >= 2) {
        bwrapFailed(confined, this.#node, this.#entry);
        this.#bwrap = null;
      }
    }
    slot.process = null;
    return null;
  }

  #spawn(slot: Slot): DecoderProcess {
    const decoder = new DecoderProcess(decoderCommand(this.#node, this.#entry, this.#bwrap));
    this.#processes.add(decoder);
    void decoder.gone.then(() => this.#processes.delete(decoder));
    slot.process = decoder;
    slot.done = 0;
    return decoder;
  }

  #end(slot: Slot): void {
    slot.process?.kill();
    slot.process = null;
  }

  /** A picture under way takes its decoder with it, so that its pixels are gone as well. */
  #giveUpOn(signal: AbortSignal, task: Task, graceMs: number): void {
    const end = (): void => this.#slots.find((slot) => slot.task === task)?.process?.kill();
    const giveUp = (): void => {
      if (task.settled) return;
      fail(task);
      for (const queue of [this.#queue, this.#again]) {
        const waiting = queue.indexOf(task);
        if (waiting >= 0) queue.splice(waiting, 1);
      }
      if (graceMs > 0) setTimeout(end, graceMs).unref();
      else end();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    task.unlisten = () => {
      signal.removeEventListener('abort', giveUp);
    };
  }
}
