/** @file The npm packages of the lockfile, installed when they are missing or older than it; plain Node. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cache, modules, root, run, say, SetupError, workshop } from './common.mjs';
import { alone, shareLock } from './lock.mjs';

const lockfile = path.join(root, 'package-lock.json');
/** npm writes it when an installation is complete. */
const installed = path.join(modules, '.package-lock.json');
const stamp = path.join(cache, 'lockfile.sha256');
const kept = path.join(workshop, 'cache');

/** Makes node_modules what package-lock.json says; a few milliseconds when it already is. */
export async function ensurePackages() {
  if (isCurrent()) return;
  await alone(async () => {
    if (!isCurrent()) await install();
  });
}

function isCurrent() {
  if (!existsSync(installed) || existsSync(kept)) return false;
  const digest = digestOfLockfile();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return true;
  // Somebody ran npm by hand since the lockfile changed: that counts.
  if (statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) return false;
  writeStamp(digest);
  return true;
}

async function install() {
  say('installing the packages of package-lock.json (npm ci) …');
  const began = Date.now();
  const digest = digestOfLockfile();
  // `npm ci` empties node_modules; the Electron runtime in its cache is 300 MB worth carrying over.
  const old = path.join(modules, '.cache');
  mkdirSync(workshop, { recursive: true });
  // Through a link it would empty another checkout's, which is in use there.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(modules);
  if (existsSync(old) && !existsSync(kept)) renameSync(old, kept);
  const npm = npmCommand();
  const { status, output } = await run(
    npm.file,
    [...npm.args, 'ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress'],
    { env: environmentWithoutProject(), started: shareLock },
  );
  mkdirSync(modules, { recursive: true });
  if (existsSync(kept)) {
    rmSync(old, { recursive: true, force: true });
    renameSync(kept, old);
  }
  if (status !== 0) throw new SetupError(`npm ci failed (exit status ${status}):\n${output}`);
  writeStamp(digest);
  say(`packages installed in ${Math.round((Date.now() - began) / 1000)} s`);
}

/** @param {string} digest */
function writeStamp(digest) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(stamp, digest);
}

function digestOfLockfile() {
  return createHash('sha256').update(readFileSync(lockfile)).digest('hex');
}

/** The npm that called us, on its own Node; else the one on the PATH. */
export function npmCommand() {
  const caller = process.env['npm_execpath'];
  const node = process.env['npm_node_execpath'];
  return caller && node && /npm-cli\.[cm]?js$/.test(caller) && existsSync(caller) && !node.startsWith(modules)
    ? { file: node, args: [caller] }
    : { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** npm must not run on the Node inside the node_modules that it is about to remove. */
export function environmentWithoutProject() {
  const own = path.join(modules, '.bin');
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== own);
  return { ...process.env, PATH: folders.join(path.delimiter) };
}
