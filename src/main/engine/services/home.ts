/** @file The engine while it has a vault and while it has none: at most one at a time. Runs in the engine. */
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Disk } from '../disk/index.ts';
import type { DecoderPool } from '../media/types.ts';
import type { CostPolicy, OpenVault } from '../vault/index.ts';
import { Scans } from './scans.ts';
import { Session, type Tell } from './session.ts';

export interface HomeOptions {
  readonly disk: Disk;
  readonly cost: CostPolicy;
  readonly createPool: () => DecoderPool;
  readonly tell: Tell;
}

/** A vault and its catalogue, just opened. */
export interface Opened {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly notices: readonly ErrorValue[];
}

export class Home {
  readonly options: HomeOptions;
  #session: Session | null = null;
  #changing: Promise<unknown> | null = null;

  constructor(options: HomeOptions) {
    this.options = options;
  }

  /** Error: not-unlocked. */
  get session(): Session {
    if (this.#session === null) throw new CodedError('not-unlocked');
    return this.#session;
  }

  /** Errors: already-unlocked; busy (another vault is being opened or closed); what `open` throws. */
  async enter<T extends Opened>(open: () => Promise<T>): Promise<{ session: Session; opened: T }> {
    if (this.#changing !== null) throw new CodedError('busy');
    if (this.#session !== null) throw new CodedError('already-unlocked');
    const { createPool, tell } = this.options;
    return this.#change(async () => {
      const opened = await open();
      const { vault, catalog } = opened;
      const session = new Session({ vault, catalog, createPool, tell, scans: new Scans() });
      this.#session = session;
      return { session, opened };
    });
  }

  /** Closes the vault, if one is open or being opened. */
  async leave(): Promise<void> {
    while (this.#changing !== null) await this.#changing.catch(() => undefined); // told to who asked for it
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    await this.#change(() => session.close());
  }

  async #change<T>(work: () => Promise<T>): Promise<T> {
    const change = work().finally(() => (this.#changing = null));
    this.#changing = change;
    return change;
  }
}
