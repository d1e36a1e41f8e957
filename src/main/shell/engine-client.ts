/** @file Calls and events of one engine over its control pipe; Electron's main process. Knows nothing of Electron. */
import type { ControlDown, ControlUp } from '../../shared/engine-protocol.ts';
import { failed, type Result } from '../../shared/errors.ts';
import { wipeAttachments } from '../../shared/messages.ts';
import type { MessagePipe } from '../../shared/pipe.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: unknown) => void;
}

interface Pending {
  readonly resolve: (result: Result<unknown>) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
}

export class EngineClient {
  readonly #pipe: MessagePipe<ControlUp, ControlDown>;
  readonly #pending = new Map<number, Pending>();
  #last = 0;

  /** Takes over the pipe's `onMessage` and `onClose`. */
  constructor(
    pipe: MessagePipe<ControlUp, ControlDown>,
    onEvent: (event: 'job' | 'library', payload: unknown) => void,
  ) {
    this.#pipe = pipe;
    pipe.onMessage = (message) => {
      switch (message.t) {
        case 'event':
          onEvent(message.event, message.payload);
          return;
        case 'progress':
          this.#pending.get(message.id)?.onProgress?.(message.progress);
          return;
        case 'result':
          this.#settle(message.id, message.result);
      }
    };
    pipe.onClose = () => {
      for (const id of this.#pending.keys()) this.#settle(id, failed('engine-gone'));
    };
  }

  /** Calls under way. */
  get pending(): number {
    return this.#pending.size;
  }

  /**
   * Never rejects: an engine that ends answers `engine-gone`. Bytes in the input (a passphrase) are overwritten once they are sent.
   * Aborting asks the engine to stop; what it answers then is the answer.
   */
  call(method: string, input: unknown, { signal, onProgress }: CallOptions = {}): Promise<Result<unknown>> {
    if (!this.#pipe.open) return Promise.resolve(failed('engine-gone'));
    if (signal?.aborted === true) return Promise.resolve(failed('cancelled'));
    const id = (this.#last += 1);
    const cancel = (): void => this.#pipe.send({ t: 'cancel', id });
    const answer = new Promise<Result<unknown>>((resolve) => this.#pending.set(id, { resolve, onProgress }));
    try {
      this.#pipe.send({ t: 'call', id, method, input }, () => wipeAttachments(input));
    } catch {
      this.#settle(id, failed('input-invalid'));
    }
    signal?.addEventListener('abort', cancel, { once: true });
    return answer.finally(() => signal?.removeEventListener('abort', cancel));
  }

  #settle(id: number, result: Result<unknown>): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.resolve(result);
  }
}
