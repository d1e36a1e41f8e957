/**
 * @file `npm run fuzz [-- --inputs 1000000 --seed 1]`: the long form of test/property/fuzz.test.ts. Says what was found, with the input to make a
 * test of, and ends with 1 if anything was.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';
import { openTargets } from './targets.ts';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const { all, end } = await openTargets();
const began = Date.now();
const before = process.memoryUsage().rss;
const { inputs, findings, slowest } = await fuzz(all, {
  count: Number(values.inputs),
  seed: Number(values.seed),
});
await end();
for (const [name, count] of inputs) console.log(`${count.toLocaleString('en').padStart(10)}  ${name}`);
const total = [...inputs.values()].reduce((sum, count) => sum + count, 0);
const grown = (process.memoryUsage().rss - before) / 1024 ** 2;
console.log(
  `${total.toLocaleString('en')} inputs, seed ${values.seed}, in ${((Date.now() - began) / 1000).toFixed(0)} s; ` +
    `slowest ${slowest.ms.toFixed(0)} ms (${slowest.target}); memory grew by ${grown.toFixed(0)} MiB`,
);
for (const { target, why, input } of findings)
  console.log(`\n${target}: ${why}\n${input.toString('base64')}`);
console.log(`${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
