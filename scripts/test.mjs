/** @file `npm test [-- unit | e2e | part of a file's name …]`: every test; its last line is `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { electronPath, orExplain, prepare } from './setup.mjs';
import { cache, endOf, modules, root } from './setup/common.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { launchEnvironment, launchSwitches } from './setup/launch.mjs';
import { projectEnvironment, projectNode } from './setup/node.mjs';
import { tallyOfPlaywright, tallyOfVitest } from './setup/tally.mjs';

/** @typedef {import('./setup/tally.mjs').Tally} Tally */

/** Two take two thirds of the time, but then a test here and there looks before its window is ready. */
const windowsAtOnce = 1;

const filters = process.argv.slice(2);
const all = readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((file) => path.join('test', file).replaceAll('\\', '/'))
  .sort();
const windowless = all.filter(
  (file) => file.endsWith('.test.ts') && !/^test\/(e2e|bench|screenshots)\//.test(file),
);
const windowed = all.filter((file) => /^test\/e2e\/.*\.spec\.ts$/.test(file));
const chosen = { windowless: windowless.filter(isChosen), windowed: windowed.filter(isChosen) };

/** @type {Tally[]} */
const tallies = [];
const sum = (/** @type {'passed' | 'failed'} */ key) =>
  tallies.reduce((total, tally) => total + tally[key], 0);
let done = false;
// Also when the set-up, this process or who started it gives up: the last line says that not all was tested.
process.on('exit', (status) => {
  if (done || goesOnElsewhere()) return;
  console.log(`${sum('passed')} passed, ${sum('failed') + 1} failed`);
  if (status === 0) process.exitCode = 1;
});

await prepare({
  ...(filters.length === 0 || chosen.windowed.length > 0 ? { window: 'virtual display' } : {}),
  referenceReader: chosen.windowless.some((file) => path.posix.basename(file).startsWith('reference')),
  build: true,
});

// A signal has to reach the runners and the display through the end of this process.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => process.exit(1));

if (filters.length === 0 || chosen.windowless.length > 0) tallies.push(await runVitest(chosen.windowless));
if (filters.length === 0 || chosen.windowed.length > 0) tallies.push(await runPlaywright(chosen.windowed));
if (tallies.length === 0) {
  tallies.push({ passed: 0, failed: 1, skipped: [], notes: [`no test file matches ${filters.join(', ')}`] });
}

for (const tally of tallies) {
  for (const name of tally.skipped) console.log(`skipped: ${name}`);
  for (const note of tally.notes) console.log(note);
}
done = true;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

/** Whether this is the process on the machine's own Node, whose part another one does (scripts/setup/node.mjs). */
function goesOnElsewhere() {
  try {
    return ![process.execPath, process.env['LIGHTPROOF_SETUP_NODE']].includes(projectNode());
  } catch {
    return false;
  }
}

/** @param {string} file */
function isChosen(file) {
  return (
    filters.length === 0 ||
    filters.some((word) => (isFolder(word) ? file.startsWith(`test/${word}/`) : file.includes(word)))
  );
}

/** @param {string} word */
function isFolder(word) {
  return all.some((file) => file.startsWith(`test/${word}/`));
}

/** @param {readonly string[]} files */
async function runVitest(files) {
  console.log('── tests without a window ──');
  const report = reportFile('vitest.json');
  const status = await runner(path.join('vitest', 'vitest.mjs'), [
    'run',
    ...(filters.length > 0 ? files : []),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return tallyOfVitest(report, status, files.length);
}

/** @param {readonly string[]} files */
async function runPlaywright(files) {
  console.log('── tests in the window ──');
  const electron = electronPath();
  const { switches, displays } = await orExplain(async () => ({
    switches: await launchSwitches(electron, 'tests'),
    displays: await Promise.all(
      Array.from({ length: windowsAtOnce }, () => startVirtualDisplay(projectEnvironment())),
    ),
  }));
  const env = displays[0]?.env ?? projectEnvironment();
  const each = displays.map(({ env: { DISPLAY, XAUTHORITY } }) => ({ DISPLAY, XAUTHORITY }));
  const report = reportFile('playwright.json');
  try {
    const status = await runner(
      path.join('playwright', 'cli.js'),
      ['test', ...(filters.length > 0 ? files : []), '--reporter=list,json'],
      {
        ...launchEnvironment(env, electron, switches),
        LIGHTPROOF_DISPLAYS: JSON.stringify(each),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    );
    return tallyOfPlaywright(report, status, files.length);
  } finally {
    await Promise.all(displays.map((display) => display.stop()));
  }
}

/** @param {string} name */
function reportFile(name) {
  const file = path.join(cache, name);
  mkdirSync(cache, { recursive: true });
  // A runner that crashes must not be judged by the report of an earlier one.
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} tool path inside node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit status
 */
async function runner(tool, args, env = projectEnvironment()) {
  const child = spawn(projectNode(), [path.join(modules, tool), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const end = () => child.kill();
  process.on('exit', end);
  const status = await endOf(child);
  process.off('exit', end);
  return status;
}
