/** @file What is written in the search field, taken apart; dates with a clock that stands still. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate, wallClock } from '../../src/shared/search/dates.ts';
import { fold } from '../../src/shared/search/fold.ts';
import { parseQuery, tokensOf, without, written } from '../../src/shared/search/query.ts';

/** A Sunday in autumn, in the evening. */
const now = Date.parse('2026-11-22T21:30:00Z');

const told = (text: string, at = now): string => {
  const term = parseDate(text, at);
  if (term === null) return 'no date';
  if (term.kind === 'yearly')
    return `every ${String(term.month)}${term.day === null ? '' : `-${String(term.day)}`}`;
  const day = (time: number): string =>
    Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : '…';
  return `${day(term.from)} ${day(term.to)}`;
};
const kinds = (text: string): string[] =>
  parseQuery(text, now).map(({ term, negated }) => `${negated ? '-' : ''}${term.kind}`);

describe('folding', () => {
  it.each([
    ['IMG_0001.JPG', ' img 0001 jpg'],
    ['Café – crème brûlée', ' cafe creme brulee'],
    ['Straße', ' strasse'],
    ['DSC01234', ' dsc 01234'],
    ['Łódź, Ærø', ' lodz aero'],
    ['İstanbul', ' istanbul'],
    ['東京タワー', ' 東 京 タ ワ ー'],
    ['Ёлка', ' елка'],
    ['…', ''],
  ])('makes of %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('finds every beginning of every word, and words in a row', () => {
    const words = fc.array(fc.stringMatching(/^[a-zäöüé]{1,8}$/u), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (list, at, length) => {
        const word = list[at % list.length] ?? '';
        const start = word.slice(0, 1 + (length % word.length));
        expect(fold(list.join(' '))).toContain(fold(start));
        expect(fold(list.join('_').toUpperCase())).toContain(fold(list.slice(at % list.length).join(' ')));
      }),
    );
  });
});

describe('dates', () => {
  it.each([
    ['2024', '2024-01-01 2025-01-01'],
    ['2024-07', '2024-07-01 2024-08-01'],
    ['2024-07-14', '2024-07-14 2024-07-15'],
    ['14.7.2024', '2024-07-14 2024-07-15'],
    ['july 2024', '2024-07-01 2024-08-01'],
    ['jul 2024', '2024-07-01 2024-08-01'],
    ['sept 2024', '2024-09-01 2024-10-01'],
    ['14 july 2024', '2024-07-14 2024-07-15'],
    ['july 14, 2024', '2024-07-14 2024-07-15'],
    ['july 14th 2024', '2024-07-14 2024-07-15'],
    ['summer 2023', '2023-06-01 2023-09-01'],
    ['winter 2023', '2023-12-01 2024-03-01'],
    ['2019..2021', '2019-01-01 2022-01-01'],
    ['2019-2021', '2019-01-01 2022-01-01'],
    ['2019..', '2019-01-01 …'],
    ['..2019', '… 2020-01-01'],
    ['july 2023..august 2024', '2023-07-01 2024-09-01'],
    ['july..august 2024', '2024-07-01 2024-09-01'],
    ['2024-07-14..2024-07-20', '2024-07-14 2024-07-21'],
    ['july', 'every 7'],
    ['14 july', 'every 7-14'],
    ['29 february', 'every 2-29'],
    ['today', '2026-11-22 2026-11-23'],
    ['yesterday', '2026-11-21 2026-11-22'],
    ['this week', '2026-11-16 2026-11-23'],
    ['last week', '2026-11-09 2026-11-16'],
    ['this month', '2026-11-01 2026-12-01'],
    ['last month', '2026-10-01 2026-11-01'],
    ['last year', '2025-01-01 2026-01-01'],
    ['last summer', '2026-06-01 2026-09-01'],
    ['this summer', '2026-06-01 2026-09-01'],
    ['last winter', '2025-12-01 2026-03-01'],
    ['last july', '2026-07-01 2026-08-01'],
    ['last december', '2025-12-01 2026-01-01'],
    ['last 7 days', '2026-11-16 2026-11-23'],
    ['last 2 weeks', '2026-11-09 2026-11-23'],
    ['last 3 months', '2026-08-22 2026-11-23'],
    ['juli 2024', '2024-07-01 2024-08-01'],
    ['im juli 2024', '2024-07-01 2024-08-01'],
    ['14. juli 2024', '2024-07-14 2024-07-15'],
    ['am 14. juli 2024', '2024-07-14 2024-07-15'],
    ['märz 2024', '2024-03-01 2024-04-01'],
    ['ma\u0308rz 2024', '2024-03-01 2024-04-01'],
    ['dez 2023', '2023-12-01 2024-01-01'],
    ['jänner 2024', '2024-01-01 2024-02-01'],
    ['frühling 2023', '2023-03-01 2023-06-01'],
    ['herbst 2023..mai 2024', '2023-09-01 2024-06-01'],
    ['mai', 'every 5'],
    ['3. oktober', 'every 10-3'],
    ['heute', '2026-11-22 2026-11-23'],
    ['gestern', '2026-11-21 2026-11-22'],
    ['vorgestern', '2026-11-20 2026-11-21'],
    ['diese woche', '2026-11-16 2026-11-23'],
    ['letzten monat', '2026-10-01 2026-11-01'],
    ['voriges jahr', '2025-01-01 2026-01-01'],
    ['letzten sommer', '2026-06-01 2026-09-01'],
    ['im letzten winter', '2025-12-01 2026-03-01'],
    ['letzten juli', '2026-07-01 2026-08-01'],
    ['letzte 7 tage', '2026-11-16 2026-11-23'],
    ['in den letzten 2 wochen', '2026-11-09 2026-11-23'],
  ])('reads “%s”', (text, span) => {
    expect(told(text)).toBe(span);
  });

  it('counts from the time of year it is', () => {
    const at = (instant: string) => (text: string) => told(text, Date.parse(instant));
    expect(at('2026-07-10T08:00:00Z')('last summer')).toBe('2025-06-01 2025-09-01');
    expect(at('2026-01-10T08:00:00Z')('this winter')).toBe('2025-12-01 2026-03-01');
    expect(at('2026-01-10T08:00:00Z')('last month')).toBe('2025-12-01 2026-01-01');
    expect(at('2026-03-01T00:00:00Z')('last winter')).toBe('2025-12-01 2026-03-01');
  });

  it.each([
    'mar',
    '1',
    '99',
    '2024-13',
    '2024-02-30',
    '30 february',
    'summer',
    'last',
    '2021..2019',
    '..',
    'last 0 days',
    'a..b',
    '14 july 8',
    'mär',
    'sommer',
    'letzten',
    'im',
    'die letzten 0 tage',
    'past july',
  ])('does not take “%s” for one', (text) => {
    expect(told(text)).toBe('no date');
  });

  it('knows the day where the computer is', () => {
    const late = new Date('2026-11-22T23:30:00Z');
    for (const [zoneOffset, day] of [
      [-60, '2026-11-23'],
      [0, '2026-11-22'],
      [480, '2026-11-22'],
      [-840, '2026-11-23'],
    ] as const) {
      const here = wallClock(Object.assign(new Date(late), { getTimezoneOffset: () => zoneOffset }));
      expect(told('today', here).slice(0, 10)).toBe(day);
    }
  });
});

describe('a query', () => {
  it.each([
    ['beach', ['words']],
    ['red car', ['words', 'words']],
    ['"red car"', ['words']],
    ['-beach', ['-words']],
    ['-"red car"', ['-words']],
    ['tag:sea', ['facet']],
    ['-tag:"red sea"', ['-facet']],
    ['TAG:sea', ['facet']],
    ['type:raw', ['type']],
    ['is:video', ['type']],
    ['is:favourite', ['is']],
    ['is:favorite', ['is']],
    ['rating:3..5', ['rating']],
    ['rating:4+', ['rating']],
    ['has:place', ['has']],
    ['no:date', ['-has']],
    ['-no:date', ['has']],
    ['-has:tags', ['-has']],
    ['beach july 2024', ['words', 'date']],
    ['last summer beach', ['date', 'words']],
    ['-2024', ['-date']],
    ['date:july', ['date']],
    ['date:"july 2024"', ['date']],
    ['"july" 2024', ['words', 'date']],
    ['14 july 2024 tag:sea is:favourite rating:3..', ['date', 'facet', 'is', 'rating']],
    ['typ:video ist:favorit', ['type', 'is']],
    ['ohne:ort', ['-has']],
    ['mit:Bildunterschrift', ['has']],
    ['Sterne:4', ['rating']],
    ['schlagwort:meer -kamera:canon', ['facet', '-facet']],
    ['datum:juli', ['date']],
    // What fits nothing is words.
    ['type:spaceship', ['words']],
    ['rating:9', ['words']],
    ['rating:5..1', ['words']],
    ['is:nice', ['words']],
    ['foo:bar', ['words']],
    ['date:soon', ['words']],
    // Nothing yet.
    ['tag:', []],
    ['-', []],
    ['…', []],
    ['""', []],
    ['   ', []],
  ])('%s', (text, parts) => {
    expect(kinds(text)).toEqual(parts);
  });

  it('keeps what is quoted as it is, and says so', () => {
    expect(parseQuery('tag:"Red Sea"', now)[0]?.term).toMatchObject({
      text: 'Red Sea',
      folded: ' red sea',
      exact: true,
    });
    expect(parseQuery('tag:red', now)[0]?.term).toMatchObject({ exact: false });
    expect(parseQuery('foo:bar', now)[0]?.term).toMatchObject({ folded: ' foo bar' });
    expect(parseQuery('"an open quote', now)[0]?.term).toMatchObject({ folded: ' an open quote' });
  });

  it('ends a part that is an open quote before the spaces behind it', () => {
    expect(parseQuery('x "tag: ', now).map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 7],
    ]);
  });

  it('takes any text, and every part stands where it says', () => {
    const pieces = fc.constantFrom(
      'tag:',
      '"',
      '-',
      ' ',
      '..',
      '2024',
      'july',
      'last',
      'rating:',
      'is:',
      'x',
      'é',
      ':',
      '東',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (query) => {
        let end = 0;
        for (const part of parseQuery(query, now)) {
          expect(part.start).toBeGreaterThanOrEqual(end);
          expect(part.end).toBeGreaterThan(part.start);
          expect(query.slice(part.start, part.end).trim()).toBe(query.slice(part.start, part.end));
          ({ end } = part);
        }
        expect(end).toBeLessThanOrEqual(query.length);
        for (const token of tokensOf(query)) expect(token.end).toBeGreaterThan(token.start);
      }),
      { numRuns: 1000 },
    );
  });

  it('is as before without one of its parts', () => {
    const text = 'beach  -tag:"red sea" july 2024 x';
    const parts = parseQuery(text, now);
    expect(parts.map((part) => without(text, part))).toEqual([
      '-tag:"red sea" july 2024 x',
      'beach july 2024 x',
      'beach  -tag:"red sea" x',
      'beach  -tag:"red sea" july 2024',
    ]);
  });

  it('writes values so that they are read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const [part] = parseQuery(written('tag', value), now);
        if (fold(value) === '') expect(part).toBeUndefined();
        else expect(part?.term).toMatchObject({ kind: 'facet', folded: fold(value), exact: true });
      }),
    );
  });
});
