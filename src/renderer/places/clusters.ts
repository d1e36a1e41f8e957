/**
 * @file Photos that are near each other on the map, as one mark: counted in cells of the world as large as a mark, and cells joined to a fuller one
 * beside them. Reckoned for what is shown, when it is shown: an index of 100,000 photos at all zooms would hold the page up for a third of a second
 * with every change of the photos (docs/decisions/012-places.md). Runs in the renderer; pure.
 */
import { noTown, type PlaceColumns } from '../../shared/contract/discovering.ts';
import {
  isWithin,
  latitudeAt,
  maxZoom,
  worldPixels,
  worldX,
  worldY,
  wrapped,
  type Bounds,
} from './projection.ts';

/** Photos closer than this, in pixels, are one mark. */
const radius = 62;
/** Up to this zoom all marks of the world are reckoned at once and kept: there are not many. */
const keptTo = 7;

/** One photo or several, where they are. */
export interface Mark {
  /** Stays the same as long as the mark is about the same place at the same zoom. */
  readonly key: string;
  /** Of the world's square (`projection.ts`), the middle of them all. */
  readonly x: number;
  readonly y: number;
  readonly photos: number;
  /** Row, among the places, of the photo that stands for it: the newest. */
  readonly row: number;
  /** Near which all of them are, or `noTown`. */
  readonly town: number;
  /** Where they lie. */
  readonly bounds: Bounds;
}

/** What is added up of the photos in a cell; `x` and degrees go on across the date line, past 0 or 1 and 180. */
interface Cell {
  readonly column: number;
  readonly line: number;
  photos: number;
  sumX: number;
  sumY: number;
  row: number;
  age: number;
  town: number;
  west: number;
  east: number;
  north: number;
  south: number;
}

export class Clusters {
  readonly #columns: PlaceColumns;
  readonly #ageOf: (row: number) => number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #kept = new Map<number, readonly Mark[]>();

  /** @param ageOf of a photo by its row: the smaller the newer */
  constructor(columns: PlaceColumns, ageOf: (row: number) => number) {
    this.#columns = columns;
    this.#ageOf = ageOf;
    this.#x = Float64Array.from(columns.longitude, (degrees) => wrapped(worldX(degrees)));
    this.#y = Float64Array.from(columns.latitude, worldY);
  }

  /** Marks within, those in the north first. */
  marks(bounds: Bounds, zoom: number): readonly Mark[] {
    const step = Math.round(Math.min(zoom, maxZoom));
    let all = this.#kept.get(step);
    if (all === undefined) {
      all = this.#join(step, step <= keptTo ? null : bounds);
      if (step <= keptTo) this.#kept.set(step, all);
    }
    return all
      .filter(({ x, y }) => isWithin(bounds, latitudeAt(y), (x - 0.5) * 360))
      .sort((a, b) => a.y - b.y);
  }

  #join(step: number, within: Bounds | null): readonly Mark[] {
    // As many whole cells as go round the world: the last one has the first beside it.
    const columns = Math.floor(worldPixels(step) / radius);
    const size = 1 / columns;
    const cells = this.#cells(size, within);
    const marks: Mark[] = [];
    // The fullest first: what is near its middle is drawn to it.
    for (const cell of [...cells.values()].sort((a, b) => b.photos - a.photos || a.age - b.age)) {
      const known = cells.get(keyOf(cell.column, cell.line));
      if (known !== cell) continue; // joined to another
      const [x, y] = [cell.sumX / cell.photos, cell.sumY / cell.photos];
      for (let line = cell.line - 1; line <= cell.line + 1; line += 1)
        for (let beside = -1; beside <= 1; beside += 1) {
          const key = keyOf((cell.column + beside + columns) % columns, line);
          const other = cells.get(key);
          if (other === undefined || other === cell) continue;
          const across = other.sumX / other.photos - x;
          const turns = Math.round(across); // 1 or -1: the date line is between them
          if (Math.hypot(across - turns, other.sumY / other.photos - y) > size) continue;
          add(cell, other, turns);
          cells.delete(key);
        }
      cells.delete(keyOf(cell.column, cell.line));
      marks.push(markOf(cell, step));
    }
    return marks;
  }

  #cells(size: number, within: Bounds | null): Map<number, Cell> {
    const { count, latitude, longitude, town } = this.#columns;
    const cells = new Map<number, Cell>();
    for (let row = 0; row < count; row += 1) {
      const [north, degrees] = [latitude[row] ?? 0, longitude[row] ?? 0];
      if (within !== null && !isWithin(within, north, degrees)) continue;
      const [x, y] = [this.#x[row] ?? 0, this.#y[row] ?? 0];
      const east = x === 0 ? -180 : degrees;
      const [column, line] = [Math.floor(x / size), Math.floor(y / size)];
      const key = keyOf(column, line);
      const known = cells.get(key);
      const age = this.#ageOf(row);
      const near = town[row] ?? noTown;
      if (known === undefined)
        cells.set(key, {
          ...{ column, line, photos: 1, sumX: x, sumY: y, row, age, town: near },
          ...{ west: east, east, north, south: north },
        });
      else {
        known.photos += 1;
        known.sumX += x;
        known.sumY += y;
        if (age < known.age) [known.row, known.age] = [row, age];
        if (near !== known.town) known.town = noTown;
        known.west = Math.min(known.west, east);
        known.east = Math.max(known.east, east);
        known.north = Math.max(known.north, north);
        known.south = Math.min(known.south, north);
      }
    }
    return cells;
  }
}

function keyOf(column: number, line: number): number {
  return line * 0x100000 + column;
}

/** @param turns how often `from` has gone round the world to the east more than `into` */
function add(into: Cell, from: Cell, turns: number): void {
  into.photos += from.photos;
  into.sumX += from.sumX - turns * from.photos;
  into.sumY += from.sumY;
  if (from.age < into.age) [into.row, into.age] = [from.row, from.age];
  if (from.town !== into.town) into.town = noTown;
  into.west = Math.min(into.west, from.west - turns * 360);
  into.east = Math.max(into.east, from.east - turns * 360);
  into.north = Math.max(into.north, from.north);
  into.south = Math.min(into.south, from.south);
}

function markOf(cell: Cell, step: number): Mark {
  const { column, line, photos, sumX, sumY, row, town, west, east, north, south } = cell;
  return {
    key: photos === 1 ? `one:${String(row)}` : [step, column, line].join(':'),
    x: wrapped(sumX / photos),
    y: sumY / photos,
    photos,
    row,
    town,
    bounds: { west: onGlobe(west), south, east: onGlobe(east), north },
  };
}

/** Degrees that went past the date line, as every map has them. */
function onGlobe(degrees: number): number {
  return degrees < -180 ? degrees + 360 : degrees > 180 ? degrees - 360 : degrees;
}
