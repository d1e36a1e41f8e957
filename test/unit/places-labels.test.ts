/** @file Which names there is room for on the map. */
import { describe, expect, it } from 'vitest';
import { boxAround, isFree, namesWithRoom } from '../../src/renderer/places/labels.ts';

const mark = (x: number, y: number) => boxAround(x, y, 40, 40);
const name = (x: number, y: number) => boxAround(x, y + 31, 80, 18);

describe('names on the map', () => {
  it('stand under marks that are far from one another', () => {
    const at = [
      [100, 100],
      [400, 100],
      [100, 400],
    ] as const;
    expect(
      namesWithRoom(
        at.map(([x, y]) => mark(x, y)),
        at.map(([x, y]) => name(x, y)),
      ),
    ).toEqual([true, true, true]);
  });

  it('cover no other mark, and no name that was there first', () => {
    const marks = [mark(100, 100), mark(120, 150), mark(300, 100), mark(350, 100)];
    const names = [name(100, 100), name(120, 150), name(300, 100), name(350, 100)];
    expect(namesWithRoom(marks, names)).toEqual([false, true, true, false]);
  });

  it('leave out marks without one', () => {
    expect(namesWithRoom([mark(0, 0)], [null])).toEqual([false]);
  });

  it('of countries are not drawn under a mark', () => {
    expect(isFree(boxAround(100, 100, 60, 14), [mark(130, 110)])).toBe(false);
    expect(isFree(boxAround(100, 100, 60, 14), [mark(200, 100)])).toBe(true);
  });
});
