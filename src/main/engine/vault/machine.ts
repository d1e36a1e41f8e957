/** @file Which machine and process this is, and whether another process still lives; for the lock file. Runs in the engine. */
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { isMissing, systemCode } from '../disk/index.ts';

export interface Machine {
  readonly pid: number;
  readonly host: string;
  /** Names this run of the system; another one after every start of the machine. */
  readonly boot: string;
  /** When this process started, in the system's own terms; '' where that cannot be asked of other processes. */
  readonly started: string;
  /** What `started` of another process is: null when there is no such process, '' when there is but nothing can be told of it. */
  startedOf(pid: number): string | null;
}

/** Whether two names of a run of the system mean the same run. */
export function sameBoot(a: string, b: string): boolean {
  const [x, y] = [a, b].map((boot) => /^at (\d+)$/.exec(boot)?.[1]);
  // Worked out from clock and uptime, which drift apart by seconds; a machine does not start twice in two minutes.
  if (x !== undefined && y !== undefined) return Math.abs(Number(x) - Number(y)) < 120;
  return a === b;
}

/** Start time of a process in ticks since boot, field 22 of Linux's /proc/<pid>/stat; null when there is no such process. */
function linuxStart(pid: number | 'self'): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold anything, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? '');
  } catch (thrown) {
    if (isMissing(thrown) || systemCode(thrown) === 'ESRCH') return null;
    return '';
  }
}

function signalled(pid: number): string | null {
  try {
    process.kill(pid, 0);
    return '';
  } catch (thrown) {
    return systemCode(thrown) === 'ESRCH' ? null : ''; // EPERM: it lives and is somebody else's
  }
}

function bootName(): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    } catch {
      // no /proc: the clock has to do
    }
  }
  return `at ${Math.round(Date.now() / 1000 - uptime())}`;
}

const onLinux = process.platform === 'linux' && linuxStart('self') !== null;

export const thisMachine: Machine = {
  pid: process.pid,
  host: hostname(),
  boot: bootName(),
  started: onLinux ? (linuxStart('self') ?? '') : '',
  startedOf: onLinux ? linuxStart : signalled,
};
