/** @file What the window says of imports, exports and checks: under the bar, at the end, and as a list to paste elsewhere. */
import { describe, expect, it } from 'vitest';
import { firstKind, filesLeft, inOrder } from '../../src/renderer/jobs/imports-order.ts';
import { importText, problemsText } from '../../src/renderer/jobs/list-text.ts';
import { problemRow, problemRows } from '../../src/renderer/jobs/problem-rows.ts';
import { summarise } from '../../src/renderer/jobs/summary.ts';
import { announcement, progressWords, reason, result, title } from '../../src/renderer/jobs/words.ts';
import type { ImportReport, Job, ScanResult } from '../../src/shared/contract.ts';

const id = (digit: string): string => digit.repeat(32);
const common = {
  id: id('a'),
  state: 'running',
  filesTotal: 3214,
  filesDone: 1204,
  bytesTotal: 18.2e9,
  bytesDone: 6.82e9,
  filesPerSecond: 42.3,
  bytesPerSecond: 2e8,
  secondsLeft: 171,
  seconds: 30,
  error: null,
} as const;
const counts = { imported: 3102, duplicate: 112, skipped: 0, failed: 2, attached: 0, bytes: 18e9 };
const importing: Job = { ...common, kind: 'import', import: id('b'), counts };
const exporting: Job = {
  ...common,
  kind: 'export',
  destination: '/stick',
  written: 3214,
  already: 0,
  failures: [],
  failed: 0,
};
const verifying: Job = { ...common, kind: 'verify', quick: false, problems: [], problemCount: 0 };

describe('under the bar', () => {
  it('stand how much is done, how fast it goes and how long it will take', () => {
    expect(progressWords(importing, false)).toEqual({
      amount: '1,204 of 3,214 · 6.82 GB of 18.2 GB',
      pace: '42 photos/s · about 3 minutes left',
    });
  });

  it('stands no time and no rate while nothing honest can be said', () => {
    expect(progressWords({ ...importing, secondsLeft: null }, false).pace).toBe('42 photos/s');
    expect(progressWords({ ...importing, secondsLeft: null, filesPerSecond: 0 }, false).pace).toBe('');
  });

  it('stands why it does not move', () => {
    expect(progressWords({ ...importing, state: 'pausing' }, false).pace).toContain('Pausing');
    expect(progressWords({ ...importing, state: 'paused' }, false).pace).toBe('Paused');
    expect(progressWords(importing, true).amount).toContain('Waits');
    expect(progressWords({ ...importing, filesTotal: 0, bytesTotal: 0 }, false).amount).toBe('Preparing…');
  });
});

describe('at the end', () => {
  it('an import says what came in, what was here, what failed, and nothing of what was not', () => {
    expect(result({ ...importing, state: 'done' })).toBe(
      '3,102 photos imported · 112 already here · 2 failed',
    );
    expect(result({ ...importing, state: 'done', counts: { ...counts, imported: 0, failed: 0 } })).toBe(
      'No new photos · 112 already here',
    );
  });

  it('a cancelled import says that what it imported is kept', () => {
    expect(result({ ...importing, state: 'cancelled' })).toContain('3,102 photos');
    expect(result({ ...importing, state: 'cancelled', counts: { ...counts, imported: 0 } })).toBe(
      'Nothing was imported.',
    );
  });

  it('an export claims a match only for what it wrote', () => {
    expect(result({ ...exporting, state: 'done' })).toBe('3,214 written, 3,214 match');
    expect(result({ ...exporting, state: 'done', written: 3212, failed: 2 })).toBe(
      '3,212 written, 3,212 match · 2 could not be written',
    );
    expect(result({ ...exporting, state: 'done', written: 0, failed: 2 })).toBe('2 could not be written');
    expect(result({ ...exporting, state: 'done', written: 1200, already: 2014 })).toBe(
      '1,200 written, 2,014 already there, 3,214 match',
    );
  });

  it('a check claims everything only when it read everything to the end', () => {
    expect(result({ ...verifying, state: 'done' })).toBe('All 3,214 photos verified.');
    expect(result({ ...verifying, state: 'done', quick: true })).not.toContain('verified');
    expect(result({ ...verifying, state: 'cancelled' })).not.toContain('verified');
    expect(result({ ...verifying, state: 'done', problemCount: 3 })).toBe('3 problems found.');
  });

  it('leftover files are told but are no problem', () => {
    const leftover = { kind: 'blob-orphan', id: null, file: 'blobs/00', name: null, detail: '' } as const;
    expect(result({ ...verifying, state: 'done', problems: [leftover] })).toBe(
      'All 3,214 photos verified. 1 leftover file needs no attention.',
    );
  });

  it('a screen reader hears why it stopped and how much room is missing', () => {
    const error = { code: 'no-space', params: { missing: 2.9e9 } } as const;
    const said = announcement({ ...importing, state: 'stopped', error }, 'end');
    expect(said).toContain('2.9 GB');
    expect(said).toContain('3,102 photos');
    expect(announcement(importing, 50)).toBe(`${title(importing)}: 50%`);
  });
});

describe('lists to paste elsewhere', () => {
  const report: ImportReport = {
    id: id('b'),
    started: '2026-11-21T14:02:00.000Z',
    finished: null,
    state: 'done',
    sources: ['/home/ada/Holiday'],
    total: { files: 2, bytes: 10 },
    counts,
    seconds: 3,
    error: null,
    resumable: false,
    stoppedAfter: null,
    retried: null,
  };

  it('have a line for each file, whatever its name', () => {
    const text = importText(report, [
      { path: '/a\nb\t.txt', bytes: 3, result: 'failed', reason: 'not-a-picture', photo: null },
      { path: '/c.jpg', bytes: 3, result: 'imported', reason: null, photo: id('c') },
    ]);
    const lines = text.trimEnd().split('\n');
    expect(lines.slice(1)).toEqual([
      'From: /home/ada/Holiday',
      '3,102 photos imported · 112 already here · 2 failed',
      '',
      '/a⏎b .txt\tThis is not a picture.',
      '/c.jpg',
    ]);
  });

  it('name what was not written and what is damaged', () => {
    const failure = {
      photo: id('c'),
      name: 'c.jpg',
      path: '2024/c.jpg',
      result: 'failed',
      digest: null,
      content: null,
      error: { code: 'blob-damaged', params: {} },
    } as const;
    expect(problemsText(problemRows({ ...exporting, failures: [failure] }))).toMatch(
      /^2024\/c\.jpg\t.*damaged.*\n$/u,
    );
    const problem = {
      kind: 'blob-missing',
      id: id('c'),
      file: 'blobs/cc',
      name: 'c.jpg',
      detail: '',
    } as const;
    expect(problemsText([problemRow(problem)])).toMatch(/^c\.jpg\t.*missing.*\tblobs\/cc\n$/u);
  });
});

describe('reasons beside a file', () => {
  it('speak of the file, not of the program', () => {
    expect(reason({ result: 'failed', reason: 'file-empty' })).toBe('The file is empty.');
    expect(reason({ result: 'failed', reason: 'no-permission' })).toContain('read this file');
    expect(reason({ result: 'duplicate', reason: null })).toContain('already');
    expect(reason({ result: 'imported', reason: null })).toBe('');
  });
});

describe('before an import', () => {
  const scan: ScanResult = {
    scan: id('d'),
    files: 3224,
    bytes: 18.2e9,
    photos: 3214,
    alreadyHere: 112,
    unsupported: 6,
    notPictures: 4,
    sidecars: 0,
    skipped: 0,
    left: { links: 0, hidden: 0, thumbnails: 0, system: 0 },
    needsBytes: 19e9,
    freeBytes: 240e9,
  };

  it('counts what would be added, and names only what there is', () => {
    const { pictures, fresh, missingBytes, facts } = summarise(scan);
    expect({ pictures, fresh, missingBytes }).toEqual({ pictures: 3220, fresh: 3108, missingBytes: 0 });
    expect(facts.map(({ kind }) => kind)).toEqual(['alreadyHere', 'withoutPreview', 'notPictures']);
  });

  it('says how much room is missing', () => {
    expect(summarise({ ...scan, freeBytes: 12e9 }).missingBytes).toBe(7e9);
  });

  it('sees that there is nothing to add', () => {
    expect(summarise({ ...scan, alreadyHere: 3220 }).fresh).toBe(0);
  });
});

describe('the list of imports', () => {
  const report = (started: string, changes: Partial<ImportReport> = {}): ImportReport => ({
    id: id('b'),
    started,
    finished: null,
    state: 'done',
    sources: [],
    total: { files: 100, bytes: 10 },
    counts: { imported: 40, duplicate: 5, skipped: 3, failed: 5, attached: 0, bytes: 1 },
    seconds: 3,
    error: null,
    resumable: false,
    stoppedAfter: null,
    retried: null,
    ...changes,
  });

  it('has what can be gone on with on top, then the newest', () => {
    const list = [
      report('2026-01-02T00:00:00.000Z'),
      report('2026-01-01T00:00:00.000Z', { state: 'interrupted', resumable: true }),
      report('2026-01-03T00:00:00.000Z'),
    ];
    expect(inOrder(list).map(({ started }) => started.slice(8, 10))).toEqual(['01', '03', '02']);
  });

  it('counts the files still to come; links and hidden files were never among them', () => {
    expect(filesLeft(report('2026-01-01T00:00:00.000Z'))).toBe(50);
  });

  it('opens a report where there is something to see', () => {
    expect(firstKind({ imported: 4, duplicate: 0, skipped: 0, failed: 1, attached: 0 })).toBe('failed');
    expect(firstKind({ imported: 0, duplicate: 3, skipped: 1, failed: 0, attached: 0 })).toBe('duplicate');
    expect(firstKind({ imported: 0, duplicate: 0, skipped: 0, failed: 0, attached: 0 })).toBe('imported');
  });
});
