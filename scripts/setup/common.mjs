/** @file Places, messages and child processes shared by the set-up; plain Node >= 20.19 without any package. */
import { spawn } from 'node:child_process';
import { existsSync, fstatSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import process from 'node:process';

export const root = path.resolve(import.meta.dirname, '../..');
export const modules = path.join(root, 'node_modules');
/** What the set-up keeps between runs; `npm ci` empties node_modules, so packages.mjs carries it over. */
export const cache = path.join(modules, '.cache', 'lightproof');
/** What must survive while node_modules is replaced: the lock and the cache carried over. */
export const workshop = path.join(root, '.setup');
export const isRoot = process.getuid?.() === 0;

/** A failure that a person can act on; its message is all that is shown. */
export class SetupError extends Error {}

/**
 * One line for people. stdout belongs to the command that was called.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`lightproof: ${text}\n`);
}

/**
 * Runs a program to its end and returns its exit status and what it printed.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, timeout?: number,
 *   started?: (pid: number) => void }} [options]
 *   show: its output goes to our stderr as it comes; timeout: milliseconds until it is ended; started: is told its process id
 * @returns {Promise<{ status: number, output: string }>} status 127 when it could not be started
 */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', options.show ? 2 : 'pipe', options.show ? 2 : 'pipe'],
      timeout: options.timeout,
    });
    if (child.pid !== undefined) options.started?.(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.on('error', (error) => {
      resolve({ status: 127, output: error.message });
    });
    child.on('close', (code, signal) => {
      resolve({ status: exitStatus(code, signal), output: output.trim() });
    });
  });
}

/**
 * Hands the terminal to a program: its output, input and exit status are ours. Never returns.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<never>}
 */
export async function become(file, args, options = {}) {
  /** @type {Exclude<import('node:child_process').StdioOptions, string>} */
  const stdio = ['inherit', 'inherit', 'inherit'];
  for (const descriptor of descriptorsNamedIn(args)) {
    while (stdio.length < descriptor) stdio.push('ignore');
    stdio[descriptor] = descriptor;
  }
  const child = spawn(file, args, {
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? process.env,
    stdio,
  });
  // A terminal sends Ctrl-C to the child too: it decides. Other signals are ours to pass on.
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  process.exit(await endOf(child));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit status
 */
export function endOf(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve(exitStatus(code, signal));
    });
  });
}

/**
 * A passphrase may come through a descriptor of its own (`--passphrase-fd 3`), which has to stay open.
 * @param {readonly string[]} args
 */
function descriptorsNamedIn(args) {
  return args.flatMap((word, index) => {
    const [name = '', value = args[index + 1]] = word.split('=');
    const number = Number(value);
    return /^--[a-z-]*fd$/.test(name) && Number.isInteger(number) && number > 2 && isOpen(number)
      ? [number]
      : [];
  });
}

/** @param {number} descriptor */
function isOpen(descriptor) {
  try {
    fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number} what a shell would call the end of that process
 */
function exitStatus(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * @param {string} program
 * @returns {string | undefined} the first of that name on the PATH
 */
export function onPath(program) {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, program))
    .find((file) => existsSync(file));
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/**
 * @param {string} file
 * @returns {unknown} undefined when it is not there or not JSON
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
