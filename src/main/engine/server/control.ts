/** @file Answers the calls that come over the control pipe and sends the engine's events; engine process. */
import { failed, toErrorValue, type Result } from '../../../shared/errors.ts';
import type { ControlDown, ControlUp } from '../../../shared/engine-protocol.ts';
import { wipeAttachments } from '../../../shared/messages.ts';
import type { MessagePipe } from '../../../shared/pipe.ts';
import type { Engine } from '../engine.ts';

/** Serves until the pipe closes. Sets the pipe's `onMessage`. */
export function serveControl(engine: Engine, pipe: MessagePipe<ControlDown, ControlUp>): void {
  const underWay = new Map<number, AbortController>();
  engine.on((event, payload) => pipe.send({ t: 'event', event, payload }));

  const answer = async (id: number, method: string, input: unknown): Promise<void> => {
    const controller = new AbortController();
    underWay.set(id, controller);
    let result: Result<unknown>;
    try {
      result = await engine.call(method, input, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (underWay.get(id) === controller) pipe.send({ t: 'progress', id, progress });
        },
      });
    } catch (error) {
      result = { ok: false, error: toErrorValue(error) };
    }
    underWay.delete(id);
    // The engine forgets a passphrase when it has used it; this forgets it when it was never looked at.
    wipeAttachments(input);
    try {
      pipe.send({ t: 'result', id, result });
    } catch {
      pipe.send({ t: 'result', id, result: failed('internal', { detail: 'result' }) });
    }
  };

  pipe.onMessage = (message) => {
    if (message.t === 'cancel') underWay.get(message.id)?.abort();
    else void answer(message.id, message.method, message.input);
  };
}
