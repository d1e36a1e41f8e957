/** @file How src/ becomes out/: main, engine and decoder as modules, preload as one CommonJS file, renderer. */
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { libraries } from './scripts/libraries.mjs';

const source = (place: string): string => path.resolve(import.meta.dirname, 'src', place);

// What runs in Electron has to run on the oldest runtime that is used for development, Electron 33.
const electronNode = 'node20.18';
const electronChromium = 'chrome130';

export default defineConfig({
  main: {
    build: {
      target: electronNode,
      sourcemap: true,
      // Native modules stay in node_modules, and nothing is gained by bundling the others.
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: source('main/index.ts'),
          engine: source('main/engine/index.ts'),
          decoder: source('main/decoder/index.ts'),
          // Threads of the engine, which looks for them beside its own file.
          hasher: source('main/engine/crypto/hasher.ts'),
          'photo-reader': source('main/engine/catalog/photo-reader.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: electronNode,
      sourcemap: true,
      // A sandboxed preload can require nothing but electron: everything is in the one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [
      libraries(import.meta.dirname),
      svelte({ configFile: path.resolve(import.meta.dirname, 'svelte.config.js') }),
    ],
    build: {
      target: electronChromium,
      sourcemap: true,
      minify: true,
      // Files on the disk: what counts is that the passphrase estimator's dictionaries are loaded only when asked.
      chunkSizeWarningLimit: 2500,
      // The content security policy knows no data: addresses; fonts and icons stay files.
      assetsInlineLimit: 0,
      rolldownOptions: { input: source('renderer/index.html') },
    },
  },
});
