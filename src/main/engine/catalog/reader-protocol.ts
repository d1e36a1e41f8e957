/** @file What the engine and its reading thread say to each other; both threads of the engine's process. */
import type { MessagePort } from 'node:worker_threads';
import type { RecordSetValues } from './record-columns.ts';

/** What the thread is started with; all memory is shared. */
export interface ReaderData {
  /** Of `RecordColumns`, with this much room. */
  readonly columns: ArrayBufferLike;
  readonly room: number;
  /** Two 32-bit words: `finished`, then how many blocks have been read. */
  readonly progress: ArrayBufferLike;
}

export const finishedWord = 0;
export const blocksWord = 1;

export type ToReader =
  /** The next one of the pieces that texts stand in. */
  | { readonly kind: 'piece'; readonly memory: ArrayBufferLike }
  /** Slots whose texts are there, from `from` up to `to`. */
  | { readonly kind: 'block'; readonly from: number; readonly to: number }
  /** That was all: what was read is sent, and then the word is set. */
  | { readonly kind: 'finish'; readonly port: MessagePort };

export interface FromReader {
  readonly sets: RecordSetValues;
  /** Slots whose text is no record of a photo. */
  readonly unreadable: readonly number[];
}
