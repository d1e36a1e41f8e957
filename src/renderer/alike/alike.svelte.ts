/** @file The groups of photos that look alike: asked for when they are shown, and again when photos change; and what is to be kept of each. Runs in the renderer. */
import type { Id, Output, Progress } from '../../shared/contract.ts';
import type { AlikePhoto } from '../../shared/contract/discovering.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call, on } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { t } from '../messages/index.ts';
import { undoing } from '../organise/undoing.svelte.ts';

export type Group = readonly AlikePhoto[];

/** Groups shown at first, and that come with every "more". */
const some = 50;
const most = 1000;

export class Alike {
  #found: Output<'alike.groups'> | null = $state.raw(null);
  #progress: Progress<'alike.groups'> | null = $state.raw(null);
  #error: ErrorValue | null = $state.raw(null);
  /** What is kept, where that is not the best photo alone: by the id of the best. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole, never changed
  #kept: ReadonlyMap<Id, readonly Id[]> = $state.raw(new Map());
  #limit = some;
  #asking: AbortController | null = null;
  #soon: ReturnType<typeof setTimeout> | undefined;
  readonly #unlisten: readonly (() => void)[];

  constructor() {
    const changed = on('library', () => {
      // While older photos are being looked at for the first time, every hundred of them are news.
      if (this.#progress !== null) return;
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.load();
      }, 600);
    });
    // What was called different is no news of photos.
    this.#unlisten = [changed, undoing.follow(() => void this.load())];
    void this.load();
  }

  /** null while they are being looked for. */
  get groups(): readonly Group[] | null {
    return this.#found?.groups ?? null;
  }
  get total(): number {
    return this.#found?.total ?? 0;
  }
  /** How far the first look at photos of earlier versions is; null: there are none. */
  get progress(): Progress<'alike.groups'> | null {
    return this.#progress;
  }
  get error(): ErrorValue | null {
    return this.#error;
  }

  async load(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const answer = await call(
      'alike.groups',
      { limit: this.#limit },
      { signal: asking.signal, onProgress: (progress) => (this.#progress = progress) },
    );
    if (asking.signal.aborted) return;
    this.#progress = null;
    this.#error = answer.ok ? null : answer.error;
    if (answer.ok) this.#found = answer.value;
  }

  more(): void {
    this.#limit = Math.min(most, this.#limit + some);
    void this.load();
  }

  keptOf(group: Group): readonly Id[] {
    const best = group[0]?.id ?? '';
    return this.#kept.get(best) ?? [best];
  }

  keep(group: Group, id: Id, on: boolean): void {
    const kept = group
      .map((photo) => photo.id)
      .filter((one) => (one === id ? on : this.keptOf(group).includes(one)));
    const entry = [group[0]?.id ?? '', kept] as const;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole, never changed
    this.#kept = new Map([...this.#kept, entry]);
  }

  /** Those that are not to be kept. */
  othersOf(group: Group): readonly Id[] {
    const kept = this.keptOf(group);
    return group.map(({ id }) => id).filter((id) => !kept.includes(id));
  }

  /** Takes a group off the page at once; the engine's word follows. */
  drop(group: Group): void {
    if (this.#found === null) return;
    const groups = this.#found.groups.filter((one) => one !== group);
    this.#found = { groups, total: this.#found.total - 1 };
  }

  /** Says that they are different, and offers to take it back. */
  async dismiss(group: Group): Promise<void> {
    const done = await call('alike.dismiss', { ids: group.map(({ id }) => id) });
    if (!done.ok) {
      reportFailure(done.error);
      return;
    }
    this.drop(group);
    undoing.add(t.alike.dismissed(group.length), [done.value.undo]);
    await this.load();
  }

  stop(): void {
    this.#asking?.abort();
    for (const unlisten of this.#unlisten) unlisten();
    clearTimeout(this.#soon);
  }
}
