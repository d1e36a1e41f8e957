/** @file What an Electron window, a virtual display and the reference reader need of a Linux system; plain Node. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isRoot, onPath, run, say, SetupError } from './common.mjs';
import { alone } from './lock.mjs';

/** What Electron is linked against, by the Debian package that brings it and most of the rest. */
const windowLibraries = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libgbm.so.1': 'libgbm1',
  'libasound.so.2': 'libasound2',
};

/** The others that `ldd` has been seen to report on small systems. */
const furtherLibraries = {
  'libgdk-3.so.0': 'libgtk-3-0',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libexpat.so.1': 'libexpat1',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libudev.so.1': 'libudev1',
};

/** @type {Record<string, string>} */
const packageOf = { ...windowLibraries, ...furtherLibraries };

/** What docs/reference/read_vault.py runs on: the system's own Python, for which Debian packs the two libraries. */
const python = '/usr/bin/python3';
const pythonPackages = ['python3', 'python3-cryptography', 'python3-argon2'];

/**
 * Looks, before anything big is fetched, whether the system brings what a window and the tests of the
 * reference reader need. As root what is missing is installed.
 * @param {import('../setup.mjs').Needs} needs
 * @throws {SetupError} naming the one command that installs what is missing
 */
export async function ensureSystemPackages({ window, referenceReader }) {
  if (process.platform !== 'linux') return;
  const missing = new Set(window === 'virtual display' && !onPath('Xvfb') ? ['xvfb', 'xauth'] : []);
  const present = window ? await knownLibraries() : undefined;
  for (const [library, name] of Object.entries(windowLibraries)) {
    if (present && !present.has(library)) missing.add(name);
  }
  if (referenceReader && (await run(python, ['-c', 'import argon2, cryptography'])).status !== 0) {
    for (const name of pythonPackages) missing.add(name);
  }
  await provide(missing);
}

/**
 * Asks the dynamic linker, which knows best, once the Electron binary is there.
 * @param {string} electron
 * @throws {SetupError} as above; a library of no known package is named itself
 */
export async function ensureLibrariesOf(electron) {
  if (process.platform !== 'linux') return;
  const missing = await unresolved(electron);
  if (missing.length === 0) return;
  const packages = missing.flatMap((library) => packageOf[library] ?? []);
  await provide(new Set(packages));
  const still = await unresolved(electron);
  if (still.length > 0) {
    throw new SetupError(`Electron needs system libraries that are missing: ${still.join(', ')}.`);
  }
}

/** @returns {Promise<Set<string> | undefined>} names the linker's cache has; undefined when it cannot be read */
async function knownLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file));
  if (!ldconfig) return undefined;
  const { status, output } = await run(ldconfig, ['-p']);
  if (status !== 0) return undefined;
  return new Set(output.split('\n').map((line) => line.trim().split(' ')[0] ?? ''));
}

/** @param {string} binary */
async function unresolved(binary) {
  // Libraries beside the binary (libffmpeg.so) are found by its own run path.
  const { output } = await run('ldd', [binary], { cwd: path.dirname(binary) });
  return output.split('\n').flatMap((line) => {
    const name = /^\s*(\S+) => not found/.exec(line)?.[1];
    return name ? [name] : [];
  });
}

/** @param {ReadonlySet<string>} packages */
async function provide(packages) {
  if (packages.size === 0) return;
  if (!onPath('apt-get')) {
    throw new SetupError(
      `system packages are missing. On Debian they are called ${[...packages].join(' ')}; ` +
        'install the equivalents with the package manager of this system.',
    );
  }
  const names = await Promise.all([...packages].map(currentName));
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (!isRoot)
    throw new SetupError(`system packages are missing. This installs them:\n\n  sudo ${command}\n`);
  await alone(async () => {
    say(`installing system packages: ${names.join(' ')} …`);
    const first = await apt(command);
    if (first.status === 0) return;
    // No package lists yet, or lists so old that their files are gone.
    const update = await apt('apt-get update');
    const second = await apt(command);
    if (second.status !== 0) {
      throw new SetupError(`\`${command}\` failed:\n${update.status === 0 ? second.output : update.output}`);
    }
  });
}

/** @param {string} command */
function apt(command) {
  const [program = '', ...args] = command.split(' ');
  return run(program, ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/**
 * Debian 13 and Ubuntu 24.04 renamed libraries in their move to 64-bit time.
 * @param {string} name
 */
async function currentName(name) {
  const { output } = await run('apt-cache', ['policy', `${name}t64`]);
  return /Candidate: (?!\(none\))/.test(output) ? `${name}t64` : name;
}
