/** @file What a test asks of an engine, wherever it runs; and one in this very process. Needs no test runner. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine, type EngineOptions } from '../../src/main/engine/engine.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import type { EngineMethodName, Id, Input, Job, Output } from '../../src/shared/contract.ts';
import { columnId, readColumns } from '../../src/shared/columns.ts';
import { CodedError } from '../../src/shared/errors.ts';

export interface EngineLike {
  /** The answer; a failure is thrown with its code. */
  call<M extends EngineMethodName>(method: M, input: Input<M>): Promise<Output<M>>;
  /** The last news of a job. */
  end(job: Id): Promise<Job>;
  /** SHA-256 of a photo's original, hex. */
  read(photo: Id): Promise<string>;
  /** Closes the vault, and ends. */
  close(): Promise<void>;
  /** Called with every photo that it says came or changed. */
  onCame: (photo: Id) => void;
  /** Number of the newest thing it has told: it counts up. */
  readonly told: number;
}

export const decoderEntry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
/** The least that libsodium does. */
export const leastCost = { ...standardCosts, standard: { ops: 1, mem: 8192 }, minOps: 1, minMem: 8192 };

/** Jobs that have ended, and those who wait for that. */
export class Ends {
  readonly #ended = new Map<Id, Job>();
  readonly #waiting = new Map<Id, (job: Job) => void>();

  hear(job: Job): void {
    if (!['done', 'stopped', 'cancelled'].includes(job.state)) return;
    this.#ended.set(job.id, job);
    this.#waiting.get(job.id)?.(job);
  }

  of(job: Id): Promise<Job> {
    const known = this.#ended.get(job);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.set(job, resolve));
  }
}

export class LocalEngine implements EngineLike {
  readonly engine: Engine;
  onCame: (photo: Id) => void = () => undefined;
  told = 0;
  /** Called before anything is told, with its number. */
  onTold: (number: number) => void = () => undefined;
  readonly #ends = new Ends();

  constructor(options: Partial<EngineOptions> = {}) {
    const decoders = { bwrap: null, size: 1 };
    this.engine = createEngine({ decoderEntry, decoders, cost: leastCost, onBug: console.error, ...options });
    this.engine.on((...[event, payload]) => {
      this.#tell();
      if (event === 'job') {
        this.#ends.hear(payload);
        return;
      }
      const columns = readColumns(payload.columns);
      for (let at = 0; at < columns.count; at += 1) this.onCame(columnId(columns, at));
    });
  }

  #tell(): void {
    this.told += 1;
    this.onTold(this.told);
  }

  async call<M extends EngineMethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const result = await this.engine.call(method, input);
    this.#tell();
    if (!result.ok) throw new CodedError(result.error.code, result.error.params);
    return result.value;
  }

  end(job: Id): Promise<Job> {
    return this.#ends.of(job);
  }

  async read(photo: Id): Promise<string> {
    return digestOf(this.engine, photo);
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

/** SHA-256 of an original as the viewer reads it. */
export async function digestOf(engine: Engine, photo: Id): Promise<string> {
  const opened = await engine.openMedia('original', photo);
  if (!opened.ok) throw new CodedError(opened.error.code, opened.error.params);
  const hash = createHash('sha256');
  try {
    for await (const piece of opened.value.read(0, opened.value.size)) hash.update(piece);
    return hash.digest('hex');
  } finally {
    opened.value.close();
  }
}
