/** @file Which part of a large photo the window asks for pixel by pixel (docs/decisions/022-regions.md). Runs in the renderer; pure. */
import { longestRegion, mostRegionPixels, type Region } from '../../shared/regions.ts';
import { turned, type Size, type Stage, type Transform } from './transform.ts';

/** Pixels held beside those that are seen, so that one need not wait wherever one goes next: this share of the window on each side. */
const beside = 0.5;
/** Of a file that cannot be read row by row, so that more of it costs nothing to speak of. */
const besideOfWhole = 1.5;
const readWhole = /^image\/(?:hei[cf]|avif|webp)$/u;
/** When less than this share of the window is left on a side, the next region is asked for. */
const leastBeside = 0.1;
/** Nor is a region smaller than this, in pixels: it costs no more. */
const leastEdge = 1536;
/** Pixels of a region that only holds what is beside. */
const enoughPixels = 2 ** 24;

/** Part of a picture, in its pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is seen of the photo, in pixels of one that nobody has turned; not whole ones. @param quarters that it is turned by, clockwise */
export function seenIn({ view, picture }: Stage, { scale, x, y }: Transform, quarters: number): Box {
  const left = Math.max(0, -x / scale);
  const top = Math.max(0, -y / scale);
  const width = Math.max(0, Math.min(picture.width, (view.width - x) / scale) - left);
  const height = Math.max(0, Math.min(picture.height, (view.height - y) / scale) - top);
  const file = turned(picture, quarters);
  switch (quarters) {
    case 1:
      return { left: top, top: file.height - left - width, width: height, height: width };
    case 2:
      return { left: file.width - left - width, top: file.height - top - height, width, height };
    case 3:
      return { left: file.width - top - height, top: left, width: height, height: width };
    default:
      return { left, top, width, height };
  }
}

/** A photo that nobody has turned, and its MIME type. */
export interface Whole extends Size {
  readonly type: string;
}

/** What is asked for where this is seen; null when that is too much. */
export function regionFor(seen: Box, photo: Whole): Region | null {
  const shares = readWhole.test(photo.type) ? [besideOfWhole, beside] : [beside];
  for (const share of [...shares, leastBeside]) {
    const region = grown(seen, photo, share, share === leastBeside ? 0 : leastEdge);
    const { width, height } = region;
    const most = share === leastBeside ? mostRegionPixels : enoughPixels;
    if (width * height <= most && Math.max(width, height) <= longestRegion) return region;
  }
  return null;
}

/** Whether there is nothing to be asked for with this region there. */
export function reaches(region: Box, seen: Box, photo: Size): boolean {
  const wanted = grown(seen, photo, leastBeside / 2, 0);
  return (
    region.left <= wanted.left &&
    region.top <= wanted.top &&
    region.left + region.width >= wanted.left + wanted.width &&
    region.top + region.height >= wanted.top + wanted.height
  );
}

/** Whether anything of it is seen. */
export function touches(region: Box, seen: Box): boolean {
  return (
    region.left < seen.left + seen.width &&
    seen.left < region.left + region.width &&
    region.top < seen.top + seen.height &&
    seen.top < region.top + region.height
  );
}

/** With so much of its own length on each side, of whole pixels, within the photo. */
function grown(seen: Box, photo: Size, share: number, least: number): Region {
  const [left, width] = grownAlong(seen.left, seen.width, photo.width, share, least);
  const [top, height] = grownAlong(seen.top, seen.height, photo.height, share, least);
  return { left, top, width, height };
}

function grownAlong(
  from: number,
  length: number,
  all: number,
  share: number,
  least: number,
): [from: number, length: number] {
  const more = Math.max(length * share, (least - length) / 2);
  const start = Math.max(0, Math.floor(from - more));
  return [start, Math.max(1, Math.min(all, Math.ceil(from + length + more)) - start)];
}
