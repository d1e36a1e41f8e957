/** @file A pin that is moved over a map by keys: it goes, and the map comes along where it would leave it. Runs in the renderer; pure. */
import { inWorld, onMap, panned, zoomed, type Point, type Size, type View } from './projection.ts';

/** CSS pixels an arrow key moves the pin by. */
const stride = 12;
/** As near as that to the edge the map moves instead. */
const margin = 48;

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export interface Pinned {
  readonly view: View;
  /** Of the world's square. */
  readonly pin: Point;
}

/** Where pin and map are after a key; the first arrow puts the pin into the middle. null: the key does nothing to the pin. */
export function pinAfterKey(key: string, view: View, size: Size, pin: Point | null): Pinned | null {
  const arrow = arrows[key];
  if (arrow !== undefined && pin === null) return { view, pin: { x: view.x, y: view.y } };
  if (pin === null) return null;
  const from = onMap(view, size, pin.x, pin.y);
  if (arrow !== undefined) {
    const to = { x: from.x + arrow.x * stride, y: from.y + arrow.y * stride };
    const moved = inWorld(view, size, to);
    const over = (at: number, length: number): number =>
      Math.max(0, at - (length - margin)) + Math.min(0, at - margin);
    return { view: panned(view, size, over(to.x, size.width), over(to.y, size.height)), pin: moved };
  }
  const steps = { '+': 1, '=': 1, '-': -1 }[key];
  return steps === undefined ? null : { view: zoomed(view, size, steps, from), pin };
}
