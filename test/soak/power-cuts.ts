/**
 * @file `npm run soak -- power-cuts`: what a power cut may leave on the disk at every operation of everything that writes into a vault, opened and looked at.
 * `--only import,delete` for some of it, `--each 3` for how many states by chance at each operation, `--seed 1`, `--most 1000` states of each writer.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cutPower, record } from './power-cut.ts';
import { hasStrace } from './strace.ts';
import { makeTemplate } from './workplace.ts';
import { writers } from './writers.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    each: { type: 'string', default: '2' },
    most: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    'no-strace': { type: 'boolean', default: false },
  },
});
const only = values.only?.split(',');
const folder = mkdtempSync(join(tmpdir(), 'lightproof-power-'));
const withStrace = hasStrace() && !values['no-strace'];
const sum = { operations: 0, states: 0, wrong: 0 };
try {
  mkdirSync(join(folder, 'template'));
  const template = await makeTemplate(join(folder, 'template'));
  for (const writer of writers.filter(({ name }) => only?.includes(name) ?? true)) {
    const place = join(folder, writer.name);
    mkdirSync(place);
    const recorded = await record(template, writer, place, withStrace);
    const most = { most: Number(values.most), each: Number(values.each), seed: Number(values.seed) };
    const { operations, states, wrong } = await cutPower(recorded, place, most);
    console.log(
      `${writer.name}: ${String(operations)} operations, ${String(states)} states, ${String(wrong.length)} findings`,
    );
    for (const found of wrong) console.log(`FOUND ${found}`);
    sum.operations += operations;
    sum.states += states;
    sum.wrong += wrong.length;
    rmSync(place, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${withStrace ? 'with' : 'without'} strace: ${String(sum.operations)} operations, ${String(sum.states)} states, ${String(sum.wrong)} findings`,
);
process.exitCode = sum.wrong === 0 ? 0 : 1;
