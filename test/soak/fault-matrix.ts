/**
 * @file `npm run soak -- faults`: a disk that fails at every operation of everything that writes into a vault, in every way; where strace is installed the
 * system calls by which SQLite writes as well. `--only import` for one writer, `--each 20` for at most so many operations of each, `--seed 1` to choose them.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { failing, failingUnder, faults, type Failed } from './fault.ts';
import { spread } from './spread.ts';
import { hasStrace, straceWith } from './strace.ts';
import { makeTemplate, writers } from './writers.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    each: { type: 'string', default: 'Infinity' },
    sqlite: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'lightproof-faults-'));
const seed = Number(values.seed);
const sum = { failures: 0, wrong: 0 };
const told: Record<string, number> = {};

/** System calls of SQLite, how they fail, and what may be told of it: where SQLite goes on without, nothing is. */
const calls = [
  { calls: 'pwrite64', fault: 'error=ENOSPC', from: '+', expected: ['no-space'] },
  { calls: 'pwrite64', fault: 'error=EIO', from: '', expected: ['disk-failed'] },
  { calls: 'fsync,fdatasync', fault: 'error=EIO', from: '', expected: ['disk-failed'] },
] as const;

try {
  mkdirSync(join(folder, 'template'));
  const template = await makeTemplate(join(folder, 'template'));
  for (const writer of writers.filter(({ name }) => values.only === undefined || name === values.only)) {
    const { operations } = await failing(template, writer, folder, { fault: 'crash', at: Infinity });
    let count = 0;
    for (const fault of faults) {
      for (const at of spread(operations, Number(values.each), seed)) {
        for (const losing of fault === 'crash' || fault === 'torn' || fault === 'fsync'
          ? [false, true]
          : [false]) {
          count += 1;
          const what = `${writer.name}, ${fault} at operation ${String(at)}${losing ? ', what was not synced lost' : ''}`;
          tell(what, await failing(template, writer, folder, { fault, at, losing }));
        }
      }
    }
    let ofSqlite = 0;
    for (const { calls: names, fault, from, expected } of hasStrace() ? calls : []) {
      for (const at of spread(40, Number(values.sqlite), seed)) {
        const under = (vault: string): string[] =>
          straceWith({
            calls: names,
            fault,
            when: `${String(at)}${from}`,
            paths: ['catalog.db', 'catalog.db-wal', 'catalog.db.tmp', 'catalog.db.tmp-wal'].map((name) =>
              join(vault, name),
            ),
          });
        const result = await failingUnder(
          template,
          writer,
          folder,
          (vault) => ({ under: under(vault) }),
          expected,
        );
        ofSqlite += 1;
        tell(`${writer.name}, ${names} ${fault} at call ${String(at)}${from} of SQLite`, result);
      }
    }
    console.log(
      `${writer.name}: ${String(operations)} operations, ${String(count)} failures of the disk, ${String(ofSqlite)} of SQLite's`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(told);
console.log(`${String(sum.failures)} failures, ${String(sum.wrong)} findings`);
process.exitCode = sum.wrong === 0 ? 0 : 1;

function tell(what: string, { code, wrong }: Omit<Failed, 'operations'>): void {
  sum.failures += 1;
  told[code ?? 'done'] = (told[code ?? 'done'] ?? 0) + 1;
  if (wrong.length === 0) return;
  sum.wrong += 1;
  console.log(`FOUND ${what}: ${wrong.join('; ')}`);
}
