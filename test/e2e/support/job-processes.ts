/** @file Finds processes the app started, and ends them from outside as a crash would. Linux: reads /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ids of all processes below `ancestor` whose command line holds `word`, and which run a program of ours, not a shell. */
export function processesUnder(ancestor: number | undefined, word: string): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
    const parent = readText(`/proc/${entry}/stat`)
      .replace(/^.*\) \S /su, '')
      .split(' ')[0];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === ancestor || isBelow(parent));
  };
  return [...parents.keys()].filter((pid) => {
    const command = readText(`/proc/${String(pid)}/cmdline`).split('\0');
    return (command[0] ?? '').endsWith('node') && command.some((part) => part.includes(word)) && isBelow(pid);
  });
}

/** Whether a process is there. */
export function exists(pid: number): boolean {
  // One that ended and was not yet fetched by its parent is gone for all it could do.
  return /\) [^Z]/u.test(readText(`/proc/${String(pid)}/stat`));
}

export function kill(pid: number): void {
  process.kill(pid, 'SIGKILL');
}

/** Empty when the process is gone. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
