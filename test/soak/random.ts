/**
 * @file `npm run soak`: random operations on vaults, compared with a plain model, with kills. `-- --minutes 60` for how long, `--seed 7` for where to
 * begin (else it is chosen and printed), `--operations 60` for how many in one vault, `--shrink` to look for the shortest series that fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { soak } from './run.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    operations: { type: 'string', default: '60' },
    shrink: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'lightproof-soak-'));
const first = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
const end = Date.now() + Number(values.minutes) * 60_000;
const done: Record<string, number> = {};
let [vaults, operations, kills, found] = [0, 0, 0, 0];
console.log(`seeds from ${String(first)} on`);
try {
  for (let seed = first; Date.now() < end; seed += 1) {
    const result = await soak(seed, Number(values.operations), folder, values.shrink);
    vaults += 1;
    operations += result.operations;
    kills += result.kills;
    for (const [name, times] of Object.entries(result.done)) done[name] = (done[name] ?? 0) + times;
    if (result.found === null) continue;
    found += 1;
    console.log(`seed ${String(seed)}: ${result.found}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.table(done);
console.log(
  `${String(vaults)} vaults, ${String(operations)} operations, ${String(kills)} kills, ${String(found)} findings`,
);
process.exitCode = found === 0 ? 0 : 1;
