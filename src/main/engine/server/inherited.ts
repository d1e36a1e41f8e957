/**
 * @file Lets go of what the process was born with and never asked for; engine process, Linux. Chromium opens sockets and shared memory
 * that survive an exec, and Node, which starts the engine, does not close them: the engine would hold ends of Chromium's own pipes, by
 * which Chromium then no longer notices that its graphics process died, and hangs.
 */
import { closeSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** stdin, stdout, stderr, control pipe, media pipe. */
const ours = 5;
/** Node opens everything with it: what lacks it came from outside. Up to 15 Node gives it to what it was born with, too. */
const closedOnExec = 0o2000000;
/** At its start Node has no socket and no file open: such are not its own, whatever their flag. */
const foreign = /^(?:socket:|\/(?!dev\/null))/u;

/** Call before anything else is done. Does nothing where there is no /proc. */
export function closeInherited(): void {
  if (process.platform !== 'linux') return;
  for (const fd of readdirSync('/proc/self/fd').map(Number)) {
    if (fd < ours) continue;
    try {
      const flags = /^flags:\s*([0-7]+)$/mu.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
      if (flags === undefined) continue;
      const kept = (Number.parseInt(flags, 8) & closedOnExec) !== 0;
      if (!kept || foreign.test(readlinkSync(`/proc/self/fd/${fd}`))) closeSync(fd);
    } catch {
      // The one that listed this folder: gone already.
    }
  }
}
