/** @file The values that many photos share (tags, cameras, lenses), each once and folded, with how many photos have it. Runs in the engine. */
import { fold } from '../../../shared/search/fold.ts';

interface Value {
  readonly folded: string;
  /** Photos that have it, and those of them that are neither in the trash nor hidden. */
  all: number;
  shown: number;
}

export class Facet {
  readonly #values = new Map<string, Value>();

  /** One photo more that has it, or (`by` −1) one less. */
  count(value: string, away: boolean, by: 1 | -1): void {
    let known = this.#values.get(value);
    if (known === undefined) this.#values.set(value, (known = { folded: fold(value), all: 0, shown: 0 }));
    known.all += by;
    if (!away) known.shown += by;
    if (known.all <= 0) this.#values.delete(value);
  }

  /** Values in which words begin so, or (`exact`) that are the same but for case and accents. */
  matching(folded: string, exact = false): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [value, known] of this.#values)
      if (exact ? known.folded === folded : known.folded.includes(folded)) found.add(value);
    return found;
  }

  /** Those that photos have which are neither in the trash nor hidden. */
  *shown(): IterableIterator<{ value: string; folded: string; photos: number }> {
    for (const [value, { folded, shown }] of this.#values)
      if (shown > 0) yield { value, folded, photos: shown };
  }
}
