/** @file Which file the viewer asks for to show a photo, and how large the photo is by it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitEdges, type FitKind } from '../../src/shared/contract.ts';
import { comesInRegions, sizeOf, smallerThan, sourceFor } from '../../src/renderer/viewer/sources.ts';

const camera = { view: 'original', width: 4032, height: 3024, type: 'image/jpeg' } as const;
const phone = { ...camera, view: 'preview', type: 'image/heic' } as const;

describe('what the window asks for', () => {
  it('is no larger than what is seen, until it is zoomed', () => {
    expect(sourceFor(camera, false, 1067)).toBe('fit1280');
    expect(sourceFor(camera, false, 1281)).toBe('fit1920');
    expect(sourceFor({ ...camera, width: 12_000, height: 4000 }, false, 3000)).toBe('fit3840');
    for (const need of [1067, 1600, 2560]) expect(sourceFor(camera, false, need)).not.toBe('original');
    expect(sourceFor(camera, false, Infinity)).toBe('original');
  });

  it('has the pixels that are needed, and never half as many again as twice of them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30_000 }),
        fc.integer({ min: 1, max: 30_000 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (width, height, share) => {
          const long = Math.max(width, height);
          const need = share * Math.min(long, 3840);
          const source = sourceFor({ ...camera, width, height }, false, need);
          const edge = source === 'original' ? long : fitEdges[source as FitKind];
          expect(edge).toBeGreaterThanOrEqual(Math.floor(need));
          if (need > 1280) expect(edge).toBeLessThanOrEqual(need * 1.5 * Math.SQRT2 + 1);
        },
      ),
    );
  });

  it('is the original of what would stand still, of small ones, and of kinds that are shown as they are', () => {
    expect(sourceFor({ ...camera, type: 'image/webp' }, true, 500)).toBe('original');
    expect(sourceFor({ ...camera, type: 'image/gif' }, false, 500)).toBe('original');
    expect(sourceFor({ ...camera, width: 1600, height: 1200 }, false, 500)).toBe('original');
    expect(sourceFor({ ...camera, width: null }, false, 500)).toBe('fit1280');
    expect(sourceFor({ ...camera, width: null, height: null }, false, Infinity)).toBe('original');
  });

  it('is never an original that the window could not hold', () => {
    const panorama = { ...camera, width: 20_000, height: 5000 };
    expect(sourceFor(panorama, false, 1280)).toBe('fit1280');
    expect(sourceFor(panorama, false, Infinity)).toBe('fit8192');
    expect([smallerThan('original'), smallerThan('fit8192'), smallerThan('fit3840')]).toEqual([
      'fit8192',
      'fit3840',
      null,
    ]);
  });

  it('is the preview of what the window cannot show, and what a decoder makes of it when that is not enough', () => {
    expect(sourceFor(phone, false, 1067)).toBe('preview');
    expect(sourceFor(phone, false, Infinity)).toBe('fit8192');
    expect(sourceFor({ ...phone, width: 2000, height: 1500 }, false, Infinity)).toBe('preview');
    expect(sourceFor({ ...phone, type: 'image/svg+xml' }, false, Infinity)).toBe('preview');
  });
});

describe('a photo comes in regions', () => {
  const panorama = { ...camera, width: 20_000, height: 5000 };
  const cases = [
    ['where the window is given no picture with all of its pixels', panorama, 'fit1280', true],
    ['not where it is given the original', { ...camera, width: 16_000, height: 4000 }, 'fit1280', false],
    [
      'after all where the window could not show that',
      { ...camera, width: 16_000, height: 4000 },
      'fit8192',
      true,
    ],
    ['not where one of 8192 pixels is all of it', { ...phone, width: 8192, height: 6144 }, 'preview', false],
    [
      'as a scan that the window cannot show',
      { ...phone, type: 'image/tiff', width: 9000, height: 6000 },
      'preview',
      true,
    ],
    [
      'as a raw file whose largest picture is that large',
      { ...phone, type: 'image/x-sony-arw', width: 9504, height: 6336 },
      'fit8192',
      true,
    ],
    [
      'not as long as that is not known',
      { ...phone, type: 'image/x-sony-arw', width: 9504, height: 6336 },
      'preview',
      false,
    ],
    ['not as a drawing', { ...phone, type: 'image/svg+xml', width: 9504, height: 6336 }, 'preview', false],
  ] as const;
  it.each(cases)('%s', (_, known, shown, is) => {
    expect(comesInRegions(known, false, shown)).toBe(is);
    expect(comesInRegions(known, true, shown)).toBe(false);
  });
});

describe('the size of a photo', () => {
  it('is that of its file, whatever it is shown by', () => {
    expect(sizeOf('fit1280', { width: 1280, height: 960 }, camera)).toEqual({ width: 4032, height: 3024 });
    expect(sizeOf('preview', { width: 2560, height: 1920 }, phone)).toEqual({ width: 4032, height: 3024 });
    expect(sizeOf('original', { width: 4032, height: 3024 }, camera)).toEqual({ width: 4032, height: 3024 });
  });

  it('is that of the picture where the file holds no larger one, or says something else', () => {
    const small = { width: 1616, height: 1080 };
    expect(sizeOf('preview', small, { ...phone, width: 6000, height: 4000 })).toEqual(small);
    expect(sizeOf('fit8192', { width: 4032, height: 3024 }, phone)).toEqual({ width: 4032, height: 3024 });
    const turned = { width: 960, height: 1280 };
    expect(sizeOf('fit1280', turned, camera)).toEqual(turned);
  });
});
