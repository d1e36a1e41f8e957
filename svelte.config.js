/** @file How Svelte components are compiled; read by the renderer's build, svelte-check and ESLint. */
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
const config = {
  preprocess: vitePreprocess({ script: false, style: false }),
  compilerOptions: { runes: ({ filename }) => (filename.includes('/node_modules/') ? undefined : true) },
};

export default config;
