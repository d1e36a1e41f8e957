/** @file One decoder process and the conversation with it, one picture at a time; engine process. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { LONGEST_CONVERTED, type ConvertJob, type DecodeJob } from '../../../shared/decoding.ts';
import { encodeFrame, FrameError, FrameReader, type Frame } from '../../../shared/frames.ts';
import type { Command } from './isolation.ts';

/** How a picture ended: answered, or the process did. */
export type Outcome =
  | { readonly kind: 'answer'; readonly frame: Frame }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'crashed'; readonly detail: string };

const START_LIMIT_MS = 20_000;
const STDERR_TAIL = 2000;

export class DecoderProcess {
  /** False when the process died, or could not be started, before it was ready to work. */
  readonly ready: Promise<boolean>;
  /** Settles when the process is gone. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable };
  readonly #reader = new FrameReader({ maxHeader: 256 * 1024, maxBody: LONGEST_CONVERTED });
  #onFrame: (frame: Frame) => void;
  /** Pictures sent and not answered. */
  #owed = 0;
  /** Answers that came before anybody waited for them. */
  readonly #early: Frame[] = [];
  #onEnd: (outcome: Outcome) => void = () => undefined;
  #stderr = '';
  #started = false;
  #dead: Outcome | null = null;

  constructor(command: Command) {
    this.#child = spawn(command.file, command.args, {
      env: { ...command.env },
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let isReady: (value: boolean) => void;
    this.ready = new Promise((resolve) => (isReady = resolve));
    this.#onFrame = () => {
      this.#onFrame = () => undefined;
      clearTimeout(startLimit);
      isReady(true);
    };
    const startLimit = setTimeout(() => {
      this.kill();
    }, START_LIMIT_MS);
    this.gone = new Promise((resolve) => {
      const end = (why: string): void => {
        clearTimeout(startLimit);
        this.#dead ??= { kind: 'crashed', detail: `${why} ${this.#stderr}`.trim() };
        isReady(false);
        this.#onEnd(this.#dead);
        resolve();
      };
      this.#child.once('error', () => {
        if (this.#child.pid === undefined) end('the decoder could not be started');
      });
      this.#child.once('close', (status, signal) => {
        end(
          signal === null
            ? `the decoder ended with status ${String(status)}`
            : `the decoder was ended by ${signal}`,
        );
      });
    });
    // Whatever breaks a pipe also ends the process, and that is noticed above.
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr])
      pipe.on('error', () => undefined);
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('latin1')).slice(-STDERR_TAIL);
    });
  }

  get alive(): boolean {
    return this.#dead === null;
  }

  /** For tests: the process that a stranger might end. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Sends a picture, while the one before it is still worked on: it is there when its turn comes. `decode` then has to be called for it. */
  sendAhead(job: DecodeJob | ConvertJob, bytes: Uint8Array): void {
    this.#owed += 1;
    for (const piece of encodeFrame(job, bytes)) this.#child.stdin.write(piece);
  }

  /**
   * Never rejects. Only one at a time, and only when `ready` said true.
   * @param sent it was sent ahead
   */
  decode(job: DecodeJob | ConvertJob, bytes: Uint8Array, timeoutMs: number, sent = false): Promise<Outcome> {
    const early = this.#early.shift();
    if (early) return Promise.resolve({ kind: 'answer', frame: early });
    if (this.#dead) return Promise.resolve(this.#dead);
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#dead = { kind: 'timeout' };
        this.kill();
      }, timeoutMs);
      const settle = (outcome: Outcome): void => {
        clearTimeout(limit);
        this.#onEnd = () => undefined;
        this.#onFrame = (frame) => this.#early.push(frame);
        resolve(outcome);
      };
      this.#onFrame = (frame) => {
        settle({ kind: 'answer', frame });
      };
      this.#onEnd = settle;
      if (!sent) this.sendAhead(job, bytes);
    });
  }

  /** At once and for certain, through the handle: a process id may already be somebody else's. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #receive(chunk: Uint8Array): void {
    try {
      for (const frame of this.#reader.push(chunk)) {
        // The first one says that it is ready; every other one answers a picture.
        if (this.#started && --this.#owed < 0) throw new FrameError('an answer to nothing');
        this.#started = true;
        this.#onFrame(frame);
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#dead ??= { kind: 'crashed', detail: error.message };
      this.kill();
    }
  }
}
