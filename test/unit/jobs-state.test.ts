/** @file What the renderer makes of news about running work. */
import { describe, expect, it } from 'vitest';
import {
  asksBeforeCancel,
  fractionDone,
  isWaiting,
  milestone,
  wentWell,
  withJob,
  withoutJob,
  type Jobs,
} from '../../src/renderer/jobs/state.ts';
import type { Job } from '../../src/shared/contract.ts';

type ImportJob = Extract<Job, { kind: 'import' }>;

function importJob(id: string, changes: Partial<ImportJob> = {}): ImportJob {
  return {
    kind: 'import',
    id: id.padEnd(32, '0'),
    import: id.padEnd(32, '1'),
    state: 'running',
    filesTotal: 100,
    filesDone: 0,
    bytesTotal: 1000,
    bytesDone: 0,
    filesPerSecond: 0,
    bytesPerSecond: 0,
    secondsLeft: null,
    seconds: 0,
    error: null,
    counts: { imported: 0, duplicate: 0, skipped: 0, failed: 0, attached: 0, bytes: 0 },
    ...changes,
  };
}

describe('the list of jobs', () => {
  it('keeps the order in which they came and replaces in place', () => {
    let jobs: Jobs = [];
    jobs = withJob(jobs, importJob('a'));
    jobs = withJob(jobs, importJob('b'));
    jobs = withJob(jobs, importJob('a', { filesDone: 7 }));
    expect(jobs.map((job) => [job.id[0], job.filesDone])).toEqual([
      ['a', 7],
      ['b', 0],
    ]);
    expect(withoutJob(jobs, importJob('a').id)).toHaveLength(1);
  });

  it('does not bring an ended job back to life when late progress arrives', () => {
    const ended = withJob([], importJob('a', { state: 'done', filesDone: 100 }));
    expect(withJob(ended, importJob('a', { filesDone: 99 }))).toEqual(ended);
  });

  it('says that an import waits only while an earlier one is unfinished', () => {
    const [first, second] = [importJob('a', { filesDone: 3 }), importJob('b')];
    expect(isWaiting([first, second], second)).toBe(true);
    expect(isWaiting([first, second], first)).toBe(false);
    expect(isWaiting([importJob('a', { state: 'done' }), second], second)).toBe(false);
  });
});

describe('how far a job is', () => {
  it('counts bytes, else files, else says nothing', () => {
    expect(fractionDone(importJob('a', { bytesDone: 250, filesDone: 90 }))).toBe(0.25);
    expect(fractionDone(importJob('a', { bytesTotal: 0, filesDone: 90 }))).toBe(0.9);
    expect(fractionDone(importJob('a', { bytesTotal: 0, filesTotal: 0 }))).toBeNull();
  });

  it('is never above the whole, even when a file grew while it was read', () => {
    expect(fractionDone(importJob('a', { bytesDone: 1200 }))).toBe(1);
  });

  it('is the whole for an empty job that is done', () => {
    expect(fractionDone(importJob('a', { bytesTotal: 0, filesTotal: 0, state: 'done' }))).toBe(1);
  });
});

describe('what is announced', () => {
  const at = (bytesDone: number) => importJob('a', { bytesDone });

  it('the start, every quarter once, and the end', () => {
    const course = [at(0), at(100), at(250), at(300), at(499), at(500), at(760), at(1000)];
    const ended = importJob('a', { bytesDone: 1000, state: 'done' });
    const said = [...course, ended].map((job, index, all) => milestone(all[index - 1], job));
    expect(said).toEqual(['start', null, 25, null, null, 50, 75, null, 'end']);
  });

  it('only the furthest quarter when several pass at once', () => {
    expect(milestone(at(10), at(800))).toBe(75);
  });

  it('nothing about a job that had ended before this page existed, nor twice about its end', () => {
    const ended = importJob('a', { state: 'done' });
    expect(milestone(undefined, ended)).toBeNull();
    expect(milestone(ended, ended)).toBeNull();
  });
});

describe('what needs a question or a worry', () => {
  it('asks before cancelling only when there is work to be lost', () => {
    expect(asksBeforeCancel(importJob('a', { seconds: 3, filesDone: 40 }))).toBe(false);
    expect(asksBeforeCancel(importJob('a', { seconds: 60, filesDone: 40 }))).toBe(true);
    expect(asksBeforeCancel(importJob('a', { seconds: 60 }))).toBe(false);
  });

  it('went well only when it is done and nothing failed', () => {
    const counts = { imported: 9, duplicate: 0, skipped: 0, failed: 1, attached: 0, bytes: 9 };
    expect(wentWell(importJob('a', { state: 'done' }))).toBe(true);
    expect(wentWell(importJob('a', { state: 'done', counts }))).toBe(false);
    expect(wentWell(importJob('a', { state: 'cancelled' }))).toBe(false);
  });
});
