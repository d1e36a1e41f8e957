/** @file Names of places: the nearest town out of the list that comes with the app. */
import { describe, expect, it } from 'vitest';
import { nearTown, worldTowns } from '../../src/main/engine/places/index.ts';

function nameOf(latitude: number, longitude: number): string | null {
  const near = nearTown(latitude, longitude);
  return near === null ? null : `${worldTowns().name(near.town)}, ${worldTowns().country(near.town)}`;
}

describe('the nearest town', () => {
  it.each([
    ['under the Eiffel Tower, though a suburb is as near', 48.8584, 2.2945, 'Paris, FR'],
    ['in a town of its own near a large one', 48.8049, 2.1204, 'Versailles, FR'],
    ['across the date line', -16.8, -179.99, 'Labasa, FJ'],
    ['far north', 78.22, 15.64, 'Longyearbyen, SJ'],
    ['with a name that is not ASCII', -23.55, -46.63, 'São Paulo, BR'],
  ])('%s', (_where, latitude, longitude, town) => {
    expect(nameOf(latitude, longitude)).toBe(town);
  });

  it('is none in the middle of an ocean, or at the poles', () => {
    expect(nameOf(0, -150)).toBeNull();
    expect(nameOf(90, 0)).toBeNull();
    expect(nameOf(-90, 180)).toBeNull();
  });

  it('is the one a look at all towns finds', () => {
    const towns = worldTowns();
    for (const [latitude, longitude] of [
      [51.3, 9.5],
      [-33.9, 151.2],
      [35.1, 135.7],
      [64.5, -165.4],
    ] as const) {
      const near = nearTown(latitude, longitude);
      let least = Infinity;
      const shrink = Math.cos((latitude * Math.PI) / 180);
      for (let town = 0; town < towns.count; town += 1) {
        const km =
          111.195 *
          Math.hypot(
            (towns.latitude[town] ?? 0) - latitude,
            ((towns.longitude[town] ?? 0) - longitude) * shrink,
          );
        least = Math.min(least, km);
      }
      // A large town counts as up to 8 km nearer than it is.
      expect(near?.km).toBeGreaterThanOrEqual(least - 0.01);
      expect(near?.km).toBeLessThanOrEqual(least + 8);
    }
  });
});
