/** @file Processes that try failures of the disk, several at once. Needs no test runner. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault, ReadingFault } from '../support/faulty-disk.ts';
import type { Injection } from './strace.ts';
import type { Template } from './workplace.ts';

/** One failure: of an operation of the disk that changes something, or nothing, or of a system call of SQLite. */
export type Point = { readonly writer: string; readonly what: string } & (
  | { readonly fault: Fault; readonly at: number; readonly losing: boolean }
  | { readonly reading: ReadingFault; readonly at: number }
  | { readonly injection: Omit<Injection, 'paths'>; readonly expected: readonly string[] }
);

export interface Tried {
  readonly code: string | null;
  readonly wrong: readonly string[];
  /** The operation that has failed, where it changes nothing. */
  readonly failed?: string;
}

/** What a worker is told first. */
export interface Beginning {
  readonly template: Template;
  /** Its own. */
  readonly folder: string;
}

const entry = fileURLToPath(new URL('fault-worker.ts', import.meta.url));

export class FaultWorkers {
  readonly #workers: readonly ChildProcess[];

  constructor(template: Template, folder: string, count: number) {
    this.#workers = Array.from({ length: count }, (_, at) => {
      const own = join(folder, `worker-${String(at)}`);
      mkdirSync(own);
      const worker = fork(entry, { serialization: 'advanced' });
      worker.send({ template, folder: own } satisfies Beginning);
      return worker;
    });
  }

  /** In no order. Rejects when a worker ends by itself. */
  async try(points: readonly Point[], onTried: (point: Point, tried: Tried) => void): Promise<void> {
    const waiting = [...points];
    const turns = async (worker: ChildProcess): Promise<void> => {
      for (let point = waiting.shift(); point !== undefined; point = waiting.shift())
        onTried(point, await tried(worker, point));
    };
    await Promise.all(this.#workers.map(turns));
  }

  end(): void {
    for (const worker of this.#workers) if (worker.connected) worker.disconnect();
  }
}

function tried(worker: ChildProcess, point: Point): Promise<Tried> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`a worker has ended at ${point.writer}, ${point.what}`));
    worker.once('exit', ended);
    worker.once('message', (answer) => {
      worker.off('exit', ended);
      resolve(answer as Tried); // fault-worker.ts answers nothing else
    });
    worker.send(point);
  });
}
