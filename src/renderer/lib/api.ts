/** @file The renderer's end of the contract: typed calls and events over `window.lightproof`. Runs in the renderer. */
import * as v from 'valibot';
import {
  allMethods,
  ErrorSchema,
  events,
  type Bridge,
  type Event,
  type EventName,
  type Input,
  type MethodName,
  type Output,
  type Progress,
} from '../../shared/contract.ts';
import { failed, type Result } from '../../shared/errors.ts';

declare global {
  interface Window {
    readonly lightproof: Bridge;
  }
}

export interface CallOptions<M extends MethodName> {
  /** Aborting it cancels the call, which then answers with the code `cancelled`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress<M>) => void;
}

const Failure = v.object({ ok: v.literal(false), error: ErrorSchema });
const Success = v.object({ ok: v.literal(true), value: v.unknown() });
const Answer = v.variant('ok', [Failure, Success]);
const ProgressNote = v.object({ call: v.number(), progress: v.unknown() });

let lastCall = 0;
let listening = false;
const progressHandlers = new Map<number, (progress: unknown) => void>();
const eventHandlers = new Map<string, Set<(payload: unknown) => void>>();

/**
 * Asks the shell or the engine for something. Never throws and never rejects: an answer that does not fit the contract is the failure
 * `internal`.
 */
export async function call<M extends MethodName>(
  method: M,
  input: Input<M>,
  options: CallOptions<M> = {},
): Promise<Result<Output<M>>> {
  const { signal, onProgress } = options;
  if (signal?.aborted === true) return failed('cancelled');
  listenOnce();
  lastCall += 1;
  const id = lastCall;
  const cancel = (): void => window.lightproof.cancel(id);
  signal?.addEventListener('abort', cancel, { once: true });
  if (onProgress !== undefined) {
    progressHandlers.set(id, (progress) => {
      const shape = allMethods[method];
      // The schema beside the method is what Progress<M> is inferred from.
      if ('progress' in shape && v.is(shape.progress, progress)) onProgress(progress as Progress<M>);
    });
  }
  try {
    const answer = v.safeParse(Answer, await window.lightproof.call(id, method, input));
    if (!answer.success) return failed('internal', { detail: `answer:${method}` });
    if (!answer.output.ok) return answer.output;
    const value = answer.output.value;
    if (!v.is(allMethods[method].output, value)) return failed('internal', { detail: `value:${method}` });
    // The schema just checked is what Output<M> is inferred from.
    return { ok: true, value: value as Output<M> };
  } catch {
    // The bridge rejects only when the shell itself is gone or broken.
    return failed('internal', { detail: `bridge:${method}` });
  } finally {
    signal?.removeEventListener('abort', cancel);
    progressHandlers.delete(id);
  }
}

/** Listens to an event of the shell or the engine until the returned function is called. */
export function on<E extends EventName>(event: E, handler: (payload: Event<E>) => void): () => void {
  listenOnce();
  const checked = (payload: unknown): void => {
    if (!v.is(events[event], payload)) throw new TypeError(`event:${event}`);
    handler(payload);
  };
  const handlers = eventHandlers.get(event) ?? new Set();
  eventHandlers.set(event, handlers.add(checked));
  return () => handlers.delete(checked);
}

/** Places for what was dropped on the window, in the order of the drop. */
export async function placesOfDrop(
  files: readonly File[],
): Promise<readonly { place: string; path: string }[]> {
  return window.lightproof.placesOfDrop(files);
}

/** The bridge takes one listener for the page's life; it hands on from here. */
function listenOnce(): void {
  if (listening) return;
  listening = true;
  window.lightproof.listen((event, payload) => {
    if (event === 'progress') {
      const note = v.safeParse(ProgressNote, payload);
      if (note.success) progressHandlers.get(note.output.call)?.(note.output.progress);
      return;
    }
    for (const handler of eventHandlers.get(event) ?? []) handler(payload);
  });
}
