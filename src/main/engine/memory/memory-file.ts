/** @file What is remembered of one vault outside its folder, as it stands in its file (docs/format.md §8). Runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Instant = v.pipe(v.string(), v.isoTimestamp());

/** The newest state of a vault that was seen durable. */
export const Seen = v.strictObject({
  /** Generation of the header. */
  header: Count,
  /** Generation of the catalogue. */
  catalogue: Count,
  root: Hash,
  logLength: Count,
  logHead: Hash,
  /** When the catalogue was last changed, by the clock of who changed it: for people, nothing is decided by it. */
  changed: Instant,
});
export type Seen = v.InferOutput<typeof Seen>;

/** Attempts to unlock that failed since the last one that did not. */
const Failures = v.strictObject({ count: v.pipe(Count, v.minValue(1)), first: Instant, last: Instant });
export type Failures = v.InferOutput<typeof Failures>;

const Remembered = v.strictObject({
  vault: Id,
  seen: v.nullable(Seen),
  failures: v.nullable(Failures),
  /** What was looked at last, sealed (services/views.ts), as base64. */
  view: v.exactOptional(v.pipe(v.string(), v.maxLength(11_000))),
});
export type Remembered = v.InferOutput<typeof Remembered>;

export const maxMemoryBytes = 16 * 1024;

export function encodeMemory(remembered: Remembered): Buffer {
  return Buffer.from(`${JSON.stringify(remembered)}\n`, 'utf8');
}

/** null for anything that is not the memory of this vault: it is begun afresh then. */
export function decodeMemory(bytes: Buffer | null, vault: Id): Remembered | null {
  if (bytes === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  const parsed = v.safeParse(Remembered, json);
  return parsed.success && parsed.output.vault === vault ? parsed.output : null;
}
