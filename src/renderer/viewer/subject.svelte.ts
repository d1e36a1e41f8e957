/** @file A photo the viewer is about, the one wanted or the one on screen: where it stands in its section, and what the columns tell of it at once. Runs in the renderer. */
import { photoFlags } from '../../shared/columns.ts';
import type { Id } from '../../shared/contract.ts';
import type { PhotoStore } from '../grid/photos.svelte.ts';
import { momentWords } from '../grid/words.ts';
import type { LibraryState } from '../library/seams.ts';
import type { PhotoSection } from '../library/sections.ts';
import { t } from '../messages/index.ts';

export class Subject {
  readonly #library: LibraryState;
  readonly #photos: PhotoStore;
  readonly #wanted: () => Id | null;
  readonly id: Id = $derived.by(() => this.#wanted() ?? '');
  readonly #section: PhotoSection = $derived.by(() =>
    this.#library.section === 'imports' ? 'photos' : this.#library.section,
  );
  /** Of the photos that next and previous lead through. */
  readonly rows: Uint32Array = $derived.by(() => this.#photos.rows(this.#section));
  /** Where it stands among them, or −1. */
  readonly item: number = $derived.by(() => this.#photos.itemOf(this.#section, this.id));
  readonly #row: number = $derived.by(() => this.#photos.rowOf(this.id));
  readonly #flags: number = $derived.by(() => this.#photos.table?.columns.flags[this.#row] ?? 0);
  readonly favourite = $derived((this.#flags & photoFlags.favourite) !== 0);
  readonly trashed = $derived((this.#flags & photoFlags.trashed) !== 0);
  readonly moment: string = $derived.by(() =>
    (this.#flags & photoFlags.dated) === 0
      ? t.viewer.undated
      : momentWords(this.#photos.table?.columns.time[this.#row] ?? 0),
  );
  /** "3 of 7"; empty where it stands in no row. */
  readonly position = $derived(this.item < 0 ? '' : t.viewer.position(this.item + 1, this.rows.length));

  constructor(library: LibraryState, photos: PhotoStore, wanted: () => Id | null) {
    this.#wanted = wanted;
    this.#library = library;
    this.#photos = photos;
  }

  /** Whether the vault has it, wherever. */
  get known(): boolean {
    return this.#row >= 0;
  }

  /** The photo at a place of the row, if there is one. */
  idsAt(item: number): readonly Id[] {
    return item >= 0 && item < this.rows.length ? [this.#photos.idOf(this.rows[item] ?? 0)] : [];
  }
}
