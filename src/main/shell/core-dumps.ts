/**
 * @file Turns core dumps of the running app off, on Linux: a crash must not write decoded pictures to disk; Electron's main process.
 * Renderers cannot be dumped anyway, Chromium's sandbox sees to that; this is for the browser and the graphics process.
 */
import { execFile } from 'node:child_process';

/** Best effort: without `prlimit` (util-linux) nothing changes. @param pids processes of this app */
export function refuseCoreDumps(pids: readonly number[]): void {
  if (process.platform !== 'linux') return;
  for (const pid of pids) {
    execFile('/usr/bin/prlimit', ['--core=0:0', '--pid', String(pid)], { env: {} }, () => undefined);
  }
}
