/** @file Tells whether what was dropped is a vault, whatever its folder is called. Runs in the renderer. */
import { call } from '../lib/api.ts';
import type { Place } from '../library/seams.ts';

export interface FoundVault {
  readonly place: Place;
  /** As the engine writes it. */
  readonly path: string;
  readonly name: string;
}

/** null: it is none, or there are several things. */
export async function vaultAmong(places: readonly Place[]): Promise<FoundVault | null> {
  const [place] = places;
  if (place === undefined || places.length > 1) return null;
  const found = await call('vault.inspect', { vault: place.place });
  if (found.ok) return { place, path: found.value.path, name: found.value.name };
  const folder = place.path.split(/[/\\]/u).findLast(Boolean) ?? '';
  // One whose header cannot be read is called a vault by its folder's name.
  return /\.lightproof$/iu.test(folder) ? { place, path: place.path, name: folder } : null;
}
