/** @file Reading all records of a vault that is being opened: with a thread, without one, and with one that fails, it is the same photos. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildColumns } from '../../src/main/engine/catalog/photo-columns.ts';
import { PhotoReading, type ReadingOptions } from '../../src/main/engine/catalog/photo-reading.ts';
import { PhotoTable } from '../../src/main/engine/catalog/photo-table.ts';

const count = 1500;
const readerEntry = new URL('../../src/main/engine/catalog/photo-reader.ts', import.meta.url);
const here: ReadingOptions = { entry: readerEntry, least: Infinity, patienceMs: 20_000 };
const inThread: ReadingOptions = { ...here, least: 0 };

const idOf = (number: number): Buffer => Buffer.from(number.toString(16).padStart(32, '0'), 'hex');

/** Of these records no two look alike in all columns, and some are none. */
function text(number: number): string {
  if (number % 97 === 5) return '{"name": "cut o';
  if (number % 97 === 6) return '{"name": "without the rest"}';
  return JSON.stringify({
    blob: '00',
    name: `Größe ${String(number)} 🙂.jpg`,
    bytes: 1000 + number,
    digest: '00',
    mime: number % 11 === 0 ? 'video/mp4' : 'image/jpeg',
    importedAt: '2024-01-01T00:00:00Z',
    import: '00',
    capturedAt: `20${String(10 + (number % 15))}-07-14T12:00:${String(number % 60).padStart(2, '0')}`,
    width: 4000 + (number % 7),
    height: 3000,
    thumb: 1 + (number % 5),
    color: number * 11,
    thumbhash: Buffer.from(`hash of ${String(number)}`).toString('base64'),
    ...(number % 3 === 0 ? { albums: [`album ${String(number % 12)}`] } : {}),
    ...(number % 4 === 0 ? { tags: ['sea', `tag ${String(number % 10)}`] } : {}),
    ...(number % 13 === 0 ? { favourite: true } : {}),
  });
}

interface Read {
  readonly unreadable: number;
  readonly size: number;
  readonly columns: Buffer;
  readonly rows: unknown[];
  readonly bytes: number;
}

function read(options: ReadingOptions, expected = count): Read {
  const table = new PhotoTable();
  const reading = new PhotoReading(table, expected, options);
  try {
    for (let number = 0; number < count; number += 1) {
      expect(reading.add(idOf(number), number + 1, Buffer.from(text(number)))).toBe(true);
      if (number === 700) expect(reading.add(idOf(3), 9, Buffer.from(text(3)))).toBe(false);
    }
    const unreadable = reading.finish();
    let bytes = 0;
    for (const slot of table.slots()) bytes += table.columns.bytes[slot] ?? 0;
    const columns = Buffer.from(buildColumns(table, () => true));
    return { unreadable, size: table.size, columns, rows: [...table.rows()], bytes };
  } finally {
    reading.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'lightproof-reading-'));
let alone: Read;
beforeAll(() => {
  alone = read(here);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A thread of this code. */
function thread(name: string, code: string): URL {
  const file = join(folder, name);
  writeFileSync(file, code);
  return pathToFileURL(file);
}

describe('reading all records', () => {
  it('leaves out what is no record of a photo, and counts it', () => {
    expect(alone.unreadable).toBe(32);
    expect(alone.size).toBe(count - 32);
    expect(alone.rows).toContainEqual(
      expect.objectContaining({ albums: ['album 0'], tags: ['sea', 'tag 2'], hasThumb: true }),
    );
  });

  it('finds the same in a thread', () => {
    expect(read(inThread)).toEqual(alone);
  });

  it('finds the same when there are more photos than were counted', () => {
    expect(read(inThread, 600)).toEqual(alone);
  });

  it.each([
    ['ends at once', 'process.exit(1);'],
    ['fails', 'throw new Error("no");'],
    ['never answers', 'setInterval(() => {}, 1000);'],
  ])('finds the same with a thread that %s', (name, code) => {
    const entry = thread(`${name}.mjs`, code);
    expect(read({ entry, least: 0, patienceMs: 50 })).toEqual(alone);
  });
});
