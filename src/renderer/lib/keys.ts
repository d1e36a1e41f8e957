/** @file How keys are called on this machine, in the language that is spoken. Runs in the renderer. */
import { t } from '../messages/index.ts';

/** Whether shortcuts use Cmd. */
export const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Macintosh');

const arrows: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
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
  const names: Readonly<Record<string, string>> = t.keys;
  return parts.map(
    (part) => (mac ? macNames[part] : undefined) ?? arrows[part] ?? names[part] ?? part.toUpperCase(),
  );
}
