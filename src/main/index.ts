/** @file Electron's entry: settles what has to be settled before Electron is ready, then opens the window; Electron's main process. */
import { app } from 'electron';
import { pageOrigin } from '../shared/channels.ts';
import { confinePages, harden, keepChromiumApart } from './shell/hardening.ts';
import { Shell } from './shell/shell.ts';
import { forbiddenSwitch } from './shell/switches.ts';

/** The address of Vite's server, on this machine and never in a packaged app. */
function developmentUrl(): string | undefined {
  const given = process.env['ELECTRON_RENDERER_URL'];
  if (app.isPackaged || given === undefined || !URL.canParse(given)) return undefined;
  const { protocol, hostname } = new URL(given);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? given : undefined;
}

async function start(): Promise<void> {
  const url = developmentUrl();
  keepChromiumApart();
  harden(url !== undefined);
  confinePages(url === undefined ? pageOrigin : new URL(url).origin);
  await app.whenReady();
  const shell = new Shell({ here: import.meta.dirname, developmentUrl: url });
  app.on('second-instance', () => shell.raise());
  app.on('before-quit', (event) => {
    event.preventDefault();
    void shell.quit();
  });
  await shell.open();
}

const forbidden = app.isPackaged
  ? forbiddenSwitch(
      process.argv.slice(1),
      (name) => app.commandLine.hasSwitch(name),
      process.platform === 'win32',
    )
  : undefined;
if (forbidden !== undefined) {
  process.stderr.write(
    `Lightproof does not start with --${forbidden}: it would weaken the protection of the vault.\n`,
  );
  app.exit(2);
} else if (!app.requestSingleInstanceLock()) {
  app.exit(0);
} else {
  start().catch((error: unknown) => {
    process.stderr.write(
      `Lightproof could not start: ${error instanceof Error ? error.message : 'unknown'}\n`,
    );
    app.exit(1);
  });
}
