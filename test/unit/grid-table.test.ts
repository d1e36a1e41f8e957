/** @file The photo table: sorted whatever comes, changed by merges exactly as if it had been made anew, quick at 100,000. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTable, lowerBound, mergeTable, rowsAmong, rowsWith } from '../../src/renderer/grid/table.ts';
import {
  columnHash,
  columnId,
  createColumns,
  photoFlags,
  columnHashBytes,
  type PhotoColumns,
} from '../../src/shared/columns.ts';

interface Photo {
  readonly id: string;
  readonly time: number;
  readonly flags: number;
}

const idOf = (number: number): string => number.toString(16).padStart(8, '0').repeat(4);

function columnsOf(photos: readonly Photo[]): PhotoColumns {
  const { columns } = createColumns(photos.length);
  photos.forEach((photo, row) => {
    columns.time[row] = photo.time;
    columns.ratio[row] = 1 + (photo.time % 7) / 7;
    columns.flags[row] = photo.flags;
    columns.thumb[row] = photo.flags + 1;
    columns.color[row] = photo.time & 0xffffff;
    columns.id.set(Buffer.from(photo.id, 'hex'), row * 16);
    columns.hash.set([5, photo.flags, 2, 3, 4, 5], row * columnHashBytes);
  });
  return columns;
}

function readBack(columns: PhotoColumns): (Photo & { hash: number[]; thumb: number })[] {
  return Array.from({ length: columns.count }, (_, row) => ({
    id: columnId(columns, row),
    time: columns.time[row] ?? NaN,
    flags: columns.flags[row] ?? NaN,
    thumb: columns.thumb[row] ?? NaN,
    hash: [...(columnHash(columns, row) ?? [])],
  }));
}

const photoList = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 60 }).map(idOf),
    time: fc.integer({ min: 0, max: 12 }), // few, so that many are of the same instant
    flags: fc.integer({ min: 0, max: 3 }),
  }),
  { selector: (photo) => photo.id, maxLength: 40 },
);

const newestFirst = (a: Photo, b: Photo): number => b.time - a.time || (a.id < b.id ? -1 : 1);

describe('photo table', () => {
  it('holds photos newest first, whatever order they came in, and finds each by its id', () => {
    fc.assert(
      fc.property(photoList, (photos) => {
        const table = createTable(columnsOf(photos));
        const rows = readBack(table.columns);
        expect(rows.map(({ id }) => id)).toEqual([...photos].sort(newestFirst).map(({ id }) => id));
        rows.forEach(({ id }, row) => expect(table.ids.findHex(id)).toBe(row));
        expect(table.ids.findHex(idOf(99))).toBe(-1);
        expect(table.ids.findHex('nonsense')).toBe(-1);
      }),
    );
  });

  it('after a merge is the table that the photos would have made from the start', () => {
    fc.assert(
      fc.property(
        photoList,
        photoList,
        fc.array(fc.integer({ min: 0, max: 60 })),
        (before, changes, gone) => {
          const removed = gone.map(idOf).filter((id) => changes.every((photo) => photo.id !== id));
          const merged = mergeTable(createTable(columnsOf(before)), columnsOf(changes), removed);
          const kept = before.filter(
            ({ id }) => !removed.includes(id) && changes.every((photo) => photo.id !== id),
          );
          const expected = createTable(columnsOf([...kept, ...changes]));
          expect(readBack(merged.columns)).toEqual(readBack(expected.columns));
          readBack(merged.columns).forEach(({ id }, row) => expect(merged.ids.findHex(id)).toBe(row));
        },
      ),
    );
  });

  it('gives each section its rows', () => {
    const { trashed, favourite } = photoFlags;
    const table = createTable(
      columnsOf([
        { id: idOf(1), time: 4, flags: 0 },
        { id: idOf(2), time: 3, flags: trashed },
        { id: idOf(3), time: 2, flags: favourite },
        { id: idOf(4), time: 1, flags: trashed | favourite },
      ]),
    );
    expect([...rowsWith(table.columns, trashed, 0)]).toEqual([0, 2]);
    expect([...rowsWith(table.columns, trashed, trashed)]).toEqual([1, 3]);
    expect([...rowsWith(table.columns, trashed | favourite, favourite)]).toEqual([2]);
  });

  it('gives an album the rows of its photos, in the order it names them in, without those in the trash or unknown', () => {
    const { trashed, favourite } = photoFlags;
    const table = createTable(
      columnsOf([
        { id: idOf(1), time: 4, flags: 0 },
        { id: idOf(2), time: 3, flags: trashed },
        { id: idOf(3), time: 2, flags: favourite },
        { id: idOf(4), time: 1, flags: 0 },
      ]),
    );
    const members = Buffer.from([idOf(4), idOf(9), idOf(2), idOf(1), idOf(3)].join(''), 'hex');
    expect([...rowsAmong(table, members, trashed, 0)]).toEqual([3, 0, 2]);
    expect([...rowsAmong(table, members.subarray(0, 16), trashed, 0)]).toEqual([3]);
    expect([...rowsAmong(table, new Uint8Array(0), trashed, 0)]).toEqual([]);
  });

  it('finds where a row is, or would be, in a section', () => {
    const rows = Uint32Array.of(2, 5, 9);
    expect([0, 2, 3, 5, 9, 10].map((row) => lowerBound(rows, row))).toEqual([0, 0, 1, 1, 2, 3]);
  });

  it('takes in 200 new photos among 100,000 in a small part of the time between two events', () => {
    const many = Array.from({ length: 100_000 }, (_, number) => ({
      id: (number * 2_654_435_761).toString(16).padStart(16, '0').repeat(2).slice(0, 32),
      time: 1e12 - number * 60_000,
      flags: 0,
    }));
    const table = createTable(columnsOf(many));
    const fresh = columnsOf(
      Array.from({ length: 200 }, (_, number) => ({
        id: idOf(0xf0000000 + number),
        time: 1e12 - number * 3e7,
        flags: 0,
      })),
    );
    const times = Array.from({ length: 7 }, () => {
      const begin = performance.now();
      expect(mergeTable(table, fresh, []).columns.count).toBe(100_200);
      return performance.now() - begin;
    }).sort((a, b) => a - b);
    // Some 6 ms on two old cores; the bound only tells quadratic work from linear on a busy machine.
    expect(times[0]).toBeLessThan(100);
  });
});
