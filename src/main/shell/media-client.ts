/**
 * @file Bytes of photos from one engine over its media pipe, as streams; Electron's main process. Knows nothing of Electron. What the
 * reader has not taken is held back by credit: at most `mediaWindow` bytes a stream lie here.
 */
import type { MediaKind } from '../../shared/contract.ts';
import type { MediaDown, MediaUp } from '../../shared/engine-protocol.ts';
import { failed, type ErrorValue, type Result } from '../../shared/errors.ts';
import type { MessagePipe } from '../../shared/pipe.ts';
import type { BytePart, ByteRange } from '../../shared/ranges.ts';
import type { Region } from '../../shared/regions.ts';

/** What of which photo. */
export interface MediaAddress {
  readonly kind: MediaKind;
  readonly photo: string;
  /** Of the kind of this name, else null. */
  readonly region: Region | null;
}

export interface OpenedMedia {
  readonly mime: string;
  /** Of the whole, in bytes. */
  readonly size: number;
  /** Of an original: what a file of it is called. */
  readonly name?: string | undefined;
  /** What the body holds; null when the range lies behind the end, and then there is no body. */
  readonly part: BytePart | null;
  /** Errors when the engine does, or when it ends. Cancelling it tells the engine to stop. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

type Pipe = MessagePipe<MediaUp, MediaDown>;

/** One stream: what has come and not been taken, and who waits for it. */
class Stream {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #ended = false;
  #error: ErrorValue | undefined;
  #wake: (() => void) | undefined;

  constructor(onTaken: (bytes: number) => void, onCancel: () => void) {
    this.body = new ReadableStream(
      {
        pull: async (controller) => {
          while (this.#chunks.length === 0 && !this.#ended && this.#error === undefined)
            await new Promise<void>((resolve) => (this.#wake = resolve));
          const chunk = this.#chunks.shift();
          if (chunk !== undefined) {
            onTaken(chunk.byteLength);
            controller.enqueue(chunk);
          } else if (this.#error !== undefined) controller.error(new Error(this.#error.code));
          else controller.close();
        },
        cancel: () => {
          this.#chunks.length = 0;
          onCancel();
        },
      },
      { highWaterMark: 0 },
    );
  }

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#chunks.push(chunk);
    this.#wake?.();
  }

  end(error?: ErrorValue): void {
    this.#ended = error === undefined;
    this.#error = error;
    this.#wake?.();
  }
}

interface Opening {
  readonly resolve: (result: Result<OpenedMedia>) => void;
}

export class MediaClient {
  readonly #pipe: Pipe;
  readonly #openings = new Map<number, Opening>();
  readonly #streams = new Map<number, Stream>();
  #last = 0;

  /** Takes over the pipe's `onMessage` and `onClose`. */
  constructor(pipe: Pipe) {
    this.#pipe = pipe;
    pipe.onMessage = (message) => this.#take(message);
    pipe.onClose = () => {
      const error: ErrorValue = { code: 'engine-gone', params: {} };
      for (const id of [...this.#openings.keys(), ...this.#streams.keys()]) this.#fail(id, error);
    };
  }

  /** Streams that are open or being opened. */
  get open(): number {
    return this.#openings.size + this.#streams.size;
  }

  /** Never rejects. Aborting ends the stream at whatever stage it is. */
  request(what: MediaAddress, range: ByteRange | null, signal?: AbortSignal): Promise<Result<OpenedMedia>> {
    if (!this.#pipe.open) return Promise.resolve(failed('engine-gone'));
    if (signal?.aborted === true) return Promise.resolve(failed('cancelled'));
    const id = (this.#last += 1);
    signal?.addEventListener('abort', () => this.#abandon(id), { once: true });
    return new Promise((resolve) => {
      this.#openings.set(id, { resolve });
      this.#pipe.send({ t: 'open', id, ...what, range });
    });
  }

  #take(message: MediaUp): void {
    const { t, id } = message;
    switch (t) {
      case 'head':
        this.#begin(id, message);
        return;
      case 'chunk':
        // A frame's body is a buffer of its own (frames.ts); the schema only says that it is bytes.
        this.#streams.get(id)?.add(message.bytes as Uint8Array<ArrayBuffer>);
        return;
      case 'end':
        this.#streams.get(id)?.end();
        this.#streams.delete(id);
        return;
      case 'error':
        this.#fail(id, message.error);
    }
  }

  #begin(id: number, { mime, size, name, part }: Extract<MediaUp, { t: 'head' }>): void {
    const opening = this.#openings.get(id);
    this.#openings.delete(id);
    if (opening === undefined) return; // given up meanwhile
    if (part === null) {
      opening.resolve({ ok: true, value: { mime, size, name, part, body: null } });
      return;
    }
    const stream = new Stream(
      (bytes) => {
        if (this.#streams.has(id)) this.#pipe.send({ t: 'credit', id, bytes });
      },
      () => this.#abandon(id),
    );
    this.#streams.set(id, stream);
    opening.resolve({ ok: true, value: { mime, size, name, part, body: stream.body } });
  }

  #fail(id: number, error: ErrorValue): void {
    this.#openings.get(id)?.resolve({ ok: false, error });
    this.#openings.delete(id);
    this.#streams.get(id)?.end(error);
    this.#streams.delete(id);
  }

  #abandon(id: number): void {
    if (!this.#openings.has(id) && !this.#streams.has(id)) return;
    this.#pipe.send({ t: 'close', id });
    this.#fail(id, { code: 'cancelled', params: {} });
  }
}
