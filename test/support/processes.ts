/** @file Which processes there are and what they hold, without `ps`, which a bare system does not have. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the children of a process whose command line contains `text`. */
export function childrenOf(parent: number, text: string): number[] {
  if (process.platform !== 'linux') {
    return execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/u))
      .filter(([, ppid, ...args]) => Number(ppid) === parent && args.join(' ').includes(text))
      .map(([pid]) => Number(pid));
  }
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (Number(ppid) !== parent || state === 'Z') return false;
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').includes(text);
      } catch {
        return false; // no process, or ended meanwhile
      }
    });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resident bytes of a process. Linux only: 0 elsewhere. */
export function residentOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(
      readFileSync(`/proc/${String(pid)}/status`, 'latin1'),
    )?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
