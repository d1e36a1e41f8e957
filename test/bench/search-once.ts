/** @file Unlocks a vault, searches it, prints milliseconds and memory before and after. A process of its own. */
import { ask, newEngine, passphrase } from './vault.ts';
import { median } from './report.ts';

const rounds = 9;
const queries = [
  'img',
  'img_0500 -canon',
  'canon july 2014',
  'tag:sea rating:3.. last summer',
  'grandmother',
  'no:place',
];

const engine = newEngine();
const run = async (query: string): Promise<number> => {
  const start = performance.now();
  await ask(engine, 'search.run', { query, scope: { of: 'library' } });
  return performance.now() - start;
};
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));

await ask(engine, 'vault.unlock', {
  vault: process.argv[2] ?? '',
  secret: { kind: 'passphrase', passphrase: passphrase() },
});
await ask(engine, 'library.index', {});
await rest(); // Argon2's memory goes back to the system
const before = process.memoryUsage.rss();
const first = await run('img');
let slowest = 0;
let longest = 0;
for (const query of queries) {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await run(query));
  slowest = Math.max(slowest, median(times));
  longest = Math.max(longest, ...times);
}
const suggest: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const start = performance.now();
  await ask(engine, 'search.suggest', { query: 's', caret: 1 });
  suggest.push(performance.now() - start);
}
await rest();
console.log(
  JSON.stringify({
    first,
    slowest,
    longest,
    suggest: median(suggest),
    before,
    after: process.memoryUsage.rss(),
  }),
);
await engine.close();
