/** @file Unlocking beside the key derivation alone, and the engine's memory afterwards, each in a fresh process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argon2id } from '../../src/main/engine/crypto/index.ts';
import { standardCosts } from '../../src/main/engine/vault/index.ts';
import { BuiltEngine } from './built-engine.ts';
import { cpuSince } from './cpu.ts';
import { median, timed, type Figure } from './report.ts';
import { makeRows } from './rows.ts';
import { passphrase } from './vault.ts';

const rounds = 5;

/** Measures a vault made of `rows` synthetic photos. */
export async function benchUnlock(rows: number): Promise<Figure[]> {
  const label = `${String(rows)} rows`;
  const folder = await mkdtemp(join(tmpdir(), 'lightproof-bench-'));
  try {
    const vault = await makeRows(folder, rows);
    const derivation: number[] = [];
    const unlock: number[] = [];
    const cpu: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage();
      derivation.push(
        await timed(async () =>
          (await argon2id(passphrase(), Buffer.alloc(16, round), standardCosts.standard)).dispose(),
        ),
      );
      const derivationCpu = cpuSince(before);
      const once = await unlockOnce(vault);
      unlock.push(once.seconds);
      cpu.push(once.cpu - derivationCpu);
      memory.push(once.memory);
    }
    return [
      {
        name: `unlock to index, ${label}`,
        value: median(unlock),
        unit: 's',
        yardstick: { name: 'key derivation', value: median(derivation) },
      },
      {
        name: `unlock without the derivation, ${label}`,
        value: median(unlock.map((seconds, round) => seconds - (derivation[round] ?? 0))),
        unit: 's',
      },
      { name: `  processor time of that, all threads`, value: median(cpu), unit: 's' },
      { name: `engine memory after unlock, ${label}`, value: median(memory) / 1e6, unit: 'MB' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** From the call to the index for the grid being here; processor time in seconds, memory in bytes. */
async function unlockOnce(vault: string): Promise<{ seconds: number; cpu: number; memory: number }> {
  const engine = await BuiltEngine.start();
  try {
    const before = await engine.cpu();
    const seconds = await timed(() => engine.unlock(vault));
    const cpu = (await engine.cpu()) - before;
    await engine.rest();
    return { seconds, cpu, memory: engine.memory };
  } finally {
    await engine.end();
  }
}
