/** @file What stands in for a thumbnail until it is there: a blurred hash and one colour; decoder process. */
import { rgbaToThumbHash } from 'thumbhash';
import type { Pixels } from './thumbnail.ts';

/** A ThumbHash keeps at most 7 × 7 frequencies: more pixels than this change nothing but the time. */
const HASH_EDGE = 50;

export interface Placeholder {
  readonly thumbhash: Uint8Array;
  /** 0xRRGGBB, transparent parts not counted; null when everything is transparent. */
  readonly color: number | null;
}

export function placeholder(pixels: Pixels): Placeholder {
  const small = boxed(pixels);
  return { thumbhash: rgbaToThumbHash(small.width, small.height, small.rgba), color: average(small.rgba) };
}

/** Shrinks by a whole number, each pixel the mean of its box weighted by alpha. */
function boxed({ data, width, height, channels }: Pixels): {
  width: number;
  height: number;
  rgba: Uint8Array;
} {
  const factor = Math.ceil(Math.max(width, height) / HASH_EDGE);
  const small = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
  const rgba = new Uint8Array(small.width * small.height * 4);
  for (let y = 0; y < small.height; y++) {
    const bottom = Math.min((y + 1) * factor, height);
    for (let x = 0; x < small.width; x++) {
      const right = Math.min((x + 1) * factor, width);
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let row = y * factor; row < bottom; row++) {
        let at = (row * width + x * factor) * channels;
        for (let column = x * factor; column < right; column++, at += channels) {
          const weight = channels === 4 ? (data[at + 3] ?? 0) : 255;
          red += (data[at] ?? 0) * weight;
          green += (data[at + 1] ?? 0) * weight;
          blue += (data[at + 2] ?? 0) * weight;
          alpha += weight;
        }
      }
      const to = (y * small.width + x) * 4;
      const count = (bottom - y * factor) * (right - x * factor);
      rgba[to] = alpha === 0 ? 0 : Math.round(red / alpha);
      rgba[to + 1] = alpha === 0 ? 0 : Math.round(green / alpha);
      rgba[to + 2] = alpha === 0 ? 0 : Math.round(blue / alpha);
      rgba[to + 3] = Math.round(alpha / count);
    }
  }
  return { ...small, rgba };
}

function average(rgba: Uint8Array): number | null {
  let [red, green, blue, weight] = [0, 0, 0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 0;
    red += (rgba[at] ?? 0) * alpha;
    green += (rgba[at + 1] ?? 0) * alpha;
    blue += (rgba[at + 2] ?? 0) * alpha;
    weight += alpha;
  }
  if (weight === 0) return null;
  return (Math.round(red / weight) << 16) | (Math.round(green / weight) << 8) | Math.round(blue / weight);
}
