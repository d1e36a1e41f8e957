/** @file What stands before the content of a blob (docs/format.md §4.4); runs in the engine. */
import * as v from 'valibot';
import { Id } from '../../../shared/contract.ts';
import { isZero, lp } from '../crypto/index.ts';

export const maxCapsuleBytes = 1024 * 1024;
const block = 4096;

/** JSON of a capsule. Fields we do not know are ignored. */
export const Capsule = v.object({
  kind: v.picklist(['original', 'preview', 'pair', 'snapshot']),
  photo: Id,
  name: v.pipe(v.string(), v.maxLength(1024)),
  mime: v.pipe(v.string(), v.maxLength(255)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  capturedAt: v.exactOptional(v.pipe(v.string(), v.maxLength(64))),
  modifiedAt: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
  importedAt: v.pipe(v.string(), v.isoTimestamp()),
});
export type Capsule = v.InferOutput<typeof Capsule>;
/** A capsule whose content nobody has read yet. */
export type UndigestedCapsule = Omit<Capsule, 'digest'>;

/** The capsule's bytes, zeros included. A capsule that does not fit its own schema is a bug and throws. */
export function encodeCapsule(capsule: Capsule): Buffer {
  return filled(v.parse(Capsule, capsule));
}

/** Any object as the bytes of a capsule. */
export function filled(value: object): Buffer {
  const json = lp(JSON.stringify(value));
  const bytes = Buffer.alloc(Math.ceil(json.length / block) * block);
  json.copy(bytes);
  return bytes;
}

/** Length of a capsule from its first 4 bytes; null when it is more than 1 MiB. */
export function capsuleLength(start: Buffer): number | null {
  const bytes = Math.ceil((4 + start.readUInt32BE(0)) / block) * block;
  return bytes <= maxCapsuleBytes ? bytes : null;
}

/** Refuses what is no UTF-8, instead of guessing at it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The capsule in exactly its bytes; null when it is none. */
export function decodeCapsule(bytes: Buffer): Capsule | null {
  const parsed = v.safeParse(Capsule, unfilled(bytes));
  return parsed.success ? parsed.output : null;
}

/** The JSON in exactly these bytes; undefined, which fits no schema of a capsule, when there is none. */
export function unfilled(bytes: Buffer): unknown {
  const end = 4 + bytes.readUInt32BE(0);
  if (end > bytes.length || !isZero(bytes.subarray(end))) return undefined;
  try {
    return JSON.parse(utf8.decode(bytes.subarray(4, end)));
  } catch {
    return undefined; // not JSON, or not UTF-8
  }
}
