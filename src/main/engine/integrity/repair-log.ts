/** @file The audit log a repair can bring back: the longest run from the first entry whose chain and signatures hold (docs/format.md §6.3). Runs in the engine. */
import { setImmediate as breathe } from 'node:timers/promises';
import { LogChain, type LogRecord } from '../catalog/index.ts';
import type { OpenVault } from '../vault/index.ts';

/** Entries between two breaths. */
const breath = 50;

interface Source {
  readonly log: ReadonlyMap<number, LogRecord>;
}

/**
 * Each source is followed from the first entry on; where it has a gap, any other that has the next entry fills it. An older log that was
 * gone on with elsewhere is another run: the longest counts, the first of them where two are as long.
 */
export async function longestLog(vault: OpenVault, sources: readonly Source[]): Promise<LogRecord[]> {
  const last = Math.max(0, ...sources.flatMap(({ log }) => [...log.keys()].reduce(larger, 0)));
  let longest: LogRecord[] = [];
  for (const source of sources) {
    const run = await runOf(vault, [source, ...sources.filter((other) => other !== source)]);
    if (run.length > longest.length) longest = run;
    if (longest.length === last) break;
  }
  return longest;
}

async function runOf(
  { idBytes: vaultId, keys }: OpenVault,
  sources: readonly Source[],
): Promise<LogRecord[]> {
  const chain = new LogChain(vaultId, keys.signingPublicKey);
  const run: LogRecord[] = [];
  for (;;) {
    const candidates = sources.map(({ log }) => log.get(chain.length + 1));
    const next = candidates.find((record) => record !== undefined && chain.add(record));
    if (next === undefined) return run;
    run.push(next);
    if (run.length % breath === 0) await breathe();
  }
}

function larger(a: number, b: number): number {
  return Math.max(a, b);
}
