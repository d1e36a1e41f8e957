/** @file What the palette finds by a part of a name. */
import { describe, expect, it } from 'vitest';
import { matching } from '../../src/renderer/palette/match.ts';

const names = ['Import a folder', 'Go to Imports', 'Export', 'Lock', 'Show or hide the filmstrip', 'Ändern'];
const found = (text: string): readonly string[] => matching(names, (name) => name, text);

describe('matching', () => {
  it('offers everything where nothing is typed, in the order it came', () => {
    expect(found('  ')).toEqual(names);
  });

  it('puts what begins with it before what has it somewhere', () => {
    expect(found('imp')).toEqual(['Import a folder', 'Go to Imports']);
    expect(found('port')).toEqual(['Import a folder', 'Go to Imports', 'Export']);
  });

  it('wants every word, in any order, whatever the case', () => {
    expect(found('FILM show')).toEqual(['Show or hide the filmstrip']);
    expect(found('film lock')).toEqual([]);
  });

  it('finds letters with marks by those without', () => {
    expect(found('andern')).toEqual(['Ändern']);
  });
});
