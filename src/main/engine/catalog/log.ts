/** @file The catalogue's audit log: numbered entries that never change, chained and signed (docs/format.md §5.6). Runs in the engine. */
import type { Problem } from '../../../shared/contract.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { LogEvent } from '../../../shared/log.ts';
import { u64 } from '../crypto/index.ts';
import type { OpenVault } from '../vault/index.ts';
import { parseCell, type Cells } from './cell.ts';
import type { Database } from './database.ts';
import { isWellFormed, type Row } from './row.ts';
import {
  asLogRecord,
  entryHash,
  entryText,
  isSigned,
  LogChain,
  noEntries,
  signedBytes,
  type LogRecord,
} from './log-chain.ts';

/** Entries never change, so their rows have one version. */
const version = 1;
const breath = 50;

/** Entries that are about to be written. */
export interface StagedLog {
  add(event: LogEvent): void;
  /** One that was written before, into a catalogue that takes the place of another. Error: RangeError (not the next one). */
  restore(record: LogRecord): void;
  readonly rows: readonly Row[];
  /** The log as it will be. */
  readonly length: number;
  /** Hex. */
  readonly head: string;
  commit(): void;
}

export class Log {
  readonly #vault: OpenVault;
  readonly #database: Database;
  readonly #cells: Cells;
  #length = 0;
  #head: Buffer = noEntries;

  constructor(vault: OpenVault, database: Database, cells: Cells) {
    this.#vault = vault;
    this.#database = database;
    this.#cells = cells;
  }

  get length(): number {
    return this.#length;
  }
  /** Hash of the newest entry, hex; 64 zeros while there is none. */
  get head(): string {
    return this.#head.toString('hex');
  }

  /** Takes over what the state row says. False when the newest entry is not that one, or there are others beside it. */
  load(length: number, head: string): boolean {
    this.#length = length;
    this.#head = Buffer.from(head, 'hex');
    return this.#database.count('log') === length && this.holds(length, head);
  }

  /**
   * Whether the first `length` entries are those that end in the hash `head` (hex): asked of a length and a head seen before. One look,
   * whatever the length: the entry's signature is for its hash, which is a hash of all before it too.
   */
  holds(length: number, head: string): boolean {
    if (length === 0) return head === noEntries.toString('hex');
    if (length > this.#length) return false;
    const record = this.#record(length);
    return record !== null && isSigned(this.#vault.keys.signingPublicKey, record, Buffer.from(head, 'hex'));
  }

  /** Entries from number `from` (≥ 1) on, at most `limit` of them; null in the place of one that is missing or does not open. */
  entries(from: number, limit: number): (LogRecord | null)[] {
    const count = Math.max(0, Math.min(limit, this.#length - from + 1));
    return Array.from({ length: count }, (_, index) => this.#record(from + index));
  }

  /** The first `length` entries, one after the other. Error: log-damaged. */
  *upTo(length: number): Generator<LogRecord> {
    for (let seq = 1; seq <= length; seq += 1) {
      const record = this.#record(seq);
      if (record === null) throw new CodedError('log-damaged', { entry: seq });
      yield record;
    }
  }

  stage(): StagedLog {
    const rows: Row[] = [];
    let length = this.#length;
    let head = this.#head;
    const put = (record: LogRecord, hash: Buffer): void => {
      length += 1;
      head = hash;
      const data = Buffer.from(JSON.stringify(record), 'utf8');
      rows.push(this.#cells.seal('log', idOf(length), version, data));
    };
    const next = (entry: string): Buffer => entryHash(this.#vault.idBytes, length + 1, head, entry);
    return {
      rows,
      add: (event) => {
        const entry = entryText(length + 1, new Date().toISOString(), event);
        const hash = next(entry);
        const signature = this.#vault.keys.sign(signedBytes(hash)).toString('base64');
        put({ entry, signature }, hash);
      },
      restore: (record) => {
        const hash = next(record.entry);
        if (!isSigned(this.#vault.keys.signingPublicKey, record, hash))
          throw new RangeError('not the next entry of this log');
        put(record, hash);
      },
      get length() {
        return length;
      },
      get head() {
        return head.toString('hex');
      },
      commit: () => {
        this.#length = length;
        this.#head = head;
      },
    };
  }

  /** Follows the chain through every entry and checks every signature. Yields null now and then, so that the caller can breathe. */
  *verify(): Generator<Problem | null> {
    const chain = new LogChain(this.#vault.idBytes, this.#vault.keys.signingPublicKey);
    while (chain.length < this.#length) {
      const record = this.#record(chain.length + 1);
      if (record === null || !chain.add(record)) {
        const seq = String(chain.length + 1);
        yield problem(`entry ${seq} of the log is missing or altered, or does not follow the one before it`);
        return; // nothing after it can be told from forged
      }
      if (chain.length % breath === 0) yield null;
    }
    if (!chain.head.equals(this.#head)) yield problem('the log does not end as the catalogue says');
    const extra = this.#database.count('log') - this.#length;
    if (extra > 0) yield problem(`${String(extra)} entries of the log were added by something else`);
  }

  #record(seq: number): LogRecord | null {
    const row = this.#database.get('log', idOf(seq));
    return row === undefined ? null : openRecord(this.#cells, row);
  }
}

/** The entry in a row of `log`; null when it does not open. */
export function openRecord(cells: Cells, row: Row): LogRecord | null {
  if (!isWellFormed(row) || row.version !== version) return null;
  return asLogRecord(parseCell(cells.openShared('log', row)));
}

/** The number of the entry that a row of `log` holds by its id. */
export function seqOfRow({ id }: Row): number {
  return Number(id.readBigUInt64BE(8));
}

function idOf(seq: number): Buffer {
  return Buffer.concat([Buffer.alloc(8), u64(seq)]);
}

function problem(detail: string): Problem {
  return { kind: 'log-damaged', id: null, file: 'catalog.db', name: null, detail };
}
