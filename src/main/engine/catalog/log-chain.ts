/** @file The audit log as a chain: what each entry's hash and signature go over (docs/format.md §5.6). Runs in the engine. */
import * as v from 'valibot';
import { LogEntryHead, type LogEvent } from '../../../shared/log.ts';
import { hash, isSignedBy, u64 } from '../crypto/index.ts';

/** One entry as its cell, a snapshot and an export hold it. */
export interface LogRecord {
  /** JSON; its bytes as they stand are what is chained. */
  readonly entry: string;
  /** base64 */
  readonly signature: string;
}

const hashBytes = 32;
const context = Buffer.from('lightproof/1 log');
const signedContext = Buffer.from('lightproof/1 log entry');
/** The hash before the first entry. */
export const noEntries: Buffer = Buffer.alloc(hashBytes);

const Record = v.strictObject({ entry: v.string(), signature: v.pipe(v.string(), v.base64()) });

/** null when it has another shape. */
export function asLogRecord(value: unknown): LogRecord | null {
  const parsed = v.safeParse(Record, value);
  return parsed.success ? parsed.output : null;
}

/** The text of a new entry. */
export function entryText(seq: number, at: string, event: LogEvent): string {
  return JSON.stringify({ seq, at, ...event });
}

/** The hash of entry `seq`, from the one of the entry before it. */
export function entryHash(vaultId: Uint8Array, seq: number, previous: Uint8Array, entry: string): Buffer {
  return hash(hashBytes, [context, vaultId, u64(seq), previous, hash(hashBytes, Buffer.from(entry, 'utf8'))]);
}

/** What is signed for an entry with this hash. */
export function signedBytes(entryHash: Uint8Array): Buffer {
  return Buffer.concat([signedContext, entryHash]);
}

/** Whether the entry carries the signing key's signature for this hash. */
export function isSigned(publicKey: Uint8Array, record: LogRecord, entryHash: Uint8Array): boolean {
  return isSignedBy(publicKey, signedBytes(entryHash), Buffer.from(record.signature, 'base64'));
}

/** Follows a log from before its first entry. */
export class LogChain {
  readonly #vaultId: Uint8Array;
  readonly #publicKey: Uint8Array;
  #length = 0;
  #head: Buffer = noEntries;

  constructor(vaultId: Uint8Array, publicKey: Uint8Array) {
    this.#vaultId = vaultId;
    this.#publicKey = publicKey;
  }

  get length(): number {
    return this.#length;
  }
  /** Hash of the last entry taken in. */
  get head(): Buffer {
    return this.#head;
  }

  /** Takes in the next entry; false, and unchanged, when it is not the one the vault wrote there. */
  add(record: LogRecord): boolean {
    const seq = this.#length + 1;
    const head = entryHash(this.#vaultId, seq, this.#head, record.entry);
    if (!isSigned(this.#publicKey, record, head) || seqOf(record.entry) !== seq) return false;
    this.#length = seq;
    this.#head = head;
    return true;
  }
}

function seqOf(entry: string): number | null {
  try {
    const parsed = v.safeParse(LogEntryHead, JSON.parse(entry));
    return parsed.success ? parsed.output.seq : null;
  } catch {
    return null;
  }
}
