/** @file Names of places, without a network: the nearest town and its country. Runs in the engine. */
import { nearestTown, type Near } from './nearest.ts';
import { worldTowns } from './towns.ts';

/** The town nearest to a place, and how far it is; null: none is near enough. */
export function nearTown(latitude: number, longitude: number): Near | null {
  return nearestTown(worldTowns(), latitude, longitude);
}

export { townsNamed } from './named.ts';
export { worldTowns };
