/** @file A vault in a folder of its own, with an engine in a process of its own that can be killed and started again. Needs no test runner. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineKilled, RemoteEngine } from './remote-engine.ts';
import { problemsOf, unlock } from './state.ts';
import type { Effects, Model } from './model.ts';

export class World {
  readonly folder: string;
  readonly vault: string;
  readonly older: string;
  /** Milliseconds after which the engine is killed in its next operation; null: it is not. */
  killAfter: number | null = null;
  kills = 0;
  #engine: RemoteEngine | null = null;

  constructor(folder: string) {
    this.folder = folder;
    this.vault = join(folder, 'Family.lightproof');
    this.older = join(folder, 'older');
    mkdirSync(folder, { recursive: true });
  }

  async engine(): Promise<RemoteEngine> {
    if (this.#engine?.alive !== true)
      this.#engine = await RemoteEngine.start({ memory: join(this.folder, 'memory') });
    return this.#engine;
  }

  /** Unlocked, as every operation but a few needs it. */
  async unlocked(model: Model): Promise<RemoteEngine> {
    const engine = await this.engine();
    if (!model.unlocked) {
      rmSync(join(this.vault, 'lock'), { force: true }); // one that was being written keeps others out for ten seconds
      await unlock(engine, this.vault, model.passphrase);
      model.unlocked = true;
    }
    return engine;
  }

  async locked(model: Model): Promise<RemoteEngine> {
    const engine = await this.engine();
    if (model.unlocked) await engine.call('vault.close', {});
    model.unlocked = false;
    return engine;
  }

  /**
   * Does the work, holds the vault against the model. Where the engine is to be killed meanwhile: opens the vault again first. `onKilled`: what opens it
   * then, where that may have changed.
   */
  async operate(
    model: Model,
    work: (engine: RemoteEngine) => Promise<unknown>,
    effects: Effects | (() => Effects),
    onKilled: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const engine = await this.unlocked(model);
    const wait = this.killAfter;
    this.killAfter = null;
    let cutOff = false;
    const timer = wait === null ? undefined : setTimeout(() => void engine.kill(), wait);
    try {
      await work(engine);
    } catch (error) {
      if (!(error instanceof EngineKilled)) throw error;
      cutOff = true;
    } finally {
      clearTimeout(timer);
    }
    if (wait !== null) {
      await engine.kill();
      this.kills += 1;
      model.unlocked = false;
      if (cutOff) await onKilled();
    }
    if (engine.bugs.length > 0) throw new Error(engine.bugs.join('\n'));
    const settled = typeof effects === 'function' ? effects() : effects;
    const after = await this.unlocked(model);
    await this.finishResealing(after);
    await model.settle(after, settled, cutOff);
    if (model.changedSinceCopy !== null) model.changedSinceCopy = true;
    if (wait !== null) await this.expectWhole(model);
  }

  /** What goes on by itself after unlocking comes to its end. */
  async finishResealing(engine: RemoteEngine): Promise<void> {
    const { resealing } = await engine.call('keys.info', {});
    if (!resealing?.job) return;
    const { state, error } = await engine.end(resealing.job);
    if (state !== 'done') throw new Error(`encrypting anew ended as ${state}: ${error?.code ?? ''}`);
  }

  async expectWhole(model: Model): Promise<void> {
    const problems = await problemsOf(await this.unlocked(model));
    if (problems.length > 0) throw new Error(problems.join('; '));
  }

  async end(): Promise<void> {
    await this.#engine?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
