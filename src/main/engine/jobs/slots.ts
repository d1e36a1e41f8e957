/** @file How much may be under way at once: so many pieces of work, so many bytes. Runs in the engine. */

export class Slots {
  readonly #places: number;
  readonly #bytes: number;
  readonly #running = new Set<Promise<void>>();
  #used = 0;
  #lighter = Promise.withResolvers<undefined>();
  #failure: { readonly error: unknown } | null = null;

  /** @param bytes limit of the sum of the weights; a single heavier piece of work runs alone */
  constructor(places: number, bytes = Number.POSITIVE_INFINITY) {
    this.#places = places;
    this.#bytes = bytes;
  }

  /**
   * Starts `work` as soon as there is room. Throws what an earlier piece of work has thrown.
   * @param work may say that it weighs less than was thought
   */
  async start(weight: number, work: (lighten: (weight: number) => void) => Promise<void>): Promise<void> {
    while (
      this.#running.size > 0 &&
      (this.#running.size >= this.#places || this.#used + weight > this.#bytes)
    )
      await Promise.race([...this.#running, this.#lighter.promise]);
    this.#check();
    this.#used += weight;
    let its = weight;
    const lighten = (to: number): void => {
      this.#used -= its - Math.min(its, to);
      its = Math.min(its, to);
      this.#lighter.resolve(undefined);
      this.#lighter = Promise.withResolvers();
    };
    const run: Promise<void> = work(lighten)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#used -= its;
        this.#running.delete(run);
      });
    this.#running.add(run);
  }

  /** Waits until nothing is under way. Throws what a piece of work has thrown. */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
    this.#check();
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

/** Does `work` for every item, at most `places` at once. */
export async function forEachOf<T>(
  items: AsyncIterable<T> | Iterable<T>,
  places: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const slots = new Slots(places);
  try {
    for await (const item of items) await slots.start(0, () => work(item));
  } finally {
    await slots.drain();
  }
}
