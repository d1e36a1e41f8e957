/** @file System calls by which SQLite writes: on which files, how many there are, and in what ways they fail. Needs no test runner. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failingUnder } from './fault.ts';
import type { Point } from './fault-workers.ts';
import { spread } from './spread.ts';
import { counting } from './strace.ts';
import type { Template, Writer } from './workplace.ts';
import { secondVault } from './writers-around.ts';

/** The catalogue, the one that a repair builds, and what is written beside them to learn why nothing can be written; of a second vault as well. */
export function filesOfSqlite(vault: string): string[] {
  return [vault, secondVault(join(vault, '..'))].flatMap((one) =>
    ['catalog.db', 'catalog.db.tmp'].flatMap((name) =>
      ['', '-wal', '.attempt.tmp'].map((end) => join(one, name + end)),
    ),
  );
}

const writing = ['pwrite64'];
const syncing = ['fsync', 'fdatasync'];

/** How they fail (`+`: this one and all after it), and what may be told of it: where SQLite goes on without, nothing is. */
const ways = [
  { calls: writing, error: 'ENOSPC', from: '+', expected: ['no-space'] },
  { calls: writing, error: 'EDQUOT', from: '+', expected: ['no-space'] },
  { calls: writing, error: 'EROFS', from: '+', expected: ['no-permission'] },
  { calls: writing, error: 'EIO', from: '', expected: ['disk-failed'] },
  { calls: syncing, error: 'EIO', from: '', expected: ['disk-failed'] },
] as const;

/** Every failure of every call that a writer makes, or at most so many of each way. */
export async function pointsOfSqlite(
  template: Template,
  writer: Writer,
  folder: string,
  { most, seed }: { readonly most: number; readonly seed: number },
): Promise<Point[]> {
  const trace = join(folder, 'calls');
  const calls = [...writing, ...syncing];
  const under = (vault: string): { under: string[] } => ({
    under: counting(calls, filesOfSqlite(vault), trace),
  });
  const { wrong } = await failingUnder(template, writer, folder, under, []);
  if (wrong.length > 0) throw new Error(`${writer.name}, without a failure: ${wrong.join('; ')}`);
  const lines = readFileSync(trace, 'latin1').split('\n');
  rmSync(trace);
  return ways.flatMap(({ calls: names, error, from, expected }) => {
    // strace counts the calls of a set together.
    const count = lines.filter((line) => names.some((name) => line.includes(` ${name}(`))).length;
    return spread(count, most, seed).map((at) => ({
      writer: writer.name,
      what: `${names.join(' or ')} of SQLite's number ${String(at)}${from} answers ${error}`,
      injection: { calls: names.join(','), fault: `error=${error}`, when: `${String(at)}${from}` },
      expected,
    }));
  });
}
