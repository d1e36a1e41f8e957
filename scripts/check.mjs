/** @file `npm run check`: types, components, lint, format, layers, dead code; a line each, every failure shown. */
import path from 'node:path';
import process from 'node:process';
import { prepare } from './setup.mjs';
import { modules, run } from './setup/common.mjs';
import { projectEnvironment, projectNode } from './setup/node.mjs';

await prepare();

const types = (/** @type {string} */ name) => [
  'typescript/bin/tsc',
  '-p',
  `tsconfig.${name}.json`,
  '--pretty',
];
/** @type {readonly (readonly [name: string, ...command: string[]])[]} */
const checks = [
  ['types, shared by both ends', ...types('shared')],
  ['types, main and command line', ...types('node')],
  ['types, tests', ...types('test')],
  ['types, scripts', ...types('scripts')],
  ['components', 'svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.web.json', '--fail-on-warnings'],
  ['lint', 'eslint/bin/eslint.js', '.', '--max-warnings', '0', '--color'],
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  [
    'layers',
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    'src',
    'test',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  ['dead code', 'knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors'],
];

const chosen = checks.filter(
  ([name]) => process.argv.length < 3 || process.argv.slice(2).some((word) => name.includes(word)),
);
let failures = 0;
const waiting = [...chosen];
await Promise.all([worker(), worker()]);
console.log(failures === 0 ? 'all checks pass' : `${failures} of ${chosen.length} checks failed`);
process.exitCode = failures === 0 && chosen.length > 0 ? 0 : 1;

/** Two at a time: each tool is one thread. */
async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, tool = '', ...args] = next;
    const began = Date.now();
    const { status, output } = await run(projectNode(), [path.join(modules, tool), ...args], {
      env: projectEnvironment(),
    });
    if (status !== 0) failures += 1;
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)${status === 0 ? '' : `\n${output}\n`}`);
  }
}
