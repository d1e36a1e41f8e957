/** @file What is told of vaults that are not as they should be in rarer ways: in the right words, and none of them keeps a repair from its work. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/shared/contract.ts';
import { passphraseBytes } from '../../src/shared/passphrase.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';
import { photoVault } from '../support/photo-vault.ts';
import { temporaryFolder } from '../support/quick-vault.ts';
import { RemoteEngine } from '../soak/remote-engine.ts';
import { unlock } from '../soak/state.ts';
import { passphrase, TestEngine } from './open-engine.ts';

const secret = () => ({ kind: 'passphrase', passphrase: passphraseBytes(passphrase) }) as const;

async function repair(
  engine: TestEngine,
  vault: string,
  dryRun = false,
): Promise<Extract<Job, { kind: 'repair' }>> {
  const { job } = await engine.call('repair.start', { vault, secret: secret(), dryRun });
  return (await engine.end(job)) as Extract<Job, { kind: 'repair' }>;
}

describe('what is remembered outside the vault', () => {
  it.each(['', '{"vault":', 'x'.repeat(40_000)])(
    'is told of once where it is of no use, and begun anew (%#)',
    async (text) => {
      const { path } = await photoVault(1);
      const memory = join(temporaryFolder(), 'seen');
      const engine = new TestEngine({ memory });
      expect((await engine.unlock(path)).notices).toEqual([]);
      await engine.call('vault.close', {});
      const [name = ''] = fs.readdirSync(memory).filter((one) => one.endsWith('.json'));
      fs.writeFileSync(join(memory, name), text);
      const { notices, vault } = await engine.unlock(path);
      expect(notices).toEqual([{ code: 'memory-damaged', params: {} }]);
      expect(vault.damage).toBeNull(); // it keeps nobody from anything
      await engine.call('album.create', { name: 'New' });
      await engine.call('vault.close', {});
      expect((await engine.unlock(path)).notices).toEqual([]);
    },
  );

  it('knows of a repair as soon as it is done, also when the engine is killed then', async () => {
    const { path } = await photoVault(2);
    const memory = join(temporaryFolder(), 'seen');
    const engine = new TestEngine({ memory });
    for (let times = 0; times < 3; times += 1) {
      await engine.unlock(path); // entries of the log that no copy of the catalogue holds
      await engine.call('vault.close', {});
    }
    fs.rmSync(join(path, 'catalog.db'));
    const killed = await RemoteEngine.start({ memory });
    const { job } = await killed.call('repair.start', { vault: path, secret: secret(), dryRun: false });
    expect(await killed.end(job)).toMatchObject({ state: 'done' });
    await killed.call('album.create', { name: 'New' });
    await killed.kill();
    const again = await engine.unlock(path);
    expect(again.vault.damage).toBeNull();
    expect(again.notices).toEqual([]);
  });

  it('takes no repaired vault for another one, wherever the repair was cut off', async () => {
    const template = await photoVault(2);
    const seen = join(temporaryFolder(), 'seen');
    const first = new TestEngine({ memory: seen });
    for (let times = 0; times < 3; times += 1) {
      await first.unlock(template.path);
      await first.call('vault.close', {});
    }
    fs.rmSync(join(template.path, 'catalog.db'));
    const outcomes = new Set<string>();
    let operations = Infinity;
    for (let at = 2; at <= operations; at += 3) {
      const folder = temporaryFolder();
      const [path, memory] = [join(folder, 'Family.lightproof'), join(folder, 'seen')];
      fs.cpSync(template.path, path, { recursive: true });
      fs.cpSync(seen, memory, { recursive: true });
      const disk = new FaultyDisk(at, 'crash');
      const cutOff = new TestEngine({ disk, memory, onBug: () => undefined });
      const begun = await cutOff.engine.call('repair.start', {
        vault: path,
        secret: secret(),
        dryRun: false,
      });
      if (begun.ok) await cutOff.end(begun.value.job);
      await cutOff.engine.close().catch(() => undefined);
      if (disk.operations < at) operations = disk.operations;
      fs.rmSync(join(path, 'lock'), { force: true });
      for (const name of fs.readdirSync(memory)) if (name.endsWith('.lock')) fs.rmSync(join(memory, name)); // waited for
      const engine = new TestEngine({ memory });
      const opened = await engine.engine.call('vault.unlock', { vault: path, secret: secret() });
      outcomes.add(opened.ok ? (opened.value.vault.damage?.code ?? 'whole') : opened.error.code);
      await engine.call('vault.close', {});
    }
    expect([...outcomes].sort()).toEqual(['catalogue-missing', 'whole']);
  });

  it('knows of a vault as soon as it is open, also when the engine is killed then', async () => {
    const { path } = await photoVault(1);
    const memory = join(temporaryFolder(), 'seen');
    const older = join(temporaryFolder(), 'older');
    const engine = new TestEngine({ memory });
    fs.cpSync(path, older, { recursive: true });
    await engine.unlock(path);
    await engine.call('album.create', { name: 'New' });
    await engine.call('vault.close', {});
    fs.rmSync(join(memory), { recursive: true });
    const killed = await RemoteEngine.start({ memory });
    await unlock(killed, path, passphrase);
    await expect
      .poll(() => fs.existsSync(memory) && fs.readdirSync(memory).some((one) => one.endsWith('.json')))
      .toBe(true);
    await killed.kill();
    fs.rmSync(path, { recursive: true });
    fs.cpSync(older, path, { recursive: true });
    expect((await engine.unlock(path)).vault.damage?.code).toBe('vault-rolled-back');
  });
});

describe('a catalogue', () => {
  it('that is older than the rest is called that by a repair, not damaged', async () => {
    const { path } = await photoVault(2);
    const engine = new TestEngine();
    const older = join(temporaryFolder(), 'catalog.db');
    fs.cpSync(join(path, 'catalog.db'), older);
    await engine.unlock(path);
    await engine.call('album.create', { name: 'New' });
    await engine.call('vault.close', {});
    fs.cpSync(older, join(path, 'catalog.db'));
    expect(await repair(engine, path, true)).toMatchObject({ state: 'done', catalogue: 'older' });
    expect(await repair(engine, path)).toMatchObject({ state: 'done', catalogue: 'older', restored: 2 });
    expect((await engine.call('album.list', {})).map(({ name }) => name)).toEqual(['New']);
  });

  it('with rows of made-up keys is damaged, and is repaired', async () => {
    const { path } = await photoVault(2);
    const sqlite = new Sqlite(join(path, 'catalog.db'));
    const put = sqlite.prepare('INSERT INTO photos (id, version, epoch, cell) VALUES (?, 1, 2, ?)');
    for (const id of [1, 2, 3]) put.run(Buffer.alloc(16, id), Buffer.alloc(300, id));
    sqlite.close();
    const engine = new TestEngine();
    expect((await engine.unlock(path)).vault.damage).toEqual({
      code: 'catalogue-damaged',
      params: { rows: 3 },
    });
    await engine.call('vault.close', {});
    expect(await repair(engine, path)).toMatchObject({
      state: 'done',
      catalogue: 'damaged',
      restored: 2,
      missing: 0,
    });
    expect((await engine.call('vault.info', {})).damage).toBeNull();
  });

  it.each(['whole', 'damaged', 'missing'] as const)(
    'that is %s is not kept from its repair by files that name keys nobody has: they are told, and set aside',
    async (state) => {
      const { path, photos } = await photoVault(2);
      const engine = new TestEngine();
      await engine.unlock(path);
      await engine.call('album.create', { name: 'New' }); // so that there is a snapshot
      await engine.call('vault.close', {});
      const file = join(path, 'catalog.db');
      if (state === 'missing') fs.rmSync(file);
      else if (state === 'damaged') fs.writeFileSync(file, fs.readFileSync(file).fill(0x5a, 4200, 4900));
      const [any = ''] = fs.readdirSync(join(path, 'blobs'), { recursive: true, encoding: 'utf8' }).slice(-1);
      const madeUp = [1, 2, 3].map((number) => {
        const id = Buffer.alloc(16, number).toString('hex');
        const bytes = Buffer.from(fs.readFileSync(join(path, 'blobs', any)));
        bytes.writeUInt32BE(2, 12); // the epoch
        Buffer.from(id, 'hex').copy(bytes, 32);
        fs.mkdirSync(join(path, 'blobs', id.slice(0, 2)), { recursive: true });
        fs.writeFileSync(join(path, 'blobs', id.slice(0, 2), id), bytes);
        return id;
      });
      const job = await repair(engine, path);
      expect(job).toMatchObject({ state: 'done', damaged: 3, missing: 0 });
      expect([...job.moved].sort()).toEqual(madeUp.map((id) => `damaged/${id}`));
      const { damage, photos: shown, trashed } = await engine.call('vault.info', {});
      expect([damage, shown + trashed]).toEqual([null, photos.length]);
      expect((await engine.verify()).problemCount).toBe(0);
    },
  );

  it.skipIf(process.platform === 'win32').each([
    ['a folder', (path: string) => fs.mkdirSync(path)],
    ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
    ['a link to nowhere', (path: string) => fs.symlinkSync('/nonexistent', path)],
  ])('in whose place is %s is repaired, and that is set aside', async (_, put) => {
    const { path } = await photoVault(2);
    const engine = new TestEngine();
    fs.rmSync(join(path, 'catalog.db'));
    put(join(path, 'catalog.db'));
    await expect(engine.unlock(path)).rejects.toMatchObject({
      code: 'catalogue-damaged',
      params: { detail: 'not a file' },
    });
    expect(await repair(engine, path)).toMatchObject({ state: 'done', catalogue: 'damaged' });
    expect((await engine.call('vault.info', {})).damage).toBeNull();
    expect(fs.readdirSync(path)).toContain('catalog.db.damaged-1');
    await engine.call('vault.close', {});
    expect((await engine.unlock(path)).notices).toEqual([]);
  });
});
