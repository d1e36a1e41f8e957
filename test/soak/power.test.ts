/** @file What a power cut may leave on the disk, at a sample of the operations of what writes into a vault. All of them: `npm run soak -- power-cuts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/quick-vault.ts';
import { LocalEngine } from './engine-like.ts';
import { cutPower, record } from './power-cut.ts';
import { unlock } from './state.ts';
import { hasStrace } from './strace.ts';
import { wrongWith } from './told.ts';
import { makeTemplate, passphrase, vaultName, workplaceFor, type Template } from './workplace.ts';
import { writers } from './writers.ts';

const strace = hasStrace();
const folderOfTemplate = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
let template: Template;
beforeAll(async () => {
  template = await makeTemplate(folderOfTemplate);
});
afterAll(() => rmSync(folderOfTemplate, { recursive: true }));

const writer = (name: string): (typeof writers)[number] => {
  const found = writers.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

it('the catalogue is one that SQLite makes durable with every transaction', async () => {
  const connections = new Set<Sqlite.Database>();
  const original: unknown = Reflect.get(Sqlite.prototype, 'pragma');
  Reflect.set(Sqlite.prototype, 'pragma', function (this: Sqlite.Database, ...args: unknown[]): unknown {
    connections.add(this);
    return Reflect.apply(original as () => unknown, this, args); // better-sqlite3's own
  });
  const folder = join(temporaryFolder(), 'pragmas');
  const { vault } = workplaceFor(template, folder, writer('snapshot'));
  const engine = new LocalEngine();
  try {
    await unlock(engine, vault, passphrase);
    const of = (name: string): unknown[] =>
      [...connections].filter((one) => one.open).map((one) => one.pragma(name, { simple: true }));
    expect(of('synchronous')).toEqual([2]); // FULL
    expect(of('journal_mode')).toEqual(['wal']);
    expect(of('locking_mode')).toEqual(['exclusive']);
  } finally {
    Reflect.set(Sqlite.prototype, 'pragma', original);
    await engine.close();
  }
});

describe('a power cut', () => {
  it.each([
    ['import', false],
    ['import', strace],
    ['encrypting anew', strace],
    ['repair', strace],
  ])(
    'during %s loses nothing that was told (with strace: %s)',
    async (name, withStrace) => {
      const folder = temporaryFolder();
      const recorded = await record(template, writer(name), folder, withStrace);
      const { states, wrong } = await cutPower(recorded, folder, { most: 10 });
      expect(wrong).toEqual([]);
      expect(states).toBeGreaterThan(0);
    },
    120_000,
  );

  it('would be noticed if what is told were not synced before', async () => {
    const folder = temporaryFolder();
    const recorded = await record(template, writer('import'), folder, false);
    // At the end of it all, and nothing there but what was synced.
    const { ops, disk, told } = recorded;
    for (const op of ops) if (op.kind !== 'sync' || !op.path.includes('/blobs')) disk.do(op);
    disk.write(join(folder, 'left'), 'none');
    expect(await wrongWith(join(folder, 'left', vaultName), told, disk.told)).not.toEqual([]);
  }, 120_000);
});
