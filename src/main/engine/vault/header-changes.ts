/** @file Changes of an open vault's header: one at a time, each of a higher generation than any before it; runs in the engine. */
import { CodedError, isAged } from '../../../shared/errors.ts';
import { zero } from '../crypto/index.ts';
import type { Disk } from '../disk/index.ts';
import type { Header } from './header.ts';
import type { HeaderPlace } from './replace-slots.ts';
import type { FollowedCatalogue } from './types.ts';

export class HeaderChanges {
  readonly #disk: Disk;
  readonly #path: string;
  #header: Header;
  /** Highest generation any copy on disk may have, also one whose writing failed half-way. */
  #generationUsed: number;
  #catalogue: FollowedCatalogue | null = null;
  #onWritten: () => void = () => undefined;
  #changing: Promise<unknown> | null = null;
  #closed = false;

  constructor(disk: Disk, path: string, header: Header, generationUsed: number) {
    this.#disk = disk;
    this.#path = path;
    this.#header = header;
    this.#generationUsed = generationUsed;
  }

  get header(): Header {
    return this.#header;
  }

  get underWay(): boolean {
    return this.#changing !== null;
  }

  /** As `OpenVault.follow`. */
  follow(catalogue: FollowedCatalogue, onWritten: () => void): void {
    this.#catalogue = catalogue;
    this.#onWritten = onWritten;
  }

  /** The header is this one now. */
  put(header: Header): void {
    this.#header = header;
  }

  /** Some copy on disk may have this generation: the next is above it. */
  raise(generation: number): void {
    this.#generationUsed = Math.max(this.#generationUsed, generation);
  }

  /** Where the next header goes. An older header must not become a newer one unasked: refused with what was noticed. */
  place(): HeaderPlace {
    const frozen = this.#catalogue?.frozen ?? null;
    if (frozen !== null && (isAged(frozen) || frozen.code === 'vault-read-only'))
      throw new CodedError(frozen.code, frozen.params);
    return this.nextPlace();
  }

  /** The same whatever was noticed. */
  nextPlace(): HeaderPlace {
    this.#generationUsed += 1;
    // Never less than before, also where an older catalogue stands in the place of the newest.
    const catalogue = Math.max(this.#header.catalogue, this.#catalogue?.generation ?? 0);
    return {
      disk: this.#disk,
      path: this.#path,
      header: this.#header,
      generation: this.#generationUsed,
      catalogue,
    };
  }

  /** One change of the header at a time. However it ends, these passphrases are zeroed. Errors: not-unlocked, busy. */
  async alone<T>(work: () => Promise<T>, ...secrets: readonly (Uint8Array | undefined)[]): Promise<T> {
    try {
      if (this.#closed) throw new CodedError('not-unlocked');
      if (this.#changing !== null) throw new CodedError('busy');
      const changing = work().finally(() => {
        this.#changing = null;
      });
      this.#changing = changing;
      const before = this.#header.generation;
      const result = await changing;
      if (this.#header.generation !== before) this.#onWritten();
      return result;
    } finally {
      zero(...secrets.filter((secret) => secret !== undefined));
    }
  }

  /** Begins none any more, and waits for the one under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#changing?.catch(() => undefined); // its caller is told
  }
}
