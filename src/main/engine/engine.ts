/** @file The vault engine's one face: every method of the contract, its events, and the bytes of photos; engine process, command line and tests. */
import type { EngineMethodName, Event, Input, MediaKind, Output, Progress } from '../../shared/contract.ts';
import type { Result } from '../../shared/errors.ts';

/** Events an engine sends: a job's state, and photos that came, changed or went. */
export type EngineEventName = 'job' | 'library';

/** Called with an event's name and payload. At most ten a second for each job and for the library; the last one always. */
export type EngineListener = (
  ...event: { [E in EngineEventName]: [name: E, payload: Event<E>] }[EngineEventName]
) => void;

export interface CallOptions<P = unknown> {
  /** Aborting it ends the call with the code `cancelled`, where the method can be cancelled. */
  readonly signal?: AbortSignal;
  /** For the methods that report progress (`progress` in the contract); at most ten times a second, the last always. */
  readonly onProgress?: (progress: P) => void;
}

/** An open photo, thumbnail or preview. */
export interface EngineMedia {
  /** MIME type as found in the content when it was imported. */
  readonly mime: string;
  /** In bytes. */
  readonly size: number;
  /** Bytes `start` (inclusive) to `end` (exclusive), decrypted and authenticated piece by piece; throws CodedError. */
  read(start: number, end: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): void;
}

export interface Engine {
  /** Answers a method of the contract. The input is validated here; what is wrong with it is named, never repeated. */
  call<M extends EngineMethodName>(
    method: M,
    input: Input<M>,
    options?: CallOptions<Progress<M>>,
  ): Promise<Result<Output<M>>>;
  call(method: string, input: unknown, options?: CallOptions): Promise<Result<unknown>>;
  /** Returns what ends the listening. */
  on(listener: EngineListener): () => void;
  /** `not-unlocked`, `not-found`, `blob-missing`, `blob-damaged`, `thumbnail-damaged`. */
  openMedia(kind: MediaKind, id: string): Promise<Result<EngineMedia>>;
  /** Stops work at a safe point, closes the vault and ends the decoders. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Path of the decoder's entry: `src/main/decoder/index.ts` or, bundled, `decoder.js` beside `engine.js`. */
  readonly decoderEntry: string;
}

export declare function createEngine(options: EngineOptions): Engine;
