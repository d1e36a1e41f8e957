/** @file Blobs as the other rooms of the engine see them; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { Capsule, UndigestedCapsule } from './capsule.ts';

export interface NewBlob {
  readonly id: Id;
  /** Without its digest where that is known only when the content has gone by: it is made on the way then. */
  readonly capsule: Capsule | UndigestedCapsule;
  /** Length of the content; `source-changed` when the content turns out longer or shorter. */
  readonly bytes: number;
  /** A part is not looked at any more once the next one is asked for. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

/** What has become of a blob that was written. */
export interface Written {
  /** Length of the file. */
  readonly storedBytes: number;
  /** Content digest (§3.4), hex: the capsule's own, or the one that was made on the way. */
  readonly digest: string;
}

/** One blob of the vault's folder, or a name under `blobs/` that is none (relative to the vault's folder). */
export type BlobEntry = { readonly id: Id; readonly bytes: number } | { readonly stray: string };

/** The beginning of a blob's file, encrypted as it is. */
export interface StoredBytes {
  readonly head: Buffer;
  /** Length of the file. */
  readonly bytes: number;
  readonly modified: Date;
}

/**
 * Content of one blob, decrypted and authenticated piece by piece. Reading rejects with `blob-damaged` (its `detail`: `length`,
 * `chunk n`, `padding`, `digest`), `disk-failed`, or AbortError. Any number of reads may run at once.
 */
export interface BlobReader {
  readonly capsule: Capsule;
  /** Length of the content. */
  readonly bytes: number;
  /** Bytes `start` to `end` (not included) of the content, at most 1 MiB at a time, each in a buffer of its own that may be kept. */
  read(start?: number, end?: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void>;
  /** The whole content in pieces of at most 1 MiB, each valid until the next one is asked for. */
  pieces(signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void>;
  /** The whole content in one buffer, which may be kept. */
  readAll(signal?: AbortSignal): Promise<Buffer>;
  /** Reads everything, the zeros at the end too, and compares the content with the capsule's digest. */
  verify(onBytes?: (content: number) => void, signal?: AbortSignal): Promise<void>;
  /** Ends the reader, after every read has ended or was left. Doing it twice is harmless. */
  close(): Promise<void>;
}
