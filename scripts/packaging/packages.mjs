/** @file Which packages are installed, and which of them are needed for what, out of the lockfile; plain Node. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJson, root, SetupError } from '../setup/common.mjs';

/**
 * @typedef {object} Locked
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [devDependencies]
 */

/**
 * Places of all packages that are there for running, not for building: `node_modules/sharp` … Not the Node itself, which lies beside the archive.
 * @returns {string[]}
 * @throws {SetupError} when one of them is not installed
 */
export function productionPackages() {
  return packagesOf((_, isDevelopment) => !isDevelopment).filter(
    (place) => !/^node_modules\/node-(linux|win)-/.test(place),
  );
}

/**
 * Places of the packages of package.json that are wanted, and of all that these need.
 * @param {(name: string, isDevelopment: boolean) => boolean} isWanted
 * @returns {string[]}
 * @throws {SetupError} when one of them is not installed
 */
export function packagesOf(isWanted) {
  const lock = /** @type {{ packages: Record<string, Locked> } | undefined} */ (
    readJson(path.join(root, 'package-lock.json'))
  );
  if (!lock) throw new SetupError('package-lock.json cannot be read.');
  const { packages } = lock;
  /** @type {Set<string>} */
  const found = new Set();
  const take = (
    /** @type {string} */ name,
    /** @type {string} */ from,
    /** @type {boolean} */ isOptional,
  ) => {
    const place = placeOf(name, from, packages);
    if (place === undefined || !existsSync(path.join(root, place))) {
      if (isOptional) return; // another system's binaries are not there
      throw new SetupError(`${name} is missing; run \`npm ci\`.`);
    }
    if (found.has(place)) return;
    found.add(place);
    const { dependencies = {}, optionalDependencies = {} } = packages[place] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
      take(next, place, next in optionalDependencies);
  };
  const { dependencies = {}, optionalDependencies = {}, devDependencies = {} } = packages[''] ?? {};
  for (const name of Object.keys(dependencies)) if (isWanted(name, false)) take(name, '', false);
  for (const name of Object.keys(optionalDependencies)) if (isWanted(name, false)) take(name, '', true);
  for (const name of Object.keys(devDependencies)) if (isWanted(name, true)) take(name, '', false);
  return [...found];
}

/**
 * Where Node finds a package: the nearest `node_modules` above who asks for it.
 * @param {string} name
 * @param {string} from
 * @param {Record<string, Locked>} packages
 * @returns {string | undefined}
 */
function placeOf(name, from, packages) {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (place in packages) return place;
  if (from === '') return undefined;
  const above = from.lastIndexOf('/node_modules/');
  return placeOf(name, above < 0 ? '' : from.slice(0, above), packages);
}
