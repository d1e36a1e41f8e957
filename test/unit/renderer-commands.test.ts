/** @file Commands: which key means which, and who carries it out. */
import { describe, expect, it } from 'vitest';
import { events } from '../../src/shared/contract.ts';
import { commandInfos, commandNames, gestures } from '../../src/shared/commands.ts';
import { moveOfKey } from '../../src/renderer/grid/move.ts';
import { chordOf, Commands, type KeyPress } from '../../src/renderer/lib/commands.ts';
import { keysOf } from '../../src/renderer/lib/keys.ts';
import { frame } from '../../src/renderer/messages/en/frame.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('chords', () => {
  it('names a key press the way the list does', () => {
    expect(chordOf(press('i', { ctrlKey: true }), false)).toBe('mod+i');
    expect(chordOf(press('I', { ctrlKey: true, shiftKey: true }), false)).toBe('mod+shift+i');
    expect(chordOf(press('?', { shiftKey: true }), false)).toBe('?');
    expect(chordOf(press('Delete', { shiftKey: true }), false)).toBe('shift+delete');
    expect(chordOf(press(' '), false)).toBe('space');
  });

  it('takes Cmd on a Mac and Ctrl elsewhere, and not the other one', () => {
    expect(chordOf(press('l', { metaKey: true }), true)).toBe('mod+l');
    expect(chordOf(press('l', { ctrlKey: true }), true)).toBeNull();
    expect(chordOf(press('l', { metaKey: true }), false)).toBeNull();
  });

  it('leaves digits and letters alone that are pressed with Alt or AltGr, and takes signs that AltGr prints', () => {
    const altGraph = { getModifierState: () => true };
    for (const held of [{ altKey: true }, altGraph, { altKey: true, ctrlKey: true }])
      for (const key of ['4', 'f', 'Enter']) expect(chordOf(press(key, held), false)).toBeNull();
    expect(chordOf(press('4', { altKey: true }), true)).toBeNull();
    expect(chordOf(press('/', { altKey: true }), false)).toBeNull();
    expect(chordOf(press('/', altGraph), false)).toBe('/');
    expect(chordOf(press('/', { altKey: true }), true)).toBe('/');
  });

  it('ignores a modifier pressed alone', () => {
    expect(chordOf(press('Shift', { shiftKey: true }), false)).toBeNull();
  });

  it('prints them as keyboards do', () => {
    expect(keysOf('mod+shift+i', false)).toEqual(['Ctrl', 'Shift', 'I']);
    expect(keysOf('mod+i', true)).toEqual(['⌘', 'I']);
    expect(keysOf('+', false)).toEqual(['+']);
  });
});

describe('commands', () => {
  it('asks the one who came last first, and the one before when that one cannot', () => {
    const commands = new Commands();
    const done: string[] = [];
    let viewerCan = true;
    commands.provide('favourite', { run: () => done.push('grid') });
    const close = commands.provide('favourite', {
      run: () => done.push('viewer'),
      enabled: () => viewerCan,
    });
    commands.run('favourite');
    viewerCan = false;
    commands.run('favourite');
    viewerCan = true;
    close();
    commands.run('favourite');
    expect(done).toEqual(['viewer', 'grid', 'grid']);
  });

  it('says when nobody can', () => {
    const commands = new Commands();
    expect(commands.run('lock')).toBe(false);
    expect(commands.find('mod+l', ['global'])).toBeNull();
  });

  it('finds Delete for the trash, and for deleting for ever where that is what can be done', () => {
    const commands = new Commands();
    let inTrash = false;
    commands.provide('trash', { run: () => undefined, enabled: () => !inTrash });
    commands.provide('remove', { run: () => undefined, enabled: () => inTrash });
    expect(commands.find('delete', ['photos'])).toBe('trash');
    inTrash = true;
    expect(commands.find('delete', ['photos'])).toBe('remove');
    expect(commands.find('delete', ['global'])).toBeNull();
  });

  it('knows every command the native menu sends', () => {
    for (const command of events.menu.entries.command.options) expect(commandNames).toContain(command);
  });

  it('tells on the sheet of the keys that move, and names them all', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];
    expect(keys.map((key) => chordOf(press(key), false))).toEqual([
      ...gestures.move.keys,
      ...gestures.ends.keys,
      ...gestures.pages.keys,
    ]);
    for (const key of keys) expect(moveOfKey(key), key).toBeDefined();
    for (const label of Object.values(frame.gestures)) expect(label).not.toBe('');
  });

  it('has a name for each, and no key that means two things outside the trash', () => {
    const used = new Map<string, string>();
    for (const name of commandNames) {
      expect(frame.commands[name]).not.toBe('');
      for (const key of commandInfos[name].keys) {
        if (name === 'remove' && key !== 'shift+delete') continue;
        // R turns everywhere else; Space opens in the timeline, and plays what is open; + and − are for the pictures in sight.
        if (name === 'restore' || (name === 'open' && key === 'space') || name.startsWith('grid-')) continue;
        expect(used.get(key), `${key} of ${name}`).toBeUndefined();
        used.set(key, name);
      }
    }
  });
});
