/**
 * @file `npm run soak -- faults`: a disk that fails at every operation of everything that writes into a vault, in every way; at every operation
 * that changes nothing (opening, reading, listing, asking); where strace is installed at every system call by which SQLite writes as well. `--only import,delete`
 * for some of it, `--each 20` for at most so many operations in each way, `--reading 20` for so many that change nothing, `--sqlite 20` for so many calls of SQLite, `--seed 1` to choose them, `--at-once 2`.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fault } from '../support/faulty-disk.ts';
import { failing, faults } from './fault.ts';
import { failingToRead, readingFaults } from './fault-reading.ts';
import { FaultWorkers, type Point, type Tried } from './fault-workers.ts';
import { pointsOfSqlite } from './sqlite-calls.ts';
import { spread } from './spread.ts';
import { hasStrace } from './strace.ts';
import { makeTemplate, type Template, type Writer } from './workplace.ts';
import { writers } from './writers.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    each: { type: 'string', default: 'Infinity' },
    reading: { type: 'string', default: 'Infinity' },
    sqlite: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
  },
});
// What fails is made to: the disk underneath may be memory, which is much quicker.
const memory = process.env['TMPDIR'] === undefined && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const folder = mkdtempSync(join(memory, 'lightproof-faults-'));
const seed = Number(values.seed);
const only = values.only?.split(',');
/** After these the power may go as well, and with it what was not synced. */
const mayLose = new Set<Fault>(['crash', 'torn', 'fsync']);
const sum = { failures: 0, wrong: 0 };
const told: Record<string, number> = {};

let workers: FaultWorkers | null = null;
try {
  mkdirSync(join(folder, 'template'));
  const template = await makeTemplate(join(folder, 'template'));
  workers = new FaultWorkers(template, folder, Number(values['at-once']));
  for (const writer of writers.filter(({ name }) => only?.includes(name) ?? true)) {
    const { operations, points } = await pointsOfDisk(template, writer);
    await workers.try(points, tell);
    const ofReading = await pointsOfReading(template, writer);
    await workers.try(ofReading, tell);
    const most = Number(values.sqlite);
    const ofSqlite =
      hasStrace() && most > 0 ? await pointsOfSqlite(template, writer, folder, { most, seed }) : [];
    await workers.try(ofSqlite, tell);
    console.log(
      `${writer.name}: ${String(operations)} operations, ${String(points.length)} failures of the disk, ${String(ofReading.length)} to read, ${String(ofSqlite.length)} of SQLite's`,
    );
  }
} finally {
  workers?.end();
  rmSync(folder, { recursive: true, force: true });
}
console.log(told);
console.log(`${String(sum.failures)} failures, ${String(sum.wrong)} findings`);
process.exitCode = sum.wrong === 0 ? 0 : 1;

async function pointsOfDisk(
  template: Template,
  writer: Writer,
): Promise<{ operations: number; points: Point[] }> {
  const { operations } = await failing(template, writer, folder, { fault: 'crash', at: Infinity });
  const points = faults.flatMap((fault) =>
    spread(operations, Number(values.each), seed).flatMap((at) =>
      (mayLose.has(fault) ? [false, true] : [false]).map((losing) => ({
        writer: writer.name,
        what: `${fault} at operation ${String(at)}${losing ? ', what was not synced lost' : ''}`,
        fault,
        at,
        losing,
      })),
    ),
  );
  return { operations, points };
}

async function pointsOfReading(template: Template, writer: Writer): Promise<Point[]> {
  const points: Point[] = [];
  for (const reading of readingFaults) {
    const { readings } = await failingToRead(template, writer, folder, { fault: reading, at: Infinity });
    for (const at of spread(readings, Number(values.reading), seed))
      points.push({ writer: writer.name, what: `${reading} at operation ${String(at)}`, reading, at });
  }
  return points;
}

function tell({ writer, what }: Point, { code, wrong, failed = '' }: Tried): void {
  sum.failures += 1;
  told[code ?? 'done'] = (told[code ?? 'done'] ?? 0) + 1;
  if (wrong.length === 0) return;
  sum.wrong += 1;
  console.log(`FOUND ${writer}, ${what} ${failed}: ${wrong.join('; ')}`);
}
