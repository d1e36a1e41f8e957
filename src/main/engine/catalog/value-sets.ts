/** @file The sets of values that photos have (albums, tags, a camera): thousands of photos have the same few, so that a number does for each. Runs in the engine. */

/** The number of the set without values. */
export const noValues = 0;

export class ValueSets {
  readonly #sets: (readonly string[])[] = [[]];
  readonly #numbers = new Map<string, number>();

  /** The same number for the same values in the same order. */
  number(values: readonly string[]): number {
    if (values.length === 0) return noValues;
    const key = keyOf(values);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#sets.push(values) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** All of them, by number. */
  get all(): readonly (readonly string[])[] {
    return this.#sets;
  }

  of(number: number): readonly string[] {
    return this.#sets[number] ?? [];
  }

  /** By number: 1 for the sets in which a value fits. */
  fitting(fits: (value: string) => boolean): Uint8Array {
    return Uint8Array.from(this.#sets, (values) => (values.some(fits) ? 1 : 0));
  }
}

/** One value is its own key, as nearly all sets are; no other key begins as those of several do. */
function keyOf(values: readonly string[]): string {
  const [only = ''] = values;
  return values.length === 1 && !only.startsWith('\0') ? only : `\0${JSON.stringify(values)}`;
}
