/** @file Switches a packaged app does not start with; Electron's main process. Knows nothing of Electron. */

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
