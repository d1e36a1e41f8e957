/** @file Blobs as the other rooms of the engine see them; runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { ContentHasher } from '../crypto/index.ts';
import type { Capsule } from './capsule.ts';

export interface NewBlob {
  readonly id: Id;
  readonly capsule: Capsule;
  /** Length of the content; `source-changed` when the content turns out longer or shorter. */
  readonly bytes: number;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

/** One blob of the vault's folder, or a name under `blobs/` that is none (relative to the vault's folder). */
export type BlobEntry = { readonly id: Id; readonly bytes: number } | { readonly stray: string };

/** Content of one blob, decrypted and authenticated piece by piece. Rejects with `blob-damaged`, `disk-failed`, or AbortError. */
export interface BlobReader {
  readonly capsule: Capsule;
  /** Length of the content. */
  readonly bytes: number;
  /** Bytes `start` to `end` (not included) of the content, at most 65,536 at a time. A piece is valid until the next one is asked for. */
  read(start?: number, end?: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void>;
  /** The whole content in one buffer. */
  readAll(signal?: AbortSignal): Promise<Buffer>;
  /** Reads everything, the zeros at the end too, and compares the content with the capsule's digest. */
  verify(onBytes?: (content: number) => void, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export type { Capsule, ContentHasher };
