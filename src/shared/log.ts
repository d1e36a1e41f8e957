/**
 * @file What can stand in a vault's audit log (docs/format.md §5.6): the events this version writes and shows. A reader keeps others as
 * they are. Pure TypeScript.
 */
import * as v from 'valibot';

const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Instant = v.pipe(v.string(), v.isoTimestamp());
const SlotKind = v.picklist(['passphrase', 'passphrase+keyfile', 'recovery']);
/** How work that was begun has ended. */
const Ended = v.picklist(['done', 'cancelled', 'stopped']);

const event = <const Name extends string, const Fields extends v.ObjectEntries>(name: Name, fields: Fields) =>
  v.object({ event: v.literal(name), ...fields });
const ofSlot = { slot: Id, kind: SlotKind, label: v.string() };

export const LogEvent = v.variant('event', [
  event('created', {}),
  event('unlocked', { slot: Id, kind: SlotKind }),
  /** Attempts that failed since the last unlocking, as far as this computer knows. */
  event('unlock-failed', { count: Count, first: Instant, last: Instant }),
  event('imported', {
    import: Id,
    state: Ended,
    imported: Count,
    duplicate: Count,
    /** Not in entries of version 0.1.0. */
    attached: v.exactOptional(Count),
    skipped: Count,
    failed: Count,
  }),
  event('exported', {
    state: Ended,
    destination: v.string(),
    what: v.string(),
    photos: Count,
    failed: Count,
  }),
  /** A package for people, of whom there are so many, or for whoever knows its passphrase. */
  event('sent', {
    state: Ended,
    file: v.string(),
    what: v.string(),
    photos: Count,
    failed: Count,
    people: Count,
  }),
  /** For ever. */
  event('deleted', { photos: Count }),
  event('slot-added', ofSlot),
  event('slot-removed', ofSlot),
  event('slot-renamed', ofSlot),
  event('passphrase-changed', ofSlot),
  event('kit-reissued', ofSlot),
  /** `dropped`: slots whose secret was not at hand. */
  event('keys-rotated', { epoch: Count, dropped: Count }),
  event('re-encrypted', { epoch: Count, blobs: Count }),
  event('verified', { quick: v.boolean(), problems: Count }),
  /** `entriesLost`: of the log, where that is known. */
  event('repaired', {
    restored: Count,
    adopted: Count,
    missing: Count,
    damaged: Count,
    entriesLost: v.exactOptional(Count),
  }),
  /** An older vault was taken back on purpose; `code`: what was noticed. */
  event('restored', { code: v.string(), generation: Count }),
]);
export type LogEvent = v.InferOutput<typeof LogEvent>;

/** What every entry has, whatever it tells. */
export const LogEntryHead = v.looseObject({
  seq: v.pipe(Count, v.minValue(1)),
  at: Instant,
  event: v.pipe(v.string(), v.maxLength(200)),
});

/** One entry as it is listed. */
export const LogItem = v.strictObject({
  seq: Count,
  at: v.nullable(Instant),
  /** The event's name as it stands. */
  name: v.nullable(v.string()),
  /** null: an event this version does not know. */
  event: v.nullable(LogEvent),
  /** JSON, as it was written and signed; null: it is missing, or does not open. */
  text: v.nullable(v.string()),
});
export type LogItem = v.InferOutput<typeof LogItem>;
