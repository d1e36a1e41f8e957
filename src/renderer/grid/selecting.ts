/** @file Selecting one by one and by ranges, over whatever the section shows. Runs in the renderer; pure. */

export interface SelectingOver {
  readonly selection: ReadonlySet<string>;
  select(ids: ReadonlySet<string>): void;
  /** Where a photo stands in the section, or −1. */
  itemOf(id: string): number;
  idAt(item: number): string;
}

export class Selecting {
  readonly #over: SelectingOver;
  /** Where a range begins. */
  #anchor: string | null = null;
  /** What was selected before the range, and the selection the range made of it. */
  #base: ReadonlySet<string> = new Set();
  #made: ReadonlySet<string> | null = null;
  #beforeSweep: ReadonlySet<string> = new Set();

  constructor(over: SelectingOver) {
    this.#over = over;
  }

  /** Selects or deselects one photo; the next range begins there. */
  toggle(id: string): void {
    const next = new Set(this.#over.selection);
    if (!next.delete(id)) next.add(id);
    this.#anchor = id;
    this.#base = next;
    this.#commit(next);
  }

  /** Selects or deselects many at once, such as a day: deselects only when all of them are selected. */
  toggleAll(ids: readonly string[]): void {
    const next = new Set(this.#over.selection);
    if (ids.every((id) => next.has(id))) for (const id of ids) next.delete(id);
    else for (const id of ids) next.add(id);
    this.#anchor = ids[0] ?? null;
    this.#base = next;
    this.#commit(next);
  }

  /**
   * Selects everything from where the last range or toggle began up to `id`, in place of the range before. Without a beginning it is
   * `from`.
   */
  extend(id: string, from: string): void {
    const { selection } = this.#over;
    const changedElsewhere = selection !== this.#made;
    if (changedElsewhere) this.#base = selection;
    if (this.#anchor === null || changedElsewhere || this.#over.itemOf(this.#anchor) < 0) this.#anchor = from;
    const a = this.#over.itemOf(this.#anchor);
    const b = this.#over.itemOf(id);
    if (b < 0) return;
    const next = new Set(this.#base);
    const start = a < 0 ? b : Math.min(a, b);
    for (let item = start; item <= Math.max(a, b); item += 1) next.add(this.#over.idAt(item));
    this.#commit(next);
  }

  /** Begins to select by a frame: on top of what is selected now, or in its place. */
  beginSweep(add: boolean): void {
    this.#beforeSweep = this.#over.selection;
    this.#base = add ? this.#over.selection : new Set();
  }

  /** The frame is over these items now. */
  sweep(items: readonly number[]): void {
    const next = new Set(this.#base);
    for (const item of items) next.add(this.#over.idAt(item));
    const first = items[0];
    this.#anchor = first === undefined ? null : this.#over.idAt(first);
    this.#commit(next);
  }

  /** Puts back what was selected before the frame. */
  cancelSweep(): void {
    this.#commit(this.#beforeSweep);
  }

  #commit(next: ReadonlySet<string>): void {
    this.#made = next;
    this.#over.select(next);
  }
}
