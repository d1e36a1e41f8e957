/**
 * @file Keeps exactly one engine: started warm and without keys, ended with the lock, started again when it fell; Electron's main
 * process. Knows nothing of Electron.
 */
import { failed, type Result } from '../../shared/errors.ts';
import type { ByteRange } from '../../shared/ranges.ts';
import { EngineClient, type CallOptions } from './engine-client.ts';
import type { EngineHandle } from './engine-process.ts';
import { MediaClient, type MediaAddress, type OpenedMedia } from './media-client.ts';

export interface SupervisorOptions {
  readonly start: () => EngineHandle;
  /** An event of the engine that is in charge; those of one being ended are dropped. */
  readonly onEvent: (event: 'job' | 'library', payload: unknown) => void;
  /** The engine ended though nobody asked it to; told once, after its calls were answered `engine-gone`. */
  readonly onGone: (wasUnlocked: boolean) => void;
}

interface Engine {
  readonly handle: EngineHandle;
  readonly client: EngineClient;
  readonly media: MediaClient;
  readonly startedAt: number;
}

/** An engine that ends sooner than this did not get going: the next one waits a little, so that a broken install does not spin. */
const shortLifeMs = 2000;
const longestPauseMs = 30_000;
/** After these the engine holds keys: there is something to wipe, from the moment they are asked. */
const unlocking = new Set(['vault.create', 'vault.unlock', 'repair.start']);

export class Supervisor {
  readonly #options: SupervisorOptions;
  #engine: Engine | undefined;
  /** The engine before this one, until its process has ended: only then is the vault's lock file free. */
  #retiring: Promise<void> = Promise.resolve();
  #unlocked = false;
  /** Calls under way that open a vault. */
  #opening = 0;
  #shortLives = 0;
  #restart: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#start();
  }

  /** Whether a vault is open, as far as its engine has said. */
  get unlocked(): boolean {
    return this.#unlocked;
  }

  /** Whether a vault is open or being opened: whether there is something to wipe. */
  get holdsSecrets(): boolean {
    return this.#unlocked || this.#opening > 0;
  }

  /** Process id of the engine in charge, for tests and diagnostics. */
  get pid(): number | undefined {
    return this.#engine?.handle.pid;
  }

  /** Never rejects. Answers `engine-gone` when the engine ends before it has answered. */
  async call(method: string, input: unknown, options: CallOptions = {}): Promise<Result<unknown>> {
    await this.#retiring;
    const engine = this.#engine;
    if (engine === undefined) return failed('engine-gone');
    if (!unlocking.has(method)) return engine.client.call(method, input, options);
    this.#opening += 1;
    const result = await engine.client.call(method, input, options);
    this.#opening -= 1;
    if (result.ok && engine === this.#engine) this.#unlocked = true;
    return result;
  }

  /** Never rejects. Aborting ends the stream. */
  async openMedia(
    what: MediaAddress,
    range: ByteRange | null,
    signal?: AbortSignal,
  ): Promise<Result<OpenedMedia>> {
    return this.#engine?.media.request(what, range, signal) ?? failed('engine-gone');
  }

  /**
   * Ends the engine and has a fresh one ready at once; what is asked of that one waits until the old process is gone.
   * @param graceMs how long the engine may take to come to a safe point before it is killed
   * @returns when the old process has ended
   */
  lock(graceMs: number): Promise<void> {
    const gone = this.#retire(graceMs);
    if (!this.#ended) this.#start();
    return gone;
  }

  /** Like `lock`, for good. */
  end(graceMs: number): Promise<void> {
    this.#ended = true;
    return this.#retire(graceMs);
  }

  #retire(graceMs: number): Promise<void> {
    clearTimeout(this.#restart);
    const engine = this.#engine;
    this.#engine = undefined;
    this.#unlocked = false;
    const before = this.#retiring;
    if (engine !== undefined) this.#retiring = stop(engine, graceMs).then(() => before);
    return this.#retiring;
  }

  #start(): void {
    const handle = this.#options.start();
    const engine: Engine = {
      handle,
      client: new EngineClient(handle.control, (event, payload) => {
        if (this.#engine === engine) this.#options.onEvent(event, payload);
      }),
      media: new MediaClient(handle.media),
      startedAt: Date.now(),
    };
    this.#engine = engine;
    void handle.ended.then(() => this.#fell(engine));
    // A pipe that broke or went out of step cannot be used again: an engine without its pipes is no engine.
    void handle.control.closed.then(() => handle.kill());
    void handle.media.closed.then(() => handle.kill());
  }

  #fell(engine: Engine): void {
    engine.handle.control.close();
    engine.handle.media.close();
    if (this.#engine !== engine) return;
    const wasUnlocked = this.#unlocked;
    this.#engine = undefined;
    this.#unlocked = false;
    this.#shortLives = Date.now() - engine.startedAt < shortLifeMs ? this.#shortLives + 1 : 0;
    const pause = this.#shortLives < 2 ? 0 : Math.min(longestPauseMs, 250 * 2 ** this.#shortLives);
    if (pause === 0) this.#start();
    else this.#restart = setTimeout(() => this.#start(), pause);
    this.#options.onGone(wasUnlocked);
  }
}

/** Asks the engine to close, and kills its process when it has or when the time is up. */
async function stop({ handle, client }: Engine, graceMs: number): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
  await Promise.race([client.call('vault.close', {}), late, handle.ended]);
  handle.kill();
  await handle.ended;
}
