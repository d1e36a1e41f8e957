/** @file Selecting by click, Ctrl, Shift and by day. */
import { describe, expect, it } from 'vitest';
import { Selecting } from '../../src/renderer/grid/selecting.ts';

class Section {
  ids = Array.from('abcdefghij');
  selection: ReadonlySet<string> = new Set();
  select(ids: ReadonlySet<string>): void {
    this.selection = ids;
  }
  itemOf(id: string): number {
    return this.ids.indexOf(id);
  }
  idAt(item: number): string {
    return this.ids[item] ?? '';
  }
  get shown(): string {
    return [...this.selection].sort().join('');
  }
}

describe('selecting', () => {
  it('toggles one by one, with a new set each time', () => {
    const section = new Section();
    const selecting = new Selecting(section);
    selecting.toggle('b');
    const first = section.selection;
    selecting.toggle('d');
    expect(section.shown).toBe('bd');
    expect(section.selection).not.toBe(first);
    selecting.toggle('b');
    expect(section.shown).toBe('d');
  });

  it('selects what a frame passes over, in place of the rest or on top of it, and takes it back', () => {
    const section = new Section();
    const selecting = new Selecting(section);
    selecting.toggle('j');
    selecting.beginSweep(true);
    selecting.sweep([1, 2, 3]);
    expect(section.shown).toBe('bcdj');
    selecting.sweep([2]);
    expect(section.shown).toBe('cj');
    selecting.beginSweep(false);
    selecting.sweep([4, 5]);
    expect(section.shown).toBe('ef');
    selecting.cancelSweep();
    expect(section.shown).toBe('cj');
  });

  it('extends from the last toggle, either way, and takes back what the range no longer covers', () => {
    const section = new Section();
    const selecting = new Selecting(section);
    selecting.toggle('j');
    selecting.toggle('d');
    selecting.extend('g', 'd');
    expect(section.shown).toBe('defgj');
    selecting.extend('b', 'g');
    expect(section.shown).toBe('bcdj');
  });

  it('begins a range where the keyboard is when nothing was toggled', () => {
    const section = new Section();
    new Selecting(section).extend('e', 'c');
    expect(section.shown).toBe('cde');
  });

  it('does not bring back what was cleared elsewhere', () => {
    const section = new Section();
    const selecting = new Selecting(section);
    selecting.toggle('a');
    selecting.extend('c', 'a');
    section.selection = new Set();
    selecting.extend('h', 'g');
    expect(section.shown).toBe('gh');
  });

  it('selects a day, and deselects it only when all of it is selected', () => {
    const section = new Section();
    const selecting = new Selecting(section);
    selecting.toggle('c');
    selecting.toggleAll(['b', 'c', 'd']);
    expect(section.shown).toBe('bcd');
    selecting.toggleAll(['b', 'c', 'd']);
    expect(section.shown).toBe('');
  });

  it('survives the photo its range began at', () => {
    const section = new Section();
    const selecting = new Selecting(section);
    selecting.toggle('e');
    section.ids = section.ids.filter((id) => id !== 'e');
    selecting.extend('g', 'f');
    expect(section.shown).toContain('fg');
  });
});
