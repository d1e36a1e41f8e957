/** @file What is settled before Electron is ready: schemes, sandbox, no network, nothing a page could open; Electron's main process. */
import { app, protocol } from 'electron';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { mediaScheme, pageScheme } from '../../shared/channels.ts';

/** Switches that open a packaged app to somebody else: it refuses to start with them. */
const refused = [
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-logging',
  'host-resolver-rules',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'inspect-wait',
  'js-flags',
  'load-extension',
  'log-file',
  'log-net-log',
  'no-sandbox',
  'disable-gpu-sandbox',
  'disable-setuid-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-namespace-sandbox',
  'proxy-server',
  'proxy-pac-url',
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'renderer-cmd-prefix',
  'single-process',
  'utility-cmd-prefix',
] as const;

/** The first switch on the command line that a packaged app refuses, or undefined. Node's own switches never reach Chromium's list. */
export function forbiddenSwitch(
  args: readonly string[],
  hasSwitch: (name: string) => boolean,
): string | undefined {
  return refused.find(
    (name) => hasSwitch(name) || args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
  );
}

/** Call before `ready`. */
export function harden(): void {
  // It takes --no-sandbox off the command line, without which root cannot develop; a packaged app has refused that switch already.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true } },
    { scheme: mediaScheme, privileges: { standard: true, secure: true, stream: true } },
  ]);
  const { commandLine } = app;
  // No name is ever looked up: what slips past the request filter finds no address. Vite's server, while developing, is local.
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1');
  commandLine.appendSwitch('no-proxy-server');
  commandLine.appendSwitch('disable-http-cache');
  // Pieces of pictures must not lie on disk as compiled or cached graphics.
  commandLine.appendSwitch('disable-gpu-shader-disk-cache');
  for (const name of ['disable-background-networking', 'disable-breakpad', 'disable-component-update']) {
    commandLine.appendSwitch(name);
  }
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
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
