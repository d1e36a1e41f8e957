/** @file A process that tries failures of the disk for fault-matrix.ts, one after the other. Started by fault-workers.ts. */
import { failing, failingUnder } from './fault.ts';
import { failingToRead } from './fault-reading.ts';
import type { Beginning, Point, Tried } from './fault-workers.ts';
import { filesOfSqlite } from './sqlite-calls.ts';
import { straceWith } from './strace.ts';
import { writers } from './writers.ts';

let beginning: Beginning | null = null;

process.on('message', (message: Beginning | Point) => {
  if ('template' in message) beginning = message;
  else void answer(message);
});
process.on('disconnect', () => process.exit(0)); // whoever started it has ended

async function answer(point: Point): Promise<void> {
  const tried = await tryPoint(point).catch((error: unknown): Tried => {
    return { code: null, wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  });
  process.send?.(tried);
}

async function tryPoint(point: Point): Promise<Tried> {
  const writer = writers.find(({ name }) => name === point.writer);
  if (beginning === null || writer === undefined) throw new Error('nothing to begin with');
  const { template, folder } = beginning;
  if ('fault' in point) return failing(template, writer, folder, point);
  if ('reading' in point)
    return failingToRead(template, writer, folder, { fault: point.reading, at: point.at });
  const { injection, expected } = point;
  return failingUnder(
    template,
    writer,
    folder,
    (vault) => ({ under: straceWith({ ...injection, paths: filesOfSqlite(vault) }) }),
    expected,
  );
}
