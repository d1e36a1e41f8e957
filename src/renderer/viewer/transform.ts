/**
 * @file Where a picture is and how large, in the viewer: fit, full size, zoom to a point, pan within bounds. Runs in the renderer; pure.
 *
 * A picture is `width × height` of its own pixels; `scale` is CSS pixels per picture pixel; (x, y) is where its top left corner is in
 * the view. On a screen with `density` device pixels a CSS pixel, full size is a scale of 1 / density: one of its pixels for one of the
 * screen's.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Stage {
  readonly view: Size;
  readonly picture: Size;
  readonly density: number;
}

export interface Transform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A small picture is not blown up to the window: at most this many device pixels for one of its own. */
const largestFit = 2;
/** …unless it could not be seen then: so many CSS pixels, the longer way. */
const leastSeen = 16;
/** How far zooming in goes, as a share of full size; further for pictures whose fit is already above that. */
const largest = 8;

export function fullScale(stage: Stage): number {
  return 1 / stage.density;
}

/** The scale at which all of the picture is seen. */
export function fitScale(stage: Stage): number {
  const { view, picture } = stage;
  const fits = Math.min(view.width / picture.width, view.height / picture.height);
  const seen = leastSeen / Math.max(picture.width, picture.height);
  return Math.min(fits, Math.max(largestFit * fullScale(stage), seen));
}

export function scaleLimits(stage: Stage): { readonly least: number; readonly most: number } {
  const fit = fitScale(stage);
  const full = fullScale(stage);
  return { least: Math.min(fit, full), most: Math.max(fit * 4, fillScale(stage), full * largest) };
}

/** The scale at which the picture leaves no room in the view. */
export function fillScale({ view, picture }: Stage): number {
  return Math.max(view.width / picture.width, view.height / picture.height);
}

/** A size turned by so many quarters. */
export function turned({ width, height }: Size, quarters: number): Size {
  return quarters % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** A CSS transform that turns a box of this size by so many quarters, clockwise, to where its top left corner was: without half a pixel that would blur it. */
export function turning({ width, height }: Size, quarters: number): string {
  switch (quarters) {
    case 1:
      return `translate(${height}px, 0) rotate(90deg)`;
    case 2:
      return `translate(${width}px, ${height}px) rotate(180deg)`;
    case 3:
      return `translate(0, ${width}px) rotate(270deg)`;
    default:
      return 'none';
  }
}

/** All of the picture, in the middle. */
export function fit(stage: Stage): Transform {
  return centred(stage, fitScale(stage));
}

export function isFit(stage: Stage, transform: Transform): boolean {
  return Math.abs(transform.scale / fitScale(stage) - 1) < 0.005;
}

/** The same transform with the picture in the middle where it is smaller than the view, and covering the view where it is larger. */
export function bounded(stage: Stage, { scale, x, y }: Transform): Transform {
  return {
    scale,
    x: within(x, stage.picture.width * scale, stage.view.width),
    y: within(y, stage.picture.height * scale, stage.view.height),
  };
}

/** Zooms to `scale` (within limits) so that what is at (px, py) of the view stays there, as far as the bounds allow. */
export function zoomTo(stage: Stage, from: Transform, scale: number, px: number, py: number): Transform {
  const { least, most } = scaleLimits(stage);
  const next = Math.min(Math.max(scale, least), most);
  const factor = next / from.scale;
  return bounded(stage, { scale: next, x: px - (px - from.x) * factor, y: py - (py - from.y) * factor });
}

/** One press of + or −: to the next of a few round sizes, never past fit or full size without stopping there. */
export function step(stage: Stage, scale: number, direction: 1 | -1): number {
  const { least, most } = scaleLimits(stage);
  const full = fullScale(stage);
  const stops = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32].map((share) => share * full);
  const all = [...stops, fitScale(stage), least, most]
    .filter((stop) => stop >= least && stop <= most)
    .sort((a, b) => a - b);
  const next =
    direction > 0 ? all.find((stop) => stop > scale * 1.02) : all.findLast((stop) => stop < scale / 1.02);
  return next ?? scale;
}

export function pan(stage: Stage, from: Transform, dx: number, dy: number): Transform {
  return bounded(stage, { scale: from.scale, x: from.x + dx, y: from.y + dy });
}

/** Whether there is more of the picture than the view shows. */
export function canPan(stage: Stage, scale: number): boolean {
  // Half a pixel is rounding, not something to see.
  return (
    stage.picture.width * scale > stage.view.width + 0.5 ||
    stage.picture.height * scale > stage.view.height + 0.5
  );
}

/**
 * What becomes of a transform when the stage changes (window resized, the picture's true size became known): a fitted picture stays
 * fitted; otherwise the middle of the view keeps showing what it showed.
 */
export function restage(before: Stage, after: Stage, transform: Transform): Transform {
  if (isFit(before, transform)) return fit(after);
  const cx = (before.view.width / 2 - transform.x) / (before.picture.width * transform.scale);
  const cy = (before.view.height / 2 - transform.y) / (before.picture.height * transform.scale);
  const scale = transform.scale * (before.picture.width / after.picture.width);
  const moved = {
    scale,
    x: after.view.width / 2 - cx * after.picture.width * scale,
    y: after.view.height / 2 - cy * after.picture.height * scale,
  };
  return zoomTo(after, moved, scale, after.view.width / 2, after.view.height / 2);
}

/** The zoom as a share of full size, for people: 1 = 100 %. */
export function zoomShare(stage: Stage, scale: number): number {
  return scale / fullScale(stage);
}

function centred(stage: Stage, scale: number): Transform {
  return bounded(stage, { scale, x: 0, y: 0 });
}

function within(at: number, length: number, view: number): number {
  if (length <= view) return (view - length) / 2;
  return Math.min(0, Math.max(view - length, at));
}
