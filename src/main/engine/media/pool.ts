/**
 * @file Keeps a few decoder processes busy and outlives whatever happens to them; engine process.
 * A picture that takes its decoder down is tried once more, in a fresh one and with no other beside it; then it is reported, and the next has
 * its turn.
 */
import { availableParallelism, totalmem } from 'node:os';
import {
  LONGEST_PICTURE,
  type Conversion,
  type ConvertJob,
  type DecodeJob,
  type PictureProblem,
} from '../../../shared/decoding.ts';
import type { Frame } from '../../../shared/frames.ts';
import { DecoderProcess, type Outcome } from './decoder-process.ts';
import { bwrapFailed, bwrapWorks, decoderCommand, findBwrap } from './isolation.ts';
import { readConversion, readReply } from './reply.ts';
import { sniff, type Sniffed } from './sniff.ts';
import type {
  ConvertedPicture,
  DecodedPicture,
  DecoderPool,
  DecoderPoolOptions,
  Isolation,
} from './types.ts';

/** Encoding takes longer than looking: a conversion gets this many times a decoding's time. */
const CONVERSION_TIMES = 4;
/**
 * While a picture is tried again alone, everything else waits; and alone it has the machine to itself. After a timeout it gets this share of its
 * time.
 */
const ALONE_SHARE = 1 / 3;
/** Drawings take no time, unless somebody wants them to: a few lines can ask for hours of work. */
const DRAWING_SHARE = 1 / 5;
/** A decoder without work still holds memory: it goes after this time. */
const IDLE_MS = 30_000;
/** What native code leaves behind adds up: a decoder that has done this many pictures is replaced. */
const PICTURES_PER_PROCESS = 2000;

/** For each decoder, in bytes: what one may hold of a large picture, and the engine's copy of the file. */
const MEMORY_PER_DECODER = 1.5 * 1024 ** 3;

interface Task {
  readonly bytes: Uint8Array;
  readonly job: DecodeJob | ConvertJob;
  readonly timeoutMs: number;
  /** What settles it with this answer; null when the answer is not one a sound decoder gives. */
  readonly take: (frame: Frame) => Settle | null;
  /** What settles it without a picture. */
  readonly giveUp: (problem: 'timeout' | 'crashed', detail: string) => Settle;
  readonly reject: (error: Error) => void;
  /** It has taken a decoder down once. */
  failed: boolean;
  /** That time it had not answered. */
  timedOut: boolean;
  /** Set when nobody waits for the answer any more. */
  settled: boolean;
  /** Stops listening for the abort: one signal serves a whole import. */
  unlisten: () => void;
}

type Settle = () => void;

/** A place for one process at a time. */
interface Slot {
  process: DecoderProcess | null;
  task: Task | null;
  done: number;
  idle: NodeJS.Timeout | undefined;
}

export function createDecoderPool(options: DecoderPoolOptions): DecoderPool {
  return new Pool(options);
}

class Pool implements DecoderPool {
  readonly size: number;
  readonly #entry: string;
  readonly #node: string;
  readonly #timeoutMs: number;
  readonly #pixelLimit: number;
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
    this.size = Math.min(8, Math.max(1, Math.floor(options.size ?? sizeFor())));
    this.#entry = options.entry;
    this.#node = options.node ?? process.execPath;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#pixelLimit = options.pixelLimit ?? 500e6;
    this.#slots = Array.from({ length: this.size }, () => ({
      process: null,
      task: null,
      done: 0,
      idle: undefined,
    }));
    const bwrap = options.bwrap === undefined ? findBwrap() : options.bwrap;
    this.#bwrap = bwrap !== null && bwrapWorks(bwrap, this.#node, this.#entry) ? bwrap : null;
  }

  get isolation(): Isolation {
    return this.#bwrap === null ? 'separate process' : 'isolated';
  }

  decode(bytes: Uint8Array, hint: { readonly name: string }, signal?: AbortSignal): Promise<DecodedPicture> {
    if (this.#closed || signal?.aborted === true) return Promise.reject(aborted());
    const kind = sniff(bytes, hint.name);
    if (kind === null || kind.kind === 'other') return Promise.resolve(notAPicture(kind));
    if (bytes.length > LONGEST_PICTURE)
      return Promise.resolve(without(kind.mime, 'too-large', 'longer than 1 GiB'));
    const { mime, decodable } = kind;
    const job = { mime, decodable, pixelLimit: this.#pixelLimit };
    const timeoutMs = this.#timeFor(mime);
    const answer = {
      read: (frame: Frame) => readReply(frame, mime),
      without: (problem: PictureProblem, detail: string) => without(mime, problem, detail),
    };
    return this.#ask(bytes, job, timeoutMs, answer, signal);
  }

  convert(
    bytes: Uint8Array,
    hint: { readonly name: string },
    conversion: Conversion,
    signal?: AbortSignal,
  ): Promise<ConvertedPicture> {
    if (this.#closed || signal?.aborted === true) return Promise.reject(aborted());
    const kind = sniff(bytes, hint.name);
    if (kind?.kind !== 'picture' || !kind.decodable)
      return Promise.resolve(noPicture('unsupported', 'no decoder for it'));
    if (bytes.length > LONGEST_PICTURE) return Promise.resolve(noPicture('too-large', 'longer than 1 GiB'));
    const job = { mime: kind.mime, pixelLimit: this.#pixelLimit, conversion };
    const answer = { read: readConversion, without: noPicture };
    return this.#ask(bytes, job, CONVERSION_TIMES * this.#timeFor(kind.mime), answer, signal);
  }

  #timeFor(mime: string): number {
    return mime === 'image/svg+xml' ? this.#timeoutMs * DRAWING_SHARE : this.#timeoutMs;
  }

  #ask<T>(
    bytes: Uint8Array,
    job: Task['job'],
    timeoutMs: number,
    answer: { read: (frame: Frame) => T | null; without: (problem: PictureProblem, detail: string) => T },
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const task: Task = {
        bytes,
        job,
        timeoutMs,
        take: (frame) => {
          const picture = answer.read(frame);
          return picture === null ? null : () => resolve(picture);
        },
        giveUp: (problem, detail) => () => resolve(answer.without(problem, detail)),
        reject,
        failed: false,
        timedOut: false,
        settled: false,
        unlisten: () => undefined,
      };
      if (signal) this.#giveUpOn(signal, task);
      this.#queue.push(task);
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const task of [...this.#queue, ...this.#again, ...this.#slots.map((slot) => slot.task)])
      if (task?.settled === false) fail(task);
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
    for (const slot of this.#slots) {
      if (slot.task) continue;
      const task = this.#queue.shift();
      if (!task) return;
      this.#begin(slot, task);
    }
  }

  #begin(slot: Slot, task: Task): void {
    slot.task = task;
    clearTimeout(slot.idle);
    void this.#work(slot, task);
  }

  /** Never rejects. */
  async #work(slot: Slot, task: Task): Promise<void> {
    const settle = await this.#attempt(slot, task);
    if (settle === null && !task.settled) {
      task.failed = true;
      this.#again.push(task);
    } else if (settle !== null && !task.settled) {
      task.settled = true;
      task.unlisten();
      settle();
    }
    slot.task = null;
    if (slot.done >= PICTURES_PER_PROCESS) this.#end(slot);
    slot.idle = setTimeout(() => {
      this.#end(slot);
    }, IDLE_MS).unref();
    if (this.#closed) clearTimeout(slot.idle);
    this.#assign();
  }

  /** What settles the task; null when it has taken its decoder down for the first time. */
  async #attempt(slot: Slot, task: Task): Promise<Settle | null> {
    const outcome = await this.#decodeOnce(slot, task);
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

  async #decodeOnce(slot: Slot, task: Task): Promise<Outcome> {
    const decoder = await this.#start(slot);
    if (!decoder) return { kind: 'crashed', detail: 'the decoder did not start' };
    if (task.settled) return { kind: 'crashed', detail: 'given up' };
    slot.done += 1;
    return decoder.decode(task.job, task.bytes, task.timeoutMs * (task.timedOut ? ALONE_SHARE : 1));
  }

  /** The slot's process, a new one when it has none or its last one died; null when none will start. */
  async #start(slot: Slot): Promise<DecoderProcess | null> {
    if (slot.process?.alive === true) return slot.process;
    for (let attempt = 1; attempt <= 3 && !this.#closed; attempt++) {
      const confined = this.#bwrap;
      const decoder = new DecoderProcess(decoderCommand(this.#node, this.#entry, confined));
      this.#processes.add(decoder);
      void decoder.gone.then(() => this.#processes.delete(decoder));
      slot.process = decoder;
      slot.done = 0;
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

  #end(slot: Slot): void {
    slot.process?.kill();
    slot.process = null;
  }

  /** A picture under way takes its decoder with it, so that its pixels are gone as well. */
  #giveUpOn(signal: AbortSignal, task: Task): void {
    const giveUp = (): void => {
      if (task.settled) return;
      fail(task);
      for (const queue of [this.#queue, this.#again]) {
        const waiting = queue.indexOf(task);
        if (waiting >= 0) queue.splice(waiting, 1);
      }
      this.#slots.find((slot) => slot.task === task)?.process?.kill();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    task.unlisten = () => {
      signal.removeEventListener('abort', giveUp);
    };
  }
}

/** As many as there are cores, but no more than there is memory for. */
function sizeFor(): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.min(availableParallelism(), Math.floor(memory / MEMORY_PER_DECODER));
}

function fail(task: Task): void {
  task.settled = true;
  task.unlisten();
  task.reject(aborted());
}

function aborted(): Error {
  return new DOMException('The picture is no longer wanted', 'AbortError');
}

function notAPicture(kind: Sniffed | null): DecodedPicture {
  return without(kind?.mime ?? 'application/octet-stream', 'unsupported', 'not a picture');
}

function noPicture(problem: PictureProblem, detail: string): ConvertedPicture {
  return { picture: null, problem, detail };
}

function without(mime: string, problem: PictureProblem, detail: string): DecodedPicture {
  return {
    facts: {
      mime,
      width: null,
      height: null,
      orientation: 1,
      capturedAt: null,
      camera: null,
      lens: null,
      exposure: null,
      latitude: null,
      longitude: null,
      altitude: null,
      animated: false,
      title: null,
      caption: null,
      keywords: [],
      rating: null,
      duration: null,
      pairId: null,
    },
    thumbnail: null,
    thumbnailMime: 'image/jpeg',
    thumbhash: null,
    look: null,
    color: null,
    preview: null,
    problem,
    detail,
  };
}

/** One short line; stderr may hold anything, but never a name: the decoder knows none. */
function tidy(words: string): string {
  return words
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
