/**
 * @file The app as the tests start it: waits with being ready until Playwright is attached, then is the app itself, unchanged. Without it
 * a window that opens while Playwright attaches is sometimes never seen. (Playwright does this by itself for Electron's npm
 * package only.) Electron's main process.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';

const project = new URL('../../../', import.meta.url);
/** @type {{ name: string; version: string }} */
const { name, version } = JSON.parse(readFileSync(new URL('package.json', project), 'utf8'));
app.setName(name);
// Not in Electron's types: its own default app uses it.
/** @type {{ setVersion?: (version: string) => void }} */ (app).setVersion?.(version);

const whenReady = app.whenReady();
const attached = new Promise((resolve) => {
  globalThis.__playwright_run = () => whenReady.then(() => resolve(undefined));
});
app.whenReady = () => attached;

await import(new URL('out/main/index.js', project).href);
