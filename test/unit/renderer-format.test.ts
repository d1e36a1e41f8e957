/** @file Numbers, sizes and durations as the window writes them. */
import { describe, expect, it } from 'vitest';
import {
  counted,
  formatBytes,
  formatDay,
  formatDuration,
  formatList,
  formatNumber,
  formatRate,
} from '../../src/renderer/lib/format.ts';

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [18_214_000_000, '18.2 GB'],
    [240e9, '240 GB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('never shows a thousand of a unit', () => {
    expect(formatBytes(999_499)).toBe('999 kB');
    expect(formatBytes(999_999)).toBe('1 MB');
  });
});

describe('numbers', () => {
  it('groups digits and picks the word for the count', () => {
    expect(formatNumber(3214)).toBe('3,214');
    expect(counted(1, 'photo', 'photos')).toBe('1 photo');
    expect(counted(3214, 'photo', 'photos')).toBe('3,214 photos');
    expect(counted(0, 'photo', 'photos')).toBe('0 photos');
  });

  it('shows a digit after the point only where it says something', () => {
    expect(formatRate(4.21)).toBe('4.2');
    expect(formatRate(31.4)).toBe('31');
  });

  it('joins lists', () => {
    expect(formatList(['a', 'b'])).toBe('a and b');
  });
});

describe('times', () => {
  it.each([
    [2, 'a few seconds'],
    [38, '40 seconds'],
    [58, '1 minute'],
    [200, '3 minutes'],
    [3599, '1 hour'],
    [7800, '2 h 10 min'],
  ])('says %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('leaves out the year of this year only', () => {
    const now = new Date(2026, 10, 22);
    expect(formatDay(new Date(2026, 10, 3, 12).toISOString(), now)).not.toContain('2026');
    expect(formatDay(new Date(2025, 10, 3, 12).toISOString(), now)).toContain('2025');
  });
});
