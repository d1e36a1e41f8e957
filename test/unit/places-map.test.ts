/** @file The map of places: its geometry, and photos near each other as one mark. */
import { describe, expect, it } from 'vitest';
import { Clusters } from '../../src/renderer/places/clusters.ts';
import { pinAfterKey } from '../../src/renderer/places/pin.ts';
import {
  boundsOf,
  fitted,
  isWithin,
  latitudeAt,
  longitudeAt,
  maxZoom,
  onMap,
  panned,
  showing,
  worldPixels,
  worldX,
  worldY,
  zoomed,
} from '../../src/renderer/places/projection.ts';
import {
  createPlaceColumns,
  noTown,
  readPlaceColumns,
  type PlaceColumns,
} from '../../src/shared/contract/discovering.ts';

const size = { width: 800, height: 400 };

describe('the map', () => {
  it('has Null Island in the middle and the poles beyond its edges', () => {
    expect([worldX(0), worldY(0)]).toEqual([0.5, 0.5]);
    expect(worldY(85.0511)).toBeCloseTo(0, 4);
    expect(worldY(90)).toBe(worldY(85.0511));
    expect(worldX(-180)).toBe(0);
  });

  it.each([
    [38.7, -9.1],
    [-33.9, 151.2],
    [71, 25.8],
  ])('finds the way back from %d, %d', (latitude, longitude) => {
    expect(latitudeAt(worldY(latitude))).toBeCloseTo(latitude, 8);
    expect(longitudeAt(worldX(longitude))).toBeCloseTo(longitude, 8);
  });

  it('keeps the place under the pointer where it is while it is zoomed', () => {
    const view = fitted({ x: worldX(2.3), y: worldY(48.9), zoom: 6 }, size);
    const at = { x: 650, y: 90 };
    const under = (of: typeof view): [number, number] => [
      of.x + (at.x - 400) / worldPixels(of.zoom),
      of.y + (at.y - 200) / worldPixels(of.zoom),
    ];
    const [before, after] = [under(view), under(zoomed(view, size, 2.5, at))];
    expect(after[0]).toBeCloseTo(before[0], 10);
    expect(after[1]).toBeCloseTo(before[1], 10);
  });

  it('goes round the world to the east and west, and no farther than its edge to the north and south', () => {
    const view = fitted({ x: 0.99, y: 0.5, zoom: 4 }, size);
    expect(panned(view, size, worldPixels(4) * 0.02, 0).x).toBeCloseTo(0.01, 10);
    const north = panned(view, size, 0, -1e6);
    expect(boundsOf(north, size).north).toBe(90); // the poles are drawn on the edge
    expect(zoomed(view, size, 99).zoom).toBe(maxZoom);
    expect(worldPixels(zoomed(view, size, -99).zoom)).toBeGreaterThanOrEqual(400);
  });

  it('draws what lies beyond the date line beside it', () => {
    const fiji = fitted({ x: worldX(179.5), y: worldY(-17), zoom: 6 }, size);
    expect(onMap(fiji, size, worldX(-179.5), worldY(-17)).x).toBeCloseTo(400 + worldPixels(6) / 360, 6);
    const bounds = boundsOf(fiji, size);
    expect(isWithin(bounds, -17, -179)).toBe(true);
    expect(isWithin(bounds, -17, 178)).toBe(true);
    expect(isWithin(bounds, -17, 0)).toBe(false);
  });

  it.each([
    ['two towns', [48, 41], [2, 12]],
    ['both sides of the date line', [-17, -16], [179, -179]],
    ['one place', [10], [10]],
  ])('shows all of %s, large', (_what, latitudes, longitudes) => {
    const view = showing(Float32Array.from(latitudes), Float32Array.from(longitudes), size);
    const bounds = boundsOf(view, size);
    latitudes.forEach((latitude, at) => {
      expect(isWithin(bounds, latitude, longitudes[at] ?? 0)).toBe(true);
    });
    expect(view.zoom).toBeGreaterThan(4);
  });
});

function placesAt(...places: readonly (readonly [latitude: number, longitude: number])[]): PlaceColumns {
  const { columns } = createPlaceColumns(places.length);
  places.forEach(([latitude, longitude], row) => {
    columns.latitude[row] = latitude;
    columns.longitude[row] = longitude;
    columns.town[row] = noTown;
  });
  return columns;
}

describe('marks', () => {
  const world = { west: -180, south: -85, east: 180, north: 85 };
  const columns = placesAt([48.86, 2.29], [48.85, 2.35], [41.9, 12.5], [-17, 179.9]);
  /** The second is the newest. */
  const clusters = new Clusters(columns, (row) => [5, 1, 2, 3][row] ?? 9);

  it('join photos that are near each other, with the newest for all', () => {
    const marks = clusters.marks(world, 4);
    expect(marks.map(({ photos, row }) => [photos, row])).toEqual([
      [2, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  it('fall apart when what they lie in fills the map', () => {
    const [paris] = clusters.marks(world, 4);
    const { west, south, east, north } = paris?.bounds ?? world;
    const near = showing([south, north], [west, east], size, maxZoom);
    expect(near.zoom).toBeGreaterThan(8);
    expect(clusters.marks(boundsOf(near, size), near.zoom).map(({ photos }) => photos)).toEqual([1, 1]);
  });

  it('name a town only when all of their photos are near it', () => {
    const places = placesAt([48.86, 2.29], [48.85, 2.35], [48.8, 2.13]);
    places.town.set([0, 0, 1]);
    const marks = (zoom: number): number[] =>
      new Clusters(places, (row) => row).marks(world, zoom).map(({ town }) => town);
    expect(marks(4)).toEqual([noTown]);
    expect(marks(9)).toEqual([0, 1]);
  });

  it('are quickly reckoned for 100,000 photos', () => {
    const many = placesAt(
      ...Array.from({ length: 100_000 }, (_, at): [number, number] => [
        ((at * 7919) % 120_000) / 1000 - 60,
        ((at * 104_729) % 360_000) / 1000 - 180,
      ]),
    );
    const all = new Clusters(many, (row) => row);
    const started = performance.now();
    const marks = all.marks(world, 3);
    expect(marks.reduce((sum, { photos }) => sum + photos, 0)).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(1000); // 20 ms where nothing else runs
  });

  it.each([0, 2, 4, 9, 13])('join what is on both sides of the date line, at zoom %d', (zoom) => {
    const places = placesAt([-17, 180], [-17, -180], [-17, 179.9999], [-17, -179.9999], [20, 0]);
    const marks = new Clusters(places, (row) => row).marks(
      { west: 170, south: -30, east: -170, north: 0 },
      zoom,
    );
    expect(marks.map(({ photos }) => photos)).toEqual([4]);
    const { x = 0.5, bounds = world } = marks[0] ?? {};
    expect(Math.min(x, 1 - x)).toBeCloseTo(0, 6);
    expect(bounds.west).toBeCloseTo(179.9999, 4);
    expect(bounds.east).toBeCloseTo(-179.9999, 4);
    // Opened, it fills the map with them, and not with the rest of the world.
    const near = showing([bounds.south, bounds.north], [bounds.west, bounds.east], size, maxZoom);
    expect(near.zoom).toBe(maxZoom);
  });

  it('count each photo once, whichever longitude the date line is given', () => {
    const places = placesAt([-17, 180], [-17, -180], [88, 12]);
    const large = { width: 1000, height: 800 }; // all of the world
    for (const middle of [0.5, 0, 0.25, 0.999]) {
      const bounds = boundsOf(fitted({ x: middle, y: 0.5, zoom: 0 }, large), large);
      const marks = new Clusters(places, (row) => row).marks(bounds, 1);
      expect(marks.map(({ photos }) => photos)).toEqual([1, 2]);
    }
    const east = { west: 100, south: -30, east: 180, north: 0 };
    expect(isWithin(east, -17, -180)).toBe(true);
    expect(isWithin({ ...east, west: -180, east: -100 }, -17, 180)).toBe(true);
    expect(isWithin({ ...east, east: 179 }, -17, 180)).toBe(false);
  });

  it('are those in view, across the date line too', () => {
    expect(clusters.marks({ west: 170, south: -30, east: -170, north: 0 }, 8).length).toBe(1);
    expect(clusters.marks({ west: 0, south: 45, east: 5, north: 50 }, 12).length).toBe(2);
  });
});

describe('a pin', () => {
  const view = fitted({ x: worldX(0), y: worldY(0), zoom: 4 }, size);

  it('begins in the middle and goes where arrows say', () => {
    const first = pinAfterKey('ArrowLeft', view, size, null);
    expect(first?.pin).toEqual({ x: 0.5, y: 0.5 });
    const { pin = null } = pinAfterKey('ArrowRight', view, size, first?.pin ?? null) ?? {};
    expect(onMap(view, size, pin?.x ?? 0, pin?.y ?? 0)).toEqual({ x: 412, y: 200 });
    expect(pinAfterKey('+', view, size, null)).toBeNull();
    expect(pinAfterKey('a', view, size, pin)).toBeNull();
  });

  it('is where it was on the map when that is zoomed', () => {
    const pin = { x: worldX(10), y: worldY(5) };
    const nearer = pinAfterKey('+', view, size, pin);
    expect(nearer?.pin).toEqual(pin);
    expect(nearer?.view.zoom).toBe(5);
    const [before, after] = [view, nearer?.view ?? view].map((of) => onMap(of, size, pin.x, pin.y));
    expect(after?.x).toBeCloseTo(before?.x ?? 0, 6);
    expect(after?.y).toBeCloseTo(before?.y ?? 0, 6);
  });

  it('takes the map along, round the world', () => {
    let at = pinAfterKey('ArrowRight', view, size, null);
    for (let step = 0; step < 400; step += 1)
      at = pinAfterKey('ArrowRight', at?.view ?? view, size, at?.pin ?? null);
    const { x, y } = onMap(at?.view ?? view, size, at?.pin.x ?? 0, at?.pin.y ?? 0);
    expect([Math.round(x), Math.round(y)]).toEqual([size.width - 48, 200]);
    const went = (400 * 12) / worldPixels(4);
    expect(at?.pin.x).toBeCloseTo((0.5 + went) % 1, 6);
  });
});

describe('columns of places', () => {
  it('come through a buffer as they were, wherever in memory it begins', () => {
    const { columns, buffer } = createPlaceColumns(2);
    columns.latitude.set([1.5, -2.25]);
    columns.town.set([7, noTown]);
    columns.id.fill(9);
    const moved = new Uint8Array(buffer.length + 1);
    moved.set(buffer, 1);
    const read = readPlaceColumns(moved.subarray(1));
    expect(read).toEqual(columns);
    expect(() => readPlaceColumns(buffer.subarray(1))).toThrow(RangeError);
    expect(() => readPlaceColumns(new Uint8Array(0))).toThrow(RangeError);
  });
});
