/** @file Where the keyboard goes in the grid, and what stays put when the grid changes under it. Runs in the renderer; pure. */
import { firstBandBelow, firstRowBelow, itemHeight, itemTop, type Layout } from './layout.ts';

export type Move = 'left' | 'right' | 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

const keys: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
};

/** What a key (`KeyboardEvent.key`) moves by, if it does. */
export function moveOfKey(key: string): Move | undefined {
  return keys[key];
}

/**
 * The item a key leads to from `item`. `goal` is the horizontal place to aim at when going up and down, so that going through a short row
 * does not lose the column; `page` is the height of the view.
 */
export function moveFrom(layout: Layout, item: number, move: Move, goal: number, page: number): number {
  const last = layout.count - 1;
  if (last < 0) return -1;
  const from = Math.min(Math.max(0, item), last);
  const row = layout.rowOf[from] ?? 0;
  switch (move) {
    case 'left':
      return Math.max(0, from - 1);
    case 'right':
      return Math.min(last, from + 1);
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'up':
      return row === 0 ? from : nearestInRow(layout, row - 1, goal);
    case 'down':
      return row === layout.rowCount - 1 ? from : nearestInRow(layout, row + 1, goal);
    case 'page-up':
    case 'page-down': {
      const step = Math.max(page, 1) * (move === 'page-up' ? -1 : 1);
      const middle = itemTop(layout, from) + itemHeight(layout, from) / 2;
      const there = Math.min(firstRowBelow(layout, middle + step), layout.rowCount - 1);
      return nearestInRow(layout, there, goal);
    }
  }
}

/** The middle of an item: what `goal` of `moveFrom` begins with. */
export function middleOf(layout: Layout, item: number): number {
  return (layout.x[item] ?? 0) + (layout.width[item] ?? 0) / 2;
}

/** The item of a row whose middle is nearest to `goal`. */
export function nearestInRow(layout: Layout, row: number, goal: number): number {
  const first = layout.rowFirst[row] ?? 0;
  const end = layout.rowFirst[row + 1] ?? layout.count;
  let best = first;
  let least = Infinity;
  for (let item = first; item < end; item += 1) {
    const distance = Math.abs(middleOf(layout, item) - goal);
    if (distance < least) {
      least = distance;
      best = item;
    }
  }
  return best;
}

/** The item at, or nearest to, a point of the timeline. */
export function itemAt(layout: Layout, x: number, y: number): number {
  if (layout.count === 0) return -1;
  const row = Math.min(firstRowBelow(layout, y), layout.rowCount - 1);
  return nearestInRow(layout, row, x);
}

/** What the eye rests on: an item, and where its middle is below the top of the view. */
export interface Anchor {
  readonly item: number;
  readonly below: number;
}

/** What to hold on to when the layout is about to change: the photo at (x, `below` px under the top of the view). */
export function anchorAt(layout: Layout, position: number, below: number, x: number): Anchor | null {
  const item = itemAt(layout, x, position + below);
  return item < 0 ? null : { item, below: itemTop(layout, item) + itemHeight(layout, item) / 2 - position };
}

/** The position at which `anchor` is again where it was. */
export function positionOf(layout: Layout, anchor: Anchor): number {
  return itemTop(layout, anchor.item) + itemHeight(layout, anchor.item) / 2 - anchor.below;
}

/**
 * The position nearest to `position` at which the whole of `item` is in a view of height `page`, and not under the header that sticks
 * to its top.
 */
export function reveal(layout: Layout, item: number, position: number, page: number): number {
  const { headerHeight, gap } = layout.options;
  const top = itemTop(layout, item);
  const band = firstBandBelow(layout, top);
  const firstRow = layout.rowOf[item] === layout.rowOf[layout.dayFirst[layout.bandFirst[band] ?? 0] ?? 0];
  // The first row of a band is shown with its header in its own place.
  const above = firstRow ? (layout.bandTop[band] ?? 0) : top - headerHeight;
  const below = top + itemHeight(layout, item) + gap;
  if (above < position) return Math.max(0, above);
  return below > position + page ? Math.min(above, below - page) : position;
}
