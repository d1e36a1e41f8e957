/** @file What the project is built of: exact versions, no scripts at installation, and every package told of with its licence. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
interface Package {
  readonly license?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}
const own = JSON.parse(read('package.json')) as Package;
const asked = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<
    string,
    { version?: string; integrity?: string; license?: string; hasInstallScript?: true; link?: true }
  >;
};
/** The rows of docs/dependencies.md: names and licence. */
const told = read('docs/dependencies.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:package|---)/u.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([, names = '', , , licence = '']) => names.split(', ').map((name) => [name, licence] as const));

describe('dependencies', () => {
  it('are asked for at exact versions, and the lockfile has exactly those, each with its hash', () => {
    for (const [name, version] of Object.entries(asked)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/u);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
    const bare = Object.entries(lock.packages).filter(
      ([path, { integrity, link }]) => path !== '' && link !== true && integrity === undefined,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('are all told of, with the licence they have, and nothing else is', () => {
    expect(told.map(([name]) => name).sort()).toEqual(Object.keys(asked).sort());
    for (const [name, licence] of told) {
      const theirs = lock.packages[`node_modules/${name}`]?.license ?? '';
      const words = theirs
        .split(/[\s()]+/u)
        .filter((word) => word !== '' && !/^(?:OR|AND|WITH)$/u.test(word));
      expect(words.length, `${name} names a licence`).toBeGreaterThan(0);
      expect(
        words.some((word) => licence.includes(word)),
        `${name}: ${theirs}, told as ${licence}`,
      ).toBe(true);
    }
  });

  it('run no script when they are installed', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/mu);
  });

  it('have licences that let the app be given away', () => {
    const free =
      /^(?:MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|MPL-2\.0|CC0-1\.0|CC-BY-4\.0|CC-BY-3\.0|Unlicense|WTFPL|Python-2\.0|OFL-1\.1|LGPL-3\.0(?:-or-later)?|Zlib|BSD|Artistic-2\.0|PSF-2\.0)$/u;
    const others = Object.entries(lock.packages).filter(([path, { license = 'none' }]) => {
      const words = license
        .split(/[\s()]+/u)
        .filter((word) => word !== '' && !/^(?:OR|AND|WITH)$/u.test(word));
      // MIT by the file LICENSE in it; its package.json says nothing.
      if (path === 'node_modules/svelte-toolbelt') return false;
      return path !== '' && !words.some((word) => free.test(word));
    });
    expect(others.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
  });

  it('stand in the bill of materials, every one with its hash and licence, and nothing else does', () => {
    const script = fileURLToPath(new URL('../../scripts/sbom.mjs', import.meta.url));
    const bill = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as {
      bomFormat: string;
      components: {
        group?: string;
        name: string;
        version: string;
        hashes: unknown[];
        licenses?: unknown[];
      }[];
    };
    expect(bill.bomFormat).toBe('CycloneDX');
    const held = bill.components.map(
      ({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name}@${version}`,
    );
    const locked = Object.entries(lock.packages)
      .filter(([path, { link }]) => path !== '' && link !== true)
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1) ?? ''}@${version ?? ''}`);
    expect([...new Set(held)].sort()).toEqual([...new Set(locked)].sort());
    const bare = bill.components.filter(({ hashes, licenses = [] }) => hashes.length * licenses.length === 0);
    expect(bare.map(({ name }) => name)).toEqual(['svelte-toolbelt']); // its package.json names none
  }, 60_000);
});
