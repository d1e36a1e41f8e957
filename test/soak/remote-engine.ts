/** @file Starts an engine in a process of its own (remote-process.ts), under strace where that is asked for, talks to it, and kills it. Needs no test runner. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineMethodName, Id, Input, Job, Output } from '../../src/shared/contract.ts';
import { Ends, type EngineLike } from './engine-like.ts';
import { CodedError, type Result } from '../../src/shared/errors.ts';

export type Asked =
  | { readonly to: number; readonly method: EngineMethodName; readonly input: unknown }
  | { readonly to: number; readonly read: Id }
  | { readonly to: number; readonly close: true };

export type Answer =
  | { readonly ready: number }
  | { readonly to: number; readonly result: Result<unknown> }
  | { readonly job: Job }
  /** Photos that came or changed. */
  | { readonly came: readonly Id[] }
  | { readonly bug: string };

/** What a trace shows when something is told, followed by a number that counts up. */
export const toldMark = '/proc/lightproof-told-';

/** The process has ended, and with it what was asked of it. */
export class EngineKilled extends Error {}

export interface RemoteOptions {
  /** Folder for what is remembered outside vaults; without it nothing is. */
  readonly memory?: string;
  /** Its process ends itself by SIGKILL before this operation. */
  readonly killAt?: number;
  /** Shows in a trace what is told (`toldMark`). */
  readonly marks?: boolean;
  /** Command and arguments in front of Node's, strace for instance. */
  readonly under?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const entry = fileURLToPath(new URL('remote-process.ts', import.meta.url));
/** So that hundreds of processes need not strip the same types; written by those that end by themselves. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

export class RemoteEngine implements EngineLike {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #ends = new Ends();
  readonly #exited: Promise<void>;
  #next = 1;
  #pid: number | null = null;
  #gone = false;
  #onReady: () => void = () => undefined;
  /** What nobody has foreseen inside the engine. */
  readonly bugs: string[] = [];
  /** Called with every photo that it says came or changed. */
  onCame: (photo: Id) => void = () => undefined;
  /** Number of the newest thing it has told. */
  told = 0;
  /** Operations of the disk and of SQLite, once it was closed. */
  operations: number | null = null;

  private constructor({ memory, killAt, marks, under = [], env }: RemoteOptions) {
    const command = [...under, process.execPath, entry];
    this.#child = spawn(command[0] ?? process.execPath, command.slice(1), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: compiled,
        LIGHTPROOF_SOAK_MEMORY: memory ?? '',
        LIGHTPROOF_SOAK_KILL_AT: String(killAt ?? Infinity),
        LIGHTPROOF_SOAK_MARKS: marks === true ? '1' : '',
        ...env,
      },
    });
    this.#exited = new Promise((resolve) => {
      const end = (): void => {
        this.#gone = true;
        for (const { reject } of this.#waiting.values()) reject(new EngineKilled());
        this.#waiting.clear();
        this.#onReady();
        resolve();
      };
      this.#child.once('exit', end);
      this.#child.once('error', end);
    });
    this.#child.on('message', (answer: Answer & { told: number }) => this.#hear(answer));
  }

  /** Answers it as soon as it can be asked something. Error: EngineKilled. */
  static async start(options: RemoteOptions = {}): Promise<RemoteEngine> {
    const engine = new RemoteEngine(options);
    await new Promise<void>((resolve) => (engine.#onReady = resolve));
    if (engine.#pid === null) throw new EngineKilled('it did not start');
    return engine;
  }

  get alive(): boolean {
    return !this.#gone;
  }

  /** The answer; a failure is thrown with its code. Error: EngineKilled. */
  async call<M extends EngineMethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    return (await this.#ask({ method, input })) as Output<M>; // the engine holds to its contract
  }

  /** SHA-256 of a photo's original, hex. */
  async read(photo: Id): Promise<string> {
    return String(await this.#ask({ read: photo }));
  }

  /** The last news of a job. */
  end(job: Id): Promise<Job> {
    if (this.#gone) return Promise.reject(new EngineKilled());
    const killed = this.#exited.then(() => Promise.reject(new EngineKilled()));
    return Promise.race([this.#ends.of(job), killed]);
  }

  /** Closes the vault and ends the process. */
  async close(): Promise<void> {
    this.operations = Number(await this.#ask({ close: true }));
    await this.#exited;
  }

  async kill(): Promise<void> {
    if (this.#pid !== null && !this.#gone) {
      try {
        process.kill(this.#pid, 'SIGKILL');
      } catch {
        // it has just ended
      }
    }
    if (this.#child.pid !== this.#pid) await Promise.race([this.#exited, later(2000)]);
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async #ask(
    what: { method: EngineMethodName; input: unknown } | { read: Id } | { close: true },
  ): Promise<unknown> {
    if (this.#gone) throw new EngineKilled();
    const to = this.#next;
    this.#next += 1;
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(to, { resolve, reject }));
    this.#child.send({ to, ...what }, () => undefined); // one that has ended is told by 'exit'
    const result = (await answered) as Result<unknown>; // remote-process.ts answers nothing else
    if (!result.ok) throw new CodedError(result.error.code, result.error.params);
    return result.value;
  }

  #hear(answer: Answer & { told: number }): void {
    this.told = answer.told;
    if ('ready' in answer) {
      this.#pid = answer.ready;
      this.#onReady();
    } else if ('to' in answer) {
      this.#waiting.get(answer.to)?.resolve(answer.result);
      this.#waiting.delete(answer.to);
    } else if ('job' in answer) {
      this.#ends.hear(answer.job);
    } else if ('came' in answer) {
      for (const id of answer.came) this.onCame(id);
    } else {
      this.bugs.push(answer.bug);
    }
  }
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
