/** @file What is typed to change dates, places and tags, read; and how a search is told. */
import { describe, expect, it } from 'vitest';
import { bothOf, dateChange, placeChange, type DateFields } from '../../src/renderer/organise/date-change.ts';
import { tagChoices } from '../../src/renderer/organise/tag-choice.ts';
import { partWords } from '../../src/renderer/search/words.ts';
import { changedDate, isDate, isRegion } from '../../src/main/engine/services/changed-date.ts';
import { parseQuery } from '../../src/shared/search/query.ts';

const fields: DateFields = { how: 'shift', days: '', hours: '', minutes: '', moment: '', zone: '' };

describe('a change of dates', () => {
  it.each([
    [{ days: '1' }, 1440],
    [{ hours: '-2', minutes: '30' }, -90],
    [{ hours: '1.5' }, 90],
  ])('is shifted by %o', (typed, minutes) => {
    expect(dateChange({ ...fields, ...typed })).toEqual({ kind: 'shift', minutes });
  });

  it.each([
    ['2', 120],
    ['-3.5', -210],
    ['−3,5', -210],
    ['+05:30', 330],
    ['-09:30', -570],
    ['0', 0],
  ])('takes %s for a time zone', (zone, minutes) => {
    expect(dateChange({ ...fields, how: 'zone', zone })).toEqual({ kind: 'zone', minutes });
  });

  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    [' new york ', 'America/New_York'],
  ])('takes %s for a region', (zone, region) => {
    expect(dateChange({ ...fields, how: 'zone', zone })).toEqual({ kind: 'region', region });
  });

  it('is none without anything that makes sense', () => {
    expect(dateChange({ ...fields, how: 'zone', zone: 'Atlantis' })).toBeNull();
    expect(dateChange(fields)).toBeNull();
    expect(dateChange({ ...fields, days: 'x' })).toBeNull();
    expect(dateChange({ ...fields, how: 'zone', zone: '' })).toBeNull();
    expect(dateChange({ ...fields, how: 'zone', zone: '25' })).toBeNull();
    expect(dateChange({ ...fields, how: 'set', moment: '2024-07' })).toBeNull();
    expect(dateChange({ ...fields, how: 'set', moment: '2024-07-14T12:00' })).toEqual({
      kind: 'set',
      to: '2024-07-14T12:00:00',
    });
  });

  it.each([
    // Summer and winter, for photos that know their instant …
    ['2024-07-14T12:00:00Z', '2024-07-14T14:00:00+02:00'],
    ['2024-01-14T12:00:00.5-05:00', '2024-01-14T18:00:00.5+01:00'],
    // … on either side of both changes of the clock …
    ['2024-03-31T00:59:59Z', '2024-03-31T01:59:59+01:00'],
    ['2024-03-31T01:00:00Z', '2024-03-31T03:00:00+02:00'],
    ['2024-10-27T00:59:59Z', '2024-10-27T02:59:59+02:00'],
    ['2024-10-27T01:00:00Z', '2024-10-27T02:00:00+01:00'],
    // … and for those that only know what the clock showed.
    ['2024-03-31T01:59:59', '2024-03-31T01:59:59+01:00'],
    ['2024-03-31T03:00:00', '2024-03-31T03:00:00+02:00'],
    ['2024-07-14T12:00:00', '2024-07-14T12:00:00+02:00'],
    ['2024-12-31T23:30:00', '2024-12-31T23:30:00+01:00'],
    // Before there were time zones.
    ['1890-06-01T12:00:00Z', '1890-06-01T12:53:00+00:53'],
  ])('tells %s by the clock of Berlin: %s', (before, after) => {
    expect(changedDate(before, { kind: 'region', region: 'Europe/Berlin' })).toBe(after);
  });

  it('knows which regions there are', () => {
    expect([isRegion('Europe/Berlin'), isRegion('UTC'), isRegion('Europe/Atlantis')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('keeps what it does not change', () => {
    const shift = { kind: 'shift', minutes: 60 } as const;
    expect(changedDate('2024-12-31T23:30:00.25-03:00', shift)).toBe('2025-01-01T00:30:00.25-03:00');
    expect(changedDate('2024-03-10T12:00:00', { kind: 'zone', minutes: 330 })).toBe(
      '2024-03-10T12:00:00+05:30',
    );
    expect(changedDate('2024-03-10T01:00:00Z', { kind: 'zone', minutes: -480 })).toBe(
      '2024-03-09T17:00:00-08:00',
    );
    expect(changedDate(undefined, shift)).toBeUndefined();
    expect(changedDate('9999-12-31T23:30:00', shift)).toBe('9999-12-31T23:30:00');
    expect(isDate('2024-02-29T00:00:00')).toBe(true);
    expect(isDate('2023-02-29T00:00:00')).toBe(false);
    expect(isDate('2023-02-28T24:30:00')).toBe(false);
  });
});

describe('a place', () => {
  it('is two numbers that are on Earth', () => {
    expect(placeChange('set', '48,1', '-11.5')).toEqual({ kind: 'set', latitude: 48.1, longitude: -11.5 });
    expect(placeChange('set', '48.1, -11.5', '')).toEqual({ kind: 'set', latitude: 48.1, longitude: -11.5 });
    expect(placeChange('set', '48,5', '')).toBeNull();
    expect(placeChange('set', '91', '0')).toBeNull();
    expect(placeChange('set', '', '0')).toBeNull();
    expect(placeChange('none', '', '')).toEqual({ kind: 'none' });
  });

  it.each([
    ['48.13715, 11.57612', ['48.13715', '11.57612']],
    ['-33.86 151.2', ['-33.86', '151.2']],
    ['48.1°, 11.5°', ['48.1', '11.5']],
    ['48.1', null],
  ])('is read from %s', (text, both) => {
    expect(bothOf(text)).toEqual(both);
  });
});

describe('tags to choose from', () => {
  const tags = [
    { name: 'Été', photos: 3 },
    { name: 'Red Sea', photos: 1 },
    { name: 'Seaside', photos: 2 },
  ];
  const shown = (text: string, but: string[] = []): string[] =>
    tagChoices(tags, text, new Set(but)).map(
      ({ name, photos }) => `${name}${photos === null ? ' (new)' : ''}`,
    );

  it('are those that begin so, then those with such a word, then a new one', () => {
    expect(shown('sea')).toEqual(['Seaside', 'Red Sea', 'sea (new)']);
    expect(shown('ete')).toEqual(['Été', 'ete (new)']);
    expect(shown('été')).toEqual(['Été']);
    expect(shown('red sea')).toEqual(['Red Sea']);
    expect(shown('')).toEqual(['Été', 'Seaside', 'Red Sea']);
    expect(shown('', ['Été'])).toEqual(['Seaside', 'Red Sea']);
    expect(shown('SEASIDE', ['Seaside'])).toEqual([]);
  });
});

describe('a part of a search', () => {
  it.each([
    ['beach', '“beach”'],
    ['-"red car"', 'Not: “red car”'],
    ['tag:sea', 'Tag “sea”'],
    ['no:place', 'Without a place'],
    ['-has:tags', 'Without tags'],
    ['rating:3..5', '3 to 5 stars'],
    ['rating:0', 'No rating'],
    ['rating:1', '1 star'],
    ['is:favourite', 'Favourites'],
    ['type:raw', 'Raw files'],
    ['july 2024', 'July 2024'],
    ['2024', '2024'],
    ['2019..2021', '2019 – 2021'],
    ['2024-07-14', 'Jul 14, 2024'],
    ['july', 'July, any year'],
    ['14 july', 'July 14, any year'],
    ['2019..', 'Since Jan 1, 2019'],
    ['..2019', 'Until Dec 31, 2019'],
  ])('%s is told as %s', (text, words) => {
    const [part] = parseQuery(text, Date.parse('2026-11-22T12:00:00Z'));
    if (part === undefined) throw new Error('no part');
    expect(partWords(part).replace(/\s/gu, ' ')).toBe(words);
  });
});
