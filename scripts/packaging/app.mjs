/**
 * @file Makes a folder with the runtime (its fuses flipped, under the app's name), the app in an archive, and beside it what plain Node runs:
 * engine, decoder, and the packages they need; plain Node. Files are linked, not copied, where the file system can.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createPackage } from '@electron/asar';
import { flipFuses } from '@electron/fuses';
import { modules, readJson, root, SetupError } from '../setup/common.mjs';
import { fuses } from './fuses.mjs';
import { copyOf, linkOf } from './files.mjs';
import { licences } from './licences.mjs';
import { productionPackages } from './packages.mjs';
import { putInPlace } from './workbench.mjs';

/** Of the runtime, what the app does not use: the default app, the start snapshot that the fuses switch off. */
const leftOut = new Set(['resources', 'browser_v8_context_snapshot.bin', 'version']);
/** Whoever installs the app may have to give this one to root (docs/security.md, "The packaged app"). */
const helper = 'chrome-sandbox';
const out = path.join(root, 'out');

/**
 * @param {string} electron path of the runtime's binary
 * @param {string} folder where it shall be; what an earlier run has made there is replaced
 * @returns {Promise<string>} path of the program
 * @throws {SetupError} on a system it is not made for, or when something else is in the folder
 */
export async function packageApp(electron, folder) {
  if (process.platform !== 'linux') throw new SetupError('the app is packaged for Linux only, so far.');
  await putInPlace(folder, ['lightproof', 'resources'], async (workbench) => {
    const runtime = path.dirname(electron);
    for (const name of readdirSync(runtime)) {
      if (leftOut.has(name)) continue;
      if (name === path.basename(electron)) copyOf(electron, path.join(workbench, 'lightproof'));
      else if (name === helper) copyOf(path.join(runtime, name), path.join(workbench, name));
      else linkOf(path.join(runtime, name), path.join(workbench, name));
    }
    await flipFuses(path.join(workbench, 'lightproof'), fuses);
    const resources = path.join(workbench, 'resources');
    mkdirSync(resources);
    await writeArchive(resources);
    writeUnpacked(path.join(resources, 'app.asar.unpacked'));
    linkOf(path.join(modules, `node-linux-${process.arch}`, 'bin', 'node'), path.join(resources, 'node'));
    writeFileSync(path.join(workbench, 'LICENSES.txt'), licences());
  });
  return path.join(folder, 'lightproof');
}

/** What plain Node runs, in `out/main`. */
const ofPlainNode = ['engine.js', 'decoder.js', 'hasher.js', 'photo-reader.js'];

/**
 * What Electron runs: window and page. It reads nothing else.
 * @param {string} resources
 */
async function writeArchive(resources) {
  const stage = mkdtempSync(path.join(resources, 'stage-'));
  writeAbout(stage, 'out/main/index.js');
  const isShipped = (/** @type {string} */ file) =>
    !file.endsWith('.map') && !ofPlainNode.includes(path.basename(file));
  for (const part of ['main', 'preload', 'renderer'])
    cpSync(path.join(out, part), path.join(stage, 'out', part), { recursive: true, filter: isShipped });
  cpSync(path.join(root, 'resources'), path.join(stage, 'resources'), { recursive: true });
  // All that main imports of packages; the page's are inside its files.
  cpSync(path.join(modules, 'valibot'), path.join(stage, 'node_modules', 'valibot'), { recursive: true });
  await createPackage(stage, path.join(resources, 'app.asar'));
  rmSync(stage, { recursive: true });
}

/**
 * What plain Node runs, which cannot read an archive.
 * @param {string} folder
 */
function writeUnpacked(folder) {
  const main = path.join(folder, 'out', 'main');
  mkdirSync(main, { recursive: true });
  writeAbout(folder, 'out/main/engine.js');
  for (const name of ofPlainNode) cpSync(path.join(out, 'main', name), path.join(main, name));
  for (const name of readdirSync(path.join(out, 'main', 'chunks')))
    if (name.endsWith('.js')) cpSync(path.join(out, 'main', 'chunks', name), path.join(main, 'chunks', name));
  for (const place of productionPackages())
    linkOf(path.join(root, place), path.join(folder, place), ['node_modules', '.bin']);
}

/**
 * @param {string} folder
 * @param {string} main
 */
function writeAbout(folder, main) {
  const { name, version, license } = /** @type {Record<string, string>} */ (
    readJson(path.join(root, 'package.json'))
  );
  const about = { name, productName: 'Lightproof', version, license, type: 'module', main };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
}
