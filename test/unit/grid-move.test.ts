/** @file The keyboard in the grid, and what stays put while the grid changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemHeight, itemTop, layoutPhotos, type Layout } from '../../src/renderer/grid/layout.ts';
import {
  anchorAt,
  itemAt,
  middleOf,
  moveFrom,
  positionOf,
  reveal,
  type Move,
} from '../../src/renderer/grid/move.ts';

const dayMs = 86_400_000;

function lay(count: number, width = 1000, rowHeight = 200): Layout {
  return layoutPhotos(
    Uint32Array.from({ length: count }, (_, row) => row),
    Float64Array.from({ length: count }, (_, row) => (19_000 - Math.floor(row / 23)) * dayMs),
    Float32Array.from({ length: count }, (_, row) => [1.5, 0.75, 1.78, 1][row % 4] ?? 1),
    { width, rowHeight, gap: 4, headerHeight: 44, bandGap: 16, dayGap: 20, minDayWidth: 140, byDay: true },
  );
}

const moves: readonly Move[] = ['left', 'right', 'up', 'down', 'page-up', 'page-down', 'first', 'last'];

describe('moving by keyboard', () => {
  it('always leads to a photo', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: -5, max: 400 }),
        fc.constantFrom(...moves),
        fc.integer({ min: -50, max: 1200 }),
        (count, item, move, goal) => {
          const to = moveFrom(lay(count), item, move, goal, 700);
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThan(count);
        },
      ),
    );
  });

  it('goes down into the next row, to the photo under it', () => {
    const layout = lay(200);
    for (let item = 0; item < 150; item += 1) {
      const to = moveFrom(layout, item, 'down', middleOf(layout, item), 700);
      expect(layout.rowOf[to]).toBe((layout.rowOf[item] ?? 0) + 1);
    }
  });

  it('does not lose its column when the rows between are short', () => {
    const layout = lay(200);
    const start = (layout.rowFirst[1] ?? 0) - 1; // the last of the first row
    const goal = middleOf(layout, start);
    let item = start;
    for (let step = 0; step < 20; step += 1) item = moveFrom(layout, item, 'down', goal, 700);
    for (let step = 0; step < 20; step += 1) item = moveFrom(layout, item, 'up', goal, 700);
    expect(item).toBe(start);
  });

  it('goes a page at a time, and to both ends', () => {
    const layout = lay(500);
    const down = moveFrom(layout, 0, 'page-down', 0, 700);
    const moved = itemTop(layout, down) - itemTop(layout, 0);
    expect(moved).toBeGreaterThan(400);
    expect(moved).toBeLessThan(1000);
    expect(layout.rowOf[moveFrom(layout, down, 'page-up', 0, 700)]).toBeLessThanOrEqual(1);
    expect(moveFrom(layout, 7, 'last', 0, 700)).toBe(499);
    expect(moveFrom(layout, 7, 'first', 0, 700)).toBe(0);
  });

  it('has nowhere to go in an empty timeline', () => {
    expect(moveFrom(lay(0), 0, 'down', 0, 700)).toBe(-1);
  });
});

describe('staying put', () => {
  it('keeps the photo the eye rests on where it was, through any change of width and size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 400, max: 2000 }),
        fc.integer({ min: 80, max: 400 }),
        (position, width, rowHeight) => {
          const before = lay(600);
          const anchor = anchorAt(before, position, 250, 500);
          expect(anchor).not.toBeNull();
          if (anchor === null) return;
          const after = lay(600, width, rowHeight);
          const then = positionOf(after, anchor);
          const middle = itemTop(after, anchor.item) + itemHeight(after, anchor.item) / 2;
          expect(middle - then).toBeCloseTo(anchor.below, 6);
        },
      ),
    );
  });

  it('finds the photo under a point', () => {
    const layout = lay(100);
    for (let item = 0; item < 100; item += 1) {
      const y = itemTop(layout, item) + itemHeight(layout, item) / 2;
      expect(itemAt(layout, middleOf(layout, item), y)).toBe(item);
    }
    expect(itemAt(lay(0), 0, 0)).toBe(-1);
  });

  it('scrolls no further than it takes to show a photo, clear of the header', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 399 }), fc.integer({ min: 0, max: 30_000 }), (item, position) => {
        const layout = lay(400);
        const to = reveal(layout, item, position, 700);
        const top = itemTop(layout, item);
        expect(top).toBeGreaterThanOrEqual(to + 43);
        expect(top + itemHeight(layout, item)).toBeLessThanOrEqual(to + 700);
        expect(reveal(layout, item, to, 700)).toBe(to);
      }),
    );
  });
});
