/**
 * @file Which photos may be told of: those that are hidden only while they are revealed. Whatever answers the window looks photos up here and not in
 * the catalogue. Runs in the engine.
 */
import { photoFlags } from '../../../shared/columns.ts';
import type { Id, Problem } from '../../../shared/contract.ts';
import type { Catalog, PhotoRecord, PhotoRow } from '../catalog/index.ts';

/** So long after a hidden photo was last looked at they are concealed by themselves. */
export const concealAfterMs = 5 * 60_000;

export class Hiding {
  readonly #catalog: Catalog;
  readonly #changed: (ids: readonly Id[]) => void;
  #revealed: AbortController | null = null;
  #looked = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param changed called with all hidden photos whenever they are revealed or concealed */
  constructor(catalog: Catalog, changed: (ids: readonly Id[]) => void) {
    this.#catalog = catalog;
    this.#changed = changed;
  }

  get revealed(): boolean {
    return this.#revealed !== null;
  }
  /** Aborted when the photos are concealed: what is being read of one of them is read no further. Null: they are not revealed. */
  get signal(): AbortSignal | null {
    return this.#revealed?.signal ?? null;
  }

  /** Whether a photo may be told of now. */
  shows({ hidden }: PhotoRecord): boolean {
    return hidden !== true || this.revealed;
  }

  /** The same, of its bits of `photoFlags`. */
  showsFlags(flags: number): boolean {
    return !isHidden({ flags }) || this.revealed;
  }

  /** Whether there is such a photo and it may not be told of now. */
  conceals(id: Id): boolean {
    const photo = this.#catalog.photo(id);
    return photo !== undefined && !this.shows(photo);
  }

  /** What a check has found, without what tells of hidden photos. */
  told(problems: readonly Problem[]): Problem[] {
    return problems.map((problem) =>
      problem.id !== null && this.conceals(problem.id)
        ? { ...problem, id: null, name: null, hidden: true }
        : problem,
    );
  }

  /** A photo that may be told of; a hidden one counts as looked at. */
  photo(id: Id): PhotoRecord | undefined {
    const photo = this.#catalog.photo(id);
    if (photo?.hidden !== true) return photo;
    this.#looked = Date.now();
    return this.revealed ? photo : undefined;
  }

  /** Every photo that is not hidden, or those of them that fit: what lists, counts and groups are made of, revealed or not. */
  photos(fits: (row: PhotoRow) => boolean = () => true): IterableIterator<[Id, PhotoRecord]> {
    return this.#catalog.photos((row) => !isHidden(row) && fits(row));
  }
  /** The same without their records. */
  *rows(): Generator<PhotoRow> {
    for (const row of this.#catalog.rows()) if (!isHidden(row)) yield row;
  }

  /** Those that are, while they are revealed. */
  *hidden(): IterableIterator<[Id, PhotoRecord]> {
    if (!this.revealed) return;
    yield* this.#catalog.photos(isHidden);
  }

  reveal(): void {
    this.#looked = Date.now();
    if (this.#revealed !== null) return;
    this.#revealed = new AbortController();
    this.#changed([...this.hidden()].map(([id]) => id));
    this.#wait(concealAfterMs);
  }

  conceal(): void {
    if (this.#revealed === null) return;
    const gone = [...this.hidden()].map(([id]) => id);
    this.#revealed.abort();
    this.#revealed = null;
    clearTimeout(this.#timer);
    this.#changed(gone);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      const left = this.#looked + concealAfterMs - Date.now();
      if (left <= 0) this.conceal();
      else this.#wait(left);
    }, ms).unref();
  }
}

function isHidden({ flags }: Pick<PhotoRow, 'flags'>): boolean {
  return (flags & photoFlags.hidden) !== 0;
}
