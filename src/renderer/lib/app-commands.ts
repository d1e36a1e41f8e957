/** @file What can be done whichever screen is shown: how the app looks, and the size of its text. Runs in the renderer. */
import type { Settings } from '../../shared/contract.ts';
import { commands, type CommandName, type CommandProvider } from './commands.ts';
import { reportFailure } from './report.ts';
import { session } from './session.svelte.ts';

/** Per cent. */
export const textSizes = [100, 110, 125, 150, 175, 200] as const;

async function change(changed: Partial<Settings>): Promise<void> {
  const { settings } = session;
  const failure = settings === null ? null : await session.changeSettings({ ...settings, ...changed });
  if (failure !== null) reportFailure(failure);
}

function textSize(): number {
  return session.settings?.textSize ?? textSizes[0];
}

/** Provides them until the returned function is called. */
export function provideAppCommands(): () => void {
  const theme = (to: Settings['theme']): CommandProvider => ({
    run: () => void change({ theme: to }),
    enabled: () => session.settings !== null && session.settings.theme !== to,
  });
  const size = (next: () => number | undefined): CommandProvider => ({
    run: () => {
      const to = next();
      if (to !== undefined) void change({ textSize: to });
    },
    enabled: () => session.settings !== null && next() !== undefined,
  });
  const providers: readonly [CommandName, CommandProvider][] = [
    ['theme-system', theme('system')],
    ['theme-dark', theme('dark')],
    ['theme-light', theme('light')],
    ['text-larger', size(() => textSizes.find((one) => one > textSize()))],
    ['text-smaller', size(() => textSizes.findLast((one) => one < textSize()))],
    ['text-usual', size(() => (textSize() === textSizes[0] ? undefined : textSizes[0]))],
  ];
  const stops = providers.map(([name, provider]) => commands.provide(name, provider));
  return () => {
    for (const stop of stops) stop();
  };
}
