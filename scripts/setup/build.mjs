/** @file out/, built anew when a source of it has changed since; plain Node. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { modules, root, run, say, SetupError } from './common.mjs';
import { alone, shareLock } from './lock.mjs';
import { projectEnvironment, projectNode } from './node.mjs';

const out = path.join(root, 'out');
const stamp = path.join(out, '.built-from');
const configuration = ['electron.vite.config.ts', 'svelte.config.js', 'package.json', 'package-lock.json'];
/** Run from source, never built. */
const unbuilt = path.join(root, 'src', 'cli');

/** Builds main, preload and renderer into out/ unless out/ was made of these very sources. */
export async function ensureBuild() {
  if (isCurrent()) return;
  await alone(async () => {
    if (!isCurrent()) await build();
  });
}

/** Builds even when nothing has changed. */
export async function buildAnew() {
  await alone(build);
}

async function build() {
  const began = Date.now();
  const digest = digestOfSources();
  rmSync(stamp, { force: true });
  const { status, output } = await run(
    projectNode(),
    [path.join(modules, 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    { env: projectEnvironment(), started: shareLock },
  );
  if (status !== 0) throw new SetupError(`the build failed:\n${output}`);
  if (output) say(output);
  mkdirSync(out, { recursive: true });
  writeFileSync(stamp, digest);
  say(`built out/ in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function isCurrent() {
  try {
    return readFileSync(stamp, 'utf8') === digestOfSources();
  } catch {
    return false;
  }
}

/** Contents, not times: switching branches back and forth rebuilds only what differs. A few milliseconds. */
function digestOfSources() {
  const hash = createHash('sha256');
  const files = [
    ...configuration.map((name) => path.join(root, name)),
    ...filesUnder(path.join(root, 'src')),
  ];
  for (const file of files) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(folder) {
  if (folder === unbuilt) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(file);
    return entry.isFile() ? [file] : [];
  });
}
