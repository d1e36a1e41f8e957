/** @file Which file the window asks for to show a photo: no more of it than is needed (docs/decisions/020-viewer-decoding.md). Runs in the renderer; pure. */
import { fitEdges, type FitKind, type MediaKind, type PhotoDetails } from '../../shared/contract.ts';
import type { Size } from './transform.ts';

/** Where less than half of the pixels would be left out, the original is as good. */
const muchLarger = 2;
/** Long edge of stored previews, in pixels (docs/decisions/002-thumbnails.md). */
const previewEdge = 2560;
/** For what is made to fit the window; the largest is for zooming into what the window cannot show. */
const rungs: readonly FitKind[] = ['fit1280', 'fit1920', 'fit2560', 'fit3840'];
const largestMade: FitKind = 'fit8192';
/** Of larger originals Chromium shows nothing, or holds hundreds of megabytes. */
const mostPixels = 68e6;
const madeSmaller = /^image\/(?:jpeg|png|webp|avif)$/u;

export type Source = Extract<MediaKind, 'original' | 'preview' | FitKind>;

interface Known extends Pick<PhotoDetails, 'width' | 'height' | 'type'> {
  readonly view: 'original' | 'preview';
}

/**
 * @param need length of the longer edge on screen, in device pixels; Infinity: all there is
 * @param animated made smaller it would stand still
 */
export function sourceFor({ view, width, height, type }: Known, animated: boolean, need: number): Source {
  const long = Math.max(width ?? 0, height ?? 0);
  if (view === 'preview')
    // A drawing is as large as its preview, whatever size it names.
    return need <= previewEdge || long <= previewEdge || type === 'image/svg+xml' ? 'preview' : largestMade;
  if (animated || !madeSmaller.test(type)) return 'original';
  const rung = rungs.find((kind) => fitEdges[kind] >= need);
  if (rung === undefined) return (width ?? 0) * (height ?? 0) > mostPixels ? largestMade : 'original';
  return (long / fitEdges[rung]) ** 2 <= muchLarger ? 'original' : rung;
}

/** What is tried after it where Chromium cannot show that, either. */
export function smallerThan(source: Source): Source | null {
  if (source === 'original') return largestMade;
  return source === largestMade ? 'fit3840' : null;
}

/**
 * Whether the photo has more pixels than any picture of all of it that the window is given: they come in regions (docs/decisions/022-regions.md).
 * @param shown what is shown of it now
 */
export function comesInRegions(known: Known, animated: boolean, shown: Source): boolean {
  const { width, height, type } = known;
  if (animated || width === null || height === null || type === 'image/svg+xml') return false;
  if (Math.max(width, height) <= fitEdges[largestMade]) return false;
  // What pixels a raw file has is known when the largest has been made of it.
  const isRaw = type.startsWith('image/x-');
  return shown === largestMade || (!isRaw && sourceFor(known, animated, Infinity) === largestMade);
}

/** How many pixels the photo has, as it is seen, when a picture of `natural` size shows it. */
export function sizeOf(
  source: Source,
  natural: Size,
  { width, height, type }: Pick<Known, 'width' | 'height' | 'type'>,
): Size {
  if (source === 'original' || width === null || height === null || type === 'image/svg+xml') return natural;
  const full = source === 'preview' ? previewEdge : fitEdges[source];
  // A raw file may hold no larger picture than this.
  const isAll = source === 'preview' || source === largestMade;
  if (isAll && Math.max(natural.width, natural.height) < full) return natural;
  const same = Math.abs((natural.width / natural.height) * (height / width) - 1) < 0.03;
  return same ? { width, height } : natural;
}
