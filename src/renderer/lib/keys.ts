/** @file How keys are called on this machine. Runs in the renderer. */

/** Whether shortcuts use Cmd. */
export const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Macintosh');

const names: Readonly<Record<string, string>> = {
  shift: 'Shift',
  enter: 'Enter',
  space: 'Space',
  escape: 'Esc',
  delete: 'Del',
  backspace: 'Backspace',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  home: 'Home',
  end: 'End',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  click: 'Click',
  wheel: 'Wheel',
  drag: 'Drag',
};
const macNames: Readonly<Record<string, string>> = {
  mod: '⌘',
  shift: '⇧',
  enter: '↩',
  delete: '⌦',
  backspace: '⌫',
};

/** The keys of a chord as printed on the keyboard: `mod+i` → ["Ctrl", "I"]. */
export function keysOf(chord: string, mac: boolean = isMac): string[] {
  // "mod++" is the plus key with a modifier.
  const parts = chord.endsWith('+')
    ? [...chord.slice(0, -1).split('+').filter(Boolean), '+']
    : chord.split('+');
  return parts.map((part) => (mac ? macNames[part] : undefined) ?? names[part] ?? printed(part));
}

function printed(part: string): string {
  return part === 'mod' ? 'Ctrl' : part.toUpperCase();
}
