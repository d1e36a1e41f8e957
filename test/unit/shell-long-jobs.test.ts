/** @file Which ends are worth a notification, and how far the taskbar says that things are. */
import { describe, expect, it } from 'vitest';
import { LongJobs } from '../../src/main/shell/long-jobs.ts';

function watched() {
  const shares: (number | null | undefined)[] = [];
  const ended: string[] = [];
  const jobs = new LongJobs({
    onProgress: (share) => shares.push(share),
    onEnd: (kind) => ended.push(kind),
  });
  const news = (of: object): void =>
    jobs.take({
      id: 'a',
      kind: 'import',
      state: 'running',
      filesTotal: 4,
      filesDone: 1,
      bytesTotal: 100,
      bytesDone: 10,
      seconds: 60,
      ...of,
    });
  return { jobs, shares, ended, news };
}

describe('long jobs', () => {
  it('tells of the end of what took a while, and not of what was quick or cancelled', () => {
    const { ended, news } = watched();
    news({});
    news({ state: 'done' });
    news({ id: 'b', kind: 'export', state: 'done', seconds: 2 });
    news({ id: 'c', kind: 'verify', state: 'cancelled' });
    news({ id: 'd', kind: 'export', state: 'stopped' });
    expect(ended).toEqual(['import', 'export']);
  });

  it('adds up what is under way, and says so when all of it is over', () => {
    const { shares, news } = watched();
    news({});
    news({ id: 'b', bytesTotal: 300, bytesDone: 190 });
    news({ id: 'b', state: 'done', bytesTotal: 300, bytesDone: 300 });
    news({ state: 'done' });
    expect(shares).toEqual([0.1, 0.5, 0.1, null]);
  });

  it('counts files where bytes are not known, and nothing where neither is', () => {
    const { shares, news, jobs } = watched();
    news({ bytesTotal: 0, bytesDone: 0 });
    news({ bytesTotal: 0, bytesDone: 0, filesTotal: 0, filesDone: 0 });
    jobs.take('nonsense');
    jobs.forget();
    expect(shares).toEqual([0.25, undefined, null]);
  });
});
