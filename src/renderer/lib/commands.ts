/**
 * @file Who can carry out which command of the one list (shared/commands.ts): whoever can provides it while mounted. Runs in the renderer.
 */
import { commandInfos, commandNames, type CommandName, type CommandScope } from '../../shared/commands.ts';

export { commandInfos, commandNames, type CommandName, type CommandScope };

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
  readonly getModifierState?: (modifier: 'AltGraph') => boolean;
}

/** Whether a key is pressed without Ctrl, Cmd, Alt or AltGr: with them it is somebody else's. Shift does not count. */
export function isPlain(press: KeyPress): boolean {
  return !press.ctrlKey && !press.metaKey && !isAlternate(press);
}

function isAlternate(press: KeyPress): boolean {
  return press.altKey || press.getModifierState?.('AltGraph') === true;
}

/** The chord of a key press in the form of `CommandInfo.keys`, or null for a bare modifier. */
export function chordOf(press: KeyPress, mac: boolean): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'Dead', 'Process', 'Unidentified'].includes(press.key)) return null;
  const key = press.key === ' ' ? 'space' : press.key.toLowerCase();
  const mod = mac ? press.metaKey : press.ctrlKey;
  // The other of the two is no key of ours: Ctrl+I on a Mac is not Cmd+I.
  if (mac ? press.ctrlKey : press.metaKey) return null;
  // AltGr, and Option on a Mac, print signs that are keys of ours; Alt and a letter or a digit are the menu's, and no key of ours at all.
  const printsSign = !mod && (mac || !press.altKey) && /^[^\p{L}\p{N}]$/u.test(key);
  if (isAlternate(press) && !printsSign) return null;
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
