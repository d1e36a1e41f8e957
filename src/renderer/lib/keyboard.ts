/** @file Hands key presses to the commands, and keeps them from whoever is typing. Runs in the renderer. */
import { chordOf, type Commands, type CommandScope } from './commands.ts';
import { isMac } from './keys.ts';

/** Chords that belong to text fields while one has the focus. */
const editing = ['mod+a', 'mod+c', 'mod+v', 'mod+x', 'mod+y', 'mod+z', 'mod+shift+z'];
/** Keys that press whatever has the focus. */
const pressing = ['enter', 'space'];

/** Whether what is typed goes into it. */
export function isTyping(element: Element | null): boolean {
  const fields = 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select';
  return element !== null && element.closest(fields) !== null;
}

/**
 * The handler for `keydown` on the window. `scopes` tells which commands may be meant now; an empty list is none. Whatever handled the
 * key before (`preventDefault`) keeps it.
 */
export function keyHandler(
  commands: Commands,
  scopes: () => readonly CommandScope[],
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event, isMac);
    if (chord === null) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[role="menu"]')) return;
    if (isTyping(target) && (!chord.startsWith('mod+') || editing.includes(chord))) return;
    if (
      pressing.includes(chord) &&
      target?.closest('button, a, summary, input') &&
      !target.closest('[role="listbox"]')
    )
      return;
    const command = commands.find(chord, scopes());
    if (command === null) return;
    event.preventDefault();
    // A key held down zooms or winds on, but does not trash one photo after the other.
    if (!event.repeat || /^(?:zoom-(?:in|out)|seek-|volume-)/u.test(command)) commands.run(command);
  };
}
