/**
 * @file Messages on a byte pipe: the same wrapping at both ends, shell and engine. Knows the pipe only by the shape that Node's sockets
 * have, so that it needs no Node types.
 */
import type * as v from 'valibot';
import { safeParse } from 'valibot';
import { FrameError, FrameReader, type FrameLimits } from './frames.ts';
import { decodeMessage, encodeMessage } from './messages.ts';

/** The part of a Node socket that is used. */
export interface ByteSocket {
  write(chunk: Uint8Array, done?: (error?: Error | null) => void): boolean;
  cork(): void;
  uncork(): void;
  destroy(): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'drain' | 'close' | 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export class MessagePipe<In, Out> {
  readonly #socket: ByteSocket;
  readonly #waiting: (() => void)[] = [];
  #open = true;
  /** The socket buffers: whoever sends much waits for `ready`. */
  #full = false;
  /** Set once, right after construction: messages arrive no earlier than the next turn. */
  onMessage: (message: In) => void = () => undefined;
  /** The other end is gone, or broke the rules; called once. */
  onClose: () => void = () => undefined;
  /** Resolves after `onClose`. */
  readonly closed: Promise<void>;
  #resolveClosed: () => void = () => undefined;

  /** @param schema what the other end may say; anything else closes the pipe */
  constructor(socket: ByteSocket, schema: v.GenericSchema<In>, limits: FrameLimits) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    const reader = new FrameReader(limits);
    socket.on('data', (chunk) => {
      if (!this.#open) return;
      try {
        for (const frame of reader.push(chunk)) {
          const message = safeParse(schema, decodeMessage(frame));
          if (!message.success) throw new FrameError('a message does not fit the protocol');
          this.onMessage(message.output);
        }
        chunk.fill(0); // every frame has copied its part
      } catch (error) {
        this.close();
        if (!(error instanceof FrameError)) throw error; // a bug in a handler
      }
    });
    socket.on('drain', () => this.#release());
    socket.on('end', () => this.close());
    socket.on('close', () => this.close());
    // EPIPE and ECONNRESET: the process behind the pipe ended, which is told by onClose.
    socket.on('error', () => this.close());
  }

  get open(): boolean {
    return this.#open;
  }

  /**
   * Sends a message, or drops it when the pipe is closed.
   * @param done called when the bytes have left this process or never will: then attachments may be overwritten
   * @throws TypeError when the message holds something that cannot be sent
   */
  send(message: Out, done?: () => void): void {
    const pieces = encodeMessage(message);
    if (!this.#open) {
      done?.();
      return;
    }
    this.#socket.cork();
    for (const [index, piece] of pieces.entries()) {
      const last = index === pieces.length - 1;
      const written = (): void => {
        if (index === 0) piece.fill(0); // ours alone, and it may hold names; the others are the sender's
        if (last) done?.();
      };
      this.#full = !this.#socket.write(piece, written);
    }
    this.#socket.uncork();
  }

  /** Resolves when the pipe takes more without piling up, or is closed. */
  async ready(): Promise<void> {
    if (this.#open && this.#full) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.destroy();
    this.#release();
    this.onClose();
    this.#resolveClosed();
  }

  #release(): void {
    this.#full = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
