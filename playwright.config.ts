/** @file Tests in the real Electron window; `npm test` starts the display and names the runtime. */
import process from 'node:process';
import { defineConfig } from 'playwright/test';

/** As scripts/test.mjs says: a display for each worker, for windows of one display share its focus, pointer and clipboard. */
const displays = JSON.parse(process.env['LIGHTPROOF_DISPLAYS'] ?? '[]') as readonly NodeJS.ProcessEnv[]; // written there
// A worker reads this file before its first test.
Object.assign(process.env, displays[Number(process.env['TEST_PARALLEL_INDEX'])]);

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: Math.max(1, displays.length),
  // The tests of a file one after the other, and never a second try.
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // Ten times what the longest takes on two quiet cores: a busy machine is no fault of the app.
  timeout: 240_000,
  // A window that never comes must not hold the run for hours.
  globalTimeout: 45 * 60_000,
  expect: { timeout: 30_000 },
});
