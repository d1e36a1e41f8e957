/** @file How Electron is started on this system: switches and environment; plain Node. */
import { isRoot, say, SetupError } from './common.mjs';
import { sandboxState } from './sandbox.mjs';

/**
 * @param {string} electron path of the binary
 * @param {'person' | 'tests'} who tests go on without a sandbox where it cannot work; a person's photographs do not
 * @returns {Promise<string[]>} switches that go before the script
 * @throws {SetupError} when a normal user's sandbox cannot work, with what to do about it
 */
export async function launchSwitches(electron, who) {
  const sandbox = await sandboxState(electron);
  if (sandbox.works) return [];
  if (!isRoot && who === 'person') {
    throw new SetupError(`Chromium's sandbox cannot work here: ${sandbox.why}. ${sandbox.remedy}`);
  }
  say(`starting Electron with --no-sandbox: ${sandbox.why}`);
  return ['--no-sandbox'];
}

/**
 * The environment from which tests and pictures start Electron: test/ reads its path and whether it may have a sandbox
 * out of it.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} electron
 * @param {readonly string[]} switches of launchSwitches()
 * @returns {NodeJS.ProcessEnv}
 */
export function launchEnvironment(env, electron, switches) {
  return {
    ...env,
    ELECTRON_EXEC_PATH: electron,
    LIGHTPROOF_NO_SANDBOX: switches.includes('--no-sandbox') ? '1' : '',
  };
}
