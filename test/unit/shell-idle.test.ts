/** @file When nobody has been there for long enough. */
import { describe, expect, it } from 'vitest';
import { IdleWatch, lookEveryMs } from '../../src/main/shell/idle.ts';

const minute = 60_000;

/** Looks every few seconds until `end`; says at what minute the first lock came. */
function firstLock(
  watch: IdleWatch,
  end: number,
  systemIdle: (now: number) => number,
  idleMinutes = 10,
): number | undefined {
  for (let now = lookEveryMs; now <= end; now += lookEveryMs) {
    if (watch.look(now, systemIdle(now), idleMinutes)) return now / minute;
  }
  return undefined;
}

describe('IdleWatch', () => {
  it('locks when nobody touched anything for ten minutes', () => {
    expect(firstLock(new IdleWatch(0), 30 * minute, (now) => now / 1000)).toBeCloseTo(10, 1);
  });

  it('does not lock while somebody works in another window', () => {
    expect(firstLock(new IdleWatch(0), 60 * minute, (now) => 1 + ((now / 1000) % 60))).toBeUndefined();
  });

  it('goes by our own window where the system cannot tell', () => {
    const watch = new IdleWatch(0);
    expect(firstLock(watch, 9 * minute, () => 0)).toBeUndefined();
    watch.touched(9 * minute);
    expect(watch.look(18 * minute, 0, 10)).toBe(false);
    expect(watch.look(19 * minute, 0, 10)).toBe(true);
  });

  it('counts the time the computer slept, which the system leaves out', () => {
    const watch = new IdleWatch(0);
    expect(watch.look(lookEveryMs, 5, 10)).toBe(false);
    expect(watch.look(11 * minute, 6, 10)).toBe(true);
  });

  it('never locks when told never, and is not confused by a clock set back', () => {
    expect(firstLock(new IdleWatch(0), 600 * minute, (now) => now / 1000, 0)).toBeUndefined();
    const watch = new IdleWatch(1000 * minute);
    expect(watch.look(minute, 3, 10)).toBe(false);
    expect(watch.look(minute + lookEveryMs, 8, 10)).toBe(false);
  });
});
