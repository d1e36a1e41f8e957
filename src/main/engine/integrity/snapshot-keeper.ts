/** @file Decides when an open catalogue is copied into a snapshot: every 500 changes, and when the vault is closed. Runs in the engine. */
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { Snapshots } from './snapshots.ts';

/** Changes of the catalogue between two snapshots. */
export const changesBetween = 500;

export class SnapshotKeeper {
  readonly #catalog: Catalog;
  readonly #snapshots: Snapshots;
  readonly #unlisten: () => void;
  /** Generation at which the newest snapshot was written, or last tried to be. */
  #last: number;
  #failure: ErrorCode | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(vault: OpenVault, catalog: Catalog) {
    this.#catalog = catalog;
    this.#last = catalog.generation;
    this.#snapshots = new Snapshots(vault);
    this.#run(() => this.#begin());
    this.#unlisten = catalog.onChange(({ generation }) => {
      if (generation - this.#last >= changesBetween && this.#isOutdated()) this.#write();
    });
  }

  /** Waits for what is being written; why the last one could not be, if it could not. */
  async settled(): Promise<ErrorCode | null> {
    await this.#running;
    return this.#failure;
  }

  /** Writes one now, and removes those that were sealed under epochs before `epoch`. Errors: as `Snapshots.write`. */
  async renew(epoch: number): Promise<void> {
    let before;
    do {
      before = this.#running;
      await before;
    } while (before !== this.#running);
    if (this.#catalog.frozen !== null) return;
    const work = this.#writeNow().then(() => this.#snapshots.removeOlder(epoch));
    this.#run(() => work);
    await work;
  }

  /** Writes one if a photo or an object has changed since the newest: an entry of the log alone (an unlock) is not worth one. A failure keeps no vault open: it is told by the next verify. */
  async close(): Promise<void> {
    this.#unlisten();
    await this.#running;
    if (this.#isOutdated()) this.#write();
    await this.#running;
  }

  async #begin(): Promise<void> {
    await this.#snapshots.removeUnfinished();
    this.#last = (await this.#snapshots.newest()) ?? 0;
    // The last time none was written, or that was before a repair.
    if (this.#isOutdated() && this.#catalog.photoCount > 0) await this.#writeNow();
  }

  #isOutdated(): boolean {
    return this.#last < this.#catalog.recordsGeneration;
  }

  #write(): void {
    this.#run(() => this.#writeNow());
  }

  async #writeNow(): Promise<void> {
    const { generation, frozen } = this.#catalog;
    if (frozen !== null) return; // a damaged catalogue must not push out the copies of a good one
    this.#last = generation;
    await this.#snapshots.write(generation, this.#catalog.entries());
  }

  /** One after the other. The disk may be full, or not take it: the catalogue itself is whole; this was a copy. */
  #run(work: () => Promise<void>): void {
    const before = this.#running;
    this.#running = (async () => {
      await before;
      try {
        await work();
        this.#failure = null;
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        this.#failure = error.code;
      }
    })();
    this.#running.catch(() => undefined); // a bug: heard by whoever waits for it, at the latest when the vault is closed
  }
}
