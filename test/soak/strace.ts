/** @file What strace can do to a process, where it is installed: end it by SIGKILL, or fail it, at its n-th system call of a kind. Needs no test runner. */
import { execFileSync } from 'node:child_process';

/** Those by which a vault is changed; Node and SQLite write files by `pwrite64`, pipes by others. */
export const changing =
  'pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,rmdir,ftruncate,link';

/** Whether it is there, and the system lets it look at a process. */
export function hasStrace(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', '-e', 'trace=fsync', '/bin/true'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

export interface Injection {
  /** Names of system calls, separated by commas. */
  readonly calls: string;
  /** What happens, in strace's words: `signal=KILL`, `error=ENOSPC`. */
  readonly fault: string;
  /** Which of them: `5` is the fifth of a thread, `5+` that and all after it. */
  readonly when: string;
  /** Only calls on these files. */
  readonly paths?: readonly string[];
}

/** Not with `--seccomp-bpf`: it would count wrongly. */
export function straceWith({ calls, fault, when, paths = [] }: Injection): string[] {
  return [
    'strace',
    '-f',
    '-q',
    '-o',
    '/dev/null',
    ...paths.flatMap((path) => ['-P', path]),
    '-e',
    `trace=${calls}`,
    '-e',
    `inject=${calls}:${fault}:when=${when}`,
  ];
}

/** Writes down the calls on these files, one a line. */
export function counting(calls: readonly string[], paths: readonly string[], to: string): string[] {
  const ofPaths = paths.flatMap((path) => ['-P', path]);
  return ['strace', '-f', '-q', '-s', '0', '-o', to, ...ofPaths, '-e', `trace=${calls.join(',')}`];
}
