/** @file What the catalogue tells of its changes and its age, hands to snapshots, and can begin with. Runs in the engine. */
import type { Id } from '../../../shared/contract.ts';
import type { LogRecord } from './log-chain.ts';
import type { Entry, PhotoEntries } from './photo-table.ts';
import type { ObjectRecord } from './records.ts';

export interface CatalogChange {
  readonly generation: number;
  readonly put: readonly Id[];
  readonly removed: readonly Id[];
}

/** What is in it at one moment. */
export interface CatalogEntries {
  readonly photos: PhotoEntries;
  readonly objects: readonly (readonly [Id, Entry<ObjectRecord>])[];
  readonly logLength: number;
  /** The audit log up to then, read from disk as it is asked for: entries never change. Error: log-damaged. */
  readonly log: () => Iterable<LogRecord>;
}

/** What a catalogue says of its age (docs/format.md §5.3). */
export interface Age {
  readonly generation: number;
  /** The generation at which a photo or an object was last changed. */
  readonly records: number;
  /** Highest generation of the header that any state has named. */
  readonly header: number;
  /** An instant; empty while there is no state. */
  readonly changed: string;
}

/** What a catalogue begins with that takes the place of another one (docs/format.md §6.3). */
export interface Beginning {
  /** Higher than any the vault has had. */
  readonly generation: number;
  /** Highest generation of the header that any state has named. */
  readonly headerSeen: number;
  /** The versions rows have had: the new ones are higher. */
  readonly versions: ReadonlyMap<Id, number>;
}
