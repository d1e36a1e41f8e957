/** @file A real engine with real decoders on a vault in a temporary folder, for tests of whole jobs. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { createEngine, type Engine, type EngineOptions } from '../../src/main/engine/engine.ts';
import type {
  EngineMethodName,
  Event,
  Id,
  ImportItem,
  Input,
  Job,
  Output,
} from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import type { KnownPhoto } from '../support/photo-vault.ts';
import { quickCosts } from '../support/quick-vault.ts';

export const decoderEntry = fileURLToPath(new URL('../../src/main/decoder/index.ts', import.meta.url));
export const passphrase = 'correct horse battery staple';

export type ImportJob = Extract<Job, { kind: 'import' }>;
export type ExportJob = Extract<Job, { kind: 'export' }>;
export type VerifyJob = Extract<Job, { kind: 'verify' }>;

/** Engines of the test that is running. */
const opened = new Set<Engine>();

export class TestEngine {
  readonly engine: Engine;
  /** Every news of a job, in order. */
  readonly news: Job[] = [];
  readonly libraryNews: Event<'library'>[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(options: Partial<EngineOptions> = {}) {
    this.engine = createEngine({
      decoderEntry,
      cost: quickCosts,
      onBug: (error) => console.error(error),
      ...options,
    });
    this.engine.on((...[event, payload]) => {
      if (event === 'library') this.libraryNews.push(payload);
      else this.news.push(payload);
      for (const look of this.#waiting) look();
    });
    opened.add(this.engine);
    onTestFinished(closeAll);
  }

  /** The answer; a failure is thrown with its code. */
  async call<M extends EngineMethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const result = await this.engine.call(method, input);
    if (!result.ok) throw new CodedError(result.error.code, result.error.params);
    return result.value;
  }

  async create(folder: string, name = 'Family'): Promise<string> {
    const { vault } = await this.call('vault.create', {
      folder,
      name,
      passphrase: passphraseBytes(passphrase),
    });
    return vault.path;
  }

  unlock(vault: string): Promise<Output<'vault.unlock'>> {
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    return this.call('vault.unlock', { vault, secret });
  }

  /** Scans and starts. */
  async startImport(sources: string[], album: string | null = null): Promise<{ job: Id; import: Id }> {
    const { scan } = await this.call('import.scan', { sources });
    return this.call('import.start', { scan, album });
  }

  /** A whole import: its end, and its lines by the last part of their path. */
  async import(
    sources: string[],
    album: string | null = null,
  ): Promise<{ job: ImportJob; id: Id; items: ImportItem[] }> {
    const started = await this.startImport(sources, album);
    const job = (await this.end(started.job)) as ImportJob;
    return { job, id: started.import, items: await this.items(started.import) };
  }

  async items(id: Id): Promise<ImportItem[]> {
    const all: ImportItem[] = [];
    for (;;) {
      const { total, items } = await this.call('import.items', {
        import: id,
        result: null,
        offset: all.length,
        limit: 1000,
      });
      all.push(...items);
      if (all.length >= total) return all;
    }
  }

  async export(destination: string, ids: Id[] | null = null): Promise<ExportJob> {
    const selection = ids === null ? ({ of: 'all' } as const) : ({ of: 'ids', ids } as const);
    const { job } = await this.call('export.start', { destination, selection });
    return (await this.end(job)) as ExportJob;
  }

  async verify(quick = false): Promise<VerifyJob> {
    const { job } = await this.call('verify.start', { quick });
    return (await this.end(job)) as VerifyJob;
  }

  end(id: Id): Promise<Job> {
    return this.until(id, ({ state }) => state === 'done' || state === 'cancelled' || state === 'stopped');
  }

  /** The first news of a job that fits. */
  async until(id: Id, fits: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const found = this.news.find((job) => job.id === id && fits(job));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
      });
    }
  }
}

/** Closes what a test has opened. Before its folders go: a vault that is open may be writing a copy of its catalogue. */
async function closeAll(): Promise<void> {
  const engines = [...opened];
  opened.clear();
  await Promise.all(engines.map((engine) => engine.close()));
}

/** A temporary folder with these files in it; gone after the test. */
export async function folderWith(files: Record<string, Uint8Array | string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-test-'));
  onTestFinished(async () => {
    await closeAll();
    await rm(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** The line of the file of this name. */
export function lineOf(items: readonly ImportItem[], name: string): ImportItem {
  const found = items.filter(({ path }) => path.endsWith(`/${name}`));
  if (found.length !== 1) throw new Error(`${String(found.length)} lines for ${name}`);
  return found[0] as ImportItem;
}

/** Every photo comes out of the engine as it was put into the vault. */
export async function expectWhole({ engine }: TestEngine, photos: readonly KnownPhoto[]): Promise<void> {
  for (const { id, original, preview, thumb } of photos) {
    for (const [kind, content] of [
      ['original', original],
      ['preview', preview],
      ['thumb', thumb],
    ] as const) {
      const opened = await engine.openMedia(kind, id);
      if (!opened.ok) throw new Error(`${kind}: ${opened.error.code}`);
      const parts: Uint8Array[] = [];
      for await (const part of opened.value.read(0, opened.value.size)) parts.push(part);
      opened.value.close();
      expect(Buffer.concat(parts).equals(content)).toBe(true);
    }
  }
}
