/** @file Disks and folders as they happen to be: full, slow, gone and back, forbidden, moved, without case; what a person sees, and that nothing is lost. */
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sentencesWith } from '../../src/shared/sentences.ts';
import { contentOf } from '../soak/workplace.ts';
import { RemoteEngine } from '../soak/remote-engine.ts';
import { stateOf, unlock } from '../soak/state.ts';
import { fatDisk, slowDisk } from '../support/awkward-disks.ts';
import { temporaryFolder } from '../support/quick-vault.ts';
import { folderWith, passphrase, TestEngine } from './open-engine.ts';

const sentences = sentencesWith((bytes) => `${String(bytes)} bytes`);
const decoders = { bwrap: null, size: 1 };

/** Files that nobody decodes. */
async function files(count: number, bytes = 100, name = 'photo'): Promise<string> {
  return folderWith(
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `${name} ${String(at)}.jxl`,
        contentOf(`${name} ${String(at)}`, bytes),
      ]),
    ),
  );
}

async function vaultWith(source: string, folder = temporaryFolder()): Promise<string> {
  const engine = new TestEngine({ decoders });
  const vault = await engine.create(folder);
  await engine.import([source]);
  await engine.call('vault.close', {});
  return vault;
}

async function expectPhotos(vault: string, count: number): Promise<void> {
  fs.rmSync(join(vault, 'lock'), { force: true });
  const engine = new TestEngine({ decoders });
  const { vault: info } = await engine.unlock(vault);
  expect(info).toMatchObject({ photos: count, damage: null });
  expect((await engine.verify()).problems.filter(({ kind }) => kind !== 'blob-orphan')).toEqual([]);
  await engine.call('vault.close', {});
}

/** A command in front of the engine's, in whose file system there is room for only so much. */
function littleRoom(folder: string, kilobytes: number): readonly string[] {
  const mount = `mount -t tmpfs -o size=${String(kilobytes)}k tmpfs '${folder}'`;
  const inside = [
    'unshare',
    '-r',
    '-m',
    'sh',
    '-c',
    `${mount} && cp -r '${folder}.before/.' '${folder}' && exec "$0" "$@"`,
  ];
  try {
    execFileSync('unshare', ['-r', '-m', 'sh', '-c', mount], { stdio: 'ignore' });
    return inside;
  } catch {
    // Nobody here may mount: no file may become larger instead.
    return ['sh', '-c', `trap '' XFSZ; ulimit -f ${String(kilobytes)} && exec "$0" "$@"`];
  }
}

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('stops an import with “the disk is full”; everything before is there, and can be looked at, exported and deleted', async () => {
    const first = await files(3);
    const folder = temporaryFolder();
    await vaultWith(first, folder);
    const source = await files(4, 900_000, 'large');
    fs.cpSync(folder, `${folder}.before`, { recursive: true });
    const under = littleRoom(folder, 1500);
    const engine = await RemoteEngine.start({ under });
    try {
      const vault = join(folder, 'Family.lightproof');
      await unlock(engine, vault, passphrase);
      const { scan } = await engine.call('import.scan', { sources: [source] });
      const { job } = await engine.call('import.start', { scan, album: null });
      const ended = await engine.end(job);
      expect(ended).toMatchObject({ state: 'stopped', error: { code: 'no-space' } });
      expect(sentences['no-space'](ended.error?.params ?? {})).toMatch(/^The disk is full/u);
      const { photos } = await stateOf(engine);
      expect(photos.size).toBeGreaterThanOrEqual(3);
      for (const id of photos.keys()) await engine.read(id);
      const [any = ''] = photos.keys();
      await engine.call('library.trash', { ids: [any] });
      await engine.call('library.remove', { ids: [any] });
      await engine.call('vault.close', {});
      await unlock(engine, vault, passphrase);
      expect((await stateOf(engine)).photos.size).toBe(photos.size - 1);
      const verified = await engine.end((await engine.call('verify.start', { quick: false })).job);
      expect(verified).toMatchObject({ state: 'done', problemCount: 0 });
    } finally {
      await engine.kill();
      fs.rmSync(`${folder}.before`, { recursive: true });
    }
  });
});

describe('a disk that disappears and comes back', () => {
  it('is told of, loses nothing, and the engine goes on when it is back', async () => {
    const vault = await vaultWith(await files(3));
    const engine = new TestEngine({ decoders });
    await engine.unlock(vault);
    const away = `${vault}.away`;
    fs.renameSync(vault, away);
    await expect(engine.call('album.create', { name: 'Meanwhile' })).rejects.toMatchObject({
      code: 'vault-moved',
    });
    expect(sentences['vault-moved']({})).toMatch(/disappeared while it was open/u);
    await expect(engine.startImport([await files(2, 100, 'more')])).rejects.toMatchObject({
      code: 'vault-moved',
    });
    expect((await engine.verify()).state).toBe('stopped');
    fs.renameSync(away, vault);
    await engine.call('album.create', { name: 'Afterwards' });
    await engine.call('vault.close', {});
    const again = await engine.unlock(vault);
    expect(again.vault).toMatchObject({ photos: 3, damage: null });
    expect((await engine.call('album.list', {})).map(({ name }) => name)).toEqual(['Afterwards']);
    expect((await engine.verify()).problemCount).toBe(0);
  });

  it('and stays away: the vault is closed without a word lost, and opens elsewhere', async () => {
    const vault = await vaultWith(await files(2));
    const engine = new TestEngine({ decoders });
    await engine.unlock(vault);
    await engine.call('album.create', { name: 'Last' });
    fs.renameSync(vault, `${vault}.away.lightproof`);
    await engine.engine.close().catch(() => undefined);
    await expectPhotos(`${vault}.away.lightproof`, 2);
  });
});

describe('a slow disk', () => {
  it('keeps nobody waiting who asks something else', async () => {
    let delay = 0;
    const engine = new TestEngine({ decoders, disk: slowDisk(() => delay) });
    await engine.create(temporaryFolder());
    delay = 25;
    const { job } = await engine.startImport([await files(8)]);
    let ended = false;
    const end = engine.end(job).then((last) => {
      ended = true;
      return last;
    });
    let asked = 0;
    let longest = 0;
    while (!ended) {
      const began = performance.now();
      await engine.call('library.index', {});
      longest = Math.max(longest, performance.now() - began);
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await end).toMatchObject({ state: 'done', counts: { imported: 8 } });
    expect(asked).toBeGreaterThan(3);
    expect(longest).toBeLessThan(2000);
    delay = 0;
  });
});

describe.skipIf(process.platform === 'win32')('a folder without permission', () => {
  it('is called that, and nothing is made of it', async () => {
    const vault = await vaultWith(await files(1));
    fs.chmodSync(vault, 0);
    try {
      const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
      fs.chmodSync(join(vault, '..'), 0o755);
      const told = await inProcess(
        `try { fs.readdirSync(process.argv[1]) } catch (error) { process.stdout.write(error.code) }`,
        vault,
        user,
      );
      expect(told).toBe('EACCES');
      expect(await cliAs(vault, user)).toMatchObject({
        status: 6,
        stderr: expect.stringContaining(sentences['no-permission']({})) as string,
      });
    } finally {
      fs.chmodSync(vault, 0o700);
    }
    await expectPhotos(vault, 1);
  });
});

function inProcess(script: string, argument: string, user: object): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', script, argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...user,
    });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    child.once('close', () => resolve(told));
  });
}

function cliAs(vault: string, user: object): Promise<{ status: number; stderr: string }> {
  const entry = new URL('../../src/cli/index.ts', import.meta.url).pathname;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, 'info', vault, '--passphrase-file', '/dev/null'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: '/',
      env: { ...process.env, LIGHTPROOF_MEMORY: '' },
      ...user,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('close', (status) => resolve({ status: status ?? -1, stderr }));
  });
}

describe('a disk that knows no second names and no case (FAT)', () => {
  it('takes a vault, its repair, and an export of names that differ in their case alone', async () => {
    const disk = fatDisk();
    const engine = new TestEngine({ decoders, disk });
    const vault = await engine.create(temporaryFolder());
    const source = await folderWith({
      'a/IMG_1.jxl': contentOf('one'),
      'b/img_1.JXL': contentOf('two'),
      'c/Img_1.jxl': contentOf('three'),
    });
    expect((await engine.import([source])).job.counts.imported).toBe(3);
    const target = await folderWith();
    expect(await engine.export(target)).toMatchObject({ written: 3, failed: 0 });
    expect(new Set(fs.readdirSync(target).map((name) => name.toLowerCase())).size).toBe(3);
    expect(
      fs
        .readdirSync(target)
        .map((name) => fs.readFileSync(join(target, name)).toString('latin1').slice(2))
        .sort(),
    ).toEqual(['one', 'three', 'two']);
    await engine.call('vault.close', {});
    fs.writeFileSync(join(vault, 'catalog.db'), 'damage');
    const secret = { kind: 'passphrase', passphrase: Buffer.from(passphrase) } as const;
    const { job } = await engine.call('repair.start', { vault, secret, dryRun: false });
    expect(await engine.end(job)).toMatchObject({ state: 'done', catalogue: 'damaged', restored: 3 });
    await engine.call('vault.close', {});
    expect(fs.readdirSync(vault)).toContain('catalog.db.damaged-1');
    await expectPhotos(vault, 3);
  });
});

describe('a vault', () => {
  it('that was moved and given another name while it was closed opens under that', async () => {
    const vault = await vaultWith(await files(2));
    const memory = temporaryFolder();
    const engine = new TestEngine({ decoders, memory });
    await engine.unlock(vault);
    await engine.call('vault.close', {});
    const elsewhere = join(temporaryFolder(), 'Anders.lightproof');
    fs.renameSync(vault, elsewhere);
    await expect(engine.unlock(vault)).rejects.toMatchObject({ code: 'vault-missing' });
    const { vault: info, notices } = await engine.unlock(elsewhere);
    expect([info.name, info.photos, info.damage, notices]).toEqual(['Anders', 2, null, []]);
  });

  it('whose making was cut off is made again in its place, and one that was made is not made over', async () => {
    const folder = temporaryFolder();
    const engine = new TestEngine({ decoders });
    const vault = await engine.create(folder);
    await engine.call('vault.close', {});
    await expect(engine.create(folder)).rejects.toMatchObject({ code: 'vault-exists' });
    // Its catalogue gets its name when it is whole.
    fs.renameSync(join(vault, 'catalog.db'), join(vault, 'catalog.db.tmp'));
    fs.writeFileSync(join(vault, 'catalog.db.tmp-wal'), 'what SQLite had begun');
    expect(await engine.create(folder)).toBe(vault);
    expect((await engine.import([await files(1)])).job.counts.imported).toBe(1);
    await engine.call('vault.close', {});
    expect(fs.readdirSync(vault).filter((name) => name.includes('.tmp'))).toEqual([]);
    await expectPhotos(vault, 1);
  });

  it('that is open already is told to be, by name of the machine, and the first engine is not disturbed', async () => {
    const vault = await vaultWith(await files(2));
    const first = await RemoteEngine.start();
    await unlock(first, vault, passphrase);
    const second = new TestEngine({ decoders });
    await expect(second.unlock(vault)).rejects.toMatchObject({ code: 'vault-in-use' });
    await first.call('album.create', { name: 'Undisturbed' });
    await first.kill();
    expect((await second.unlock(vault)).vault.damage).toBeNull(); // whose engine was killed keeps nobody out
    expect((await second.call('album.list', {})).map(({ name }) => name)).toEqual(['Undisturbed']);
  });
});

describe('a clock that is set back', () => {
  afterEach(() => vi.useRealTimers());

  it('raises no alarm, deletes nothing before its time, and changes go on', async () => {
    const source = await files(3);
    const memory = temporaryFolder();
    const engine = new TestEngine({ decoders, memory });
    const vault = await engine.create(temporaryFolder());
    await engine.import([source]);
    const ids = [...(await stateOf(engine)).photos.keys()];
    await engine.call('library.trash', { ids: ids.slice(0, 1) });
    await engine.call('vault.close', {});
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-01-01T00:00:00Z') });
    const back = await engine.unlock(vault);
    expect([back.notices, back.vault.damage, back.vault.photos, back.vault.trashed]).toEqual([
      [],
      null,
      2,
      1,
    ]);
    await engine.call('album.create', { name: 'Long ago' });
    await engine.call('library.trash', { ids: ids.slice(1, 2) });
    await engine.call('vault.close', {});
    vi.useRealTimers();
    const now = await engine.unlock(vault);
    expect([now.notices, now.vault.damage]).toEqual([[], null]);
    expect((await engine.call('log.verify', {})).problems).toEqual([]);
  });
});
