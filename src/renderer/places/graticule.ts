/**
 * @file Circles of latitude and longitude, with their degrees, over the map seen from near: inland and at sea there is nothing else to tell
 * where it is and how large. Runs in the renderer; pure.
 */
import { perLocale } from '../lib/per-locale.ts';
import { t } from '../messages/index.ts';
import { onMap, latitudeAt, worldPixels, worldX, worldY, type Size, type View } from './projection.ts';

/** One circle: where it crosses the map, in CSS pixels from the left (longitude) or the top (latitude). */
interface Circle {
  readonly at: number;
  readonly words: string;
}

/** From this zoom on: farther out, coasts and borders say more. */
const from = 7;
/** Least distance of two circles of longitude, CSS px. */
const apart = 120;
/** Degrees from one circle to the next. */
const steps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] as const;

const degrees = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }));

export function graticule(
  view: View,
  size: Size,
): { readonly latitudes: readonly Circle[]; readonly longitudes: readonly Circle[] } {
  if (view.zoom < from) return { latitudes: [], longitudes: [] };
  const pixels = worldPixels(view.zoom);
  const step = steps.find((one) => (one / 360) * pixels >= apart) ?? 2;
  const { north, south, east, west } = t.viewer.compass;
  const words = (value: number, positive: string, negative: string): string =>
    `${degrees().format(Math.abs(value))}°${value === 0 ? '' : `\u00a0${value < 0 ? negative : positive}`}`;
  /** Multiples of the step between two values; counted, as adding them up would drift. */
  const between = (low: number, high: number): readonly number[] => {
    const first = Math.ceil(low / step);
    return Array.from(
      { length: Math.max(0, Math.floor(high / step) - first + 1) },
      (_, index) => (first + index) * step,
    );
  };
  const half = { x: size.width / 2 / pixels, y: size.height / 2 / pixels };
  return {
    latitudes: between(latitudeAt(view.y + half.y), latitudeAt(view.y - half.y)).map((latitude) => ({
      at: onMap(view, size, view.x, worldY(latitude)).y,
      words: words(latitude, north, south),
    })),
    longitudes: between((view.x - half.x - 0.5) * 360, (view.x + half.x - 0.5) * 360).map((longitude) => ({
      at: onMap(view, size, worldX(longitude), view.y).x,
      // Beyond the date line it is counted from the other side.
      words: words(
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
        east,
        west,
      ),
    })),
  };
}
