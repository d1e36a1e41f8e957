/** @file The world's land and borders as paths for a canvas, out of a package: nothing is asked of any network. Runs in the renderer. */
import { geoMercator, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import topology from 'world-atlas/countries-50m.json';

/** Side of the world's square in the paths' coordinates. */
export const side = 4096;

export interface Country {
  /** In English. */
  readonly name: string;
  /** ISO 3166-1 alpha-2; undefined for those that have none. */
  readonly region: string | undefined;
  /** Middle of its largest part, and how wide and high that is, in the paths' coordinates. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface World {
  readonly land: Path2D;
  readonly borders: Path2D;
  /** The large ones first. */
  readonly countries: readonly Country[];
}

/** Takes some tenths of a second: once for as long as the page lives. */
function drawn(): World {
  const projection = geoMercator()
    .scale(side / (2 * Math.PI))
    .translate([side / 2, side / 2])
    .precision(0);
  const path = (shape: Parameters<ReturnType<typeof geoPath>>[0]): Path2D => {
    const made = new Path2D();
    geoPath(projection, {
      beginPath: () => undefined, // a path of its own needs no beginning
      moveTo: (x, y) => made.moveTo(x, y),
      lineTo: (x, y) => made.lineTo(x, y),
      arc: (...circle) => made.arc(...circle),
      closePath: () => made.closePath(),
    })(shape);
    return made;
  };
  const { land, countries } = topology.objects;
  if (land?.type !== 'GeometryCollection' || countries?.type !== 'GeometryCollection')
    throw new TypeError('world-atlas: not the file it was');
  // The types of the two functions differ in what a shape without properties has.
  const bordering = countries as unknown as Parameters<typeof mesh>[1];
  const measure = geoPath(projection);
  return {
    land: path(feature(topology, land)),
    borders: path(mesh(topology, bordering, (a, b) => a !== b)),
    countries: feature(topology, countries)
      .features.map((country) => measured(country as unknown as Shape, measure)) // the package says so
      .sort((a, b) => b.width * b.height - a.width * a.height),
  };
}

/** A country in the package, as GeoJSON. */
interface Shape {
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: number[][][] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };
  readonly id?: string;
  readonly properties: { readonly name: string };
}

function measured({ id, geometry, properties }: Shape, path: ReturnType<typeof geoPath>): Country {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let largest = { x: 0, y: 0, width: 0, height: 0 };
  for (const coordinates of parts) {
    const part = { type: 'Polygon' as const, coordinates };
    const [[left, top], [right, bottom]] = path.bounds(part);
    const [width, height] = [right - left, bottom - top];
    if (width * height <= largest.width * largest.height) continue;
    const [x, y] = path.centroid(part);
    largest = { x, y, width, height };
  }
  return { name: properties.name, region: regionOf(id), ...largest };
}

/** ISO 3166-1 numeric → alpha-2: “und-620” is “und-PT” in its canonical form. */
function regionOf(number = ''): string | undefined {
  const { region } = /^\d{3}$/u.test(number) ? new Intl.Locale(`und-${number}`) : {};
  return region !== undefined && /^[A-Z]{2}$/u.test(region) ? region : undefined;
}

let world: World | null = null;

export function theWorld(): World {
  world ??= drawn();
  return world;
}
