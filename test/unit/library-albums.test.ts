/** @file Albums in the window: which section shows which, and what typing in the dialog may mean. */
import { describe, expect, it } from 'vitest';
import { albumChoices, type Album } from '../../src/renderer/library/album-choice.ts';
import { albumOf, albumSection, isAlbum } from '../../src/renderer/library/sections.ts';

const id = (digit: string): string => digit.repeat(32);
const albums: readonly Album[] = ['Été 2021', 'Holidays', 'My Holidays', 'Zoo'].map((name, at) => ({
  id: id(String(at)),
  name,
  parent: null,
  sort: 'newest',
  photos: at,
  cover: null,
  chosen: false,
}));
const shown = (text: string): readonly string[] =>
  albumChoices(albums, text).map((choice) => (choice.kind === 'new' ? `+${choice.name}` : choice.album.name));

describe('album sections', () => {
  it('know their album, and no other section has one', () => {
    expect(albumOf(albumSection(id('a')))).toBe(id('a'));
    expect(isAlbum(albumSection(id('a')))).toBe(true);
    expect((['photos', 'favourites', 'imports', 'trash'] as const).map(albumOf)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('choosing an album', () => {
  it('offers all of them before anything is typed, and no nameless one', () => {
    expect(shown('')).toEqual(['Été 2021', 'Holidays', 'My Holidays', 'Zoo']);
    expect(shown('  ')).toEqual(shown(''));
    expect(albumChoices([], '')).toEqual([]);
  });

  it('finds by any part of the name, beginnings first, whatever the case and accents', () => {
    expect(shown('holi')).toEqual(['Holidays', 'My Holidays', '+holi']);
    expect(shown('ete')).toEqual(['Été 2021', '+ete']);
    expect(shown('HOLIDAYS')).toEqual(['Holidays', 'My Holidays', '+HOLIDAYS']);
  });

  it('offers a new one unless there is one of exactly that name', () => {
    expect(shown(' Holidays ')).toEqual(['Holidays', 'My Holidays']);
    expect(shown('E\u0301te\u0301 2021')).toEqual(['Été 2021']); // the same letters, composed otherwise
    expect(shown(' Sea ')).toEqual(['+Sea']);
  });
});
