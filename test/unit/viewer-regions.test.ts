/** @file Which part of a large photo the viewer asks for: all that is seen of it and a little beside it, and no more than can be held. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reaches, regionFor, seenIn, touches } from '../../src/renderer/viewer/regions.ts';
import { fullScale, turned, zoomTo, type Stage } from '../../src/renderer/viewer/transform.ts';
import { longestRegion, mostRegionPixels, parseRegion, regionInAddress } from '../../src/shared/regions.ts';

const photo = { width: 20_000, height: 5000, type: 'image/jpeg' };
const view = { width: 1280, height: 752 };
const start = { scale: 1, x: 0, y: 0 };

/** The middle of the window at a point of the photo as it is seen, at a share of full size. */
function at(
  x: number,
  y: number,
  share: number,
  quarters = 0,
): { stage: Stage; seen: ReturnType<typeof seenIn> } {
  const stage: Stage = { view, picture: turned(photo, quarters), density: 1 };
  const whole = { ...start, x: view.width / 2 - x, y: view.height / 2 - y };
  const transform = zoomTo(stage, whole, share * fullScale(stage), view.width / 2, view.height / 2);
  return { stage, seen: seenIn(stage, transform, quarters) };
}

describe('what is seen of a photo', () => {
  it('is what the window shows, in pixels of the file, whichever way it is turned', () => {
    expect(at(10_000, 2500, 1).seen).toEqual({ left: 9360, top: 2124, width: 1280, height: 752 });
    // A point of the file and where it is once the photo is turned by a quarter, a half, three quarters to the right.
    const [u, v] = [3000, 1200];
    const places = [
      [u, v],
      [photo.height - v, u],
      [photo.width - u, photo.height - v],
      [v, photo.width - u],
    ] as const;
    for (const [quarters, [x, y]] of places.entries()) {
      const { seen } = at(x, y, 2, quarters);
      expect([seen.left + seen.width / 2, seen.top + seen.height / 2]).toEqual([u, v]);
      expect(seen.width).toBe(quarters % 2 === 0 ? 640 : 376);
    }
  });
});

describe('the region asked for', () => {
  it('holds what is seen and something beside it, lies within the photo, and is no more than is given', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: photo.width }),
        fc.integer({ min: 0, max: photo.height }),
        fc.double({ min: 0.3, max: 8, noNaN: true }),
        (x, y, share) => {
          const { seen } = at(x, y, share);
          const region = regionFor(seen, photo);
          if (region === null) throw new Error('a window of this size is never too much');
          expect(reaches(region, seen, photo)).toBe(true);
          expect(parseRegion(regionInAddress(region))).toEqual(region);
          expect(region.left + region.width).toBeLessThanOrEqual(photo.width);
          expect(region.top + region.height).toBeLessThanOrEqual(photo.height);
          expect(region.width * region.height).toBeLessThanOrEqual(
            Math.max(2 ** 24, 1.5 * seen.width * seen.height),
          );
        },
      ),
    );
  });

  it('is asked for before its edge is in sight, and given up when nothing of it is seen any more', () => {
    const region = regionFor(at(10_000, 2500, 1).seen, photo);
    if (region === null) throw new Error('there is one');
    for (const [x, stays] of [
      [10_400, true],
      [10_620, false],
    ] as const) {
      const { seen } = at(x, 2500, 1);
      expect(seen.left + seen.width).toBeLessThan(region.left + region.width);
      expect([x, reaches(region, seen, photo)]).toEqual([x, stays]);
      expect(touches(region, seen)).toBe(true);
    }
    expect(touches(region, at(14_000, 2500, 1).seen)).toBe(false);
    expect(touches(region, at(10_000, 400, 4).seen)).toBe(false);
    // Where all of the file is decoded for it, there is more beside it.
    const whole = regionFor(at(10_000, 2500, 1).seen, { ...photo, type: 'image/heic' });
    expect(whole).toEqual({ left: 7440, top: 996, width: 5120, height: 3008 });
    // At its edge there is nothing beside it.
    const corner = regionFor(at(photo.width, photo.height, 1).seen, photo);
    expect(corner).toMatchObject({ left: photo.width - 1920, top: photo.height - 1144 });
  });

  it('is none where too much is seen at once', () => {
    const scan = { width: 30_000, height: 15_000, type: 'image/tiff' };
    expect(regionFor({ left: 0, top: 0, width: 12_000, height: 8000 }, scan)).toBe(null);
    expect(regionFor({ left: 0, top: 0, width: longestRegion + 1, height: 100 }, scan)).toBe(null);
    const most = regionFor({ left: 9000, top: 5000, width: 5000, height: 4500 }, scan);
    expect((most?.width ?? 0) * (most?.height ?? 0)).toBeLessThanOrEqual(mostRegionPixels);
    expect(most).not.toBe(null);
  });
});

describe('an address', () => {
  it.each([
    '',
    '1,2,3',
    '1,2,3,4,5',
    '-1,0,5,5',
    '0,0,0,5',
    '0,0,5.5,5',
    '0,0,16384,1',
    '0,0,6000,6000',
    '99999999999,0,5,5',
    '2147483648,0,5,5',
    '0, 0,5,5',
  ])('of %s has no region', (text) => {
    expect(parseRegion(text)).toBe(null);
  });
});
