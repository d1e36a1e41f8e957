/** @file Chance that is the same every time, and the colours and soft shapes that scenes are painted with. */

/** Red, green and blue, 0–1. */
export type Colour = readonly [number, number, number];

/** 0–1, the same for the same three whole numbers. */
export function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x | 0, 374761393) ^ Math.imul(y | 0, 668265263) ^ Math.imul(seed | 0, 2147483647);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Smooth noise, 0–1, one bump a unit. */
export function noise(x: number, y: number, seed: number): number {
  const [ix, iy] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [smooth(x - ix), smooth(y - iy)];
  const top = hash(ix, iy, seed) * (1 - fx) + hash(ix + 1, iy, seed) * fx;
  const bottom = hash(ix, iy + 1, seed) * (1 - fx) + hash(ix + 1, iy + 1, seed) * fx;
  return top * (1 - fy) + bottom * fy;
}

/** Noise with ever finer detail, 0–1, mostly about a half. */
export function fbm(x: number, y: number, seed: number, octaves = 5): number {
  let [sum, weight, total] = [0, 0.5, 0];
  for (let octave = 0; octave < octaves; octave++) {
    sum += noise(x, y, seed + octave * 17) * weight;
    total += weight;
    weight *= 0.5;
    // Turned a little each time, so that no grid shows.
    [x, y] = [x * 1.62 + y * 1.18 + 3.1, y * 1.62 - x * 1.18 + 7.7];
  }
  return sum / total;
}

/** Sharp crests, as mountains have, 0–1. */
export function ridges(x: number, seed: number): number {
  let [sum, weight, total] = [0, 0.5, 0];
  for (let octave = 0; octave < 6; octave++) {
    const one = 1 - Math.abs(noise(x, octave * 31.7, seed + octave) * 2 - 1);
    sum += one * one * weight;
    total += weight;
    weight *= 0.46;
    x = x * 2.07 + 5.3;
  }
  return sum / total;
}

function smooth(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

/** 0 below `from`, 1 above `to`, soft in between. */
export function step(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

export function mix(one: Colour, other: Colour, share: number): Colour {
  const t = clamp(share);
  return [
    one[0] + (other[0] - one[0]) * t,
    one[1] + (other[1] - one[1]) * t,
    one[2] + (other[2] - one[2]) * t,
  ];
}

/** One colour shining on another. */
export function lit(colour: Colour, light: Colour, share: number): Colour {
  return [colour[0] + light[0] * share, colour[1] + light[1] * share, colour[2] + light[2] * share];
}

export function scaled(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** '#rrggbb' */
export function hex(text: string): Colour {
  const value = parseInt(text.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** A run of colours, evenly spaced over 0–1. */
export function gradient(...texts: readonly string[]): (at: number) => Colour {
  const colours = texts.map(hex);
  return (at) => {
    const place = clamp(at) * (colours.length - 1);
    const index = Math.min(colours.length - 2, Math.floor(place));
    return mix(colours[index] ?? [0, 0, 0], colours[index + 1] ?? [0, 0, 0], place - index);
  };
}
