/** @file How long a search takes among many photos, and what it adds to the engine's memory, in a fresh process. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { engineEnvironment, engineFlags } from '../../src/main/shell/engine-process.ts';
import type { Figure } from './report.ts';
import { makeRows } from './rows.ts';

interface Once {
  readonly first: number;
  readonly slowest: number;
  readonly longest: number;
  readonly suggest: number;
  readonly before: number;
  readonly after: number;
}

/** Measures a vault made of `rows` synthetic photos. */
export async function benchSearch(rows: number): Promise<Figure[]> {
  const label = `${String(rows)} rows`;
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
  try {
    const vault = await makeRows(folder, rows);
    const once = fileURLToPath(new URL('search-once.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [...engineFlags, once, vault], {
      env: engineEnvironment(),
    });
    const { first, slowest, longest, suggest, before, after } = JSON.parse(stdout) as Once; // search-once.ts prints exactly this
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
