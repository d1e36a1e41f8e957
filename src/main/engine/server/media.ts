/**
 * @file Sends bytes of photos over the media pipe, as many streams at a time as are asked for; engine process. A stream sends no more
 * than it has credit for, so that one nobody reads costs its window and holds up no other.
 */
import { mediaChunk, mediaWindow, type MediaDown, type MediaUp } from '../../../shared/engine-protocol.ts';
import { toErrorValue } from '../../../shared/errors.ts';
import type { MessagePipe } from '../../../shared/pipe.ts';
import { resolveRange, type ByteRange } from '../../../shared/ranges.ts';
import type { Engine, EngineMedia } from '../engine.ts';

/** Photos looked up at the same time. Those behind wait, and cost nothing when the grid scrolls past them meanwhile. */
const openings = 8;

type Pipe = MessagePipe<MediaDown, MediaUp>;
type Opening = Extract<MediaDown, { t: 'open' }>;

class Stream {
  readonly #aborter = new AbortController();
  #credit = mediaWindow;
  #wake: (() => void) | undefined;

  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  stop(): void {
    this.#aborter.abort();
    this.#wake?.();
  }

  allow(bytes: number): void {
    this.#credit += bytes;
    this.#wake?.();
  }

  /** Waits for credit and takes it. */
  async take(bytes: number): Promise<void> {
    while (this.#credit < bytes && !this.signal.aborted)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    this.#credit -= bytes;
  }
}

/** Serves until the pipe closes. Sets the pipe's `onMessage`; call what it returns when the pipe is closed. */
export function serveMedia(engine: Engine, pipe: Pipe): () => void {
  const streams = new Map<number, Stream>();
  const queue: (() => Promise<void>)[] = [];
  let opening = 0;

  const openNext = (): void => {
    while (opening < openings) {
      const next = queue.shift();
      if (next === undefined) return;
      opening += 1;
      void next().finally(() => {
        opening -= 1;
        openNext();
      });
    }
  };

  const open = async ({ id, kind, photo, region, range }: Opening): Promise<void> => {
    const stream = streams.get(id);
    if (stream === undefined) return; // closed while it waited
    try {
      const opened = await engine.openMedia(kind, photo, { region, signal: stream.signal });
      if (!opened.ok) pipe.send({ t: 'error', id, error: opened.error });
      if (!opened.ok || stream.signal.aborted) {
        streams.delete(id);
        if (opened.ok) opened.value.close();
        return;
      }
      void deliver(pipe, id, stream, opened.value, range).finally(() => streams.delete(id));
    } catch (error) {
      streams.delete(id);
      pipe.send({ t: 'error', id, error: toErrorValue(error) });
    }
  };

  pipe.onMessage = (message) => {
    const { t, id } = message;
    switch (t) {
      case 'open':
        streams.set(id, new Stream());
        queue.push(() => open(message));
        openNext();
        return;
      case 'credit':
        streams.get(id)?.allow(message.bytes);
        return;
      case 'close':
        streams.get(id)?.stop();
        streams.delete(id);
    }
  };
  return () => {
    for (const stream of streams.values()) stream.stop();
    streams.clear();
  };
}

async function deliver(
  pipe: Pipe,
  id: number,
  stream: Stream,
  media: EngineMedia,
  range: ByteRange | null,
): Promise<void> {
  try {
    const { mime, size, name } = media;
    const part = resolveRange(range, size);
    pipe.send({ t: 'head', id, mime, size, ...(name !== undefined && { name }), part });
    if (part !== null) {
      for await (const piece of media.read(part.start, part.end, stream.signal)) {
        for (let at = 0; at < piece.byteLength; at += mediaChunk) {
          const bytes = piece.subarray(at, at + mediaChunk);
          await stream.take(bytes.byteLength);
          await pipe.ready();
          if (stream.signal.aborted) return;
          pipe.send({ t: 'chunk', id, bytes });
        }
      }
      if (!stream.signal.aborted) pipe.send({ t: 'end', id });
    }
  } catch (error) {
    if (!stream.signal.aborted) pipe.send({ t: 'error', id, error: toErrorValue(error) });
  } finally {
    media.close();
  }
}
