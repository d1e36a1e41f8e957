/** @file Which town is nearest to a place. Runs in the engine; pure. */
import { bandDegrees, bandOf, type Towns } from './towns.ts';

const kmPerDegree = 111.195;
/** Farther away, a town says nothing of a place. */
export const farthestKm = 150;
/** Kilometres that a town counts as nearer for its size: in Paris a photo is of Paris, whatever suburb's middle is nearer. */
const advantages = [
  { people: 100_000, km: 8 },
  { people: 15_000, km: 3 },
] as const;
const mostAdvantage = advantages[0].km;

export interface Near {
  readonly town: number;
  readonly km: number;
}

/** null: none within `farthestKm`. */
export function nearestTown(towns: Towns, latitude: number, longitude: number): Near | null {
  const own = bandOf(latitude);
  const search: Search = { towns, latitude, longitude, best: null, score: farthestKm };
  lookInBand(search, own);
  for (let away = 1; (away - 1) * bandDegrees * kmPerDegree - mostAdvantage <= search.score; away += 1) {
    lookInBand(search, own - away);
    lookInBand(search, own + away);
  }
  return search.best;
}

interface Search {
  readonly towns: Towns;
  readonly latitude: number;
  readonly longitude: number;
  best: Near | null;
  /** Kilometres of the best, less its advantage. */
  score: number;
}

/** Eastwards and westwards from the place, round the world if need be, until the rest of the band is too far away. */
function lookInBand(search: Search, band: number): void {
  const { bands, longitude: longitudes } = search.towns;
  const [first, end] = [bands[band] ?? 0, bands[band + 1] ?? 0]; // none beyond the poles
  const count = end - first;
  if (count <= 0) return;
  const start = firstNotWest(longitudes, first, end, search.longitude) - first;
  for (let step = 0; step < count; step += 1) if (!consider(search, first + ((start + step) % count))) break;
  for (let step = 1; step <= count; step += 1)
    if (!consider(search, first + ((start - step + count) % count))) break;
}

/** Takes the town if it is better; false: it is too far to the east or west, and those beyond it are, too. */
function consider(search: Search, town: number): boolean {
  const { towns, latitude, longitude, score } = search;
  let across = Math.abs((towns.longitude[town] ?? 0) - longitude);
  if (across > 180) across = 360 - across;
  const east = across * Math.cos((latitude * Math.PI) / 180) * kmPerDegree;
  if (east - mostAdvantage > score) return false;
  const km = Math.hypot(((towns.latitude[town] ?? 0) - latitude) * kmPerDegree, east);
  const people = towns.population[town] ?? 0;
  const counted = Math.max(0, km - (advantages.find((kind) => people >= kind.people)?.km ?? 0));
  if (km <= farthestKm && (counted < score || (counted === score && km < (search.best?.km ?? Infinity)))) {
    search.best = { town, km };
    search.score = counted;
  }
  return true;
}

function firstNotWest(longitudes: Float32Array, first: number, end: number, longitude: number): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((longitudes[middle] ?? 0) < longitude) low = middle + 1;
    else high = middle;
  }
  return low;
}
