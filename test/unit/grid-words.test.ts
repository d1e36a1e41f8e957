/** @file Dates in words, file kinds, and the scrubber's months and years. */
import { describe, expect, it } from 'vitest';
import { extensionOf } from '../../src/renderer/grid/file-name.ts';
import { layoutPhotos } from '../../src/renderer/grid/layout.ts';
import { markAt, monthMarks, scrubberMarks } from '../../src/renderer/grid/months.ts';
import { dayWords, momentWords, monthWords, today } from '../../src/renderer/grid/words.ts';

const dayMs = 86_400_000;
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / dayMs;

describe('dates in words', () => {
  const now = day('2024-07-20');

  it('says today and yesterday', () => {
    expect(dayWords(now, false, now)).toBe('Today');
    expect(dayWords(now - 1, true, now)).toBe('Yesterday');
  });

  it('leaves out this year and names any other', () => {
    const thisYear = dayWords(day('2024-07-14'), false, now);
    expect(thisYear).toContain('Sunday');
    expect(thisYear).toContain('July');
    expect(thisYear).not.toContain('2024');
    expect(dayWords(day('2019-07-14'), false, now)).toContain('2019');
    expect(dayWords(day('2019-07-14'), true, now)).toContain('2019');
  });

  it('shows the wall clock of the photo, not of this machine', () => {
    const words = momentWords(Date.parse('2024-07-14T23:59:00Z'));
    expect(words).toContain('14');
    expect(words).toContain('59');
    expect(monthWords(day('2024-07-01'))).toBe('July 2024');
  });

  it('counts days by the clock here', () => {
    const late = new Date(2024, 6, 20, 23, 30);
    const early = new Date(2024, 6, 20, 0, 30);
    expect(today(late)).toBe(day('2024-07-20'));
    expect(today(early)).toBe(day('2024-07-20'));
  });
});

describe('file kinds', () => {
  it('are what stands after the last dot, when it is a kind at all', () => {
    expect(['IMG_1.HEIC', 'a.b.cr2', '.hidden', 'none', 'odd.this is no kind'].map(extensionOf)).toEqual([
      'HEIC',
      'CR2',
      '',
      '',
      '',
    ]);
  });
});

describe('scrubber', () => {
  const days = ['2024-07-14', '2024-07-02', '2024-05-01', '2023-12-31', '2020-02-02'];
  const layout = layoutPhotos(
    Uint32Array.from({ length: days.length * 20 }, (_, row) => row),
    Float64Array.from(
      { length: days.length * 20 },
      (_, row) => day(days[Math.floor(row / 20)] ?? '') * dayMs,
    ),
    new Float32Array(days.length * 20).fill(1.5),
    {
      width: 800,
      rowHeight: 200,
      gap: 4,
      headerHeight: 44,
      bandGap: 16,
      dayGap: 20,
      minDayWidth: 140,
      byDay: true,
    },
  );
  const marks = monthMarks(layout);

  it('marks each month once, and where years begin', () => {
    expect(marks.map(({ day: first }) => monthWords(first))).toEqual([
      'July 2024',
      'May 2024',
      'December 2023',
      'February 2020',
    ]);
    expect(marks.map(({ newYear }) => newYear)).toEqual([true, false, true, true]);
  });

  it('knows the month of any place', () => {
    expect(markAt(marks, 0)).toBe(0);
    expect(markAt(marks, (marks[2]?.top ?? 0) + 1)).toBe(2);
    expect(markAt(marks, 1e9)).toBe(3);
    expect(markAt([], 10)).toBe(0);
  });

  it('leaves out years that have no room', () => {
    const all = scrubberMarks(marks, (place) => (place / layout.height) * 600, 20);
    expect(all.years.map(({ year }) => year)).toEqual([2024, 2023, 2020]);
    const few = scrubberMarks(marks, (place) => (place / layout.height) * 60, 40);
    expect(few.years.map(({ year }) => year)).toEqual([2024, 2020]);
  });
});
