/** @file What keys and wheel do to the view of a map. Runs in the renderer; pure. */
import { panned, zoomed, type Size, type View } from './projection.ts';

/** CSS pixels an arrow key moves the map by. */
const stride = 80;

/** The view after a key; null: the key does nothing here. `everything` shows all photos, where there are any. */
export function viewAfterKey(
  key: string,
  from: View,
  size: Size,
  everything: () => View | null,
): View | null {
  switch (key) {
    case 'ArrowLeft':
      return panned(from, size, -stride, 0);
    case 'ArrowRight':
      return panned(from, size, stride, 0);
    case 'ArrowUp':
      return panned(from, size, 0, -stride);
    case 'ArrowDown':
      return panned(from, size, 0, stride);
    case '+':
    case '=':
      return zoomed(from, size, 1);
    case '-':
      return zoomed(from, size, -1);
    case '0':
      return everything();
    default:
      return null;
  }
}

/** Zoom levels a turn of the wheel is worth. A pinch on a touchpad is a wheel with Ctrl. */
export function wheelSteps({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaMode === WheelEvent.DOM_DELTA_LINE ? deltaY * 33 : deltaY;
  return Math.max(-1, Math.min(1, -pixels * (ctrlKey ? 0.015 : 0.004)));
}

export function isSameView(one: View, other: View | null): boolean {
  return other !== null && one.x === other.x && one.y === other.y && one.zoom === other.zoom;
}
