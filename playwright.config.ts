/** @file Tests in the real Electron window; `npm test` starts the display and names the runtime. */
import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Windows share one display and the machine's cores: one after the other, never a second try.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  // A window that never comes must not hold the run for hours.
  globalTimeout: 45 * 60_000,
  expect: { timeout: 15_000 },
});
