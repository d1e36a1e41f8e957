/** @file What the app is made of: every library that comes with it, by the lockfile, as a module of its own for the page that names them. */
import path from 'node:path';
import process from 'node:process';
import { readJson } from './setup/common.mjs';

/** Libraries that end up in the page although they are only needed to build it. */
const bundled = [
  '@fontsource-variable/inter',
  '@lucide/svelte',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@zxcvbn-ts/language-en',
  'bits-ui',
  'd3-geo',
  'electron',
  'qr',
  'svelte',
  'topojson-client',
  'world-atlas',
];
const name = 'virtual:libraries';

/**
 * @typedef {{ version: string, license?: string, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} Entry
 * @typedef {{ name: string, version: string, licence: string }} Library
 * @typedef {{ packages: Record<string, Entry | undefined> }} Lock its shape is npm's
 */

/**
 * @param {Lock} lock
 * @returns {Library[]} by name
 */
export function librariesOf(lock) {
  const here = `-${process.platform}-${process.arch}`;
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Map<string, Library>} */
  const found = new Map();
  /** @type {(wanted: string, from: string) => void} */
  const visit = (wanted, from) => {
    // As Node looks for it: beside who wants it first, then further up.
    const places = [...from.matchAll(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+/gu)].map(
      (part) => `${from.slice(0, part.index + part[0].length)}/`,
    );
    const keys = ['', ...places].map((place) => `${place}node_modules/${wanted}`);
    const key = keys.findLast((one) => lock.packages[one] !== undefined) ?? '';
    const entry = lock.packages[key];
    if (key === '' || entry === undefined || seen.has(key)) return;
    seen.add(key);
    found.set(`${wanted} ${entry.version}`, {
      name: wanted,
      version: entry.version,
      licence: entry.license ?? '',
    });
    // Electron's own are what fetches it.
    if (wanted === 'electron') return;
    for (const next of Object.keys(entry.dependencies ?? {})) visit(next, key);
    for (const next of Object.keys(entry.optionalDependencies ?? {}))
      if (next.endsWith(here)) visit(next, key);
  };
  const own = Object.keys(lock.packages['']?.dependencies ?? {});
  for (const wanted of [...own, ...bundled]) visit(wanted, '');
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * @param {string} root the project's folder
 * @returns {import('vite').Plugin}
 */
export function libraries(root) {
  return {
    name: 'libraries',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => {
      if (id !== `\0${name}`) return undefined;
      const lock = /** @type {Lock | undefined} */ (readJson(path.join(root, 'package-lock.json')));
      return `export const libraries = ${JSON.stringify(lock === undefined ? [] : librariesOf(lock))};`;
    },
  };
}
