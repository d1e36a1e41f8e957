/** @file English names of keys and of what is done with a mouse, as they stand in a shortcut. */

export const keys = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  space: 'Space',
  escape: 'Esc',
  delete: 'Del',
  backspace: 'Backspace',
  home: 'Home',
  end: 'End',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  click: 'Click',
  wheel: 'Wheel',
  drag: 'Drag',
} as const;
