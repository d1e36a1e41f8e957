/** @file What the info panel says: exposure, place, date and kind as photographers write them. */
import { describe, expect, it } from 'vitest';
import {
  durationWords,
  exposureWords,
  focalLength35,
  megapixels,
  placeWords,
  readCapturedAt,
  typeWords,
} from '../../src/renderer/viewer/facts.ts';

const nothing = { seconds: null, fNumber: null, iso: null, focalLengthMm: null, focalLength35Mm: null };

describe('info panel', () => {
  it('writes exposure as cameras do', () => {
    expect(
      exposureWords({ seconds: 0.004, fNumber: 2.8, iso: 400, focalLengthMm: 35, focalLength35Mm: 35 }),
    ).toEqual(['1/250 s', 'f/2.8', 'ISO 400', '35 mm']);
    expect(exposureWords({ ...nothing, seconds: 2.5 })).toEqual(['2.5 s']);
    expect(exposureWords({ ...nothing, seconds: 1 / 3 })).toEqual(['0.3 s']);
    expect(exposureWords({ ...nothing, seconds: 0, fNumber: 0, iso: 0 })).toEqual([]);
  });

  it('names the length on 35 mm film only when it tells something', () => {
    expect(focalLength35({ ...nothing, focalLengthMm: 4.5, focalLength35Mm: 27 })).toBe('27 mm');
    expect(focalLength35({ ...nothing, focalLengthMm: 35, focalLength35Mm: 35 })).toBeNull();
    expect(exposureWords({ ...nothing, focalLength35Mm: 27 })).toEqual(['27 mm']);
  });

  it('gives the length of a film as a player does', () => {
    expect([0.2, 7, 725, 3725.4].map(durationWords)).toEqual(['0:01', '0:07', '12:05', '1:02:05']);
  });

  it('gives places with hemispheres, not signs', () => {
    expect(placeWords(48.137154, -11.576124)).toBe('48.13715° N, 11.57612° W');
    expect(placeWords(-33.9, 18.4)).toBe('33.90000° S, 18.40000° E');
  });

  it('reads dates with and without an offset, and refuses what is none', () => {
    const noon = Date.parse('2018-07-25T12:00:00Z');
    expect(readCapturedAt('2018-07-25T12:00:00+02:00')).toEqual({ time: noon, offset: '+02:00' });
    expect(readCapturedAt('2018-07-25T12:00:00')).toEqual({ time: noon, offset: '' });
    expect(readCapturedAt('2018-07-25T12:00:00.5Z')).toEqual({ time: noon + 500, offset: 'Z' });
    expect(readCapturedAt('2018-13-45T12:00:00')).toBeNull();
    expect(readCapturedAt('yesterday')).toBeNull();
  });

  it('calls kinds and sizes what people call them', () => {
    expect(['image/jpeg', 'image/webp', 'image/x-canon-cr2', 'image/svg+xml'].map(typeWords)).toEqual([
      'JPEG',
      'WebP',
      'CR2',
      'SVG',
    ]);
    expect(megapixels(4000, 3000)).toBe('12');
    expect(megapixels(640, 480)).toBe('0.31');
  });
});
