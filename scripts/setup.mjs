/** @file Everything a command needs before it can run, done by the command itself on a fresh clone; plain Node. */
import process from 'node:process';
import { buildAnew, ensureBuild } from './setup/build.mjs';
import { say, SetupError } from './setup/common.mjs';
import { hasDisplay } from './setup/display.mjs';
import { ensureElectron, runtimeNote } from './setup/electron.mjs';
import { onProjectNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureLibrariesOf, ensureSystemPackages } from './setup/system.mjs';

export { electronPath } from './setup/electron.mjs';

/**
 * @typedef {object} Needs
 * @property {'display' | 'virtual display'} [window] Electron, and where its window is to be shown
 * @property {boolean} [referenceReader] Python and what docs/reference/read_vault.py imports
 * @property {boolean | 'anew'} [build] out/ up to date, or built whatever it is
 */

/**
 * Brings the checkout to where the command can run, cheapest checks first, then goes on running the calling
 * script on the project's Node. When nothing has to be done this takes some tens of milliseconds. All it has to say goes
 * to stderr; when it cannot go on it says why and ends the process with 1.
 * @param {Needs} [needs]
 */
export async function prepare(needs = {}) {
  await orExplain(async () => {
    if (needs.window === 'display' && !hasDisplay()) {
      throw new SetupError(
        'there is no display here to show a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n' +
          '`npm run demo` does the main job in a terminal, with the same engine.',
      );
    }
    if (needs.window || needs.referenceReader) await ensureSystemPackages(needs);
    await ensurePackages();
    await onProjectNode();
    if (needs.window) {
      const electron = await ensureElectron();
      const note = runtimeNote();
      if (note) say(note);
      await ensureLibrariesOf(electron);
    }
    if (needs.build === 'anew') await buildAnew();
    else if (needs.build) await ensureBuild();
  });
}

/**
 * Runs `work`; a failure a person can act on is told in its own words and ends the process with 1.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exit(1);
  }
}
