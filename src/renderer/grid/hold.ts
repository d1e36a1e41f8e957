/** @file What stays where it is while the timeline is laid out anew around it. Runs in the renderer; pure. */
import { itemHeight, itemTop, type Layout } from './layout.ts';
import { anchorAt, itemAt, middleOf, type Anchor } from './move.ts';

/** Where the eye is taken to rest, as a share of the view's height. */
const eye = 1 / 3;
/** How many photos to either side may take the place of one that is gone. */
const around = 199;

/** Where the pointer is while it changes the size of the grid: that photo stays under it. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface View {
  readonly layout: Layout;
  /** Top edge of the view in the timeline, and its height (px). */
  readonly position: number;
  readonly page: number;
}

/** What the eye rests on in a view. */
export function restingAt({ layout, position, page }: View): Anchor | null {
  return anchorAt(layout, position, page * eye, layout.options.width / 2);
}

/**
 * What to hold on to: the photo at `point`, else the one the keyboard is at when all of it is in view, else where the eye rests. `candidates`:
 * that item, then those around it in case it goes.
 */
export function heldAt(
  view: View,
  cursor: number,
  point: Point | null,
): { readonly below: number; readonly candidates: readonly number[] } | null {
  const { layout, position, page } = view;
  let below = point?.y ?? page * eye;
  let x = point?.x ?? layout.options.width / 2;
  const top = cursor < 0 ? Infinity : itemTop(layout, cursor) - position;
  if (point === null && cursor >= 0 && top >= 0 && top + itemHeight(layout, cursor) <= page) {
    below = top + itemHeight(layout, cursor) / 2;
    x = middleOf(layout, cursor);
  }
  const anchor = anchorAt(layout, position, below, x);
  if (anchor === null) return null;
  const middle = itemAt(layout, x, position + below);
  const candidates = [middle];
  for (let step = 1; step <= around; step += 1)
    for (const item of [middle + step, middle - step])
      if (item >= 0 && item < layout.count) candidates.push(item);
  return { below: anchor.below, candidates };
}
