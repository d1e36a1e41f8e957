/** @file What a decoder is asked, what becomes of its answer, and the places where decoders work; engine process. */
import type { ConvertJob, DecodeJob, PictureProblem } from '../../../shared/decoding.ts';
import type { Frame } from '../../../shared/frames.ts';
import type { DecoderProcess } from './decoder-process.ts';

/** What a decoder is asked, and what becomes of its answer. */
export interface Question<T> {
  readonly bytes: Uint8Array;
  readonly job: DecodeJob | ConvertJob;
  /** Longest time for it, in milliseconds. */
  readonly timeoutMs: number;
  /** Somebody looks at the screen for it: before all that waits. */
  readonly first?: boolean;
  /** null when the answer is not one a sound decoder gives. */
  readonly read: (frame: Frame) => T | null;
  /** What is told without an answer. */
  readonly without: (problem: PictureProblem, detail: string) => T;
}

export interface Task extends Pick<Question<unknown>, 'bytes' | 'job' | 'timeoutMs'> {
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

export type Settle = () => void;

/** A place for one process at a time. */
export interface Slot {
  process: DecoderProcess | null;
  task: Task | null;
  /** The picture after this one, and the process that has it already. */
  next: { readonly task: Task; readonly sentTo: DecoderProcess } | null;
  /** Its process has the picture of `task`. */
  begun: boolean;
  done: number;
  idle: NodeJS.Timeout | undefined;
}

export function fail(task: Task): void {
  task.settled = true;
  task.unlisten();
  task.reject(aborted());
}

/** The error of what nobody waits for any more. */
export function aborted(): Error {
  return new DOMException('The picture is no longer wanted', 'AbortError');
}

/** One short line; stderr may hold anything, but never a name: the decoder knows none. */
export function tidy(words: string): string {
  return words
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
