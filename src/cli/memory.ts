/** @file Where the command line remembers vaults (docs/format.md §8): in the app's own folder, as the app does. Plain Node. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { appFolder, memoryFolder } from '../shared/memory.ts';

/** As `EngineOptions.memory`. `LIGHTPROOF_MEMORY` names another folder; set and empty, nothing is remembered. */
export function memoryPlace(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): { readonly memory?: string } {
  const given = environment['LIGHTPROOF_MEMORY'];
  if (given === '') return {};
  if (given !== undefined) return { memory: resolve(given) };
  return { memory: join(appData(environment, platform), appFolder, memoryFolder) };
}

/** What Electron calls `appData`. */
function appData(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value === '' ? undefined : value;
  };
  if (platform === 'win32') return named('APPDATA') ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return named('XDG_CONFIG_HOME') ?? join(homedir(), '.config');
}
