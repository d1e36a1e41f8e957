/** @file The licences of everything that is given away with the app, in one text; plain Node. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readJson, root } from '../setup/common.mjs';
import { packagesOf } from './packages.mjs';

/** Inside the page's files (docs/dependencies.md, "What the window is built of"). */
const inThePage = [
  '@fontsource-variable/inter',
  '@lucide/svelte',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@zxcvbn-ts/language-en',
  'bits-ui',
  'd3-geo',
  'qr',
  'svelte',
  'topojson-client',
  'world-atlas',
];

/** @returns {string} */
export function licences() {
  return licencesOf((name, isDevelopment) => !isDevelopment || inThePage.includes(name));
}

/**
 * @param {(name: string, isDevelopment: boolean) => boolean} isWanted
 * @returns {string}
 */
export function licencesOf(isWanted) {
  return packagesOf(isWanted)
    .sort()
    .map(licenceOf)
    .join(`\n\n${'─'.repeat(80)}\n\n`);
}

/**
 * @param {string} place
 * @returns {string}
 */
function licenceOf(place) {
  const folder = path.join(root, place);
  const { name, version, license } = /** @type {Record<string, string | undefined>} */ (
    readJson(path.join(folder, 'package.json'))
  );
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${name ?? place} ${version ?? ''} · ${license ?? 'see below'}`, ...texts].join('\n\n');
}
