/** @file Makes a folder that is there whole or not at all, and never in the place of somebody else's; plain Node. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup/common.mjs';

/**
 * @param {string} folder where it shall be; what an earlier run has made there is replaced
 * @param {readonly string[]} marks names that are in it when an earlier run has made it
 * @param {(workbench: string) => Promise<void>} make fills a new folder, which then takes its place
 * @returns {Promise<void>}
 * @throws {SetupError} when something else is in the folder
 */
export async function putInPlace(folder, marks, make) {
  if (isInTheWay(folder, marks)) throw new SetupError(`${folder} is not empty, and not made by this.`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const workbench = mkdtempSync(`${folder}-`);
  try {
    await make(workbench);
    chmodSync(workbench, 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(workbench, folder);
  } catch (error) {
    rmSync(workbench, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {readonly string[]} marks
 */
function isInTheWay(folder, marks) {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return false;
  const names = readdirSync(folder);
  return names.length > 0 && !marks.every((mark) => names.includes(mark));
}
