/**
 * @file The one list of commands and their keys. The native menu, the keyboard, the palette, the toolbar, context menus and the sheet of
 * shortcuts all read it. Pure.
 */

/** `global` works everywhere but under a dialog; `photos` only in the timeline or the viewer, and never while text is being typed. */
export type CommandScope = 'global' | 'photos' | 'viewer';
export type CommandGroup = 'moving' | 'photos' | 'viewer' | 'vault' | 'app';

export interface CommandInfo {
  readonly group: CommandGroup;
  readonly scope: CommandScope;
  /** Each a chord such as `mod+i` (Ctrl, or Cmd on a Mac), `shift+delete`, `?`. The first is shown in menus and tooltips. */
  readonly keys: readonly string[];
}

const define = <const T extends Record<string, CommandInfo>>(
  map: T,
): Readonly<Record<keyof T, CommandInfo>> => map;

export const commandInfos = define({
  palette: { group: 'moving', scope: 'global', keys: ['mod+shift+p', 'f1'] },
  open: { group: 'moving', scope: 'photos', keys: ['enter', 'space'] },
  search: { group: 'moving', scope: 'global', keys: ['mod+k', '/'] },
  back: { group: 'moving', scope: 'photos', keys: ['escape'] },
  'go-to-date': { group: 'moving', scope: 'photos', keys: ['g'] },
  'grid-larger': { group: 'moving', scope: 'photos', keys: ['+', '='] },
  'grid-smaller': { group: 'moving', scope: 'photos', keys: ['-'] },
  sidebar: { group: 'moving', scope: 'global', keys: ['mod+b'] },
  'toggle-selected': { group: 'photos', scope: 'photos', keys: ['x'] },
  'toggle-day': { group: 'photos', scope: 'photos', keys: ['shift+x'] },
  undo: { group: 'photos', scope: 'global', keys: ['mod+z'] },
  redo: { group: 'photos', scope: 'global', keys: ['mod+shift+z', 'mod+y'] },
  'select-all': { group: 'photos', scope: 'global', keys: ['mod+a'] },
  favourite: { group: 'photos', scope: 'photos', keys: ['f'] },
  info: { group: 'photos', scope: 'photos', keys: ['i'] },
  'add-to-album': { group: 'photos', scope: 'photos', keys: ['l'] },
  'remove-from-album': { group: 'photos', scope: 'photos', keys: ['shift+l'] },
  'move-earlier': { group: 'photos', scope: 'photos', keys: ['mod+shift+arrowleft'] },
  'move-later': { group: 'photos', scope: 'photos', keys: ['mod+shift+arrowright'] },
  tag: { group: 'photos', scope: 'photos', keys: ['t'] },
  'edit-details': { group: 'photos', scope: 'photos', keys: ['e'] },
  'rate-0': { group: 'photos', scope: 'photos', keys: ['0'] },
  'rate-1': { group: 'photos', scope: 'photos', keys: ['1'] },
  'rate-2': { group: 'photos', scope: 'photos', keys: ['2'] },
  'rate-3': { group: 'photos', scope: 'photos', keys: ['3'] },
  'rate-4': { group: 'photos', scope: 'photos', keys: ['4'] },
  'rate-5': { group: 'photos', scope: 'photos', keys: ['5'] },
  hide: { group: 'photos', scope: 'photos', keys: ['h'] },
  archive: { group: 'photos', scope: 'photos', keys: ['a'] },
  trash: { group: 'photos', scope: 'photos', keys: ['delete', 'backspace'] },
  remove: { group: 'photos', scope: 'photos', keys: ['shift+delete', 'delete', 'backspace'] },
  restore: { group: 'photos', scope: 'photos', keys: ['r'] },
  'zoom-toggle': { group: 'viewer', scope: 'viewer', keys: ['z'] },
  'zoom-in': { group: 'viewer', scope: 'viewer', keys: ['+', '='] },
  'zoom-out': { group: 'viewer', scope: 'viewer', keys: ['-'] },
  'zoom-fit': { group: 'viewer', scope: 'viewer', keys: [] },
  'zoom-fill': { group: 'viewer', scope: 'viewer', keys: ['shift+z'] },
  'zoom-100': { group: 'viewer', scope: 'viewer', keys: [] },
  'zoom-400': { group: 'viewer', scope: 'viewer', keys: [] },
  'turn-right': { group: 'viewer', scope: 'viewer', keys: ['r'] },
  'turn-left': { group: 'viewer', scope: 'viewer', keys: ['shift+r'] },
  insight: { group: 'photos', scope: 'photos', keys: [] },
  slideshow: { group: 'viewer', scope: 'photos', keys: ['s'] },
  filmstrip: { group: 'viewer', scope: 'viewer', keys: ['shift+f'] },
  play: { group: 'viewer', scope: 'viewer', keys: ['space', 'k'] },
  'seek-back': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowleft'] },
  'seek-forward': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowright'] },
  'volume-up': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowup'] },
  'volume-down': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowdown'] },
  mute: { group: 'viewer', scope: 'viewer', keys: ['m'] },
  'full-screen': { group: 'app', scope: 'global', keys: ['f11'] },
  'import-folder': { group: 'vault', scope: 'global', keys: ['mod+i'] },
  'import-files': { group: 'vault', scope: 'global', keys: ['mod+shift+i'] },
  export: { group: 'vault', scope: 'global', keys: ['mod+e'] },
  send: { group: 'vault', scope: 'global', keys: ['mod+shift+e'] },
  receive: { group: 'vault', scope: 'global', keys: [] },
  verify: { group: 'vault', scope: 'global', keys: [] },
  lock: { group: 'vault', scope: 'global', keys: ['mod+l'] },
  'change-passphrase': { group: 'vault', scope: 'global', keys: [] },
  'text-larger': { group: 'app', scope: 'global', keys: ['mod++', 'mod+='] },
  'text-smaller': { group: 'app', scope: 'global', keys: ['mod+-'] },
  'text-usual': { group: 'app', scope: 'global', keys: ['mod+0'] },
  'theme-system': { group: 'app', scope: 'global', keys: [] },
  'theme-dark': { group: 'app', scope: 'global', keys: [] },
  'theme-light': { group: 'app', scope: 'global', keys: [] },
  settings: { group: 'app', scope: 'global', keys: ['mod+,'] },
  shortcuts: { group: 'app', scope: 'global', keys: ['?'] },
});

export type CommandName = keyof typeof commandInfos;
// Object.keys forgets the literal types.
export const commandNames = Object.keys(commandInfos) as CommandName[];

/**
 * Keys and the mouse where they are no commands, for the sheet of shortcuts: what handles them takes them from here where it can
 * (grid/move.ts, viewer/keys.ts).
 */
export const gestures = {
  move: { group: 'moving', keys: ['arrowleft', 'arrowright', 'arrowup', 'arrowdown'] },
  ends: { group: 'moving', keys: ['home', 'end'] },
  pages: { group: 'moving', keys: ['pageup', 'pagedown'] },
  'grid-wheel': { group: 'moving', keys: ['mod+wheel'] },
  'select-to': { group: 'photos', keys: ['shift+click', 'shift+arrowright'] },
  'select-add': { group: 'photos', keys: ['mod+click'] },
  'select-frame': { group: 'photos', keys: ['shift+drag'] },
  'context-menu': { group: 'photos', keys: ['shift+f10'] },
  'zoom-wheel': { group: 'viewer', keys: ['wheel', 'mod+wheel'] },
  pan: { group: 'viewer', keys: ['drag', 'shift+arrowright'] },
} as const satisfies Readonly<Record<string, Pick<CommandInfo, 'group' | 'keys'>>>;

export type GestureName = keyof typeof gestures;
