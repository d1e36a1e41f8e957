/** @file Processor time of a process and of everything it has started: steadier than the clock on a busy machine. Linux only. */
import { readdir, readFile } from 'node:fs/promises';

/** What `getconf CLK_TCK` says on every Linux of today. */
const ticksPerSecond = 100;

/** Seconds used so far by the processes that descend from `ancestor` and live; null where /proc does not tell. */
export async function cpuOfDescendants(ancestor: number): Promise<number | null> {
  const all = await processes();
  if (all.length === 0) return null;
  const family = new Set([ancestor]);
  let ticks = 0;
  for (let grown = true; grown;) {
    grown = false;
    for (const one of all) {
      if (!family.has(one.parent) || family.has(one.pid)) continue;
      family.add(one.pid);
      ticks += one.ticks;
      grown = true;
    }
  }
  return ticks / ticksPerSecond;
}

/** Seconds used so far by one process, all threads; 0 where /proc does not tell. */
export async function cpuOf(pid: number): Promise<number> {
  const found = (await processes()).find((one) => one.pid === pid);
  return (found?.ticks ?? 0) / ticksPerSecond;
}

/** Seconds that this process has used between two calls of `process.cpuUsage`. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function processes(): Promise<{ pid: number; parent: number; ticks: number }[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: { pid: number; parent: number; ticks: number }[] = [];
  for (const name of names.filter((each) => /^\d+$/u.test(each))) {
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => ''); // gone meanwhile
    // Behind the program's name, which may hold anything: state, parent, …, user and system time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length > 12)
      found.push({
        pid: Number(name),
        parent: Number(fields[1]),
        ticks: Number(fields[11]) + Number(fields[12]),
      });
  }
  return found;
}
