/**
 * @file The one list of commands and their keys. The native menu, the keyboard, the toolbar and the sheet of shortcuts all read it;
 * whoever can carry a command out provides it while mounted. Runs in the renderer.
 */

/** `global` works everywhere but under a dialog; `photos` only in the timeline or the viewer, and never while text is being typed. */
export type CommandScope = 'global' | 'photos' | 'viewer';
export type CommandGroup = 'moving' | 'photos' | 'viewer' | 'vault';

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
  open: { group: 'moving', scope: 'photos', keys: ['enter', 'space'] },
  search: { group: 'moving', scope: 'global', keys: ['mod+k', '/'] },
  back: { group: 'moving', scope: 'photos', keys: ['escape'] },
  'toggle-selected': { group: 'photos', scope: 'photos', keys: ['x'] },
  'select-all': { group: 'photos', scope: 'global', keys: ['mod+a'] },
  favourite: { group: 'photos', scope: 'photos', keys: ['f'] },
  info: { group: 'photos', scope: 'photos', keys: ['i'] },
  'add-to-album': { group: 'photos', scope: 'photos', keys: ['l'] },
  'remove-from-album': { group: 'photos', scope: 'photos', keys: ['shift+l'] },
  tag: { group: 'photos', scope: 'photos', keys: ['t'] },
  'edit-details': { group: 'photos', scope: 'photos', keys: ['e'] },
  'rate-0': { group: 'photos', scope: 'photos', keys: ['0'] },
  'rate-1': { group: 'photos', scope: 'photos', keys: ['1'] },
  'rate-2': { group: 'photos', scope: 'photos', keys: ['2'] },
  'rate-3': { group: 'photos', scope: 'photos', keys: ['3'] },
  'rate-4': { group: 'photos', scope: 'photos', keys: ['4'] },
  'rate-5': { group: 'photos', scope: 'photos', keys: ['5'] },
  archive: { group: 'photos', scope: 'photos', keys: ['a'] },
  trash: { group: 'photos', scope: 'photos', keys: ['delete', 'backspace'] },
  remove: { group: 'photos', scope: 'photos', keys: ['shift+delete', 'delete', 'backspace'] },
  restore: { group: 'photos', scope: 'photos', keys: ['r'] },
  'zoom-toggle': { group: 'viewer', scope: 'viewer', keys: ['z'] },
  'zoom-in': { group: 'viewer', scope: 'viewer', keys: ['+', '='] },
  'zoom-out': { group: 'viewer', scope: 'viewer', keys: ['-'] },
  'zoom-fill': { group: 'viewer', scope: 'viewer', keys: ['shift+z'] },
  'turn-right': { group: 'viewer', scope: 'viewer', keys: ['r'] },
  'turn-left': { group: 'viewer', scope: 'viewer', keys: ['shift+r'] },
  slideshow: { group: 'viewer', scope: 'viewer', keys: ['s'] },
  filmstrip: { group: 'viewer', scope: 'viewer', keys: ['shift+f'] },
  play: { group: 'viewer', scope: 'viewer', keys: ['space', 'k'] },
  'seek-back': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowleft'] },
  'seek-forward': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowright'] },
  'volume-up': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowup'] },
  'volume-down': { group: 'viewer', scope: 'viewer', keys: ['shift+arrowdown'] },
  mute: { group: 'viewer', scope: 'viewer', keys: ['m'] },
  'full-screen': { group: 'viewer', scope: 'global', keys: ['f11'] },
  'import-folder': { group: 'vault', scope: 'global', keys: ['mod+i'] },
  'import-files': { group: 'vault', scope: 'global', keys: ['mod+shift+i'] },
  export: { group: 'vault', scope: 'global', keys: ['mod+e'] },
  verify: { group: 'vault', scope: 'global', keys: [] },
  lock: { group: 'vault', scope: 'global', keys: ['mod+l'] },
  'change-passphrase': { group: 'vault', scope: 'global', keys: [] },
  settings: { group: 'vault', scope: 'global', keys: ['mod+,'] },
  shortcuts: { group: 'vault', scope: 'global', keys: ['?'] },
});

export type CommandName = keyof typeof commandInfos;
// Object.keys forgets the literal types.
export const commandNames = Object.keys(commandInfos) as CommandName[];

export interface CommandProvider {
  readonly run: () => void;
  /** Asked before running; absent = always. */
  readonly enabled?: () => boolean;
}

/** What is known of a key press; a KeyboardEvent is one. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The chord of a key press in the form of `CommandInfo.keys`, or null for a bare modifier. */
export function chordOf(press: KeyPress, mac: boolean): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'Dead', 'Process', 'Unidentified'].includes(press.key)) return null;
  const key = press.key === ' ' ? 'space' : press.key.toLowerCase();
  const mod = mac ? press.metaKey : press.ctrlKey;
  // The other of the two is no key of ours: Ctrl+I on a Mac is not Cmd+I.
  if ((mac ? press.ctrlKey : press.metaKey) || (press.altKey && !isPrintable(key))) return null;
  // Shift is already in a printed sign ("?"), but not in a letter or a named key.
  const shift = press.shiftKey && (!isPrintable(key) || /^\p{L}$/u.test(key));
  return `${mod ? 'mod+' : ''}${shift ? 'shift+' : ''}${key}`;
}

function isPrintable(key: string): boolean {
  return /^.$/u.test(key);
}

/** Keeps who can carry out which command. Last provided, first asked: the viewer stands before the grid beneath it. */
export class Commands {
  readonly #providers = new Map<CommandName, CommandProvider[]>();

  /** Provides a command until the returned function is called. */
  provide(name: CommandName, provider: CommandProvider): () => void {
    const stack = this.#providers.get(name) ?? [];
    this.#providers.set(name, [...stack, provider]);
    return () => {
      const rest = (this.#providers.get(name) ?? []).filter((other) => other !== provider);
      this.#providers.set(name, rest);
    };
  }

  /** Whether anybody can carry the command out now. */
  enabled(name: CommandName): boolean {
    return this.#provider(name) !== undefined;
  }

  /** Carries a command out; false when nobody can now. */
  run(name: CommandName): boolean {
    const provider = this.#provider(name);
    provider?.run();
    return provider !== undefined;
  }

  /** The command of a chord, among those somebody can carry out now. */
  find(chord: string, scopes: readonly CommandScope[]): CommandName | null {
    const found = commandNames.find((name) => {
      const info = commandInfos[name];
      return scopes.includes(info.scope) && info.keys.includes(chord) && this.enabled(name);
    });
    return found ?? null;
  }

  #provider(name: CommandName): CommandProvider | undefined {
    return this.#providers.get(name)?.findLast((provider) => provider.enabled?.() ?? true);
  }
}

/** The page's commands. */
export const commands = new Commands();
