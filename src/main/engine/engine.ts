/** @file The vault engine's one face: every method of the contract, its events, and the bytes of photos; engine process, command line and tests. */
import * as v from 'valibot';
import {
  engineMethods,
  Id,
  type EngineMethodName,
  type Event,
  type Input,
  type MediaKind,
  type Output,
  type Progress,
} from '../../shared/contract.ts';
import { CodedError, failed, ok, toErrorValue, type Result } from '../../shared/errors.ts';
import { wipeAttachments } from '../../shared/messages.ts';
import { nodeDisk, type Disk } from './disk/index.ts';
import { usualTimes, type WatchTimes } from './import/watched-folder.ts';
import { Throttle } from './jobs/index.ts';
import { createDecoderPool } from './media/pool.ts';
import type { DecoderPoolOptions } from './media/types.ts';
import { albumServices } from './services/albums.ts';
import { alikeServices } from './services/alike.ts';
import { decodingServices } from './services/decoding.ts';
import { beginDropBox, dropServices } from './services/dropbox.ts';
import { editServices } from './services/edits.ts';
import { exportServices } from './services/exports.ts';
import { hiddenServices } from './services/hidden.ts';
import { Home } from './services/home.ts';
import { importServices } from './services/imports.ts';
import { insightServices } from './services/insight.ts';
import { jobServices } from './services/jobs.ts';
import { keyServices } from './services/keys.ts';
import { libraryServices } from './services/library.ts';
import { logServices } from './services/log.ts';
import { openMedia, type EngineMedia, type MediaOptions } from './services/media.ts';
import { placesServices } from './services/places.ts';
import { repairServices } from './services/repair.ts';
import { searchServices } from './services/search.ts';
import { receiveServices } from './services/sharing-receive.ts';
import { sendServices } from './services/sharing-send.ts';
import { peopleServices, sharingServices } from './services/sharing.ts';
import { secretServices } from './services/secrets.ts';
import type { Service, Services } from './services/service.ts';
import { shareServices } from './services/shares.ts';
import { slotServices } from './services/slots.ts';
import { storageServices } from './services/storage.ts';
import { tagServices } from './services/tags.ts';
import { vaultServices } from './services/vault.ts';
import { verifyServices } from './services/verify.ts';
import { viewServices } from './services/views.ts';
import { beginWatching, watchServices } from './services/watching.ts';
import { standardCosts, type CostPolicy } from './vault/index.ts';

export type { EngineMedia } from './services/media.ts';

/** Events an engine sends: a job's state, and photos that came, changed or went. */
export type EngineEventName = 'job' | 'library';

/** Called with an event's name and payload. At most ten a second for each job and for the library; the last one always. */
export type EngineListener = (
  ...event: { [E in EngineEventName]: [name: E, payload: Event<E>] }[EngineEventName]
) => void;

export interface CallOptions<P = unknown> {
  /** Aborting it ends the call with the code `cancelled`, where the method can be cancelled. */
  readonly signal?: AbortSignal;
  /** For the methods that report progress (`progress` in the contract); at most ten times a second, the last always. */
  readonly onProgress?: (progress: P) => void;
}

export interface Engine {
  /** Answers a method of the contract. The input is validated here; what is wrong with it is named, never repeated. */
  call<M extends EngineMethodName>(
    method: M,
    input: Input<M>,
    options?: CallOptions<Progress<M>>,
  ): Promise<Result<Output<M>>>;
  call(method: string, input: unknown, options?: CallOptions): Promise<Result<unknown>>;
  /** Returns what ends the listening. */
  on(listener: EngineListener): () => void;
  /** `not-unlocked`, `not-found`, `blob-missing`, `blob-damaged`, `thumbnail-damaged`. */
  openMedia(kind: MediaKind, id: string, options?: MediaOptions): Promise<Result<EngineMedia>>;
  /** Stops work at a safe point, closes the vault and ends the decoders. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Path of the decoder's entry: `src/main/decoder/index.ts` or, bundled, `decoder.js` beside `engine.js`. */
  readonly decoderEntry: string;
  /** Limits of the decoders, where others than the usual are wanted. */
  readonly decoders?: Omit<DecoderPoolOptions, 'entry'>;
  /** What deriving a key costs; the standard unless told. For tests. */
  readonly cost?: CostPolicy;
  /** The file system; the real one unless told. For tests. */
  readonly disk?: Disk;
  /** Folder for what is remembered of vaults outside of them (docs/format.md §8), absolute; without it nothing is. */
  readonly memory?: string;
  /** Imports what is new in the folders that the vault watches, as long as it is open. */
  readonly watch?: boolean | WatchTimes;
  /** Told of what nobody has foreseen, which the caller sees as `internal`. */
  readonly onBug?: (error: unknown) => void;
}

// A method of the contract that nobody answers does not compile.
const services: Services = {
  ...secretServices,
  ...vaultServices,
  ...slotServices,
  ...keyServices,
  ...libraryServices,
  ...albumServices,
  ...alikeServices,
  ...placesServices,
  ...insightServices,
  ...searchServices,
  ...viewServices,
  ...storageServices,
  ...tagServices,
  ...editServices,
  ...hiddenServices,
  ...importServices,
  ...exportServices,
  ...sharingServices,
  ...peopleServices,
  ...sendServices,
  ...receiveServices,
  ...verifyServices,
  ...repairServices,
  ...logServices,
  ...decodingServices,
  ...jobServices,
  ...shareServices,
  ...dropServices,
  ...watchServices,
};

export function createEngine(options: EngineOptions): Engine {
  return new VaultEngine(options);
}

class VaultEngine implements Engine {
  readonly #home: Home;
  readonly #listeners = new Set<EngineListener>();
  readonly #onBug: (error: unknown) => void;

  constructor({
    decoderEntry,
    decoders,
    cost = standardCosts,
    disk = nodeDisk,
    memory,
    watch = false,
    onBug,
  }: EngineOptions) {
    this.#onBug = onBug ?? (() => undefined);
    this.#home = new Home({
      disk,
      cost,
      memory: memory ?? null,
      watchTimes: watch === true ? usualTimes : watch || null,
      onOpen: (session) => {
        beginWatching(session);
        beginDropBox(session);
      },
      createPool: () => createDecoderPool({ ...decoders, entry: decoderEntry }),
      tell: (event, payload) => {
        // The pair is one of the listener's pairs: `Tell` binds the payload to the event.
        const pair = [event, payload] as Parameters<EngineListener>;
        for (const listener of this.#listeners) listener(...pair);
      },
    });
  }

  call<M extends EngineMethodName>(
    method: M,
    input: Input<M>,
    options?: CallOptions<Progress<M>>,
  ): Promise<Result<Output<M>>>;
  call(method: string, input: unknown, options?: CallOptions): Promise<Result<unknown>>;
  async call(method: string, input: unknown, options: CallOptions = {}): Promise<Result<unknown>> {
    return this.#answer(async () => {
      if (!isMethod(method)) throw new CodedError('method-unknown');
      const unsealed = await this.#home.secretKeys.open(method, input);
      try {
        return await unsealed.answer(await this.#serve(method, unsealed.input, options));
      } finally {
        // What uses a secret forgets it; this forgets one that was never looked at.
        if (unsealed.input !== input) wipeAttachments(unsealed.input);
      }
    });
  }

  on(listener: EngineListener): () => void {
    const own: EngineListener = (...event) => listener(...event); // the same listener twice is two
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  async openMedia(kind: MediaKind, id: string, options: MediaOptions = {}): Promise<Result<EngineMedia>> {
    return this.#answer(async () => {
      if (!v.is(Id, id)) throw new CodedError('input-invalid', { field: 'id' });
      return openMedia(this.#home.session, kind, id, options);
    });
  }

  close(): Promise<void> {
    return this.#home.leave();
  }

  async #serve<M extends EngineMethodName>(
    method: M,
    input: unknown,
    options: CallOptions,
  ): Promise<Output<M>> {
    const { input: schema, needs } = engineMethods[method];
    const place = needs === 'unlocked' ? this.#home.session : this.#home;
    const parsed = v.safeParse(schema, input);
    if (!parsed.success) throw new CodedError('input-invalid', fieldOf(parsed.issues[0]));
    const signals = [options.signal, 'signal' in place ? place.signal : undefined];
    const signal = AbortSignal.any(signals.filter((each) => each !== undefined));
    let latest: unknown;
    const news = new Throttle(() => options.onProgress?.(latest));
    const progress = (value: unknown): void => {
      latest = value;
      news.poke();
    };
    // The three are of `M`: the place by `needs`, the input by its schema, which the compiler cannot follow through a table.
    const service = services[method] as unknown as (...call: unknown[]) => ReturnType<Service<M>>;
    try {
      return await service(place, parsed.output, { signal, progress });
    } finally {
      news.settle();
    }
  }

  async #answer<T>(work: () => Promise<T>): Promise<Result<T>> {
    try {
      return ok(await work());
    } catch (thrown) {
      const { code, params } = toErrorValue(thrown);
      if (code === 'internal') this.#onBug(thrown);
      return failed(code, params);
    }
  }
}

function isMethod(name: string): name is EngineMethodName {
  return Object.hasOwn(engineMethods, name);
}

/** Which field did not fit, never what stood in it. A field nobody knows is not named: its name is what the caller wrote. */
function fieldOf(issue: v.BaseIssue<unknown>): { field: string } | Record<string, never> {
  const known = issue.expected === 'never' ? issue.path?.slice(0, -1) : issue.path;
  const keys = known?.map(({ key }) => String(key)) ?? [];
  return keys.length === 0 ? {} : { field: keys.join('.') };
}
