/** @file A process killed between any two of its writes has written a change with its entry of the log, or neither. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalog, openCatalog } from '../../src/main/engine/catalog/index.ts';
import { newVault, reopen, testPassphrase } from '../support/vault.ts';

const program = fileURLToPath(new URL('log-process.ts', import.meta.url));

describe('SIGKILL while the log is written', () => {
  it('leaves as many entries as changes, and a log that holds', async () => {
    const vault = await newVault();
    createCatalog(vault).close();
    await vault.close();
    let last = 0;
    for (const delay of [0, 7, 19, 34, 53]) {
      const child = spawn(process.execPath, [program, vault.path, testPassphrase], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await wait(delay);
      child.kill('SIGKILL');
      await once(child, 'exit');

      const opened = await reopen(vault.path);
      const { catalog, notices } = openCatalog(opened);
      expect(notices).toEqual([]);
      expect(catalog.logLength).toBeGreaterThan(last);
      last = catalog.logLength;
      expect(catalog.objects('album')).toHaveLength(last - 1); // the first says that the vault was made
      expect([...catalog.verify()].filter((problem) => problem !== null)).toEqual([]);
      catalog.close();
      await opened.close();
    }
  }, 60_000);
});
