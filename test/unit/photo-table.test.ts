/** @file All photos in memory: what was put is what is there, whatever came, changed and went before. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { photoFlags } from '../../src/shared/columns.ts';
import type { PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { PhotoTable } from '../../src/main/engine/catalog/photo-table.ts';
import { noValues, ValueSets } from '../../src/main/engine/catalog/value-sets.ts';

const idOf = (number: number): string => number.toString(16).padStart(32, '0');

function record(name: string, more: Partial<PhotoRecord> = {}): PhotoRecord {
  return {
    blob: idOf(1),
    name,
    bytes: name.length,
    digest: '00',
    mime: 'image/jpeg',
    importedAt: '2024-01-01T00:00:00Z',
    import: idOf(2),
    ...more,
  };
}

function put(table: PhotoTable, id: string, version: number, photo: PhotoRecord): void {
  table.put(id, version, photo, Buffer.from(JSON.stringify(photo)));
}

describe('photos in memory', () => {
  it('are what was put last, whatever came and went before', () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 300 }).map(idOf),
      name: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }), { nil: null }),
      tags: fc.array(fc.constantFrom('sea', 'sea\0cats', '["sea"]', '\0["sea"]', ''), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const table = new PhotoTable();
        const model = new Map<string, { version: number; photo: PhotoRecord }>();
        for (const [index, { id, name, tags }] of steps.entries()) {
          if (name === null) {
            table.delete(id);
            model.delete(id);
          } else {
            const photo = record(name, tags.length > 0 ? { tags } : {});
            put(table, id, index + 1, photo);
            model.set(id, { version: index + 1, photo });
          }
        }
        expect(new Map(table.records())).toEqual(new Map([...model].map(([id, { photo }]) => [id, photo])));
        expect(table.size).toBe(model.size);
        for (const [id, { version, photo }] of model) {
          expect(table.version(id)).toBe(version);
          expect(table.get(id)).toEqual(photo);
        }
        for (const { id, tags } of table.rows()) expect(tags).toEqual(model.get(id)?.photo.tags ?? []);
      }),
      { numRuns: 60 },
    );
  });

  it('are handed on as they were at that moment', () => {
    const table = new PhotoTable();
    put(table, idOf(1), 1, record('first'));
    put(table, idOf(2), 7, record('second'));
    const then = table.entries();
    put(table, idOf(1), 2, record('changed'));
    table.delete(idOf(2));
    put(table, idOf(3), 1, record('in the place of the second'));
    expect(then).toHaveLength(2);
    expect([...then]).toEqual([
      { id: idOf(1), version: 1, json: JSON.stringify(record('first')) },
      { id: idOf(2), version: 7, json: JSON.stringify(record('second')) },
    ]);
  });

  it('take no more and more memory by being changed', () => {
    const table = new PhotoTable();
    const long = record('x', { caption: 'a'.repeat(100_000) });
    for (let photo = 0; photo < 20; photo += 1) put(table, idOf(photo), 1, long);
    const then = table.entries();
    const before = process.memoryUsage().arrayBuffers;
    // 200 MB of texts, of which 2 MB are somebody's.
    for (let version = 2; version < 102; version += 1)
      for (let photo = 0; photo < 20; photo += 1)
        put(table, idOf(photo), version, { ...long, rating: (version % 5) + 1 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150e6);
    expect(table.get(idOf(19))).toEqual({ ...long, rating: 2 });
    expect([...then].every(({ json }) => json === JSON.stringify(long))).toBe(true);
  });

  it('are found by what is known without their records', () => {
    const table = new PhotoTable();
    put(table, idOf(1), 1, record('a', { albums: [idOf(8)], favourite: true }));
    put(table, idOf(2), 1, record('b', { trashedAt: '2024-01-01T00:00:00Z' }));
    const names = (fits: Parameters<PhotoTable['records']>[0]): string[] =>
      [...table.records(fits)].map(([, { name }]) => name);
    expect(names(({ albums }) => albums.includes(idOf(8)))).toEqual(['a']);
    expect(names(({ flags }) => (flags & photoFlags.trashed) !== 0)).toEqual(['b']);
  });
});

describe('sets of values', () => {
  it('have one number each, and another one wherever a value differs', () => {
    const sets = new ValueSets();
    const all = [['a'], ['b'], ['a', 'b'], ['b', 'a'], ['["a","b"]'], ['\0["a","b"]'], ['a\0b'], ['']];
    const numbers = all.map((values) => sets.number(values));
    expect(new Set(numbers).size).toBe(all.length);
    expect(all.map((values) => sets.number([...values]))).toEqual(numbers);
    expect(numbers.map((number) => sets.of(number))).toEqual(all);
    expect(sets.number([])).toBe(noValues);
    expect(numbers.map((number) => sets.fitting((value) => value === 'b')[number])).toEqual([
      0, 1, 1, 1, 0, 0, 0, 0,
    ]);
  });
});
