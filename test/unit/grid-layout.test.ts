/** @file The justified layout: nothing overlaps or sticks out, order and days are kept, rows have sane heights, and it is quick. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayOf,
  firstBandBelow,
  firstRowBelow,
  itemHeight,
  itemsWithin,
  itemTop,
  layoutPhotos,
  tileRatio,
  type Layout,
  type LayoutOptions,
} from '../../src/renderer/grid/layout.ts';

const dayMs = 86_400_000;
const shape = { gap: 4, headerHeight: 44, bandGap: 16, dayGap: 20, minDayWidth: 140, byDay: true };

function lay(
  photos: readonly { readonly day: number; readonly ratio: number }[],
  options: Partial<LayoutOptions> = {},
): Layout {
  const sorted = [...photos].sort((a, b) => b.day - a.day);
  return layoutPhotos(
    Uint32Array.from(sorted, (_, row) => row),
    Float64Array.from(sorted, ({ day }, index) => day * dayMs + dayMs - 1 - index),
    Float32Array.from(sorted, ({ ratio }) => ratio),
    { ...shape, width: 1000, rowHeight: 200, ...options },
  );
}

const aPhoto = fc.record({
  day: fc.integer({ min: 19_000, max: 19_030 }),
  ratio: fc.oneof(
    fc.constantFrom(4 / 3, 3 / 2, 3 / 4, 1, 16 / 9),
    fc.double({ min: 0, max: 30, noNaN: true }),
    fc.constantFrom(NaN, 0, -1, Infinity),
  ),
});
const somePhotos = fc.array(aPhoto, { maxLength: 160 });
const someOptions = fc.record({
  width: fc.integer({ min: 300, max: 3000 }),
  rowHeight: fc.integer({ min: 80, max: 400 }),
});

describe('items within a frame', () => {
  it('are exactly those that it touches', () => {
    fc.assert(
      fc.property(
        somePhotos,
        someOptions,
        fc.tuple(fc.nat(3000), fc.nat(6000), fc.nat(3000), fc.nat(6000)),
        (photos, options, [x, y, width, height]) => {
          const layout = lay(photos, options);
          const frame = { left: x, top: y, right: x + width, bottom: y + height };
          const touched = Array.from({ length: layout.count }, (_, item) => item).filter((item) => {
            const [left, top] = [layout.x[item] ?? 0, itemTop(layout, item)];
            const across = left < frame.right && left + (layout.width[item] ?? 0) > frame.left;
            return across && top < frame.bottom && top + itemHeight(layout, item) > frame.top;
          });
          expect(itemsWithin(layout, frame)).toEqual(touched);
        },
      ),
    );
  });
});

describe('timeline layout', () => {
  it('places every photo inside the page, in order, without overlap and with one gap between neighbours', () => {
    fc.assert(
      fc.property(somePhotos, someOptions, (photos, options) => {
        const layout = lay(photos, options);
        expect(layout.count).toBe(photos.length);
        for (let item = 0; item < layout.count; item += 1) {
          const [x, width] = [layout.x[item] ?? NaN, layout.width[item] ?? NaN];
          expect(width).toBeGreaterThan(0);
          expect(x + width).toBeLessThanOrEqual(options.width);
          expect(itemTop(layout, item) + itemHeight(layout, item)).toBeLessThanOrEqual(layout.height);
          if (item === 0) continue;
          const before = item - 1;
          if (layout.rowOf[item] === layout.rowOf[before]) {
            const space = x - (layout.x[before] ?? 0) - (layout.width[before] ?? 0);
            if (dayOf(layout, item) === dayOf(layout, before)) expect(space).toBe(shape.gap);
            else expect(space).toBeGreaterThanOrEqual(shape.dayGap - 1);
          } else {
            expect(x).toBe(0);
            expect(itemTop(layout, item)).toBeGreaterThanOrEqual(
              itemTop(layout, before) + itemHeight(layout, before) + shape.gap,
            );
          }
        }
      }),
    );
  });

  it('puts every photo under the header of its own day, with the right count', () => {
    fc.assert(
      fc.property(somePhotos, someOptions, (photos, options) => {
        const layout = lay(photos, options);
        const counts = new Map<number, number>();
        for (const { day } of photos) counts.set(day, (counts.get(day) ?? 0) + 1);
        expect(layout.dayCount).toBe(counts.size);
        for (let band = 0; band < layout.bandCount; band += 1) {
          const top = layout.bandTop[band] ?? NaN;
          for (let day = layout.bandFirst[band] ?? 0; day < (layout.bandFirst[band + 1] ?? 0); day += 1) {
            const [first, end] = [layout.dayFirst[day] ?? 0, layout.dayFirst[day + 1] ?? 0];
            expect(end - first).toBe(counts.get(layout.dayNumber[day] ?? NaN));
            const left = layout.dayX[day] ?? NaN;
            for (let item = first; item < end; item += 1) {
              expect(itemTop(layout, item)).toBeGreaterThanOrEqual(top + shape.headerHeight);
              expect(layout.x[item]).toBeGreaterThanOrEqual(left);
              expect(dayOf(layout, item)).toBe(day);
            }
            // Two headers side by side do not run into each other.
            if (day + 1 < (layout.bandFirst[band + 1] ?? 0))
              expect(left + (layout.dayWidth[day] ?? 0)).toBeLessThanOrEqual(layout.dayX[day + 1] ?? NaN);
          }
        }
      }),
    );
  });

  it('keeps rows near the height asked for, however strange the pictures', () => {
    fc.assert(
      fc.property(somePhotos, fc.integer({ min: 80, max: 250 }), (photos, rowHeight) => {
        const layout = lay(photos, { rowHeight, width: 1000 });
        for (let row = 0; row < layout.rowCount; row += 1) {
          expect(layout.rowHeight[row]).toBeLessThanOrEqual(Math.round(rowHeight * 1.3) + 1);
          expect(layout.rowHeight[row]).toBeGreaterThanOrEqual(rowHeight * 0.4);
        }
      }),
    );
  });

  it('fills the width with every row of a day but the last', () => {
    const layout = lay(
      Array.from({ length: 50 }, (_, index) => ({ day: 19_000, ratio: 1 + (index % 4) / 4 })),
    );
    for (let row = 0; row < layout.rowCount - 1; row += 1) {
      const last = (layout.rowFirst[row + 1] ?? 0) - 1;
      expect((layout.x[last] ?? 0) + (layout.width[last] ?? 0)).toBe(1000);
    }
  });

  it('does not blow up a lonely last photo', () => {
    const layout = lay([{ day: 19_000, ratio: 1.5 }]);
    expect(itemHeight(layout, 0)).toBe(200);
    expect(layout.width[0]).toBe(300);
  });

  it('lets short days share a row, each with room for its header, and a long day stand alone', () => {
    const layout = lay([
      { day: 19_003, ratio: 0.5 },
      { day: 19_002, ratio: 1.5 },
      ...Array.from({ length: 20 }, () => ({ day: 19_001, ratio: 1.5 })),
    ]);
    expect(layout.bandCount).toBe(2);
    expect([layout.bandFirst[0], layout.bandFirst[1], layout.bandFirst[2]]).toEqual([0, 2, 3]);
    expect(layout.dayX[1]).toBeGreaterThanOrEqual(shape.minDayWidth);
  });

  it('crops panoramas and strips to a bearable shape', () => {
    expect([30, 4, 1.5, 0.45, 0.01, NaN, 0].map(tileRatio)).toEqual([4, 4, 1.5, 0.45, 0.45, 1, 1]);
  });

  it('is empty while the page is hidden', () => {
    const layout = lay([{ day: 19_000, ratio: 1 }], { width: 0 });
    expect([layout.count, layout.rowCount, layout.height]).toEqual([0, 0, 0]);
    expect(firstRowBelow(layout, 0)).toBe(0);
  });

  it('finds the first row and band below any place', () => {
    fc.assert(
      fc.property(somePhotos, fc.double({ min: -100, max: 5000, noNaN: true }), (photos, y) => {
        const layout = lay(photos);
        const row = firstRowBelow(layout, y);
        const bottom = (at: number): number => (layout.rowTop[at] ?? NaN) + (layout.rowHeight[at] ?? NaN);
        if (row > 0) expect(bottom(row - 1)).toBeLessThanOrEqual(y);
        if (row < layout.rowCount) expect(bottom(row)).toBeGreaterThan(y);
        const band = firstBandBelow(layout, y);
        if (band > 0) expect(layout.bandEnd[band - 1]).toBeLessThanOrEqual(y);
        if (band < layout.bandCount) expect(layout.bandEnd[band]).toBeGreaterThan(y);
      }),
    );
  });

  it('lays out 100,000 photos within a frame or two', () => {
    const photos = Array.from({ length: 100_000 }, (_, index) => ({
      day: 19_000 - Math.floor(index / 17),
      ratio: [4 / 3, 3 / 4, 1.5, 16 / 9][index % 4] ?? 1,
    }));
    const rows = Uint32Array.from(photos, (_, row) => row);
    const time = Float64Array.from(photos, ({ day }) => day * dayMs);
    const ratio = Float32Array.from(photos, (photo) => photo.ratio);
    const times = Array.from({ length: 9 }, () => {
      const begin = performance.now();
      layoutPhotos(rows, time, ratio, { ...shape, width: 1200, rowHeight: 200 });
      return performance.now() - begin;
    }).sort((a, b) => a - b);
    // 3 ms on two old cores; the bound only tells quadratic work from linear on a busy machine.
    expect(times[0]).toBeLessThan(60);
  });
});
