/** @file A disk that fails in the middle of everything that writes into a vault, at a sample of its operations. All of them: `npm run soak -- faults`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/quick-vault.ts';
import { LocalEngine } from './engine-like.ts';
import { failing, failingUnder, faults } from './fault.ts';
import { failingToRead } from './fault-reading.ts';
import { spread } from './spread.ts';
import { filesOfSqlite } from './sqlite-calls.ts';
import { problemsOf, stateOf, unlock } from './state.ts';
import { hasStrace, straceWith } from './strace.ts';
import { makeTemplate, passphrase, workplaceFor, type Template } from './workplace.ts';
import { writers } from './writers.ts';

const folderOfTemplate = mkdtempSync(join(tmpdir(), 'lightproof-test-'));
let template: Template;
beforeAll(async () => {
  template = await makeTemplate(folderOfTemplate);
});
afterAll(() => rmSync(folderOfTemplate, { recursive: true }));

/** Operations of the shortest writer. */
const least = 12;

describe('a disk that fails', () => {
  it('is called what it is, and everything that was told before is there', async () => {
    const folder = temporaryFolder();
    const codes = new Set<string | null>();
    for (const [index, writer] of writers.entries()) {
      for (const [turn, at] of spread(least, 2, index + 1).entries()) {
        const fault = faults[(index + turn * 3) % faults.length] ?? 'EIO';
        const losing = turn === 1 && (fault === 'crash' || fault === 'torn' || fault === 'fsync');
        const { code, wrong } = await failing(template, writer, folder, { fault, at, losing });
        expect(wrong, `${writer.name}, ${fault} at operation ${String(at)}`).toEqual([]);
        codes.add(code);
      }
    }
    expect(codes.size).toBeGreaterThan(1);
  }, 120_000);

  it('when it is read once: called what it is, nothing is damaged or gone by it, and the same succeeds again', async () => {
    const folder = temporaryFolder();
    const points = [
      { name: 'edit', fault: 'EIO reading', only: '/lock', code: null },
      { name: 'ways in', fault: 'EACCES reading', only: '/vault.hdr', code: 'no-permission' },
      { name: 'repair', fault: 'EACCES reading', only: '/snapshots/', code: 'no-permission' },
      { name: 'repair', fault: 'EIO reading', only: '/blobs/', code: 'disk-failed' },
      { name: 'repair in place', fault: 'EACCES reading', only: '/blobs/', code: 'no-permission' },
      { name: 'take in', fault: 'EIO reading', only: '/inbox/', code: 'disk-failed' },
    ] as const;
    for (const { name, fault, only, code } of points) {
      const writer = writers.find((one) => one.name === name) ?? writers[0];
      if (writer === undefined) throw new Error('there are no writers');
      const tried = await failingToRead(template, writer, folder, { fault, at: 1, only });
      expect(tried.wrong, `${name}, ${fault} ${tried.failed}`).toEqual([]);
      expect(tried.failed).toContain(only);
      expect.soft([tried.code, ...tried.listed], `${name}, ${fault} ${tried.failed}`).toContain(code);
    }
  }, 60_000);

  it('under the catalogue: nothing changes by what is refused, and it goes on when there is room', async () => {
    const connections = new Set<Sqlite.Database>();
    const original: unknown = Reflect.get(Sqlite.prototype, 'pragma');
    Reflect.set(Sqlite.prototype, 'pragma', function (this: Sqlite.Database, ...args: unknown[]): unknown {
      connections.add(this);
      return Reflect.apply(original as () => unknown, this, args); // better-sqlite3's own
    });
    const folder = join(temporaryFolder(), 'full');
    mkdirSync(folder);
    const { vault } = workplaceFor(template, folder, { name: 'full', work: () => Promise.resolve() });
    const engine = new LocalEngine();
    try {
      await unlock(engine, vault, passphrase);
      const room = (pages: number): void => {
        for (const one of connections)
          if (one.open) one.pragma(`max_page_count = ${String(pages)}`, { simple: true });
      };
      const ids = [...(await stateOf(engine)).photos.keys()];
      const caption = 'Words without end. '.repeat(500);
      const before = await stateOf(engine);
      room(1); // not less than there are: no page more
      await expect(engine.call('edit.caption', { ids, caption })).rejects.toMatchObject({ code: 'no-space' });
      expect(await stateOf(engine)).toEqual(before);
      room(100_000);
      await engine.call('edit.caption', { ids, caption });
      await engine.call('vault.close', {});
      await unlock(engine, vault, passphrase);
      expect(
        [...(await stateOf(engine)).photos.values()].every(
          (photo) => photo.caption === caption.trim() || photo.caption === caption,
        ),
      ).toBe(true);
      expect(await problemsOf(engine)).toEqual([]);
    } finally {
      Reflect.set(Sqlite.prototype, 'pragma', original);
      await engine.close();
    }
  });

  it('at a system call of SQLite: told as what it is, and everything told before is there', async () => {
    const folder = temporaryFolder();
    const some = ['import', 'edit', 'encrypting anew', 'snapshot'];
    const ways = [
      { calls: 'fsync,fdatasync', error: 'EIO', from: '', expected: 'disk-failed' },
      { calls: 'pwrite64', error: 'EDQUOT', from: '+', expected: 'no-space' },
      { calls: 'pwrite64', error: 'EROFS', from: '+', expected: 'no-permission' },
    ] as const;
    for (const [index, writer] of writers.filter(({ name }) => some.includes(name)).entries()) {
      const [at = 1] = spread(8, 1, index + 2);
      const { calls, error, from, expected } = ways[index % ways.length] ?? ways[0];
      const injection = { calls, fault: `error=${error}`, when: `${String(at)}${from}` };
      const { wrong, code } = hasStrace()
        ? await failingUnder(
            template,
            writer,
            folder,
            (vault) => ({ under: straceWith({ ...injection, paths: filesOfSqlite(vault) }) }),
            [expected],
          )
        : { ...(await failing(template, writer, folder, { fault: 'fsync', at })), code: null };
      expect(wrong, `${writer.name}, ${error} at call ${String(at)}`).toEqual([]);
      if (hasStrace() && from === '+') expect(code).toBe(expected);
    }
  }, 120_000);
});
