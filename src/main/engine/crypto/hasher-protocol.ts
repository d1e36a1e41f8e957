/** @file What the engine and its hashing thread say to each other; both threads of the engine's process. */

/** Room for one part of what is hashed, in bytes: 1.4 ms of work. */
export const roomBytes = 1024 * 1024;

export type ToHasher =
  /** `key`: in memory that both threads see, of its own for each hash; the thread zeroes it as soon as it has taken it. */
  | { readonly kind: 'begin'; readonly id: number; readonly key: Uint8Array }
  /** The first `bytes` of a room. */
  | { readonly kind: 'add'; readonly id: number; readonly room: number; readonly bytes: number }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number };

export type FromHasher =
  /** The room is free again, and zeroed. */
  | { readonly kind: 'free'; readonly room: number }
  | { readonly kind: 'digest'; readonly id: number; readonly digest: string };

/** What the thread is started with: the rooms, one after the other. */
export interface HasherData {
  readonly rooms: SharedArrayBuffer;
}
