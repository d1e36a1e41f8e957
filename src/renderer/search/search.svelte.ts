/**
 * @file What is being looked for in the section shown, and what was found: asked for with every letter, and again when photos change.
 * Runs in the renderer.
 */
import type { Id, Output } from '../../shared/contract.ts';
import type { SearchScope } from '../../shared/contract/organising.ts';
import { wallClock } from '../../shared/search/dates.ts';
import { parseQuery, without, type QueryPart } from '../../shared/search/query.ts';
import { call } from '../lib/api.ts';
import { reportFailure } from '../lib/report.ts';
import { albumOf, type PhotoSection } from '../library/sections.ts';

export interface Found {
  /** Where, and for which text. */
  readonly section: PhotoSection;
  readonly text: string;
  /** 16 bytes a photo. */
  readonly ids: Uint8Array;
  /** When there is nothing: how many there would be without a part of the text. */
  readonly relaxed: Output<'search.run'>['relaxed'];
}

/** Between two searches because photos changed, ms. */
const pause = 500;

export class Search {
  #text = $state('');
  #found: Found | null = $state.raw(null);
  #asking = false;
  #settled: Promise<void> = Promise.resolve();
  /** Something changed while it was being asked. */
  #again = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  /** When it was last asked for because photos changed. */
  #followed = -Infinity;
  readonly #section: () => PhotoSection;
  readonly #parts: readonly QueryPart[] = $derived(parseQuery(this.#text, wallClock()));

  /** @param section where is searched */
  constructor(section: () => PhotoSection) {
    this.#section = section;
  }

  /** As it stands in the field. */
  get text(): string {
    return this.#text;
  }
  get parts(): readonly QueryPart[] {
    return this.#parts;
  }
  /** Whether only what was found is to be shown: there is something to look for. */
  get active(): boolean {
    return this.#parts.length > 0;
  }
  /** What was found last; null while nothing is looked for, or not yet. */
  get found(): Found | null {
    return this.#found;
  }

  /** Settles when what was asked for last is answered. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  set(text: string): void {
    this.#text = text;
    if (this.active) this.refresh();
    else this.#found = null;
  }

  clear(): void {
    this.set('');
  }

  /** Leaves a part of the text out: of what stands in the field, or of what something was found for. */
  drop(part: { readonly start: number; readonly end: number }, text = this.#text): void {
    this.set(without(text, part));
  }

  /** Asks anew; while an answer is awaited, once more after it. */
  refresh(): void {
    if (!this.active) return;
    if (this.#asking) this.#again = true;
    else this.#settled = this.#ask();
  }

  /** Photos changed. During an import that is many times a second: asked for at once, and then now and then. */
  follow(): void {
    if (!this.active || this.#soon !== undefined) return;
    const wait = this.#followed + pause - performance.now();
    this.#soon = setTimeout(
      () => {
        this.#soon = undefined;
        this.#followed = performance.now();
        this.refresh();
      },
      Math.max(0, wait),
    );
  }

  async #ask(): Promise<void> {
    const [text, section] = [this.#text.trim(), this.#section()];
    this.#asking = true;
    const answer = await call('search.run', { query: text, scope: scopeOf(section) });
    this.#asking = false;
    const current = this.active && section === this.#section();
    if (answer.ok && current) {
      const { ids, relaxed } = answer.value;
      this.#found = { section, text, ids, relaxed };
    }
    // An album that was deleted meanwhile is left by whoever shows it.
    if (!answer.ok && answer.error.code !== 'not-found') reportFailure(answer.error);
    if (this.#again) {
      this.#again = false;
      this.refresh();
    }
  }
}

function scopeOf(section: PhotoSection): SearchScope {
  const album: Id | null = albumOf(section);
  if (album !== null) return { of: 'album', album };
  // What is found in the whole library is narrowed to the import, or the part of the map, where it is shown.
  if (section === 'import' || section === 'places') return { of: 'library' };
  return {
    of: section === 'photos' ? 'library' : (section as 'favourites' | 'archive' | 'hidden' | 'trash'),
  }; // no album: one of these
}
