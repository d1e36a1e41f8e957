/** @file What is made ready beforehand: once, and not while somebody is looking. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WhenQuiet } from '../../src/main/engine/services/when-quiet.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('work that waits for quiet', () => {
  it('is done once it has been wanted and nothing disturbs, and no second time', () => {
    const work = vi.fn();
    const quiet = new WhenQuiet(3000, work);
    vi.advanceTimersByTime(10_000);
    expect(work).not.toHaveBeenCalled();
    quiet.want();
    vi.advanceTimersByTime(2999);
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(1);
    quiet.disturb();
    quiet.want();
    vi.advanceTimersByTime(10_000);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('waits as long as it is disturbed, and is not wanted by that alone', () => {
    const work = vi.fn();
    const quiet = new WhenQuiet(3000, work);
    quiet.disturb();
    vi.advanceTimersByTime(10_000);
    quiet.want();
    for (let second = 0; second < 20; second += 1) {
      vi.advanceTimersByTime(1000);
      quiet.disturb();
    }
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3000);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('is not done after the end', () => {
    const work = vi.fn();
    const quiet = new WhenQuiet(3000, work);
    quiet.want();
    quiet.close();
    quiet.disturb();
    vi.advanceTimersByTime(10_000);
    expect(work).not.toHaveBeenCalled();
  });
});
