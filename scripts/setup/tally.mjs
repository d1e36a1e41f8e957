/** @file What the test runners' JSON reports add up to; a runner that broke counts as a failure. Plain Node. */
import path from 'node:path';
import { readJson, root } from './common.mjs';

/** @typedef {{ passed: number, failed: number, skipped: string[], notes: string[] }} Tally */

/**
 * @typedef {object} VitestReport
 * @property {{ name: string, status: string, message?: string,
 *   assertionResults: { fullName: string, status: string }[] }[]} testResults
 */

/**
 * @typedef {{ title: string, file?: string, suites?: PlaywrightSuite[],
 *   specs?: { title: string, tests: { status: string }[] }[] }} PlaywrightSuite
 */

/**
 * @param {string} report file it was asked to write
 * @param {number} status its exit status
 * @param {number} files how many test files it was given
 * @returns {Tally}
 */
export function tallyOfVitest(report, status, files) {
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: [], notes: [] };
  const results = /** @type {VitestReport | undefined} */ (readJson(report))?.testResults ?? [];
  for (const file of results) {
    const failedBefore = tally.failed;
    for (const { fullName, status: outcome } of file.assertionResults) {
      if (outcome === 'passed') tally.passed += 1;
      else if (outcome === 'failed') tally.failed += 1;
      else tally.skipped.push(`${path.relative(root, file.name)}: ${fullName}`);
    }
    // The file itself could not be loaded, or a hook of it failed.
    if (file.status === 'failed' && tally.failed === failedBefore) {
      tally.failed += 1;
      tally.notes.push(`failed as a whole: ${path.relative(root, file.name)}`);
    }
  }
  return judged(tally, 'the tests without a window', status, files);
}

/**
 * @param {string} report file it was asked to write
 * @param {number} status its exit status
 * @param {number} files how many test files it was given
 * @returns {Tally}
 */
export function tallyOfPlaywright(report, status, files) {
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: [], notes: [] };
  const found = /** @type {{ suites?: PlaywrightSuite[] } | undefined} */ (readJson(report));
  /** @param {PlaywrightSuite} suite */
  const visit = (suite) => {
    for (const { title, tests } of suite.specs ?? []) {
      for (const { status: outcome } of tests) {
        if (outcome === 'expected') tally.passed += 1;
        else if (outcome === 'skipped') tally.skipped.push(`${suite.file ?? suite.title}: ${title}`);
        else tally.failed += 1;
      }
    }
    suite.suites?.forEach(visit);
  };
  found?.suites?.forEach(visit);
  return judged(tally, 'the tests in the window', status, files);
}

/**
 * @param {Tally} tally
 * @param {string} name
 * @param {number} status
 * @param {number} files
 * @returns {Tally}
 */
function judged(tally, name, status, files) {
  const broke = (/** @type {string} */ why) => ({
    ...tally,
    failed: tally.failed + 1,
    notes: [...tally.notes, `${name}: ${why}`],
  });
  if (files === 0) return broke('there are none');
  if (tally.passed + tally.failed + tally.skipped.length === 0)
    return broke(`none ran (exit status ${status})`);
  if (status !== 0 && tally.failed === 0) return broke(`the runner ended with exit status ${status}`);
  return tally;
}
