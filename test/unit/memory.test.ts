/** @file What is remembered of a vault outside of it: kept whole or not at all, never a hindrance, by several processes at once. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryPlace } from '../../src/cli/memory.ts';
import { nodeDisk } from '../../src/main/engine/disk/index.ts';
import { compareWithSeen, type Found } from '../../src/main/engine/memory/compare.ts';
import { VaultMemory, type Seen } from '../../src/main/engine/memory/index.ts';
import { FaultyDisk, type Fault } from '../support/faulty-disk.ts';
import { temporaryFolder } from '../support/quick-vault.ts';

const vault = '0123456789abcdef'.repeat(2);
const other = 'f'.repeat(32);
const seenAt = (catalogue: number, header = 3): Seen => ({
  header,
  catalogue,
  root: 'a'.repeat(64),
  logLength: 2,
  logHead: 'b'.repeat(64),
  changed: '2026-01-02T03:04:05.678Z',
});
const inside = (...parts: string[]): string => join(temporaryFolder(), ...parts);

describe('memory', () => {
  it('keeps the newest state of each vault in a file of its own that only its owner can read', async () => {
    const folder = inside('not', 'there', 'yet');
    const memory = new VaultMemory(nodeDisk, folder);
    expect(await memory.recall(vault)).toBeNull();
    expect(await memory.remember(vault, seenAt(5))).toBe(true);
    expect(await memory.remember(other, seenAt(9))).toBe(true);
    expect((await memory.recall(vault))?.seen).toEqual(seenAt(5));
    expect(fs.readdirSync(folder).sort()).toEqual([`${vault}.json`, `${other}.json`].sort());
    expect(fs.statSync(join(folder, `${vault}.json`)).mode & 0o777).toBe(0o600);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('never becomes older: neither by another process that has seen less, nor in its header', async () => {
    const memory = new VaultMemory(nodeDisk, inside());
    await memory.remember(vault, seenAt(8, 4));
    await memory.remember(vault, seenAt(7, 5));
    expect((await memory.recall(vault))?.seen).toEqual(seenAt(8, 5));
  });

  it('begins afresh where its file is damaged, another vault’s, or too long', async () => {
    const folder = temporaryFolder();
    const memory = new VaultMemory(nodeDisk, folder);
    const file = join(folder, `${vault}.json`);
    await memory.remember(other, seenAt(5));
    const foreign = fs.readFileSync(join(folder, `${other}.json`), 'utf8');
    const wrong = JSON.stringify({ vault, seen: { ...seenAt(5), catalogue: -1 }, failures: null });
    for (const text of ['', '{', 'null', foreign, wrong, `${wrong}${' '.repeat(20_000)}`]) {
      fs.writeFileSync(file, text);
      expect(await memory.recall(vault), text.slice(0, 40)).toBeNull();
      expect(await memory.remember(vault, seenAt(1))).toBe(true);
      expect((await memory.recall(vault))?.seen).toEqual(seenAt(1));
    }
  });

  it('does without a folder that cannot be made, written or read', async () => {
    const file = inside('file');
    fs.writeFileSync(file, '');
    const memory = new VaultMemory(nodeDisk, join(file, 'seen'));
    expect(await memory.remember(vault, seenAt(5))).toBe(false);
    expect(await memory.recall(vault)).toBeNull();
    await memory.countFailure(vault);
    expect(await memory.failures(vault)).toBeNull();
  });

  it('counts every failed attempt, also of several at once, until they are told', async () => {
    const folder = temporaryFolder();
    const [one, two] = [new VaultMemory(nodeDisk, folder), new VaultMemory(nodeDisk, folder)];
    await Promise.all([1, 2, 3].flatMap(() => [one.countFailure(vault), two.countFailure(vault)]));
    const failures = await two.failures(vault);
    expect(failures?.count).toBe(6);
    if (failures === null) return;
    expect(failures.first <= failures.last).toBe(true);
    await one.countFailure(vault);
    await one.forgetFailures(vault, failures);
    expect(await one.failures(vault)).toMatchObject({ count: 1 });
    await one.remember(vault, seenAt(5));
    expect(await one.failures(vault)).toMatchObject({ count: 1 });
  });

  it('is not held up by a lock that somebody has left', async () => {
    const folder = temporaryFolder();
    const memory = new VaultMemory(nodeDisk, folder);
    const lock = join(folder, `${vault}.json.lock`);
    for (const age of [-3_600_000, 3_600_000]) {
      fs.writeFileSync(lock, '');
      const then = new Date(Date.now() - age);
      fs.utimesSync(lock, then, then);
      const began = performance.now();
      expect(await memory.remember(vault, seenAt(5 + age))).toBe(true);
      expect(performance.now() - began).toBeLessThan(900);
      expect(fs.existsSync(lock)).toBe(false);
    }
  });

  const cases: [Fault, 'kept' | 'lost'][] = [
    ['crash', 'kept'],
    ['crash', 'lost'],
    ['torn', 'lost'],
    ['EIO', 'kept'],
    ['ENOSPC', 'kept'],
    ['EACCES', 'kept'],
  ];
  it.each(cases)(
    '%s at any operation, unsynced data %s: what was remembered, or what came after',
    async (fault, power) => {
      for (let failAt = 1; ; failAt += 1) {
        expect(failAt).toBeLessThan(30);
        const folder = temporaryFolder();
        await new VaultMemory(nodeDisk, folder).remember(vault, seenAt(5));
        const disk = new FaultyDisk(failAt, fault);
        const done = await new VaultMemory(disk, folder).remember(vault, seenAt(6)).catch(() => null);
        if (power === 'lost') disk.losePower();
        const seen = (await new VaultMemory(nodeDisk, folder).recall(vault))?.seen;
        expect([5, 6], disk.log.join('; ')).toContain(seen?.catalogue);
        if (done === true) expect(seen?.catalogue).toBe(6);
        if (disk.operations < failAt) break;
      }
    },
  );
});

describe('what is told of a vault that was seen before', () => {
  const found = (more: Partial<Found>): Found => ({
    header: 3,
    catalogue: 10,
    root: 'a'.repeat(64),
    changed: '2026-02-02T02:02:02.222Z',
    logHolds: () => true,
    ...more,
  });
  it.each<[name: string, more: Partial<Found>, code: string | null]>([
    ['the same', {}, null],
    ['a newer one', { catalogue: 11, header: 4, root: 'c'.repeat(64) }, null],
    ['an older catalogue', { catalogue: 9 }, 'vault-rolled-back'],
    ['both older', { catalogue: 9, header: 2 }, 'vault-rolled-back'],
    ['an older header', { header: 2, catalogue: 12 }, 'header-rolled-back'],
    ['another root', { root: 'c'.repeat(64) }, 'vault-forked'],
    ['another log', { catalogue: 30, logHolds: () => false }, 'vault-forked'],
    ['an entry that cannot be read', { catalogue: 30, logHolds: () => null }, 'catalogue-altered'],
    ['a clock that was set back', { catalogue: 11, changed: '1999-01-01T00:00:00.000Z' }, null],
  ])('%s', (_, more, code) => {
    expect(compareWithSeen(seenAt(10), found(more))?.code ?? null).toBe(code);
  });
});

describe('where the command line remembers', () => {
  it('is the app’s own folder on each system, another one, or none', () => {
    const of = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined =>
      memoryPlace(environment, platform).memory;
    expect(of({ XDG_CONFIG_HOME: '/config' }, 'linux')).toBe('/config/lightproof/vaults-seen');
    expect(of({ XDG_CONFIG_HOME: '' }, 'linux')).toMatch(/\/\.config\/lightproof\/vaults-seen$/u);
    expect(of({}, 'darwin')).toMatch(/Library\/Application Support\/lightproof\/vaults-seen$/u);
    expect(of({ APPDATA: '/roaming' }, 'win32')).toBe('/roaming/lightproof/vaults-seen');
    expect(of({ LIGHTPROOF_MEMORY: '/elsewhere' }, 'linux')).toBe('/elsewhere');
    expect(of({ LIGHTPROOF_MEMORY: '' }, 'linux')).toBeUndefined();
  });
});
