/** @file How much may be under way at once: so many pieces of work, so many bytes. Runs in the engine. */

export class Slots {
  readonly #places: number;
  readonly #bytes: number;
  readonly #running = new Set<Promise<void>>();
  #used = 0;
  #failure: { readonly error: unknown } | null = null;

  /** @param bytes limit of the sum of the weights; a single heavier piece of work runs alone */
  constructor(places: number, bytes = Number.POSITIVE_INFINITY) {
    this.#places = places;
    this.#bytes = bytes;
  }

  /** Starts `work` as soon as there is room. Throws what an earlier piece of work has thrown. */
  async start(weight: number, work: () => Promise<void>): Promise<void> {
    while (
      this.#running.size > 0 &&
      (this.#running.size >= this.#places || this.#used + weight > this.#bytes)
    )
      await Promise.race(this.#running);
    this.#check();
    this.#used += weight;
    const run: Promise<void> = work()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#used -= weight;
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
