/**
 * @file The map's geometry: Mercator, as on every map that is zoomed. The world is a square of side 1, x to the east from the date line, y to the
 * south; at zoom z it is 256 · 2^z pixels wide. Runs in the renderer; pure.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** On the map, in CSS pixels from its upper left corner; or in the world's square. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the map shows: the point in the middle of it, and how large. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Degrees; `west` may lie east of `east`, then the date line is in between. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const tile = 256;
/** Streets are not on this map: beyond this there is nothing more to see. */
export const maxZoom = 15;
/** A town fills the map. */
export const townZoom = 11;
/** Mercator ends here, in degrees. */
const furthest = 85.0511;
/** As near to the edge of the world's square a view shows the edge itself; what furthest leaves of it, and what floats do. */
const edge = 1e-6;

export function worldX(longitude: number): number {
  return longitude / 360 + 0.5;
}

export function worldY(latitude: number): number {
  const sine = Math.sin((Math.max(-furthest, Math.min(furthest, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function longitudeAt(x: number): number {
  return (wrapped(x) - 0.5) * 360;
}

export function latitudeAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/** Into 0 to 1, once round the world: both sides of the date line are 0. */
export function wrapped(x: number): number {
  return x - Math.floor(x);
}

/** Pixels of the whole world's side. */
export function worldPixels(zoom: number): number {
  return tile * 2 ** zoom;
}

/** The zoom at which the world fills the map's height, and nearly its width. */
export function minZoom({ width, height }: Size): number {
  return Math.max(0, Math.log2(Math.max(height, width * 0.8, 1) / tile));
}

/** Where a point of the world is on the map, in pixels: of its copies to the east and west, the one nearest to the middle. */
export function onMap(view: View, { width, height }: Size, x: number, y: number): Point {
  const pixels = worldPixels(view.zoom);
  const across = x - view.x;
  return { x: width / 2 + (across - Math.round(across)) * pixels, y: height / 2 + (y - view.y) * pixels };
}

/** The way back: the point of the world that is there on the map. */
export function inWorld(view: View, { width, height }: Size, at: Point): Point {
  const pixels = worldPixels(view.zoom);
  return {
    x: wrapped(view.x + (at.x - width / 2) / pixels),
    y: Math.max(0, Math.min(1, view.y + (at.y - height / 2) / pixels)),
  };
}

/** No farther out than the world, no farther in than the map goes, and not beyond the poles. */
export function fitted(view: View, size: Size): View {
  const zoom = Math.max(minZoom(size), Math.min(maxZoom, view.zoom));
  const half = size.height / 2 / worldPixels(zoom);
  const y = half >= 0.5 ? 0.5 : Math.max(half, Math.min(1 - half, view.y));
  return { x: wrapped(view.x), y, zoom };
}

/** Moved by so many pixels. */
export function panned(view: View, size: Size, right: number, down: number): View {
  const pixels = worldPixels(view.zoom);
  return fitted({ ...view, x: view.x + right / pixels, y: view.y + down / pixels }, size);
}

/** Larger by `steps` of two; the point under `at` (pixels) stays there, else the middle. */
export function zoomed(view: View, size: Size, steps: number, at?: Point): View {
  const zoom = Math.max(minZoom(size), Math.min(maxZoom, view.zoom + steps));
  if (at === undefined) return fitted({ ...view, zoom }, size);
  const [right, down] = [at.x - size.width / 2, at.y - size.height / 2];
  const change = 1 / worldPixels(view.zoom) - 1 / worldPixels(zoom);
  return fitted({ x: view.x + right * change, y: view.y + down * change, zoom }, size);
}

/** What is in view, in degrees. */
export function boundsOf(view: View, { width, height }: Size): Bounds {
  const pixels = worldPixels(view.zoom);
  const [half, high] = [width / 2 / pixels, height / 2 / pixels];
  const whole = half >= 0.5;
  return {
    west: whole ? -180 : longitudeAt(view.x - half),
    east: whole ? 180 : longitudeAt(view.x + half),
    // What is nearer to a pole than Mercator goes is drawn on the edge.
    north: view.y - high < edge ? 90 : latitudeAt(view.y - high),
    south: view.y + high > 1 - edge ? -90 : latitudeAt(view.y + high),
  };
}

export function isWithin({ west, south, east, north }: Bounds, latitude: number, longitude: number): boolean {
  if (latitude < south || latitude > north) return false;
  const between = (at: number): boolean =>
    west <= east ? at >= west && at <= east : at >= west || at <= east;
  // The date line has two longitudes.
  return between(longitude) || (Math.abs(longitude) === 180 && between(-longitude));
}

/** Shows all of these points, with room around them, but no closer than `closest`. Without any, the world. */
export function showing(
  latitudes: ArrayLike<number> & Iterable<number>,
  longitudes: ArrayLike<number>,
  size: Size,
  closest = townZoom,
): View {
  const count = latitudes.length;
  if (count === 0) return fitted({ x: 0.5, y: 0.4, zoom: 0 }, size);
  const xs = Float64Array.from(longitudes, worldX).sort();
  let [top, bottom] = [1, 0];
  for (const latitude of latitudes) {
    const y = worldY(latitude);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  // The widest gap between neighbours, round the world, is what need not be shown.
  let [gap, first] = [1 - (xs[count - 1] ?? 0) + (xs[0] ?? 0), xs[0] ?? 0];
  for (let at = 1; at < count; at += 1) {
    const [before, here] = [xs[at - 1] ?? 0, xs[at] ?? 0];
    if (here - before > gap) [gap, first] = [here - before, here];
  }
  const wide = 1 - gap;
  const room = 0.75; // of the map, for what is shown
  const zoom = Math.min(
    closest,
    Math.log2((size.width * room) / tile / Math.max(wide, 1e-9)),
    Math.log2((size.height * room) / tile / Math.max(bottom - top, 1e-9)),
  );
  return fitted({ x: first + wide / 2, y: (top + bottom) / 2, zoom }, size);
}
