/** @file What is settled before Electron is ready: schemes, sandbox, no network, nothing a page could open; Electron's main process. */
import { app, protocol } from 'electron';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mediaScheme, pageScheme } from '../../shared/channels.ts';

/** Call before `ready`. @param development Vite's server on this machine is to be reached */
export function harden(development: boolean): void {
  // It takes --no-sandbox off the command line, without which root cannot develop; a packaged app has refused that switch already.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true } },
    { scheme: mediaScheme, privileges: { standard: true, secure: true, stream: true, corsEnabled: true } },
  ]);
  const { commandLine } = app;
  // What slips past the request filter, WebRTC over TCP above all, goes to a proxy that does not exist, and no name is ever looked
  // up. Vite's server, while developing, is local.
  commandLine.appendSwitch(
    'host-resolver-rules',
    `MAP * ~NOTFOUND${development ? ', EXCLUDE localhost' : ''}`,
  );
  commandLine.appendSwitch('proxy-server', 'http://nowhere.invalid:9');
  commandLine.appendSwitch('proxy-bypass-list', development ? 'localhost;127.0.0.1;[::1]' : '<-loopback>');
  commandLine.appendSwitch('disable-http-cache');
  // Pieces of pictures must not lie on disk as compiled or cached graphics.
  commandLine.appendSwitch('disable-gpu-shader-disk-cache');
  for (const name of ['disable-background-networking', 'disable-breakpad', 'disable-component-update']) {
    commandLine.appendSwitch(name);
  }
  commandLine.appendSwitch('no-pings');
}

/**
 * Chromium keeps files of its own even for a session that lives in memory (empty databases, preferences). They get a folder that is thrown
 * away before and after every run, so that nothing but `settings.json` stays. Call before `ready`, as the only instance.
 */
export function keepChromiumApart(): void {
  const folder = path.join(app.getPath('userData'), 'session');
  const clear = (): void => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Chromium may still be writing there; the next start clears it.
    }
  };
  clear();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('sessionData', folder);
  app.setPath('crashDumps', path.join(folder, 'crashes'));
  process.once('exit', clear);
}

/** No page of ours opens, embeds or goes anywhere, and nobody is asked for a certificate or a password. @param origin of the page */
export function confinePages(origin: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      // Vite reloads the page while developing; the built page never leaves its first address.
      if (!(origin.startsWith('http') && event.isMainFrame && event.url.startsWith(`${origin}/`)))
        event.preventDefault();
    });
  });
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event) => event.preventDefault());
}
