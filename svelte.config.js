/** @file How Svelte components are compiled; read by the renderer's build, vitest, svelte-check and ESLint. */

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
const config = {
  compilerOptions: { runes: ({ filename }) => (filename.includes('/node_modules/') ? undefined : true) },
};

export default config;
