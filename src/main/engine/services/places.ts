/** @file Answers `places.…`. Runs in the engine. */
import { setImmediate } from 'node:timers/promises';
import { photoFlags } from '../../../shared/columns.ts';
import type { Id, Output } from '../../../shared/contract.ts';
import { createPlaceColumns, noTown } from '../../../shared/contract/discovering.ts';
import type { PhotoRow } from '../catalog/index.ts';
import { idBytes } from '../crypto/index.ts';
import { nearTown, townsNamed, worldTowns } from '../places/index.ts';
import type { ServicesOf } from './service.ts';
import type { Session } from './session.ts';

/** Photos looked up between two turns of the event loop: some 10 ms. */
const step = 2000;

export const placesServices: ServicesOf<'places'> = {
  'places.index': (session, _input, { signal }) => placesOf(session, signal),

  'places.name': (_session, { latitude, longitude }) => {
    const near = nearTown(latitude, longitude);
    return near === null ? null : { ...townOf(near.town), km: near.km };
  },

  'places.find': (_session, { name }) => {
    const towns = worldTowns();
    return townsNamed(towns, name).map((town) => ({
      ...townOf(town),
      latitude: degrees(towns.latitude[town]),
      longitude: degrees(towns.longitude[town]),
    }));
  },
};

async function placesOf({ catalog, hiding }: Session, signal: AbortSignal): Promise<Output<'places.index'>> {
  const { generation } = catalog;
  const placed: { id: Id; latitude: number; longitude: number }[] = [];
  for (const [id, { latitude, longitude, trashedAt }] of hiding.photos(isPlaced))
    if (latitude !== undefined && longitude !== undefined && trashedAt === undefined)
      placed.push({ id, latitude, longitude });
  const { columns, buffer } = createPlaceColumns(placed.length);
  /** Numbers in the answer of the towns that are near. */
  const numbers = new Map<number, number>();
  for (const [row, { id, latitude, longitude }] of placed.entries()) {
    if (row % step === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    columns.latitude[row] = latitude;
    columns.longitude[row] = longitude;
    columns.id.set(idBytes(id), row * 16);
    const near = nearTown(latitude, longitude);
    const number = near === null ? noTown : (numbers.get(near.town) ?? numbers.size);
    if (near !== null) numbers.set(near.town, number);
    columns.town[row] = number;
  }
  return { generation, columns: buffer, towns: [...numbers.keys()].map(townOf) };
}

function townOf(town: number): { name: string; country: string } {
  const towns = worldTowns();
  return { name: towns.name(town), country: towns.country(town) };
}

/** As the list has it, which knows five digits. */
function degrees(kept = 0): number {
  return Math.round(kept * 1e5) / 1e5;
}

function isPlaced({ flags }: PhotoRow): boolean {
  return (flags & photoFlags.placed) !== 0;
}
