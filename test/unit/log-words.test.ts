/** @file Every event of the audit log is told in words a person understands, whatever its numbers. */
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/shared/log.ts';
import { logSentence } from '../../src/shared/log-words.ts';

const words = (event: LogEvent): string =>
  logSentence(event, {
    counted: (count, one, many) => `${String(count)} ${count === 1 ? one : many}`,
    instant: (instant) => instant.slice(0, 10),
  });
const [id, label] = ['0'.repeat(32), 'Ada'];
const counts = { imported: 0, duplicate: 0, skipped: 0, failed: 0 };
const repaired = { event: 'repaired', restored: 0, adopted: 0, missing: 0, damaged: 0 } as const;
const exported = {
  event: 'exported',
  destination: '/there',
  what: 'originals',
  photos: 3,
  failed: 0,
} as const;

describe('the words of the log', () => {
  it.each<[LogEvent, string]>([
    [{ event: 'created' }, 'The vault was made.'],
    [
      { event: 'unlocked', slot: id, kind: 'passphrase+keyfile' },
      'Unlocked with a passphrase and its key file.',
    ],
    [
      {
        event: 'unlock-failed',
        count: 1,
        first: '2026-01-02T03:04:05.000Z',
        last: '2026-01-02T03:04:05.000Z',
      },
      'Somebody tried to unlock and failed, on 2026-01-02.',
    ],
    [
      {
        event: 'unlock-failed',
        count: 3,
        first: '2026-01-02T03:04:05.000Z',
        last: '2026-02-02T03:04:05.000Z',
      },
      '3 attempts to unlock failed, from 2026-01-02 to 2026-02-02.',
    ],
    [{ event: 'imported', import: id, state: 'done', ...counts, imported: 1 }, 'Imported 1 photo.'],
    [
      { event: 'imported', import: id, state: 'cancelled', imported: 5, duplicate: 1, skipped: 2, failed: 3 },
      'Imported 5 photos, 1 was in the vault already, 2 files left out, 3 files failed. It was cancelled.',
    ],
    [{ ...exported, state: 'done' }, 'Exported 3 photos to /there.'],
    [{ ...exported, state: 'done', what: 'no-place' }, 'Exported 3 photos without place to /there.'],
    [
      { ...exported, state: 'stopped', what: 'webp-no-metadata', failed: 1 },
      'Exported 3 photos as WebP without metadata to /there, 1 photo failed. It was stopped by a failure.',
    ],
    [{ ...exported, state: 'done', what: 'holograms' }, 'Exported 3 photos to /there.'],
    [{ ...exported, state: 'done', what: 'log', photos: 0 }, 'Exported this log to /there.'],
    [{ event: 'deleted', photos: 2 }, 'Deleted 2 photos for good.'],
    [{ event: 'slot-added', slot: id, kind: 'passphrase', label }, 'Added “Ada” as a way in: a passphrase.'],
    [{ event: 'slot-removed', slot: id, kind: 'passphrase', label }, 'Removed “Ada” from the ways in.'],
    [{ event: 'slot-renamed', slot: id, kind: 'passphrase', label }, 'Renamed a way in to “Ada”.'],
    [
      { event: 'passphrase-changed', slot: id, kind: 'passphrase', label },
      'Changed the passphrase of “Ada”.',
    ],
    [
      { event: 'kit-reissued', slot: id, kind: 'recovery', label },
      'Made a new recovery kit. Earlier ones no longer open the vault.',
    ],
    [{ event: 'keys-rotated', epoch: 2, dropped: 0 }, 'Changed the vault’s keys.'],
    [{ event: 'keys-rotated', epoch: 2, dropped: 1 }, 'Changed the vault’s keys, and removed 1 way in.'],
    [{ event: 're-encrypted', epoch: 2, blobs: 9 }, 'Encrypted 9 files anew under the newest keys.'],
    [{ event: 'verified', quick: true, problems: 0 }, 'Had a quick look at the vault: no problem found.'],
    [{ event: 'verified', quick: false, problems: 2 }, 'Verified the whole vault: 2 problems found.'],
    [repaired, 'Repaired the vault: nothing was wrong.'],
    [
      { ...repaired, restored: 5, missing: 1, entriesLost: 2 },
      'Repaired the vault: 5 photos restored, 1 file missing, 2 entries of this log lost.',
    ],
    [
      { event: 'restored', code: 'vault-rolled-back', generation: 7 },
      'An older copy of the vault was taken back on purpose.',
    ],
  ])('%j', (event, sentence) => {
    expect(words(event)).toBe(sentence);
  });
});
