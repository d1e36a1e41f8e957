/** @file Parts of photos that the window asks for pixel by pixel (docs/decisions/022-regions.md). Pure TypeScript. */
import * as v from 'valibot';

/** Most pixels of one region. */
export const mostRegionPixels = 2 ** 25;
/** Longest edge of one, in pixels: of what WebP can hold. */
export const longestRegion = 16_383;

const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));
const edge = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(longestRegion));

/** In pixels of the photo as its file wants it to be seen: turned as the file says, and by nobody else. */
export const Region = v.pipe(
  v.strictObject({ left: offset, top: offset, width: edge, height: edge }),
  v.check(({ width, height }) => width * height <= mostRegionPixels),
);
export type Region = v.InferOutput<typeof Region>;

/** As it stands in an address, behind `?at=`. */
export function regionInAddress({ left, top, width, height }: Region): string {
  return [left, top, width, height].join(',');
}

/** Null when it is none, or too large. */
export function parseRegion(text: string): Region | null {
  if (!/^\d{1,10}(?:,\d{1,10}){3}$/u.test(text)) return null;
  const [left, top, width, height] = text.split(',').map(Number);
  const parsed = v.safeParse(Region, { left, top, width, height });
  return parsed.success ? parsed.output : null;
}
