/** @file Albums in one another: the tree the engine makes of whatever is in a catalogue, its keys in the window, and the text of a way to an album. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlbumTree, readPath, writtenPath } from '../../src/main/engine/catalog/index.ts';
import type { Album } from '../../src/renderer/library/album-choice.ts';
import { albumRows, placesFor, treeStep, wayTo } from '../../src/renderer/library/album-tree.ts';

const record = (name: string, parent?: string) =>
  ({
    type: 'album',
    name,
    created: '2024-01-01T00:00:00.000Z',
    ...(parent !== undefined && { parent }),
  }) as const;
const album = (id: string, parent: string | null): Album => ({
  id,
  name: id,
  parent,
  sort: 'newest',
  photos: 0,
  cover: null,
  chosen: false,
});
const albums = [album('a', null), album('b', 'a'), album('c', 'b'), album('d', null)];

describe('the tree of albums', () => {
  it('is one whatever names what: circles and albums that are gone count as none', () => {
    const tree = new AlbumTree([
      ['1', record('x', '2')],
      ['2', record('y', '1')],
      ['3', record('z', '1')],
      ['4', record('gone', '9')],
      ['5', record('own', '5')],
    ]);
    expect(['1', '2', '3', '4', '5'].map((id) => tree.parent(id))).toEqual([null, null, '1', null, null]);
    expect(tree.path('3')).toEqual(['x', 'z']);
    expect([...tree.within('1')]).toEqual(['1', '3']);
  });

  it('shows what lies in open albums, and offers places that are not inside', () => {
    const rows = albumRows(albums, (id) => id === 'a');
    expect(rows.map(({ album: { id }, level, open }) => [id, level, open])).toEqual([
      ['a', 1, true],
      ['b', 2, false],
      ['d', 1, null],
    ]);
    expect(placesFor(albums, albums[1] ?? album('', null)).map((place) => place?.id ?? null)).toEqual([
      null,
      'd',
    ]);
    expect(wayTo(albums[2] ?? album('', null), albums)).toBe('a / b');
    expect(treeStep(rows, 0, 'ArrowLeft')).toEqual({ kind: 'close' });
    expect(treeStep(rows, 1, 'ArrowRight')).toEqual({ kind: 'open' });
    expect(treeStep(rows, 1, 'ArrowLeft')).toEqual({ kind: 'go', to: 0 });
    expect(treeStep(rows, 2, 'ArrowRight')).toBeNull();
    expect(treeStep(rows, 0, 'D')).toEqual({ kind: 'go', to: 2 });
  });

  it('is written as text and read again, whatever the names are', () => {
    expect(writtenPath(['Rome / Roma', 'a\\b'])).toBe('Rome \\/ Roma/a\\\\b');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 8 }), (path) => {
        expect(readPath(writtenPath(path))).toEqual(path);
      }),
    );
  });
});
