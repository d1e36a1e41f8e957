/** @file Has as many pixels of a photo come as are seen of it (docs/decisions/020-viewer-decoding.md, 022-regions.md). Runs in the renderer. */
import { untrack } from 'svelte';
import type { Frame } from './frame.svelte.ts';
import { seenIn } from './regions.ts';
import { turned } from './transform.ts';
import type { Zoom } from './zoom.svelte.ts';

/** Of a photo that is seen in regions: length of the longer edge of what is beneath them, in pixels. */
const background = 2560;

/** What the frame and the zoom are by now; in an effect. @param quarters that the photo is turned by */
export function sharpen(frame: Frame, zoom: Zoom, quarters: number): void {
  const { stage, transform, fitted } = zoom;
  const need = Math.max(stage.picture.width, stage.picture.height) * transform.scale * stage.density;
  if (frame.picture === null) return;
  const enough = need <= frame.edge * 1.01;
  const inRegions = !enough && !fitted && frame.inRegions;
  const { held, beyond } = frame.regions;
  untrack(() => {
    const { regions } = frame;
    const photo = { ...turned(stage.picture, quarters), type: frame.details?.type ?? '' };
    if (!inRegions) regions.drop();
    if (inRegions) {
      regions.see(seenIn(stage, transform, quarters), photo);
      // To move on to, until that is there too. What is looked at comes first.
      if (beyond || held.length > 0) void frame.sharpen(beyond ? Infinity : Math.min(need, background));
    } else if (!enough) void frame.sharpen(fitted ? need : Infinity);
  });
}

/** Its own pixels, four times their size or more, are what somebody wants to see. */
export function showsPixels({ share }: Zoom): boolean {
  return share >= 3.99;
}
