/** @file What is said of encrypting everything anew: while it runs, at its end, and how long it may take. */
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/shared/contract.ts';
import { failures, wentWell } from '../../src/renderer/jobs/state.ts';
import { progressWords, result, title } from '../../src/renderer/jobs/words.ts';
import { secondsFor } from '../../src/renderer/settings/reencrypt-time.ts';

const job = (change: Partial<Extract<Job, { kind: 'reencrypt' }>> = {}): Job => ({
  kind: 'reencrypt',
  id: '0'.repeat(32),
  state: 'done',
  scope: 'everything',
  already: 10,
  filesTotal: 90,
  filesDone: 90,
  bytesTotal: 900_000,
  bytesDone: 900_000,
  filesPerSecond: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  seconds: 3,
  error: null,
  problems: [],
  problemCount: 0,
  ...change,
});

describe('encrypting anew', () => {
  it('says what is being done and how far it is', () => {
    const running = job({
      state: 'running',
      filesDone: 30,
      bytesDone: 300_000,
      filesPerSecond: 4,
      secondsLeft: 15,
    });
    expect(title(running)).toBe('Encrypting all photos anew');
    expect(progressWords(running, false).amount).toContain('30 of 90');
    expect(title(job({ state: 'running', scope: 'catalogue' }))).toBe('Encrypting the catalogue anew');
  });

  it('counts the photos under the new keys at its end, and names those that could not be read', () => {
    expect(result(job())).toBe('100 photos are under the new keys.');
    expect(wentWell(job())).toBe(true);
    const left = job({ problemCount: 1 });
    expect(result(left)).toBe(
      '99 photos are under the new keys. The file of 1 photo could not be read and was left as it is.',
    );
    expect([failures(left), wentWell(left)]).toEqual([1, false]);
    expect(result(job({ state: 'cancelled', filesDone: 1 }))).toBe('1 photo encrypted anew before that.');
    expect(result(job({ state: 'stopped' }))).toContain('Nothing is lost');
  });

  it('tells a time only where an import of some size has shown what the disk can do', () => {
    const counts = (bytes: number) => ({
      imported: 1,
      duplicate: 0,
      attached: 0,
      skipped: 0,
      failed: 0,
      bytes,
    });
    expect(secondsFor(1_000_000_000, [])).toBeNull();
    expect(secondsFor(1_000_000_000, [{ counts: counts(1_000_000), seconds: 0.1 }])).toBeNull();
    const imports = [
      { counts: counts(100_000_000), seconds: 5 },
      { counts: counts(400_000_000), seconds: 10 },
    ];
    expect(secondsFor(1_000_000_000, imports)).toBe(25);
  });
});
