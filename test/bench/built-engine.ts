/**
 * @file The engine as the app runs it, built and in a process of its own: what only running from the sources costs (types taken out of them, in every thread)
 * is not in the figures.
 */
import path from 'node:path';
import type { EngineMethodName, Input, Output } from '../../src/shared/contract.ts';
import { startEngine } from '../../src/main/shell/engine-process.ts';
import { Supervisor } from '../../src/main/shell/supervisor.ts';
import { residentOf } from '../support/processes.ts';
import { cpuOf } from './cpu.ts';
import { passphrase } from './vault.ts';

const entry = path.join(import.meta.dirname, '../../out/main/engine.js');

export class BuiltEngine {
  readonly #supervisor = new Supervisor({
    start: () => startEngine({ node: process.execPath, entry }, (text) => process.stderr.write(text)),
    onEvent: () => undefined,
    onGone: () => {
      throw new Error('the engine has ended');
    },
  });

  /** Ready to be asked. */
  static async start(): Promise<BuiltEngine> {
    const engine = new BuiltEngine();
    await engine.ask('vault.suggestPassphrase', {});
    return engine;
  }

  async ask<M extends EngineMethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const answer = await this.#supervisor.call(method, input);
    if (!answer.ok) throw new Error(`${method}: ${answer.error.code} ${JSON.stringify(answer.error.params)}`);
    return answer.value as Output<M>; // the engine's own answer to this method
  }

  /** A vault made by `makeRows`, up to the index for the grid. */
  async unlock(vault: string): Promise<void> {
    await this.ask('vault.unlock', { vault, secret: { kind: 'passphrase', passphrase: passphrase() } });
    await this.ask('library.index', {});
  }

  /** Until the memory of the key derivation has gone back to the system. */
  rest(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 1000));
  }

  /** Resident, in bytes. */
  get memory(): number {
    return residentOf(this.#supervisor.pid ?? 0);
  }

  /** Seconds of processor time so far, of all threads. */
  cpu(): Promise<number> {
    return cpuOf(this.#supervisor.pid ?? 0);
  }

  end(): Promise<void> {
    return this.#supervisor.end(0);
  }
}
