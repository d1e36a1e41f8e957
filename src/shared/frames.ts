/**
 * @file Length-prefixed frames on a byte pipe: u32 BE length of the JSON header ‖ u32 BE length of the body ‖ JSON ‖ body.
 * Runs everywhere: engine ⇄ main, engine ⇄ decoder, tests.
 */

/** One message: a small JSON value and the bytes that go with it (empty when there are none). */
export interface Frame {
  /** Whatever the other side sent: check it before use. */
  readonly header: unknown;
  /** A buffer of its own, never a view into a chunk: it may be kept or transferred. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface FrameLimits {
  /** Longest JSON header accepted, in bytes; 1 MiB unless told. */
  readonly maxHeader?: number;
  /** Longest body accepted, in bytes; 64 MiB unless told. */
  readonly maxBody?: number;
}

/** The other side does not keep to the format. The pipe cannot be read any further: end the process behind it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const PREFIX = 8;
const U32_MAX = 0xffff_ffff;
const NOTHING = new Uint8Array(0);

// In every runtime this file runs in; declared here because src/shared is compiled without DOM and Node types.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/**
 * The pieces of one frame, to be written in this order; the body is passed on as it is, not copied.
 * @throws RangeError when the header is not JSON or a part is 4 GiB or longer
 */
export function encodeFrame(header: unknown, body: Uint8Array = NOTHING): Uint8Array[] {
  // Its type leaves out that it gives undefined for undefined and functions.
  const text = JSON.stringify(header) as string | undefined;
  if (text === undefined) throw new RangeError('the header of a frame must be a JSON value');
  const json = new TextEncoder().encode(text);
  if (json.length > U32_MAX || body.length > U32_MAX)
    throw new RangeError('a frame part is longer than 4 GiB');
  const head = new Uint8Array(PREFIX + json.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, json.length);
  view.setUint32(4, body.length);
  head.set(json, PREFIX);
  return body.length === 0 ? [head] : [head, body];
}

/** Puts frames together again from chunks cut anywhere. Memory held is at most one frame. */
export class FrameReader {
  readonly #maxHeader: number;
  readonly #maxBody: number;
  readonly #prefix = new Uint8Array(PREFIX);
  #json: Uint8Array = NOTHING;
  #body: Uint8Array<ArrayBuffer> = NOTHING;
  /** Bytes of the frame under way that have arrived, its prefix included. */
  #have = 0;
  #broken = false;

  constructor(limits: FrameLimits = {}) {
    this.#maxHeader = limits.maxHeader ?? 1024 * 1024;
    this.#maxBody = limits.maxBody ?? 64 * 1024 * 1024;
  }

  /** True between two frames: the pipe may end here without anything having been cut off. */
  get idle(): boolean {
    return this.#have === 0 && !this.#broken;
  }

  /**
   * Takes the next chunk and gives the frames that it completes, in order.
   * @throws FrameError when a frame is too long or its header is no JSON; so does every call after that
   */
  push(chunk: Uint8Array): Frame[] {
    if (this.#broken) throw new FrameError('the pipe is out of step');
    const frames: Frame[] = [];
    try {
      let at = 0;
      while (at < chunk.length) {
        at += this.#take(chunk.subarray(at));
        if (this.#complete()) frames.push(this.#finish());
      }
    } catch (error) {
      this.#broken = true;
      this.#json = this.#body = NOTHING;
      throw error;
    }
    return frames;
  }

  /** Copies what belongs to the part of the frame that is being filled; says how many bytes that was. */
  #take(bytes: Uint8Array): number {
    const [part, filled] = this.#partUnderWay();
    const count = Math.min(bytes.length, part.length - filled);
    part.set(bytes.subarray(0, count), filled);
    this.#have += count;
    if (this.#have === PREFIX && part === this.#prefix) this.#open();
    return count;
  }

  #partUnderWay(): [part: Uint8Array, filled: number] {
    if (this.#have < PREFIX) return [this.#prefix, this.#have];
    const behindPrefix = this.#have - PREFIX;
    if (behindPrefix < this.#json.length) return [this.#json, behindPrefix];
    return [this.#body, behindPrefix - this.#json.length];
  }

  /** The prefix is complete: refuse what is too long before making room for it. */
  #open(): void {
    const view = new DataView(this.#prefix.buffer);
    const [json, body] = [view.getUint32(0), view.getUint32(4)];
    if (json > this.#maxHeader) throw new FrameError(`a header of ${String(json)} bytes is too long`);
    if (body > this.#maxBody) throw new FrameError(`a body of ${String(body)} bytes is too long`);
    this.#json = new Uint8Array(json);
    this.#body = body === 0 ? NOTHING : new Uint8Array(body);
  }

  #complete(): boolean {
    return this.#have >= PREFIX && this.#have === PREFIX + this.#json.length + this.#body.length;
  }

  #finish(): Frame {
    const frame = { header: parseHeader(this.#json), body: this.#body };
    this.#json.fill(0); // it may hold names
    this.#json = this.#body = NOTHING;
    this.#have = 0;
    return frame;
  }
}

function parseHeader(json: Uint8Array): unknown {
  try {
    // JSON.parse gives `any`; unknown makes the receiver check it.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)) as unknown;
  } catch {
    // The text is left out on purpose: headers may carry names.
    throw new FrameError('a header is not JSON');
  }
}
