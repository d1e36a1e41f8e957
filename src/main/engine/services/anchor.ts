/** @file Notices that an open vault is older than it should be, and remembers its newest state outside of it (docs/format.md §8). Runs in the engine. */
import { CodedError, type ErrorValue } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/index.ts';
import { changesBetween } from '../integrity/snapshot-keeper.ts';
import { Snapshots } from '../integrity/snapshots.ts';
import { compareWithSeen } from '../memory/compare.ts';
import type { Seen, VaultMemory } from '../memory/index.ts';
import type { OpenVault } from '../vault/index.ts';

interface Place {
  readonly vault: OpenVault;
  readonly catalog: Catalog;
  /** null: nothing is remembered outside vaults. */
  readonly memory: VaultMemory | null;
}

/**
 * Looks for signs that an older copy stands in the place of the newest: a newer snapshot, and what is remembered. (Header and catalogue were
 * held against each other when the catalogue was read.) The catalogue is frozen with what is told.
 * @param rebuilt a repair has just made it: newer than what is remembered, and it may lack entries of the log that nothing held any more
 */
export async function checkAge(place: Place, rebuilt = false): Promise<ErrorValue[]> {
  const { catalog } = place;
  if (catalog.frozen !== null) return [];
  const notice = (await olderThanSnapshot(place)) ?? (await otherThanSeen(place, rebuilt));
  if (notice === null) return [];
  catalog.freeze(notice);
  return [notice];
}

/** A snapshot is never newer than its catalogue: if it is, an older catalogue was put in the place of the newest (docs/format.md §6.1). */
async function olderThanSnapshot({ vault, catalog }: Place): Promise<ErrorValue | null> {
  const older = (await newestSnapshot(vault)) - catalog.generation;
  return older <= 0 ? null : { code: 'catalogue-rolled-back', params: { older, changed: catalog.changed } };
}

/** Generation of the newest snapshot that opens; 0 where there is none, or the folder cannot be read: that keeps nobody from their photos. */
export async function newestSnapshot(vault: OpenVault): Promise<number> {
  try {
    return (await new Snapshots(vault).newest()) ?? 0;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return 0;
  }
}

async function otherThanSeen(
  { vault, catalog, memory }: Place,
  rebuilt: boolean,
): Promise<ErrorValue | null> {
  const seen = (await memory?.recall(vault.id))?.seen ?? null;
  if (seen === null) return null;
  return compareWithSeen(seen, {
    header: vault.generation,
    catalogue: catalog.generation,
    root: catalog.root,
    changed: catalog.changed,
    logHolds: (length, head) => {
      try {
        if (rebuilt || catalog.logHolds(length, head)) return true;
        return length <= catalog.logLength && catalog.logEntries(length, 1)[0] === null ? null : false;
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        return null;
      }
    },
  });
}

/** Remembers an open vault: when it was opened, after each change of its header, every 500 changes of its catalogue, when it is closed. */
export class Anchor {
  readonly #place: Place;
  readonly #unlisten: () => void;
  /** Generation of the catalogue that was remembered last. */
  #last: number;
  #running: Promise<void> = Promise.resolve();

  constructor(place: Place) {
    this.#place = place;
    this.#last = place.catalog.generation;
    this.#unlisten = place.catalog.onChange(({ generation }) => {
      if (generation - this.#last >= changesBetween) void this.remember();
    });
  }

  /** Of a catalogue in which something is wrong nothing is remembered: what is known already is what it is measured by. */
  remember(): Promise<void> {
    const { memory, vault, catalog } = this.#place;
    this.#last = catalog.generation;
    const before = this.#running;
    this.#running = (async () => {
      await before.catch(() => undefined); // heard by who asked for that
      const sound = catalog.frozen === null || catalog.frozen.code === 'vault-read-only';
      if (memory !== null && sound) await memory.remember(vault.id, seenOf(vault, catalog));
    })();
    this.#running.catch(() => undefined); // only a bug; heard by whoever waits for it
    return this.#running;
  }

  async close(): Promise<void> {
    this.#unlisten();
    await this.remember();
  }
}

/** Both are durable: a generation counts from when its write was. */
export function seenOf(vault: OpenVault, catalog: Catalog): Seen {
  return {
    header: vault.generation,
    catalogue: catalog.generation,
    root: catalog.root,
    logLength: catalog.logLength,
    logHead: catalog.logHead,
    changed: catalog.changed,
  };
}
