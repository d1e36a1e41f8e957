/** @file A repair of a vault whose audit log is long: the engine answers meanwhile, and nothing of the log is lost. */
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/main/engine/catalog/index.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { passphrase, quickVault } from '../support/quick-vault.ts';
import { TestEngine } from './open-engine.ts';

const entries = 6000;

/** Time of this thread's processor, in ms: other programs on a busy computer do not count. */
const used = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** The longest time the engine was deaf while `work` ran. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = used();
  const timer = setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  await work();
  clearInterval(timer);
  return longest;
}

describe('a repair of a vault with a long log', () => {
  it('leaves the engine free to answer, and keeps every entry', async () => {
    const { vault } = await quickVault();
    const catalog = createCatalog(vault);
    catalog.change((tx) => {
      for (let one = 1; one < entries; one += 1) tx.log({ event: 'deleted', photos: one });
    });
    const before = used();
    for (const problem of catalog.verifyLog()) expect(problem).toBeNull();
    const once = used() - before;
    catalog.close();
    await vault.close();
    const raw = new Sqlite(join(vault.path, 'catalog.db'));
    raw.exec(`UPDATE state SET cell = zeroblob(length(cell))`);
    raw.close();

    const engine = new TestEngine();
    const secret = { kind: 'passphrase', passphrase: passphraseBytes(passphrase) } as const;
    const longest = await longestTurn(async () => {
      const { job } = await engine.call('repair.start', { vault: vault.path, secret, dryRun: false });
      expect(await engine.end(job)).toMatchObject({ state: 'done', catalogue: 'damaged' });
    });
    expect(longest, `ms; following the log once takes ${once.toFixed(0)}`).toBeLessThan(once / 4);
    expect(await engine.call('log.verify', {})).toMatchObject({ length: entries + 2, problems: [] });
    await engine.call('vault.close', {});
  }, 60_000);
});
