/** @file Contents that are on their way into the vault, so that two equal files read at the same time become one photo. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';

interface Claim {
  readonly settled: Promise<Id | null>;
  readonly settle: (photo: Id | null) => void;
}

export class Claims {
  readonly #claims = new Map<string, Claim>();

  /**
   * The photo of an equal file, once that has been handed over to be committed; null: the content is the caller's to keep, and
   * `settle` must follow.
   * @param known looked at again after waiting: by then the other file may be in the catalogue
   */
  async take(digest: string, known: () => Id | undefined): Promise<Id | null> {
    for (let claim = this.#claims.get(digest); claim !== undefined; claim = this.#claims.get(digest)) {
      const photo = await claim.settled;
      if (photo !== null) return photo;
    }
    const photo = known();
    if (photo !== undefined) return photo;
    const { promise, resolve } = Promise.withResolvers<Id | null>();
    this.#claims.set(digest, { settled: promise, settle: resolve });
    return null;
  }

  /** The content is about to be committed as `photo`, or (null) was not kept: whoever waits may try. */
  settle(digest: string, photo: Id | null): void {
    const claim = this.#claims.get(digest);
    if (photo === null) this.#claims.delete(digest);
    claim?.settle(photo);
  }

  /** The content is in the catalogue: from now on it is found there. */
  release(digest: string): void {
    this.#claims.delete(digest);
  }
}

/** What one file has claimed, settled together and once: who settles first decides. */
export class FileClaims {
  readonly #claims: Claims;
  readonly #digests: string[] = [];
  #settled = false;

  constructor(claims: Claims) {
    this.#claims = claims;
  }

  /** As `Claims.take`. */
  async take(digest: string, known: () => Id | undefined): Promise<Id | null> {
    const photo = await this.#claims.take(digest, known);
    if (photo === null) this.add(digest);
    return photo;
  }

  /** One that was taken elsewhere. */
  add(digest: string): void {
    this.#digests.push(digest);
  }

  /** As `Claims.settle`, of all of them. */
  settle(photo: Id | null): void {
    if (this.#settled) return;
    this.#settled = true;
    for (const digest of this.#digests) this.#claims.settle(digest, photo);
  }
}
