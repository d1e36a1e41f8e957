/** @file Going to a date: where a date that was typed leads. */
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/shared/search/dates.ts';
import { aimAt, stretchOf, type Aim } from '../../src/renderer/search/going.ts';

const now = Date.UTC(2026, 10, 22, 12);
const times = Float64Array.from(
  ['2024-07-14T18:00', '2024-07-14T09:00', '2024-07-02T09:00', '2021-01-01T00:00', '2016-02-29T12:00'],
  (text) => Date.parse(`${text}Z`),
);
const newestFirst = Uint32Array.from([0, 1, 2, 3, 4]);

function going(text: string, rows = newestFirst): Aim | null {
  const date = parseDate(text, now);
  return date === null ? null : aimAt(rows, times, stretchOf(date, now));
}

describe('going to a date', () => {
  it('leads to the first photo of that time in the order shown', () => {
    expect(going('july 2024')).toMatchObject({ item: 0, lies: 'within', within: 3 });
    expect(going('14.7.2024')).toMatchObject({ item: 0, lies: 'within', within: 2 });
    expect(going('juli 2024', newestFirst.toReversed())).toMatchObject({
      item: 2,
      lies: 'within',
      within: 3,
    });
  });

  it('leads to the nearest photo before where there is none, and to the oldest when all are later', () => {
    expect(going('2019')).toMatchObject({ item: 4, lies: 'before', within: 0 });
    expect(going('13.7.2024')).toMatchObject({ item: 2, lies: 'before' });
    expect(going('2025')).toMatchObject({ item: 0, lies: 'before' });
    expect(going('2010')).toMatchObject({ item: 4, lies: 'after' });
    expect(going('2010', new Uint32Array(0))).toBeNull();
  });

  it('takes a day or a month of any year for the last one that has begun', () => {
    expect(stretchOf({ kind: 'yearly', month: 7, day: null }, now)).toMatchObject({
      from: Date.UTC(2026, 6),
    });
    expect(stretchOf({ kind: 'yearly', month: 12, day: 24 }, now)).toMatchObject({
      from: Date.UTC(2025, 11, 24),
    });
    expect(stretchOf({ kind: 'yearly', month: 2, day: 29 }, now)).toMatchObject({
      from: Date.UTC(2024, 1, 29),
    });
  });

  it('goes nowhere for what is no date', () => {
    expect(going('beach')).toBeNull();
  });
});
