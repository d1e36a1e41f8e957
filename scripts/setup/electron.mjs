/** @file The Electron runtime for development and tests: the current one, else one out of an npm package. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cache, modules, readJson, reasonOf, run, say, SetupError } from './common.mjs';
import {
  fallbackElectron,
  fallbackIsPossible,
  fallbackVersion,
  unpackFallback,
} from './electron-fallback.mjs';
import { alone } from './lock.mjs';
import { projectEnvironment, projectNode } from './node.mjs';

const home = path.join(modules, 'electron');
/** Why the fallback was taken and when, so that not every start tries the network again. */
const choice = path.join(cache, 'electron.json');
const day = 24 * 60 * 60 * 1000;
const probeLimit = 15_000;
const downloadLimit = 20 * 60 * 1000;

/**
 * @returns {string} absolute path of the Electron binary that the set-up provided; for Playwright's
 *   `executablePath` and electron-vite's `ELECTRON_EXEC_PATH`
 * @throws {SetupError} before the set-up has run
 */
export function electronPath() {
  const found =
    chosenByHand() ?? currentElectron() ?? (existsSync(fallbackElectron) ? fallbackElectron : undefined);
  if (!found) throw new SetupError('there is no Electron runtime yet; `npm run build` provides it.');
  return found;
}

/**
 * Provides the runtime: seconds to minutes the first time, nothing afterwards.
 * @returns {Promise<string>} its path
 * @throws {SetupError} when neither runtime can be had
 */
export async function ensureElectron() {
  const ready = chosenByHand() ?? currentElectron() ?? rememberedFallback();
  if (ready) return ready;
  return alone(async () => {
    // Another process may have done it while this one waited.
    const meanwhile = currentElectron() ?? rememberedFallback();
    if (meanwhile) return meanwhile;
    const failure = await downloadCurrent();
    const current = currentElectron();
    if (!failure && current) return current;
    return takeFallback(failure ?? 'its installer left nothing behind');
  });
}

/** A line for people about a runtime that is not the current one; undefined when it is. */
export function runtimeNote() {
  if (chosenByHand()) return `using the Electron of ELECTRON_EXEC_PATH`;
  if (currentElectron()) return undefined;
  return `using Electron ${fallbackVersion} out of an npm package, for development only, because Electron ${wantedVersion()} could not be downloaded (${readChoice()?.reason ?? 'unknown reason'})`;
}

function chosenByHand() {
  const file = process.env['ELECTRON_EXEC_PATH'];
  return file && existsSync(file) ? file : undefined;
}

/** What electron/install.js leaves when it has finished: the version in dist, the name in path.txt. */
function currentElectron() {
  const name = path.join(home, 'path.txt');
  const version = path.join(home, 'dist', 'version');
  if (!existsSync(name) || !existsSync(version)) return undefined;
  if (readFileSync(version, 'utf8').trim().replace(/^v/, '') !== wantedVersion()) return undefined;
  const file = path.join(home, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(file) ? file : undefined;
}

function rememberedFallback() {
  const made = readChoice();
  const isFresh = made?.version === wantedVersion() && Date.now() - made.at < day;
  return isFresh && existsSync(fallbackElectron) ? fallbackElectron : undefined;
}

/** @returns {Promise<string | undefined>} why it failed */
async function downloadCurrent() {
  const version = wantedVersion();
  const reached = await probe(version);
  if (reached) return reached;
  say(`downloading Electron ${version} …`);
  const { status, output } = await run(projectNode(), [path.join(home, 'install.js')], {
    env: networkEnvironment(),
    timeout: downloadLimit,
  });
  if (status === 0) return undefined;
  return (
    output
      .split('\n')
      .find((line) => /error/i.test(line))
      ?.trim() ?? `exit status ${status}`
  );
}

/**
 * Asks for the first bytes of the very file, so that a network that reaches the page but not the file is
 * noticed within seconds.
 * @param {string} version
 * @returns {Promise<string | undefined>} why it cannot be downloaded
 */
async function probe(version) {
  const mirror =
    process.env['npm_config_electron_mirror'] ??
    process.env['ELECTRON_MIRROR'] ??
    'https://github.com/electron/electron/releases/download/';
  const folder = process.env['ELECTRON_CUSTOM_DIR']?.replace('{{ version }}', version) ?? `v${version}`;
  const address = `${mirror}${folder}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  const program = `
    const [address, limit] = process.argv.slice(1);
    const signal = AbortSignal.timeout(Number(limit));
    try {
      const response = await fetch(address, { headers: { range: 'bytes=0-1023' }, signal });
      if (!response.ok) throw new Error('HTTP ' + response.status);
      await response.body?.cancel();
    } catch (error) {
      console.log(error.cause?.message || error.message);
      process.exitCode = 1;
    }`;
  const { status, output } = await run(
    projectNode(),
    ['--input-type=module', '--eval', program, address, String(probeLimit)],
    { env: networkEnvironment(), timeout: probeLimit + 5_000 },
  );
  return status === 0 ? undefined : `${address.split('/')[2] ?? address}: ${output.split('\n').at(-1) ?? ''}`;
}

function networkEnvironment() {
  return { ...projectEnvironment(), NODE_USE_ENV_PROXY: '1' };
}

/** @param {string} reason */
async function takeFallback(reason) {
  if (!fallbackIsPossible()) {
    throw new SetupError(
      `Electron ${wantedVersion()} could not be downloaded (${reason}), and for ${process.platform} on ` +
        `${process.arch} there is no other source. With a network that reaches it, run this again; or name a ` +
        'mirror in ELECTRON_MIRROR.',
    );
  }
  try {
    await unpackFallback(reason);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`the Electron runtime could not be unpacked: ${reasonOf(error)}`);
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(choice, `${JSON.stringify({ version: wantedVersion(), reason, at: Date.now() })}\n`);
  return fallbackElectron;
}

function readChoice() {
  return /** @type {{ version: string, reason: string, at: number } | undefined} */ (readJson(choice));
}

/** @returns {string} the exact version of the electron package that is installed */
function wantedVersion() {
  const about = /** @type {{ version: string } | undefined} */ (readJson(path.join(home, 'package.json')));
  if (!about) throw new SetupError('the electron package is missing from node_modules; run `npm ci`.');
  return about.version;
}
