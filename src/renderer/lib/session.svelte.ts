/** @file Which of the page's screens is shown, and what the shell told about vaults and settings. Runs in the renderer. */
import type { ExportOptions, Output, Settings, VaultInfo } from '../../shared/contract.ts';
import type { ErrorValue } from '../../shared/errors.ts';
import { call } from './api.ts';
import { fullScreen } from './full-screen.svelte.ts';
import { speech } from './language.svelte.ts';
import { applyTheme } from './theme.ts';
import type { Place } from '../library/seams.ts';

export type ShellState = Output<'shell.state'>;

export type Screen =
  | { readonly name: 'starting' }
  | { readonly name: 'broken'; readonly error: ErrorValue }
  | { readonly name: 'first-run'; readonly create: boolean }
  | { readonly name: 'unlock'; readonly place: string; readonly repair?: true }
  | {
      readonly name: 'library';
      readonly vault: VaultInfo;
      readonly notices: readonly ErrorValue[];
      /** Opened with the recovery words: a new passphrase can be set without the old one. */
      readonly byWords: boolean;
    };

/** A new recovery kit being shown over the library. */
export interface Renewal {
  readonly vault: VaultInfo;
  readonly words: readonly string[];
  /** It comes with new keys for the vault, and this is encrypted anew under them. */
  readonly rotation?: 'catalogue' | 'everything';
}

/** Shares of a recovery kit being shown over the library. */
export interface ShownShares {
  readonly vault: VaultInfo;
  readonly shares: readonly (readonly string[])[];
  readonly needed: number;
}

class Session {
  #shares: ShownShares | null = $state.raw(null);
  #renewal: Renewal | null = $state.raw(null);
  #screen: Screen = $state.raw({ name: 'starting' });
  #shell: ShellState | null = $state.raw(null);
  /** Vaults opened or dropped since the page started, which the shell's list may not have yet. */
  #chosen: readonly Place[] = $state.raw([]);

  get screen(): Screen {
    return this.#screen;
  }

  /** Set before any screen but the starting one is shown. */
  get shell(): ShellState | null {
    return this.#shell;
  }

  /** Asks the shell what there is and shows the right screen. */
  async start(): Promise<void> {
    const shell = await call('shell.state', {});
    if (!shell.ok) {
      this.#screen = { name: 'broken', error: shell.error };
      return;
    }
    this.#shell = shell.value;
    this.#apply(shell.value.settings);
    fullScreen.begin(shell.value.fullScreen);
    // The page may have been loaded anew while the vault stayed open.
    const open = await call('vault.info', {});
    if (open.ok) {
      this.#screen = { name: 'library', vault: open.value, notices: [], byWords: false };
      return;
    }
    const { last, recents } = shell.value;
    const first = last ?? recents.find((recent) => recent.exists)?.place;
    this.#screen =
      first === undefined ? { name: 'first-run', create: false } : { name: 'unlock', place: first };
  }

  /** Path of a place, as far as the page has heard of it; for display. */
  pathOf(place: string): string | null {
    const known = [...this.#chosen, ...(this.#shell?.recents ?? [])];
    return known.find((one) => one.place === place)?.path ?? null;
  }

  /** The first screen; `create` goes straight to making a vault. */
  showFirstRun(create = false): void {
    this.#screen = { name: 'first-run', create };
  }

  /** Whether there is a vault to go back to from the first run. */
  get hasVaults(): boolean {
    return (this.#shell?.recents.length ?? 0) > 0;
  }

  /** Back from the first run to the unlock screen of the newest vault. */
  showNewest(): void {
    const place = this.#shell?.last ?? this.#shell?.recents[0]?.place;
    if (place !== undefined) this.showUnlock(place);
  }

  showUnlock(place: string): void {
    this.#screen = { name: 'unlock', place };
  }

  /** From the open vault to the page that repairs it; the vault is closed only when that begins. Answers the failure to be shown. */
  async repair(): Promise<ErrorValue | null> {
    const shell = await call('shell.state', {});
    if (!shell.ok) return shell.error;
    this.#shell = shell.value;
    const place = shell.value.last;
    if (place !== null) this.#screen = { name: 'unlock', place, repair: true };
    return null;
  }

  /** Native dialog for a vault, then its unlock screen. Answers the failure to be shown, if there is one. */
  async chooseVault(): Promise<ErrorValue | null> {
    const chosen = await call('shell.chooseVault', {});
    if (!chosen.ok) return chosen.error;
    if (chosen.value !== null) this.openPlace(chosen.value);
    return null;
  }

  /** Shows the unlock screen of a vault that was chosen or dropped. */
  openPlace(place: Place): void {
    this.#chosen = [place, ...this.#chosen];
    this.showUnlock(place.place);
  }

  opened(vault: VaultInfo, notices: readonly ErrorValue[], byWords = false): void {
    this.#screen = { name: 'library', vault, notices, byWords };
  }

  get renewal(): Renewal | null {
    return this.#renewal;
  }

  /** Shows the words of a new recovery kit over everything; null when that is over. */
  renew(renewal: Renewal | null): void {
    this.#renewal = renewal;
  }

  get shares(): ShownShares | null {
    return this.#shares;
  }

  /** Shows the shares of a recovery kit over everything; null when that is over. */
  showShares(shares: ShownShares | null): void {
    this.#shares = shares;
  }

  /** Takes a vault off the list of recent ones; its files stay where they are. */
  async forget(place: string): Promise<ErrorValue | null> {
    const done = await call('shell.forgetRecent', { place });
    if (!done.ok) return done.error;
    const shell = this.#shell;
    if (shell !== null) {
      const recents = shell.recents.filter((recent) => recent.place !== place);
      this.#shell = { ...shell, recents, last: shell.last === place ? null : shell.last };
    }
    const current = this.#screen;
    if (current.name === 'unlock' && current.place === place) {
      const next = this.#shell?.recents[0]?.place;
      if (next === undefined) this.showFirstRun();
      else this.showUnlock(next);
    }
    return null;
  }

  get settings(): Settings | null {
    return this.#shell?.settings ?? null;
  }

  /** What the next export dialog begins with. */
  async rememberExport(options: ExportOptions): Promise<void> {
    if (this.settings !== null) await this.changeSettings({ ...this.settings, export: options });
  }

  async changeSettings(settings: Settings): Promise<ErrorValue | null> {
    const changed = await call('shell.changeSettings', settings);
    if (!changed.ok) return changed.error;
    if (this.#shell !== null) this.#shell = { ...this.#shell, settings: changed.value };
    this.#apply(changed.value);
    return null;
  }

  #apply({ theme, language = 'system' }: Settings): void {
    applyTheme(theme);
    speech.choose(language);
  }
}

/** The page's session. */
export const session = new Session();
