/** @file Dark, light, or as the system has it. Runs in the renderer. */
import type { Settings } from '../../shared/contract.ts';

/** Applies the chosen appearance to the page (styles/tokens.css). */
export function applyTheme(theme: Settings['theme']): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
