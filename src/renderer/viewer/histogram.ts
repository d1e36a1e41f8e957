/** @file How bright the pixels of a picture are, counted channel by channel, and drawn. Runs in the renderer; pure. */

export const levels = 64;

export interface Histogram {
  readonly red: Uint32Array;
  readonly green: Uint32Array;
  readonly blue: Uint32Array;
  /** Pixels that were counted. */
  readonly pixels: number;
  /** The largest count, the two ends left out: what is black or burnt out must not flatten all the rest. */
  readonly most: number;
}

/** Counts RGBA pixels; what is hardly seen through them is left out. */
export function histogramOf(pixels: Uint8ClampedArray): Histogram {
  const [red, green, blue] = [new Uint32Array(levels), new Uint32Array(levels), new Uint32Array(levels)];
  const count = (of: Uint32Array, value: number): void => {
    const level = (value * levels) >> 8;
    of[level] = (of[level] ?? 0) + 1;
  };
  let counted = 0;
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    if ((pixels[at + 3] ?? 0) < 128) continue;
    counted += 1;
    count(red, pixels[at] ?? 0);
    count(green, pixels[at + 1] ?? 0);
    count(blue, pixels[at + 2] ?? 0);
  }
  let most = 0;
  for (const channel of [red, green, blue])
    for (let level = 1; level < levels - 1; level += 1) most = Math.max(most, channel[level] ?? 0);
  return { red, green, blue, pixels: counted, most };
}

/** The outline of a channel in a box of `width` × `height`, as an SVG path; what is above `most` is cut off. */
export function outline(channel: Uint32Array, most: number, width: number, height: number): string {
  const step = width / (channel.length - 1);
  const points = Array.from(channel, (count, level) => {
    const y = most === 0 ? (count > 0 ? 0 : height) : height - Math.min(1, count / most) * height;
    return `L${round(level * step)} ${round(y)}`;
  });
  return `M0 ${height}${points.join('')}L${width} ${height}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
