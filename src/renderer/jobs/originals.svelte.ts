/** @file Moving the originals of an import to the bin: what may go, what stays and why, and what became of it. Runs in the renderer. */
import { SvelteMap } from 'svelte/reactivity';
import type { Output } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from '../lib/api.ts';

export type Original = Output<'import.originals'>['items'][number];

const pageSize = 200;
/** Files of one call: a few seconds at most, so that a press on Stop is soon heard. */
const atOnce = 20;

export interface Moved {
  readonly files: number;
  readonly bytes: number;
  readonly failures: readonly { readonly path: string; readonly error: ErrorValue }[];
}

export class Originals {
  stage = $state.raw<'checking' | 'ready' | 'moving' | 'done'>('checking');
  compared = $state.raw({ files: 0, bytes: 0 });
  found = $state.raw<Output<'import.checkOriginals'> | null>(null);
  moved = $state.raw<Moved>({ files: 0, bytes: 0, failures: [] });
  /** Files that were dealt with, moved or not. */
  passed = $state.raw(0);
  failed = $state.raw<ErrorValue | null>(null);
  readonly #pages = {
    true: new SvelteMap<number, readonly Original[]>(),
    false: new SvelteMap<number, readonly Original[]>(),
  };
  readonly #asked = new Set<string>(); // eslint-disable-line svelte/prefer-svelte-reactivity -- nothing shows it
  readonly #controller = new AbortController();

  /** Compares every original with its copy in the vault. */
  async check(importId: string): Promise<void> {
    const { signal } = this.#controller;
    const answer = await call(
      'import.checkOriginals',
      { import: importId },
      { signal, onProgress: (compared) => (this.compared = compared) },
    );
    if (signal.aborted) return;
    if (answer.ok) {
      this.found = answer.value;
      this.stage = 'ready';
    } else this.failed = answer.error;
  }

  /** What goes or what stays, at a place in its list; undefined while it is being read. */
  at(going: boolean, index: number): Original | undefined {
    return this.#pages[`${going}`].get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  want(going: boolean, first: number, end: number): void {
    for (let page = Math.floor(first / pageSize); page * pageSize < end; page += 1)
      void this.#read(going, page);
  }

  /** Moves them, a few at a time, until all are dealt with or `stop` is called. */
  async move(): Promise<void> {
    if (this.found === null) return;
    const { check, files } = this.found;
    this.stage = 'moving';
    while (this.passed < files && !this.#controller.signal.aborted) {
      const count = Math.min(atOnce, files - this.passed);
      await this.#read(true, Math.floor(this.passed / pageSize));
      await this.#read(true, Math.floor((this.passed + count - 1) / pageSize));
      const answer = await call('shell.binOriginals', { check, from: this.passed, count });
      if (!answer.ok) {
        this.failed = answer.error;
        break;
      }
      const { moved, bytes, failures } = answer.value;
      const named = failures.map(({ index, error }) => ({ path: this.at(true, index)?.path ?? '', error }));
      this.moved = {
        files: this.moved.files + moved,
        bytes: this.moved.bytes + bytes,
        failures: [...this.moved.failures, ...named],
      };
      this.passed += count;
    }
    this.stage = 'done';
  }

  stop(): void {
    this.#controller.abort();
  }

  async #read(going: boolean, page: number): Promise<void> {
    const key = `${going} ${page}`;
    if (this.found === null || this.#asked.has(key)) return;
    this.#asked.add(key);
    const { check } = this.found;
    const answer = await call('import.originals', { check, going, offset: page * pageSize, limit: pageSize });
    if (answer.ok) this.#pages[`${going}`].set(page, answer.value.items);
    else this.failed = answer.error;
  }
}
