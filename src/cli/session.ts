/** @file One command's engine: made, unlocked, used, closed; and waiting for a job with a progress line. Plain Node. */
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  EngineMethodName,
  Event,
  Id,
  Input,
  Job,
  Output as Answer,
  Progress,
} from '../shared/contract.ts';
import { CodedError, isAcceptable, type Result } from '../shared/errors.ts';
import { createEngine, type CallOptions, type Engine } from '../main/engine/engine.ts';
import { memoryPlace } from './memory.ts';
import type { Output } from './output.ts';
import { copyOf, readSecret, type Proof } from './passphrase.ts';
import type { CommonOptions, HiddenOption } from './options.ts';
import { agedLines, jobLine, sentence } from './words.ts';

export type JobOf<K extends Job['kind']> = Extract<Job, { kind: K }>;

export class Session {
  readonly engine: Engine;
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
    this.engine = createEngine({
      decoderEntry: fileURLToPath(new URL('../main/decoder/index.ts', import.meta.url)),
      ...memoryPlace(),
    });
  }

  /** The method's answer; an error value is thrown as CodedError. */
  async call<M extends EngineMethodName>(
    method: M,
    input: Input<M>,
    options?: CallOptions<Progress<M>>,
  ): Promise<Answer<M>> {
    return unwrap(await this.engine.call(method, input, options));
  }

  /** Asks for the passphrase, where no option tells what opens the vault, and unlocks; notices (a damaged copy of the header …) are said. */
  async unlock(
    vault: string,
    options: CommonOptions & HiddenOption,
  ): Promise<Answer<'vault.unlock'>['vault']> {
    const { info, proof } = await this.unlockToChange(vault, options);
    // What has opened the vault shows them as well: it need not be entered twice.
    if (options.hidden === true) await this.call('hidden.reveal', copyOf(proof));
    return info;
  }

  /** The same, keeping what opened the vault: changes of the ways in ask for it again. */
  async unlockToChange(
    vault: string,
    options: CommonOptions,
  ): Promise<{ info: Answer<'vault.unlock'>['vault']; proof: Proof }> {
    const path = resolve(vault);
    await this.call('vault.inspect', { vault: path }); // says what is wrong with the vault before a passphrase is asked for
    const proof = await readSecret(options, `Passphrase of ${basename(path)}: `);
    const { vault: info, notices } = await this.call('vault.unlock', { vault: path, ...copyOf(proof) });
    for (const notice of notices) {
      this.#output.say(sentence(notice));
      if (isAcceptable(notice)) for (const line of agedLines(notice)) this.#output.say(line);
    }
    const answer = await this.engine.call('drop.status', {}); // one that cannot be looked at keeps nobody from the photos
    const waiting = answer.ok ? answer.value.waiting.entries : 0;
    if (waiting > 0)
      this.#output.say(
        `${String(waiting)} ${waiting === 1 ? 'file waits' : 'files wait'} in the drop box: \`inbox adopt\` takes them in.`,
      );
    return { info, proof };
  }

  /** Runs a job to its end. Ctrl+C cancels it at a safe point. */
  async finish<K extends Job['kind']>(kind: K, start: () => Promise<{ job: Id }>): Promise<JobOf<K>> {
    const ended = Promise.withResolvers<JobOf<K>>();
    let id: Id | null = null;
    const early: Job[] = [];
    const see = (job: Job): void => {
      if (job.id !== id || job.kind !== kind) return;
      if (isEnded(job))
        ended.resolve(job as JobOf<K>); // its kind has just been compared
      else this.#output.bar(job.bytesTotal === 0 ? 0 : job.bytesDone / job.bytesTotal, jobLine(job));
    };
    const stop = this.engine.on((event, payload) => {
      if (event !== 'job') return;
      const job: Event<'job'> = payload;
      if (id === null) early.push(job);
      else see(job);
    });
    const interrupt = (): void => {
      if (id !== null) void this.engine.call('job.cancel', { job: id });
    };
    process.once('SIGINT', interrupt);
    try {
      id = (await start()).job;
      early.forEach(see);
      return await ended.promise;
    } finally {
      process.off('SIGINT', interrupt);
      stop();
      this.#output.endBar();
    }
  }

  /** The album of this name, or not-found. */
  async album(name: string): Promise<Id> {
    const albums = await this.call('album.list', {});
    const album = albums.find((candidate) => candidate.name === name);
    if (album === undefined) throw new CodedError('not-found', { album: name });
    return album.id;
  }
}

/** Runs `work` with an engine that is closed whatever happens. */
export async function withSession(
  output: Output,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const session = new Session(output);
  try {
    return await work(session);
  } finally {
    output.endBar();
    await session.engine.close();
  }
}

/** Folder and name of a vault from its path; the ending `.lightproof` is not part of the name. */
export function vaultPlace(vault: string): { folder: string; name: string } {
  const path = resolve(vault);
  return { folder: dirname(path), name: basename(path).replace(/\.lightproof$/, '') };
}

function isEnded(job: Job): boolean {
  return job.state === 'done' || job.state === 'cancelled' || job.state === 'stopped';
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CodedError(result.error.code, result.error.params);
}
