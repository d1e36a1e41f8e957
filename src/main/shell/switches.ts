/** @file Switches a packaged app does not start with; Electron's main process. Knows nothing of Electron. */

/** What a person, a desktop or the app's own second start may say; everything else is refused: Chromium knows some thousand switches. */
const allowed = new Set([
  'class',
  'disable-gpu',
  'enable-wayland-ime',
  'force-color-profile',
  'force-dark-mode',
  'force-device-scale-factor',
  'force-high-contrast',
  'force-prefers-reduced-motion',
  'lang',
  'name',
  'original-process-start-time',
  'ozone-platform',
  'ozone-platform-hint',
  'user-data-dir',
]);

/** Looked for by name as well, wherever they came from: these open the app to somebody else. */
const refused = [
  'disable-web-security',
  'enable-logging',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'log-net-log',
  'no-sandbox',
  'no-zygote',
  'proxy-server',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'renderer-cmd-prefix',
  'single-process',
  'utility-cmd-prefix',
] as const;

/**
 * The first switch on the command line that a packaged app does not start with, or undefined.
 * @param args without the program
 * @param hasSwitch what Chromium found; Node's own switches never reach its list
 * @param windows there a slash begins one as well
 */
export function forbiddenSwitch(
  args: readonly string[],
  hasSwitch: (name: string) => boolean,
  windows = false,
): string | undefined {
  const begins = windows ? /^(?:--?|\/)(?=.)/u : /^--?(?=.)/u;
  for (const arg of args) {
    if (arg === '--') break;
    const name = begins.test(arg) ? (arg.replace(begins, '').split('=')[0] ?? '').toLowerCase() : undefined;
    // macOS gives each program its number.
    if (name !== undefined && !allowed.has(name) && !name.startsWith('psn_')) return name;
  }
  return refused.find(hasSwitch);
}
