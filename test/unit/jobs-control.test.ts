/** @file Jobs pause and end where it is safe, take turns, and tell how they are getting on without flooding anybody. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Job } from '../../src/shared/contract.ts';
import { CodedError } from '../../src/shared/errors.ts';
import { forEachOf, Jobs, Slots, Throttle, type JobControl } from '../../src/main/engine/jobs/index.ts';
import { RateMeter } from '../../src/main/engine/jobs/rates.ts';

describe('Throttle', () => {
  it('sends the first at once, at most one in an interval, and the last always', () => {
    vi.useFakeTimers();
    try {
      let value = 0;
      const sent: number[] = [];
      const throttle = new Throttle(() => sent.push(value), 100);
      for (value = 1; value <= 50; value += 1) {
        throttle.poke();
        vi.advanceTimersByTime(10);
      }
      value = 99;
      throttle.poke();
      vi.advanceTimersByTime(1000);
      expect(sent[0]).toBe(1);
      expect(sent.at(-1)).toBe(99);
      expect(sent.length).toBeLessThanOrEqual(7);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('RateMeter', () => {
  const left = { files: 100, bytes: 1000 };

  it('says nothing of the time left before it has seen two seconds', () => {
    const meter = new RateMeter();
    meter.note(0, { files: 0, bytes: 0 });
    meter.note(1000, { files: 10, bytes: 100 });
    expect(meter.rates(1000, left)).toEqual({ filesPerSecond: 10, bytesPerSecond: 100, secondsLeft: null });
    meter.note(2000, { files: 20, bytes: 200 });
    expect(meter.rates(2000, left).secondsLeft).toBe(10);
  });

  it('forgets what was longer ago than its window', () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 20; second += 1)
      meter.note(second * 1000, {
        files: 0,
        bytes: second <= 10 ? second * 1000 : 10_000 + (second - 10) * 10,
      });
    expect(meter.rates(20_000, left).bytesPerSecond).toBe(10);
  });

  it('falls to nothing while nothing is done, and then promises nothing', () => {
    const meter = new RateMeter();
    meter.note(0, { files: 0, bytes: 0 });
    meter.note(1000, { files: 1, bytes: 500 });
    const rates = meter.rates(30_000, left);
    expect(rates.bytesPerSecond).toBe(0);
    expect(rates.secondsLeft).toBeNull();
  });

  it('does not count what was done before an interruption', () => {
    const meter = new RateMeter();
    meter.note(0, { files: 5000, bytes: 5_000_000 });
    meter.note(4000, { files: 5004, bytes: 5_000_400 });
    expect(meter.rates(4000, left).bytesPerSecond).toBe(100);
  });
});

describe('Slots', () => {
  it('keeps to the number of places and to the bytes', async () => {
    const slots = new Slots(4, 100);
    let running = 0;
    let weight = 0;
    let most = 0;
    let heaviest = 0;
    for (const bytes of [40, 40, 40, 10, 500, 1, 1, 1, 1, 1, 1])
      await slots.start(bytes, async () => {
        running += 1;
        weight += bytes;
        most = Math.max(most, running);
        if (running > 1) heaviest = Math.max(heaviest, weight);
        await wait(5);
        running -= 1;
        weight -= bytes;
      });
    await slots.drain();
    expect(running).toBe(0);
    expect(most).toBe(4);
    expect(heaviest).toBeLessThanOrEqual(100);
  });

  it('lets others in as soon as a piece of work turns out lighter, and holds them back by what is left of it', async () => {
    const slots = new Slots(4, 100);
    const lighter = Promise.withResolvers<undefined>();
    const end = Promise.withResolvers<undefined>();
    const begun: number[] = [];
    await slots.start(90, async (lighten) => {
      await lighter.promise;
      lighten(60);
      await end.promise;
    });
    const rest = (async () => {
      for (const weight of [40, 10])
        await slots.start(weight, async () => {
          begun.push(weight);
          await end.promise;
        });
    })();
    await wait(1);
    expect(begun).toEqual([]);
    lighter.resolve(undefined);
    await wait(1);
    expect(begun).toEqual([40]);
    end.resolve(undefined);
    await rest;
    await slots.drain();
    expect(begun).toEqual([40, 10]);
  });

  it('tells the first failure and starts nothing after it', async () => {
    const slots = new Slots(2);
    let begun = 0;
    await slots.start(0, () => Promise.reject(new Error('first')));
    await wait(1);
    await expect(slots.start(0, () => Promise.resolve(void (begun += 1)))).rejects.toThrow('first');
    await expect(slots.drain()).rejects.toThrow('first');
    expect(begun).toBe(0);
    await expect(forEachOf([1, 2], 1, () => Promise.reject(new Error('each')))).rejects.toThrow('each');
  });
});

function jobsWithNews(): {
  jobs: Jobs;
  news: Job[];
  start: (id: string, run: (control: JobControl) => Promise<void>, lane?: string) => string;
} {
  const news: Job[] = [];
  const jobs = new Jobs((job) => news.push(job));
  const start = (id: string, run: (control: JobControl) => Promise<void>, lane = 'one'): string => {
    const whole = id.padEnd(32, '0');
    jobs.start({
      id: whole,
      lane,
      details: () => ({ kind: 'verify', quick: true, problems: [], problemCount: 0 }),
      run,
    });
    return whole;
  };
  return { jobs, news, start };
}

const ended = (news: readonly Job[], id: string): string[] =>
  news
    .filter((job) => job.id === id && ['done', 'cancelled', 'stopped'].includes(job.state))
    .map(({ state }) => state);

describe('Jobs', () => {
  it('pauses at a safe point, after what is under way has come to its end, and goes on', async () => {
    const { jobs, start, news } = jobsWithNews();
    const log: string[] = [];
    let underWay = false;
    const id = start('a', async (control) => {
      for (let step = 0; step < 20; step += 1) {
        await control.point(async () => {
          await wait(20);
          log.push(underWay ? 'unsafe' : 'settled');
        });
        underWay = true;
        await wait(2);
        underWay = false;
        control.update({ filesDone: step + 1, filesTotal: 20 });
      }
    });
    await wait(10);
    jobs.pause(id);
    expect(jobs.list()[0]?.state).toBe('pausing');
    await wait(60);
    const paused = jobs.list()[0];
    expect(paused?.state).toBe('paused');
    expect(paused?.secondsLeft).toBeNull();
    await wait(50);
    expect(jobs.list()[0]?.filesDone).toBe(paused?.filesDone);
    expect(jobs.list()[0]?.seconds).toBe(paused?.seconds); // the clock stands
    jobs.resume(id);
    await vi.waitFor(() => expect(ended(news, id)).toEqual(['done']));
    expect(log).toEqual(['settled']);
    expect(jobs.list()[0]?.filesDone).toBe(20);
  });

  it('goes on with all that were held at a safe point at the same time', async () => {
    const { jobs, start, news } = jobsWithNews();
    let held = 0;
    const id = start('a', async (control) => {
      await wait(20);
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          held += 1;
          await control.point();
        }),
      );
    });
    jobs.pause(id);
    await vi.waitFor(() => expect(held).toBe(4));
    await vi.waitFor(() => expect(jobs.list()[0]?.state).toBe('paused'));
    jobs.resume(id);
    await vi.waitFor(() => expect(ended(news, id)).toEqual(['done']));
  });

  it('tells the end of every job exactly once', async () => {
    const { jobs, start, news } = jobsWithNews();
    const done = start('a', () => Promise.resolve(), '1');
    const stopped = start('b', () => Promise.reject(new CodedError('no-space', { missing: 5 })), '2');
    const bug = start('c', () => Promise.reject(new TypeError('x')), '3');
    const cancelled = start(
      'd',
      async (control) => {
        for (;;) {
          await control.point();
          await wait(1);
        }
      },
      '4',
    );
    await wait(20);
    jobs.cancel(cancelled);
    await wait(20);
    jobs.cancel(cancelled);
    jobs.pause(done);
    await wait(150);
    expect([done, stopped, bug, cancelled].map((id) => ended(news, id))).toEqual([
      ['done'],
      ['stopped'],
      ['stopped'],
      ['cancelled'],
    ]);
    expect(jobs.list().map(({ error }) => error?.code ?? null)).toEqual([null, 'no-space', 'internal', null]);
    expect(() => jobs.pause('f'.repeat(32))).toThrow('not-found');
  });

  it('runs the jobs of a lane one after the other, also past one that was cancelled while it waited', async () => {
    const { jobs, start, news } = jobsWithNews();
    let running = 0;
    let most = 0;
    const run = async (control: JobControl): Promise<void> => {
      await control.point();
      running += 1;
      most = Math.max(most, running);
      await wait(200);
      running -= 1;
    };
    const first = start('a', run);
    const second = start('b', run);
    const third = start('c', run);
    jobs.cancel(second);
    await vi.waitFor(() => expect(ended(news, second)).toEqual(['cancelled']));
    expect(ended(news, first)).toEqual([]);
    await vi.waitFor(() => expect(ended(news, third)).toEqual(['done']));
    expect(most).toBe(1);
  });

  it('brings jobs to a safe point when the vault is closed, and says no end that nobody decided', async () => {
    const { jobs, start, news } = jobsWithNews();
    let clean = false;
    const id = start('a', async (control) => {
      try {
        for (;;) {
          await control.point(async () => {
            await wait(30);
            clean = true;
          });
          await wait(1);
        }
      } finally {
        expect(control.leaving).toBe(true);
      }
    });
    await wait(10);
    await jobs.close(2000);
    expect(clean).toBe(true);
    expect(ended(news, id)).toEqual([]);
  });

  it('does not wait for ever for a job that reaches no safe point', async () => {
    const { jobs, start } = jobsWithNews();
    start('a', (control) => wait(60_000, undefined, { signal: control.signal }));
    await wait(5);
    const before = performance.now();
    await jobs.close(50);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
