/** @file The engine while it has a vault and while it has none: at most one at a time. Runs in the engine. */
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Disk } from '../disk/index.ts';
import type { WatchTimes } from '../import/watched-folder.ts';
import { Jobs } from '../jobs/index.ts';
import { VaultMemory } from '../memory/index.ts';
import type { DecoderPool } from '../media/types.ts';
import type { CostPolicy, OpenVault } from '../vault/index.ts';
import { continueResealing } from './resealing.ts';
import { Scans } from './scans.ts';
import { SecretKeys } from './secret-keys.ts';
import { Session, type SessionParts, type Tell } from './session.ts';

export interface HomeOptions {
  readonly disk: Disk;
  readonly cost: CostPolicy;
  readonly createPool: () => DecoderPool;
  readonly tell: Tell;
  /** Folder for what is remembered outside vaults; null: nothing is. */
  readonly memory: string | null;
  /** How watched folders are looked at; null: they are not. */
  readonly watchTimes: WatchTimes | null;
  /** Begins what goes on by itself while a vault is open. */
  readonly onOpen: (session: Session) => void;
}

/** A vault and its catalogue, just opened. */
export interface Opened {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  readonly notices: readonly ErrorValue[];
}

/** A repair: there is a vault, and no catalogue yet. */
interface Repairing {
  readonly jobs: Jobs;
}

/** With the catalogue: the vault is open from now on. Without: it is closed. */
export type RepairEnd = (catalog: Catalog | null) => Promise<void>;

/** A repair that is cut short drops what it has done: there is nothing to wait for. */
const repairGraceMs = 500;

export class Home {
  readonly options: HomeOptions;
  readonly memory: VaultMemory | null;
  readonly secretKeys = new SecretKeys();
  #session: Session | null = null;
  #repair: Repairing | null = null;
  #changing: Promise<unknown> | null = null;

  constructor(options: HomeOptions) {
    this.options = options;
    this.memory = options.memory === null ? null : new VaultMemory(options.disk, options.memory);
  }

  /** Error: not-unlocked. */
  get session(): Session {
    if (this.#session === null) throw new CodedError('not-unlocked');
    return this.#session;
  }

  /** Jobs of the open vault, or the repair that is running. Error: not-unlocked. */
  get jobs(): Jobs {
    return this.#repair?.jobs ?? this.session.jobs;
  }

  /** Whether the vault at this path, or any, is open. */
  isOpen(path: string): boolean {
    return this.#session?.vault.path === path;
  }

  /**
   * Opens a vault without its catalogue and starts a repair of it. Errors: busy, already-unlocked, what `open` throws.
   * @param start begins the job; what it is given must be called with how it has ended, exactly once
   */
  async repair<T>(
    open: () => Promise<OpenVault>,
    start: (vault: OpenVault, jobs: Jobs, ended: RepairEnd) => T,
  ): Promise<T> {
    if (this.#changing !== null || this.#repair !== null) throw new CodedError('busy');
    if (this.#session !== null) throw new CodedError('already-unlocked');
    return this.#change(async () => {
      const vault = await open();
      const jobs = new Jobs((job) => this.options.tell('job', job));
      this.#repair = { jobs };
      return start(vault, jobs, async (catalog) => {
        this.#repair = null;
        if (catalog === null) return vault.close();
        const session = this.#newSession({ vault, catalog, jobs });
        this.#session = session;
        // A log that has lost entries is no other vault's: killed before this is known, it would be called one at the next unlocking.
        return session.anchor.remember();
      });
    });
  }

  #newSession(parts: Pick<SessionParts, 'vault' | 'catalog' | 'jobs'>): Session {
    const { createPool, tell, watchTimes } = this.options;
    const { memory } = this;
    const session = new Session({ ...parts, createPool, tell, scans: new Scans(), memory, watchTimes });
    continueResealing(session);
    this.options.onOpen(session);
    return session;
  }

  /** Errors: already-unlocked; busy (another vault is being opened, closed or repaired); what `open` throws. */
  async enter<T extends Opened>(open: () => Promise<T>): Promise<{ session: Session; opened: T }> {
    if (this.#changing !== null || this.#repair !== null) throw new CodedError('busy');
    if (this.#session !== null) throw new CodedError('already-unlocked');
    return this.#change(async () => {
      const opened = await open();
      const { vault, catalog } = opened;
      const session = this.#newSession({ vault, catalog });
      this.#session = session;
      void session.anchor.remember(); // what fails is heard on closing
      return { session, opened };
    });
  }

  /** Closes the vault, if one is open or being opened. */
  async leave(): Promise<void> {
    while (this.#changing !== null) await this.#changing.catch(() => undefined); // told to who asked for it
    // Ends by closing the vault, or with a session if it was just done.
    await this.#repair?.jobs.close(repairGraceMs);
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
