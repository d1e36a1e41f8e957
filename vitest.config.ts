/** @file Every test that needs no window; the ones that do are in playwright.config.ts. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/bench/**', 'test/screenshots/**'],
    environment: 'node',
    // A process per file: native modules (SQLite, libsodium, libvips) do not live well in worker threads.
    pool: 'forks',
    // Most files wait for processes of their own and for the disk: with one file a core, a third of the time no core had anything to do.
    maxWorkers: availableParallelism() + 1,
    // Deriving a key at full strength takes seconds on a small, busy machine, and some tests start twenty processes that do.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    restoreMocks: true,
    // Nobody's real memory of vaults (src/cli/memory.ts) is touched; a test of it gives a folder of its own.
    env: {
      LIGHTPROOF_MEMORY: '',
      // Hundreds of processes are started (every command of the command line is one): none strips and compiles the same files again.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)),
    },
  },
});
