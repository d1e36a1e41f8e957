/** @file Copies that take no room where the file system can do without; plain Node. */
import { constants, copyFileSync, linkSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * A copy that can be written to.
 * @param {string} from a file
 * @param {string} to
 */
export function copyOf(from, to) {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}

/**
 * The same file, or a whole folder of them, under another name; a copy on another disk. Must not be written to.
 * @param {string} from
 * @param {string} to
 * @param {readonly string[]} [except] names in that folder that are left out
 */
export function linkOf(from, to, except = []) {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from))
      if (!except.includes(name)) linkOf(path.join(from, name), path.join(to, name));
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    copyOf(from, to);
  }
}
