/** @file Small calculations of the viewer: the filmstrip's place, the histogram, sizes that fill or are turned, times of a film. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quarterTurns, readColumns } from '../../src/shared/columns.ts';
import { buildColumns } from '../../src/main/engine/catalog/photo-columns.ts';
import { PhotoTable } from '../../src/main/engine/catalog/photo-table.ts';
import type { PhotoRecord } from '../../src/main/engine/catalog/index.ts';
import { clockTime, durationWords } from '../../src/renderer/viewer/facts.ts';
import { histogramOf, levels, outline } from '../../src/renderer/viewer/histogram.ts';
import { stripOf } from '../../src/renderer/viewer/strip.ts';
import { fillScale, fit, turned, zoomTo, type Stage } from '../../src/renderer/viewer/transform.ts';

describe('filmstrip', () => {
  const pitch = 56;

  it('shows the photo it is about, and no gap that others could fill', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: pitch, max: 3000 }),
        (count, share, width) => {
          const item = Math.min(count - 1, Math.floor(share * count));
          const { first, end, shift } = stripOf(item, count, width, pitch);
          expect(first).toBeLessThanOrEqual(item);
          expect(end).toBeGreaterThan(item);
          expect(end - first).toBeLessThanOrEqual(Math.ceil(width / pitch) + 1);
          if (count * pitch < width) return;
          expect(shift).toBeLessThanOrEqual(0);
          expect(shift + (end - first) * pitch).toBeGreaterThanOrEqual(width - 1);
        },
      ),
    );
  });

  it('has it in the middle, unless it is near an end', () => {
    const { first, shift } = stripOf(500, 1000, 800, pitch);
    expect(shift + (500 - first + 0.5) * pitch).toBeCloseTo(400, 0);
    expect(stripOf(0, 1000, 800, pitch)).toMatchObject({ first: 0, shift: 0 });
    expect(stripOf(999, 1000, 800, pitch).end).toBe(1000);
    expect(stripOf(0, 0, 800, pitch)).toEqual({ first: 0, end: 0, shift: 0 });
  });
});

describe('histogram', () => {
  it('counts each channel, but not what is hardly seen', () => {
    const pixels = Uint8ClampedArray.from([255, 0, 128, 255, 255, 0, 128, 255, 9, 9, 9, 0]);
    const { red, green, blue, pixels: counted, most } = histogramOf(pixels);
    expect([red[levels - 1], green[0], blue[levels / 2], counted]).toEqual([2, 2, 2, 2]);
    expect([...red, ...green, ...blue].reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(most).toBe(2); // of the blue: the ends do not count
  });

  it('is drawn within its box, whatever was counted', () => {
    fc.assert(
      fc.property(fc.uint8ClampedArray({ maxLength: 4000 }), (pixels) => {
        const { red, most } = histogramOf(pixels);
        for (const [, x = '', y = ''] of outline(red, most, 256, 72).matchAll(/([\d.]+) ([\d.]+)/gu)) {
          expect(Number(x)).toBeLessThanOrEqual(256);
          expect(Number(y)).toBeLessThanOrEqual(72);
        }
      }),
    );
  });
});

describe('sizes', () => {
  const stage: Stage = {
    view: { width: 1200, height: 800 },
    picture: { width: 4000, height: 1000 },
    density: 1,
  };

  it('fills the view with a picture, so that none of the view is left', () => {
    const scale = fillScale(stage);
    const filled = zoomTo(stage, fit(stage), scale, 600, 400);
    expect(filled.scale).toBe(0.8);
    expect(filled.y).toBe(0);
    expect(filled.x).toBeLessThan(0);
    expect(filled.x + 4000 * 0.8).toBeGreaterThan(1200);
  });

  it('fills it even with a picture that is tiny', () => {
    const tiny = { ...stage, picture: { width: 16, height: 16 } };
    expect(zoomTo(tiny, fit(tiny), fillScale(tiny), 600, 400).scale).toBe(75);
  });

  it('swaps the edges of what is turned by a quarter', () => {
    const size = { width: 3, height: 2 };
    expect([0, 1, 2, 3].map((quarters) => turned(size, quarters).width)).toEqual([3, 2, 3, 2]);
  });
});

describe('columns', () => {
  const id = 'ab'.repeat(16);

  it.each([
    [undefined, 0, 1.5],
    [90, 1, 0.667],
    [180, 2, 1.5],
    [270, 3, 0.667],
  ] as const)(
    'tell a photo turned by %s by its flags, and by its shape as it is seen',
    (turn, quarters, ratio) => {
      const record: PhotoRecord = {
        blob: id,
        name: 'a.jpg',
        bytes: 1,
        digest: '00',
        mime: 'image/jpeg',
        importedAt: '2024-01-01T00:00:00Z',
        import: id,
        width: 300,
        height: 200,
        ...(turn !== undefined && { turn }),
      };
      const photos = new PhotoTable();
      photos.put(id, 1, record, Buffer.from(JSON.stringify(record)));
      const columns = readColumns(buildColumns(photos, () => true));
      expect(quarterTurns(columns.flags[0] ?? 0)).toBe(quarters);
      expect(columns.ratio[0]).toBeCloseTo(ratio, 3);
    },
  );
});

describe('times of a film', () => {
  it('are read as a clock', () => {
    expect([0, 0.4, 4.9999, 65, 3725].map(clockTime)).toEqual(['0:00', '0:00', '0:05', '1:05', '1:02:05']);
    expect([0.2, 6.4, 59.6].map(durationWords)).toEqual(['0:01', '0:06', '1:00']);
  });
});
