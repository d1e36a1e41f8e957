/** @file How long a search takes among many photos, and what it adds to the engine's memory, in a fresh process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltEngine } from './built-engine.ts';
import { median, timed, type Figure } from './report.ts';
import { makeRows } from './rows.ts';

const rounds = 9;
const queries = [
  'img',
  'img_0500 -canon',
  'canon july 2014',
  'tag:sea rating:3.. last summer',
  'grandmother',
  'no:place',
];

/** Measures a vault made of `rows` synthetic photos. */
export async function benchSearch(rows: number): Promise<Figure[]> {
  const label = `${String(rows)} rows`;
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
  try {
    const { first, slowest, longest, suggest, before, after } = await searchOnce(
      await makeRows(folder, rows),
    );
    return [
      { name: `search, slowest of six queries, ${label}`, value: slowest, unit: 'ms' },
      { name: `  longest of all runs`, value: longest, unit: 'ms' },
      { name: `  the first one, which makes the index`, value: first, unit: 'ms' },
      { name: `completion, ${label}`, value: suggest, unit: 'ms' },
      { name: `engine memory before the first search`, value: before / 1e6, unit: 'MB' },
      { name: `engine memory after them`, value: after / 1e6, unit: 'MB' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds, and bytes. */
async function searchOnce(
  vault: string,
): Promise<Record<'first' | 'slowest' | 'longest' | 'suggest' | 'before' | 'after', number>> {
  const engine = await BuiltEngine.start();
  const run = async (query: string): Promise<number> =>
    1000 * (await timed(() => engine.ask('search.run', { query, scope: { of: 'library' } })));
  try {
    await engine.unlock(vault);
    await engine.rest();
    const before = engine.memory;
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
    for (let round = 0; round < rounds; round += 1)
      suggest.push(1000 * (await timed(() => engine.ask('search.suggest', { query: 's', caret: 1 }))));
    await engine.rest();
    return { first, slowest, longest, suggest: median(suggest), before, after: engine.memory };
  } finally {
    await engine.end();
  }
}
