/** @file German names of keys and of what is done with a mouse, as they stand in a shortcut. */
import type { keys as english } from '../en/keys.ts';
import type { Shape } from '../shape.ts';

export const keys: Shape<typeof english> = {
  mod: 'Strg',
  shift: 'Umschalt',
  alt: 'Alt',
  enter: 'Eingabe',
  space: 'Leertaste',
  escape: 'Esc',
  delete: 'Entf',
  backspace: 'Rücktaste',
  home: 'Pos1',
  end: 'Ende',
  pageup: 'Bild ↑',
  pagedown: 'Bild ↓',
  click: 'Klick',
  wheel: 'Mausrad',
  drag: 'Ziehen',
};
